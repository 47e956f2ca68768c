// The words of the reports for people, in all languages: one table for the text and the HTML page, so that
// both say the same in the same words. What rules, reasons and remedies say stands with them, in rules/.
#ifndef KENPIN_ENGINE_REPORT_WORDS_H_
#define KENPIN_ENGINE_REPORT_WORDS_H_

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include "rules/language.h"

namespace kenpin {

// A word, phrase or sentence. Keys are lower case but for names of requirements and states; "{name}" is
// filled.
struct WordRow {
  std::string_view key;
  Bilingual text;
};

// What the page says (its scripts ask for them by key), some of it also the text report.
inline constexpr WordRow kPageWords[] = {
    // clang-format off
    {"title", {"kenpin: compliance of bulk mail", "kenpin: 大量配信メールの準拠状況"}},
    {"verdict_work", {"{n} of {all} domains need work", "{all} ドメイン中 {n} ドメインで対応が必要です"}},
    {"verdict_clean", {"nothing that is required fails", "必須の規則に違反はありません"}},
    {"verdict_empty", {"there was no message", "メールが 1 通もありませんでした"}},
    {"verdict_unknown", {"{n} required rules could not be decided everywhere: see “Unknowns”.", "必須の規則のうち {n} 件は判定しきれませんでした（「不明な点」を参照）。"}},
    {"judged", {"{messages} messages, {domains} domains, judged by {profile} (rules of {date}) for {size} senders.", "メール {messages} 通、{domains} ドメイン。{profile} の規則（{date} 版）、{size}送信者向けで判定。"}},
    {"size_bulk", {"bulk", "大量"}},
    {"size_small", {"small", "小規模"}},
    {"messages", {"Messages", "通数"}},
    {"bytes", {"Size", "サイズ"}},
    {"unsigned", {"Without signature", "署名なし"}},
    {"domains", {"Domains", "ドメイン数"}},
    {"theme", {"Dark or light", "表示の明暗"}},
    {"theme_light", {"Light", "ライト"}},
    {"theme_dark", {"Dark", "ダーク"}},
    {"first", {"What to do first", "最初にすること"}},
    {"first_none", {"Nothing that is required fails. Look at the unknowns and at the remarks below.", "必須の規則に違反はありません。下の不明な点と注意をご覧ください。"}},
    {"first_domains", {"{messages} messages of {domains} domains", "{domains} ドメインの {messages} 通"}},
    {"first_mail", {"{domains} domains, by their mail as a whole", "{domains} ドメイン（メール全体として）"}},
    {"compliance", {"Compliance by domain", "ドメイン別の準拠状況"}},
    {"compliance_note", {"The requirements as Google Postmaster Tools names them. Only mail that came directly counts.", "要件名は Google Postmaster Tools に従います。直接届いたメールだけを数えます。"}},
    {"filter", {"Domain contains", "ドメインに含む文字"}},
    {"show", {"Show", "表示"}},
    {"show_all", {"all domains", "すべてのドメイン"}},
    {"show_N", {"those that need work", "対応が必要なもの"}},
    {"show_U", {"those with unknowns", "不明を含むもの"}},
    {"show_C", {"those in order", "問題のないもの"}},
    {"domain", {"Domain", "ドメイン"}},
    {"no_domain", {"(no usable From)", "(有効な From なし)"}},
    {"failing", {"Failing", "違反"}},
    {"bulk_sender", {"Bulk sender", "大量送信者"}},
    {"open", {"Open {name}", "{name} を開く"}},
    {"shown", {"{from} to {to} of {n}", "{n} 件中 {from}～{to} 件目"}},
    {"shown_none", {"No domain matches.", "該当するドメインはありません。"}},
    {"previous", {"Previous", "前へ"}},
    {"next", {"Next", "次へ"}},
    {"C", {"in order", "準拠"}},
    {"N", {"needs work", "対応が必要"}},
    {"U", {"unknown", "不明"}},
    {"X", {"does not apply", "対象外"}},
    {"requirement", {"Requirement", "要件"}},
    {"state", {"State", "状態"}},
    {"why", {"Why", "理由"}},
    {"affected", {"{rule}: {n} of {all} messages", "{rule}: {all} 通中 {n} 通"}},
    {"subdomains", {"Subdomains", "サブドメイン"}},
    {"by_day", {"Messages by day", "日別の通数"}},
    {"by_week", {"Messages by week", "週別の通数"}},
    {"chart", {"{messages} messages from {from} to {to}; {failing} of them fail something required.", "{from} から {to} までの {messages} 通。うち {failing} 通が必須の規則に違反。"}},
    {"in_order", {"in order", "違反なし"}},
    {"failing_mail", {"failing something required", "必須の規則に違反"}},
    {"rules", {"Rules", "規則"}},
    {"rule", {"Rule", "規則"}},
    {"pass", {"pass", "合格"}},
    {"warn", {"warn", "注意"}},
    {"fail", {"fail", "違反"}},
    {"na", {"n/a", "対象外"}},
    {"unknown", {"unknown", "不明"}},
    {"share", {"Share", "割合"}},
    {"level", {"Level", "区分"}},
    {"required", {"required", "必須"}},
    {"recommended", {"recommended", "推奨"}},
    {"told", {"for information", "参考"}},
    {"mail_as_a_whole", {"The mail as a whole", "メール全体"}},
    {"outcome", {"Outcome", "結果"}},
    {"samples", {"Samples", "例"}},
    {"samples_of", {"Samples ({n})", "例（{n} 件）"}},
    {"where", {"Where", "場所"}},
    {"message_id", {"Message-ID", "Message-ID"}},
    {"explain", {"Copy the command that explains it", "説明を表示するコマンドをコピー"}},
    {"copy", {"copy", "コピー"}},
    {"copied", {"copied", "コピーしました"}},
    {"systems", {"Sending systems", "配信システム"}},
    {"system", {"System", "システム"}},
    {"certain", {"certain", "確実"}},
    {"likely", {"likely", "有力"}},
    {"claimed", {"claimed", "自称"}},
    {"fails", {"Fails", "違反"}},
    {"selectors", {"Signatures", "署名"}},
    {"sdid", {"d=", "d="}},
    {"selector", {"Selector", "セレクタ"}},
    {"algorithm", {"Algorithm", "アルゴリズム"}},
    {"bits", {"Bits", "ビット"}},
    {"signatures", {"Signatures", "署名数"}},
    {"passed", {"Passed", "検証成功"}},
    {"tls", {"TLS at the last hop", "最終ホップの TLS"}},
    {"policies", {"DMARC policies", "DMARC ポリシー"}},
    {"count", {"Messages", "通数"}},
    {"all_rules", {"All rules", "すべての規則"}},
    {"codes", {"SMTP codes", "SMTP コード"}},
    {"remedy", {"What to do", "対処"}},
    {"consequence", {"What happens otherwise", "従わない場合"}},
    {"only_failing", {"Only what fails or is unknown", "違反または不明のものだけ"}},
    {"unknowns", {"Unknowns, and what would settle them", "不明な点と、判定に必要な入力"}},
    {"unknowns_none", {"Nothing is unknown that an input could settle.", "入力で解消できる不明な点はありません。"}},
    {"verdicts", {"Verdicts", "判定数"}},
    {"input", {"Input", "入力"}},
    {"settle", {"What would settle them", "判定に必要な入力"}},
    {"waivers", {"Waivers", "免除"}},
    {"reason", {"Reason", "理由"}},
    {"until", {"Until", "期限"}},
    {"expired", {"expired", "期限切れ"}},
    {"about", {"About this run", "この実行について"}},
    {"inputs", {"Inputs", "入力"}},
    {"format", {"Format", "形式"}},
    {"error", {"Error", "エラー"}},
    {"ambiguous", {"Ambiguous From lines", "あいまいな From 行"}},
    {"cut", {"What this page leaves out", "このページで省いたもの"}},
    {"cut_none", {"Nothing: this page tells all that the run counted.", "ありません。数えたものはすべて載っています。"}},
    {"cut_domains", {"{n} domains with the fewest messages", "通数の少ない {n} ドメイン"}},
    {"cut_details", {"the details of {n} domains with few messages", "通数の少ない {n} ドメインの詳細"}},
    {"cut_brief", {"days, selectors and most samples of {n} domains with few messages", "通数の少ない {n} ドメインの日別通数、セレクタ、例の大部分"}},
    {"cut_days", {"all but the last {n} days of a domain", "各ドメインの直近 {n} 日より前"}},
    {"cut_samples", {"all but {n} samples a rule", "規則ごとに {n} 件を超える例"}},
    {"cut_text", {"texts from mail after {n} columns", "メールからの文字列の {n} 桁より後"}},
    {"cut_inputs", {"{n} inputs", "入力 {n} 件"}},
    {"no_detail", {"This page leaves out the details of this domain to stay small; the JSON report has them.", "ページを小さく保つため、このドメインの詳細は省きました。JSON レポートにはあります。"}},
    {"version", {"Version", "バージョン"}},
    {"started", {"Started", "開始時刻"}},
    {"seconds", {"Seconds", "所要秒数"}},
    {"threads", {"Threads", "スレッド"}},
    {"dns", {"DNS", "DNS"}},
    {"psl", {"Public suffix list", "Public suffix list"}},
    {"yes", {"yes", "はい"}},
    {"no", {"no", "いいえ"}},
    {"not_known", {"not known", "不明"}},
    {"name_SPF", {"SPF", "SPF"}},
    {"brief_SPF", {"SPF", "SPF"}},
    {"name_DKIM", {"DKIM", "DKIM"}},
    {"brief_DKIM", {"DKIM", "DKIM"}},
    {"name_SPF_AND_DKIM", {"SPF and DKIM", "SPF と DKIM"}},
    {"brief_SPF_AND_DKIM", {"Both", "両方"}},
    {"name_DMARC_POLICY", {"DMARC policy", "DMARC ポリシー"}},
    {"brief_DMARC_POLICY", {"DMARC", "DMARC"}},
    {"name_DMARC_ALIGNMENT", {"From aligned", "From の整列（アライメント）"}},
    {"brief_DMARC_ALIGNMENT", {"Align", "整列"}},
    {"name_MESSAGE_FORMATTING", {"Message formatting", "メールの形式"}},
    {"brief_MESSAGE_FORMATTING", {"Format", "形式"}},
    {"name_DNS_RECORDS", {"Forward and reverse DNS", "DNS の正引きと逆引き"}},
    {"brief_DNS_RECORDS", {"DNS", "DNS"}},
    {"name_ENCRYPTION", {"TLS", "TLS"}},
    {"brief_ENCRYPTION", {"TLS", "TLS"}},
    {"name_USER_REPORTED_SPAM_RATE", {"User-reported spam rate", "迷惑メール報告率"}},
    {"brief_USER_REPORTED_SPAM_RATE", {"Spam", "報告"}},
    {"name_ONE_CLICK_UNSUBSCRIBE", {"One-click unsubscribe", "ワンクリック登録解除"}},
    {"brief_ONE_CLICK_UNSUBSCRIBE", {"1-Click", "解除"}},
    {"name_HONOR_UNSUBSCRIBE", {"Unsubscribing honoured", "登録解除の履行"}},
    {"brief_HONOR_UNSUBSCRIBE", {"Honour", "履行"}},
    {"value_plain", {"plain", "TLS なし"}},
    {"value_unknown", {"unknown", "不明"}},
    {"value_no_record", {"no record", "レコードなし"}},
    // clang-format on
};

// What only C++ says: the text report, the comparison, and the page without its script.
inline constexpr WordRow kTextWords[] = {
    // clang-format off
    {"noscript", {"This page builds its tables with a script of its own, which is switched off here. The text report tells the same.", "このページの表は、ページ内のスクリプトで作られます。スクリプトが無効のため表示できません。テキストのレポートで同じ内容を確認できます。"}},
    {"head", {"kenpin {version}: {messages} messages of {domains} domains, judged by {rules} for {size} senders ({date})", "kenpin {version}: {domains} ドメインのメール {messages} 通を、{rules}（{date} 版、{size}送信者向け）で判定"}},
    {"rules_of", {"{profile}'s rules", "{profile} の規則"}},
    {"rules_of_all", {"the rules of gmail, yahoo, microsoft and apple", "gmail、yahoo、microsoft、apple の規則"}},
    {"verdict", {"Verdict: {verdict}.", "判定: {verdict}。"}},
    {"rules_unknown", {"{n} rules unknown: see the end for what they lacked.", "{n} 件の規則が判定できません。不足している情報は末尾を参照。"}},
    {"not_held", {"Not held against anybody: {list} messages relayed by lists, {forwarded} by forwarders.", "違反に数えないメール: メーリングリスト経由 {list} 通、転送 {forwarded} 通。"}},
    {"worst_domains", {"Domains, the worst first", "ドメイン（悪い順）"}},
    {"head_messages", {"messages", "通数"}},
    {"head_both", {"both", "両方"}},
    {"head_policy", {"pol.", "p="}},
    {"head_alignment", {"algn", "整列"}},
    {"head_form", {"form", "形式"}},
    {"head_one_click", {"1clk", "解除"}},
    {"cell_ok", {"ok", "OK"}},
    {"cell_fail", {"FAIL", "NG"}},
    {"legend", {"both: SPF and DKIM; pol.: DMARC policy; algn: DMARC alignment; form: message form; DNS: forward and reverse DNS; TLS: encryption; 1clk: one-click unsubscribe. FAIL: a required rule fails; ?: not decided; -: does not apply.", "両方: SPF と DKIM、p=: DMARC ポリシー、整列: DMARC アライメント、形式: メールの形式、DNS: 正引きと逆引き、TLS: 暗号化、解除: ワンクリック登録解除。NG: 必須の規則に違反、?: 判定不能、-: 対象外。"}},
    {"more_domains", {"... and {n} more domains; --out json and csv have them all.", "ほか {n} ドメイン（--out json または csv にすべてあります）。"}},
    {"one_message", {"{n} message", "{n} 通"}},
    {"some_messages", {"{n} messages", "{n} 通"}},
    {"spread_one", {"{messages} of {domain}", "{domain} の {messages}"}},
    {"spread_some", {"{messages} of {domains} domains, most of {worst} ({most})", "{domains} ドメインの {messages}、最多は {worst} の {most} 通"}},
    {"spread_mail", {"{domains} domains, among them {worst}", "{worst} など {domains} ドメイン"}},
    {"because", {"{spread}. {reason}", "{spread}。{reason}"}},
    {"for_example", {"e.g. {place}", "例: {place}"}},
    {"what_fails", {"What fails", "違反している規則"}},
    {"what_fails_too", {"What fails as well", "ほかに違反している規則"}},
    {"what_fails_weight", {"What fails, {weight}", "違反している規則（{weight}）"}},
    {"remarks", {"Worth a remark", "注意"}},
    {"not_told", {"What could not be told", "判定できなかった規則"}},
    {"one_domain", {"{rule} ({n} domain)", "{rule}（{n} ドメイン）"}},
    {"some_domains", {"{rule} ({n} domains)", "{rule}（{n} ドメイン）"}},
    {"waiver", {"{rule} of {domain}: {messages} messages; until {date}", "{domain} の {rule}: {messages} 通、{date} まで"}},
    {"waiver_expired", {"{rule} of {domain}: {messages} messages; EXPIRED {date}", "{domain} の {rule}: {messages} 通、{date} に期限切れ"}},
    {"input_errors", {"{n} errors, the first: {error}", "エラー {n} 件、最初のもの: {error}"}},
    {"input_ambiguous", {"{n} lines begin \"From \" and could be read both ways, the first at offset {offset}", "\"From \" で始まり、区切りとも本文とも読める行が {n} 行、最初の位置は {offset}"}},
    {"settle_heading", {"What would settle the unknowns", "判定に必要な入力と件数"}},
    {"settle_verdicts", {"{n} verdicts:", "{n} 件:"}},
    {"more_systems", {"... and {n} more; --out json has them all.", "ほか {n} システム（--out json にすべてあります）。"}},
    {"system_fails", {"{n} fail {rule}, of {domain}", "{rule}: {n} 通が違反、{domain}"}},
    {"system_fails_more", {"{n} fail {rule}, of {domain} ({most}) and {others} more", "{rule}: {n} 通が違反、{domain}（{most} 通）ほか {others} ドメイン"}},
    {"system_fails_rest", {"and {n} more rules fail", "ほか {n} 件の規則に違反"}},
    {"since", {"Since {path}", "{path} からの変化"}},
    {"diff_other_rules", {"Judged by other rules ({before}, now {after}): what differs is told, nothing counts as worse.", "判定した規則が異なるため（前回 {before}、今回 {after}）、違いは示すが悪化には数えない。"}},
    {"diff_worse", {"{n} required rules got worse.", "必須の規則 {n} 件が悪化。"}},
    {"diff_none", {"Nothing has changed.", "変化なし。"}},
    {"diff_no_worse", {"No required rule got worse.", "必須の規則の悪化なし。"}},
    {"diff_head_worse", {"Worse", "悪化"}},
    {"diff_head_better", {"Better", "改善"}},
    {"diff_head_states", {"Requirements", "要件"}},
    {"diff_head_appeared", {"New domains", "新しいドメイン"}},
    {"diff_head_vanished", {"Gone", "なくなったドメイン"}},
    {"diff_head_keys", {"Keys", "鍵"}},
    {"diff_fails_now", {"fails now", "新たに違反"}},
    {"diff_fails_no_more", {"fails no more", "違反を解消"}},
    {"diff_new_domain", {"new domain", "新しいドメイン"}},
    {"diff_key_new", {"new:", "追加:"}},
    {"diff_key_gone", {"gone:", "削除:"}},
    {"diff_key_bits", {"{n} bits", "{n} ビット"}},
    {"diff_more", {"... and {n} more; --format json tells all", "ほか {n} 件（--format json にすべてあります）"}},
    // clang-format on
};

// The text of a key that is known when the program is compiled; any other does not compile. A value.
class Word {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): a key is written where a word is meant.
  consteval Word(const char* key) : text_(Find(key)) {}

  constexpr const Bilingual& text() const { return *text_; }

 private:
  static consteval const Bilingual* Find(std::string_view key) {
    for (const WordRow& row : kPageWords) {
      if (row.key == key) return &row.text;
    }
    for (const WordRow& row : kTextWords) {
      if (row.key == key) return &row.text;
    }
    KeyIsUnknown();
    return nullptr;
  }
  static void KeyIsUnknown();  // Never defined: no constant expression.

  const Bilingual* text_;
};

// What stands in the place of "{name}".
struct Filling {
  std::string_view name;
  std::string_view value;
};

// `text` with every "{name}" replaced by the value of that name; one without a value stays. Values are not
// looked into.
std::string FillText(std::string_view text, std::initializer_list<Filling> fillings);

// Says words in one language. A value; any thread.
class Speaker {
 public:
  explicit constexpr Speaker(Language language) : language_(language) {}

  Language language() const { return language_; }
  std::string_view operator()(const Bilingual& text) const { return text.In(language_); }
  std::string_view operator()(Word word) const { return word.text().In(language_); }
  std::string operator()(Word word, std::initializer_list<Filling> fillings) const {
    return FillText(word.text().In(language_), fillings);
  }

 private:
  Language language_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_WORDS_H_
