// The word lists and how sentences are made of them. A mail of 60 KB takes about a hundred blocks, so blocks
// are encoded once per program.
#include "bench/corpus/text.h"

#include "bench/corpus/codec.h"

namespace kenpin::corpus {
namespace {

constexpr size_t kParagraphs = 160;
constexpr size_t kCards = 96;
constexpr size_t kMaxColumn = 72;
constexpr size_t kFirstOther = static_cast<size_t>(Language::kGerman);
constexpr size_t kLanguages = static_cast<size_t>(Language::kRussian) + 1;

constexpr std::array<std::string_view, 14> kEnglishOpenings = {
    "This week",         "Since Monday",          "Until the end of the month",
    "For members only",  "After a long winter",   "By popular request",
    "As of today",       "Between two trains",    "Once more this season",
    "On a quiet Sunday", "Before the rain comes", "In the new catalogue",
    "At our counter",    "For the first time"};
constexpr std::array<std::string_view, 14> kEnglishSubjects = {"our workshop",
                                                               "the small team behind the counter",
                                                               "a friend of the house",
                                                               "the print room",
                                                               "our kitchen",
                                                               "the night shift",
                                                               "the garden crew",
                                                               "our oldest supplier",
                                                               "the reading circle",
                                                               "the repair bench",
                                                               "the shop by the harbour",
                                                               "our test rider",
                                                               "the studio upstairs",
                                                               "the new apprentice"};
constexpr std::array<std::string_view, 14> kEnglishPredicates = {"has set aside a small lot of",
                                                                 "is trying out",
                                                                 "has finished",
                                                                 "would like to show you",
                                                                 "has brought home",
                                                                 "keeps asking about",
                                                                 "has redrawn",
                                                                 "is giving away samples of",
                                                                 "has repaired a whole shelf of",
                                                                 "will be talking about",
                                                                 "has found a better way to pack",
                                                                 "has photographed",
                                                                 "is still proud of",
                                                                 "has written a short guide to"};
constexpr std::array<std::string_view, 16> kEnglishThings = {
    "light rain jackets", "single-origin beans", "pocket atlases", "hand-bound notebooks",
    "wool blankets",      "board games for two", "steel bottles",  "seed mixtures",
    "folding lamps",      "picture books",       "travel cups",    "canvas bags",
    "garden shears",      "weekend tickets",     "bicycle bells",  "herbal teas"};
constexpr std::array<std::string_view, 12> kEnglishEndings = {"in three colours",
                                                              "at the old price",
                                                              "with free delivery",
                                                              "for as long as stocks last",
                                                              "in a plain paper box",
                                                              "with a note on how to look after them",
                                                              "for early risers",
                                                              "and nobody quite knows why",
                                                              "as long as the sun is out",
                                                              "with ten per cent off for members",
                                                              "in the back room on the second floor",
                                                              "and you are welcome to try"};

constexpr std::array<std::string_view, 14> kJapaneseOpenings = {"今週は",
                                                                "月末までの期間限定で、",
                                                                "会員の皆さまだけに、",
                                                                "ご要望にお応えして、",
                                                                "冬の終わりに、",
                                                                "本日より、",
                                                                "雨の日の午後に、",
                                                                "新しい季刊誌では、",
                                                                "はじめての試みとして、",
                                                                "週末の朝は、",
                                                                "港の近くのお店で、",
                                                                "春の新作として、",
                                                                "毎年恒例の企画で、",
                                                                "小さな倉庫から、"};
constexpr std::array<std::string_view, 14> kJapaneseSubjects = {
    "焙煎職人が",       "本店のスタッフが", "若い編集者が",   "工房の仲間たちが", "旅の案内人が",
    "庭師が",           "製本室の担当者が", "台所の料理人が", "夜勤のチームが",   "読書会の皆さんが",
    "修理担当の職人が", "昔からの取引先が", "店長が",         "見習いの新人が"};
constexpr std::array<std::string_view, 16> kJapaneseThings = {
    "深煎りの豆を",     "文庫本のしおりを",       "軽い雨具を",         "手づくりの手帳を",
    "羊毛のひざ掛けを", "二人用のボードゲームを", "折りたたみランプを", "花の種の詰め合わせを",
    "小さな地図帳を",   "絵本の原画を",           "帆布のかばんを",     "温泉めぐりの切符を",
    "自転車のベルを",   "季節のハーブティーを",   "旅行用のカップを",   "純米酒の飲み比べを"};
constexpr std::array<std::string_view, 12> kJapanesePredicates = {
    "特別にご用意しました。",     "心をこめて仕上げました。",   "送料無料でお届けします。",
    "数量限定で販売いたします。", "詳しくご紹介します。",       "無料でお試しいただけます。",
    "三つの色でそろえました。",   "写真つきで解説しています。", "会員価格でご案内します。",
    "もう一度つくり直しました。", "店頭でご覧いただけます。",   "ていねいに包んでお送りします。"};

constexpr std::array<std::string_view, 8> kEnglishSubjectLines = {"The new catalogue is here",
                                                                  "Ten per cent off until Sunday",
                                                                  "What our workshop made this month",
                                                                  "A small gift for members",
                                                                  "Three things for a rainy day",
                                                                  "Your spring reading list",
                                                                  "Open late on Friday",
                                                                  "Back on the shelf"};
constexpr std::array<std::string_view, 8> kJapaneseSubjectLines = {
    "【会員限定】春の新作をご紹介します", "今週のおすすめと読みもの",  "送料無料は日曜日までです",
    "新しい季刊誌ができました",           "雨の日に楽しむ三つのこと",  "ポイント二倍の週末です",
    "店長からの小さなお知らせ",           "再入荷しました（数量限定）"};
constexpr std::array<std::string_view, 4> kEnglishNotices = {"Your order has been received",
                                                             "Your one-time code", "Receipt for your payment",
                                                             "Your parcel is on its way"};
constexpr std::array<std::string_view, 4> kJapaneseNotices = {"ご注文を承りました", "認証コードのお知らせ",
                                                              "お支払いの控え", "商品を発送しました"};

constexpr std::array<std::string_view, 10> kEnglishGiven = {"Ada",   "Bruno", "Clara", "Dmitri", "Elif",
                                                            "Farah", "Goran", "Hanna", "Ivo",    "June"};
constexpr std::array<std::string_view, 10> kEnglishFamily = {"Ashdown",   "Birch",    "Coldwater", "Dunmore",
                                                             "Eastley",   "Fernside", "Grovely",   "Hartwell",
                                                             "Inglewood", "Juniper"};
struct JapaneseName {
  std::string_view written;
  std::string_view latin;
};
constexpr std::array<JapaneseName, 10> kJapaneseFamily = {{{"青木", "aoki"},
                                                           {"石田", "ishida"},
                                                           {"上原", "uehara"},
                                                           {"江口", "eguchi"},
                                                           {"岡部", "okabe"},
                                                           {"川端", "kawabata"},
                                                           {"北村", "kitamura"},
                                                           {"小松", "komatsu"},
                                                           {"坂井", "sakai"},
                                                           {"杉本", "sugimoto"}}};
constexpr std::array<JapaneseName, 10> kJapaneseGiven = {{{"愛子", "aiko"},
                                                          {"一郎", "ichiro"},
                                                          {"詩織", "shiori"},
                                                          {"健太", "kenta"},
                                                          {"小春", "koharu"},
                                                          {"直樹", "naoki"},
                                                          {"美咲", "misaki"},
                                                          {"悠斗", "yuto"},
                                                          {"涼子", "ryoko"},
                                                          {"翼", "tsubasa"}}};

std::string EnglishSentence(Random& random) {
  std::string sentence(random.Pick(kEnglishOpenings));
  sentence.append(", ")
      .append(random.Pick(kEnglishSubjects))
      .append(" ")
      .append(random.Pick(kEnglishPredicates));
  sentence.append(" ")
      .append(random.Pick(kEnglishThings))
      .append(", ")
      .append(random.Pick(kEnglishEndings))
      .append(".");
  return sentence;
}

std::string JapaneseSentence(Random& random) {
  std::string sentence(random.Pick(kJapaneseOpenings));
  sentence.append(random.Pick(kJapaneseSubjects))
      .append(random.Pick(kJapaneseThings))
      .append(random.Pick(kJapanesePredicates));
  return sentence;
}

std::string Sentence(Language language, Random& random) {
  if (const PlainWords* words = FindPlainWords(language)) return std::string(random.Pick(words->sentences));
  return language == Language::kJapanese ? JapaneseSentence(random) : EnglishSentence(random);
}

// Breaks a line of words at spaces, within 72 columns.
std::string WrapWords(std::string_view words) {
  std::string out;
  size_t column = 0;
  while (!words.empty()) {
    const size_t end = std::min(words.find(' '), words.size());
    if (column > 0 && column + 1 + end > kMaxColumn) {
      out += "\r\n";
      column = 0;
    } else if (column > 0) {
      out += ' ';
      ++column;
    }
    out += words.substr(0, end);
    column += end;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return out + "\r\n";
}

bool HasSpaces(Language language) {
  return language != Language::kJapanese && language != Language::kSimplifiedChinese &&
         language != Language::kTraditionalChinese;
}

std::string Paragraph(Language language, Random& random) {
  std::string text;
  const size_t sentences = 2 + random.Below(3);
  for (size_t i = 0; i < sentences; ++i) {
    // Japanese has no spaces to break at: one sentence a line, the way Japanese mail magazines are set.
    if (!HasSpaces(language)) {
      text += Sentence(language, random) + "\r\n";
    } else {
      if (i > 0) text += ' ';
      text += Sentence(language, random);
    }
  }
  return (HasSpaces(language) ? WrapWords(text) : text) + "\r\n";
}

std::string Card(Language language, Random& random) {
  const std::string price = std::to_string(480 + 20 * random.Below(400));
  std::string text = "<tr>\r\n<td style=\"padding:12px 24px;font-family:sans-serif;color:#333333\">\r\n";
  text += "<h2 style=\"margin:0;font-size:18px\">" + CampaignSubject(language, random) + "</h2>\r\n";
  text += "<p style=\"margin:8px 0;line-height:1.6\">\r\n" + Paragraph(language, random);
  text += "</p>\r\n<p style=\"font-weight:bold\">" +
          (language == Language::kJapanese ? price + "円（税込）" : "JPY " + price + ", tax included") +
          "</p>\r\n</td>\r\n</tr>\r\n";
  return text;
}

TextBlock MakeBlock(Language language, std::string text) {
  TextBlock block;
  block.quoted_printable = QuotedPrintable(text);
  block.iso2022jp = language == Language::kJapanese ? ToIso2022Jp(text) : text;
  block.utf8 = std::move(text);
  return block;
}

TextShelf MakeShelf(Language language) {
  // Its own constant: the words do not depend on the corpus' seed, only which of them a message takes.
  Random random(0x6b656e70696eULL + static_cast<uint64_t>(language));
  TextShelf shelf;
  for (size_t i = 0; i < kParagraphs; ++i)
    shelf.paragraphs.push_back(MakeBlock(language, Paragraph(language, random)));
  for (size_t i = 0; i < kCards; ++i) shelf.cards.push_back(MakeBlock(language, Card(language, random)));
  return shelf;
}

}  // namespace

const TextShelf& GetTextShelf(Language language) {
  static const TextShelf japanese = MakeShelf(Language::kJapanese);
  static const TextShelf english = MakeShelf(Language::kEnglish);
  if (language == Language::kJapanese) return japanese;
  if (language == Language::kEnglish) return english;
  // The others are rarely wanted, and then all of them.
  static const std::vector<TextShelf> others = [] {
    std::vector<TextShelf> shelves;
    for (size_t i = kFirstOther; i < kLanguages; ++i) shelves.push_back(MakeShelf(static_cast<Language>(i)));
    return shelves;
  }();
  return others[static_cast<size_t>(language) - kFirstOther];
}

std::string CampaignSubject(Language language, Random& random) {
  if (const PlainWords* words = FindPlainWords(language)) return std::string(random.Pick(words->subjects));
  const bool japanese = language == Language::kJapanese;
  return std::string(japanese ? random.Pick(kJapaneseSubjectLines) : random.Pick(kEnglishSubjectLines));
}

std::string NoticeSubject(Language language, Random& random) {
  if (const PlainWords* words = FindPlainWords(language)) return std::string(random.Pick(words->subjects));
  const bool japanese = language == Language::kJapanese;
  return std::string(japanese ? random.Pick(kJapaneseNotices) : random.Pick(kEnglishNotices));
}

Person DrawPerson(Language language, Random& random) {
  Person person;
  if (language == Language::kJapanese) {
    const JapaneseName& family = random.Pick(kJapaneseFamily);
    const JapaneseName& given = random.Pick(kJapaneseGiven);
    person.name = std::string(family.written) + " " + std::string(given.written);
    person.local_part = std::string(given.latin) + "." + std::string(family.latin);
  } else {
    const std::string_view given = random.Pick(kEnglishGiven);
    const std::string_view family = random.Pick(kEnglishFamily);
    person.name = std::string(given) + " " + std::string(family);
    for (const char c : person.name) person.local_part += c == ' ' ? '.' : static_cast<char>(c | 0x20);
  }
  person.local_part += std::to_string(random.Below(900) + 100);
  return person;
}

}  // namespace kenpin::corpus
