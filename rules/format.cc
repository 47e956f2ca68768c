#include "rules/format.h"

#include <optional>
#include <string_view>

#include "rules/levels.h"
#include "rules/verdict.h"

namespace kenpin {
namespace {

// When the message met, or will meet, a receiver; absent where nothing says so.
std::optional<int64_t> DeliveryTime(const Evidence& evidence) {
  return evidence.mode == Mode::kPresend ? std::optional<int64_t>(evidence.judged_at) : evidence.delivered_at;
}

// Whether the border hop's "with" keyword says SMTPUTF8 (RFC 6531).
bool CameBySmtputf8(const Evidence& evidence) {
  return evidence.delivery->border && evidence.delivery->border_hop.smtputf8;
}

// Forms of a domain that no host of the public Internet has (RFC 5321 §2.3.5); kNone for the others.
Reason DomainFault(DomainForm form) {
  switch (form) {
    case DomainForm::kEmptyLabel:
      return Reason::kFromDomainEmptyLabel;
    case DomainForm::kSingleLabel:
      return Reason::kFromDomainSingleLabel;
    case DomainForm::kTrailingDot:
      return Reason::kFromDomainTrailingDot;
    case DomainForm::kLiteral:
      return Reason::kFromDomainLiteral;
    case DomainForm::kUnderscore:
      return Reason::kFromDomainUnderscore;
    case DomainForm::kBadCharacter:
      return Reason::kFromDomainCharacter;
    case DomainForm::kTooLong:
      return Reason::kFromDomainTooLong;
    case DomainForm::kBadIdn:
      return Reason::kFromDomainIdn;
    case DomainForm::kOk:
    case DomainForm::kUnicode:
    case DomainForm::kEmpty:
      break;
  }
  return Reason::kNone;
}

// What is wrong with the topmost Message-ID by RFC 5322 §3.6.4; kNone if nothing.
Reason MessageIdFault(const MessageIdFacts& id) {
  if (id.added_by_gmail) return Reason::kMessageIdAddedByGmail;
  switch (id.form) {
    case MessageIdFacts::Form::kNoBrackets:
      return Reason::kMessageIdNoBrackets;
    case MessageIdFacts::Form::kNoAt:
      return Reason::kMessageIdNoAt;
    case MessageIdFacts::Form::kSpaces:
      return Reason::kMessageIdSpaces;
    case MessageIdFacts::Form::kGarbage:
      return Reason::kMessageIdGarbage;
    case MessageIdFacts::Form::kAbsent:
    case MessageIdFacts::Form::kObsolete:
    case MessageIdFacts::Form::kOk:
      break;
  }
  return id.length > kMaxMessageIdCharacters ? Reason::kMessageIdTooLong : Reason::kNone;
}

// Exchange writes Message-IDs for mail that lacks one. Mail that starts at Microsoft 365 has them by right,
// and its signatures tell: the tenant's own domain, or the selectors that every tenant gets.
bool StartsAtMicrosoft365(const Evidence& evidence) {
  for (const SignatureEvidence& signature : evidence.signatures) {
    const std::string_view selector = signature.selector;
    if (signature.domain.ends_with(".onmicrosoft.com") || selector.ends_with("-onmicrosoft-com")) return true;
    if (selector == "selector1" || selector == "selector2") return true;
  }
  return false;
}

// What is wrong whether or not the rest of the message was read; kNone if nothing.
Reason DefiniteMimeFault(const MimeFacts& mime) {
  if (mime.content_type_unparsable) return Reason::kMimeContentType;
  if (mime.multipart_without_boundary) return Reason::kMimeNoBoundary;
  if (mime.encoding_unknown) return Reason::kMimeEncodingUnknown;
  if (mime.encoding_illegal) return Reason::kMimeEncodingIllegal;
  return mime.eight_bit_under_7bit ? Reason::kMimeEightBit : Reason::kNone;
}

Reason MimeRemark(const MimeFacts& mime) {
  if (mime.misspelled_field) return Reason::kMimeMisspelledField;
  if (!mime.uses_mime) return Reason::kNone;
  if (!mime.has_version) return Reason::kMimeVersionMissing;
  if (!mime.version_ok) return Reason::kMimeVersionWrong;
  if (mime.closing_boundary_missing) return Reason::kMimeNotClosed;
  return mime.html_without_text ? Reason::kMimeHtmlOnly : Reason::kNone;
}

// A value and what Gmail allows.
struct HeaderLimit {
  uint64_t value;
  uint64_t limit;
  Reason exceeded;
};

}  // namespace

// RFC 5322 §2.1, §2.2; §4.2 and §4.5 for the obsolete forms.
Verdict CheckFormatParse(const Evidence& evidence) {
  const ParseFlaws flaws = evidence.mail->flaws;
  if (flaws.Has(ParseFlaw::kLineWithoutColon)) return Fail(Reason::kLineWithoutColon);
  if (flaws.Has(ParseFlaw::kControlInFieldName)) return Fail(Reason::kControlInFieldName);
  if (flaws.Has(ParseFlaw::kNulByte)) return Fail(Reason::kNulByte);
  if (flaws.Has(ParseFlaw::kMissingSeparator)) return Fail(Reason::kMissingSeparator);
  if (flaws.Has(ParseFlaw::kTruncated)) return Unknown(Reason::kTruncated);
  if (flaws.Has(ParseFlaw::kTooLarge)) return Unknown(Reason::kMessageTooLarge);
  if (HeaderCut(evidence)) return Unknown(Reason::kHeaderCut);
  if (flaws.Has(ParseFlaw::kSpaceBeforeColon)) return Warn(Reason::kSpaceBeforeColon);
  if (flaws.Has(ParseFlaw::kWhitespaceOnlyFold)) return Warn(Reason::kWhitespaceOnlyFold);
  return Pass();
}

// RFC 5322 §3.3, §3.6.1; §4.3 for obsolete zones. How far off a date may be, Yahoo does not publish.
Verdict CheckFormatDate(const Evidence& evidence) {
  const DateFacts& date = evidence.mail->date;
  if (date.count == 0) return FailAbsent(evidence, &MtaAdds::date, Reason::kDateMissing);
  if (date.count > 1) return Fail(Reason::kDateRepeated);
  if (date.form != DateFacts::Form::kOk) return Fail(Reason::kDateUnparsable);
  if (date.weekday_wrong) return Warn(Reason::kDateWeekday);
  if (date.obsolete_zone) return Warn(Reason::kDateObsoleteZone);
  const std::optional<int64_t> delivery = DeliveryTime(evidence);
  if (!delivery) return Pass();
  if (date.time - kMaxDateAheadSeconds > *delivery) return Warn(Reason::kDateInFuture);
  if (date.time + kMaxDateBehindSeconds < *delivery) return Warn(Reason::kDateTooOld);
  return Pass();
}

// RFC 5322 §3.6.2.
Verdict CheckFormatFromPresent(const Evidence& evidence) {
  const FromFacts& from = evidence.mail->from;
  if (from.field_count == 0) return FailAbsent(evidence, Reason::kFromMissing);
  return from.has_addr_spec ? Pass() : Fail(Reason::kFromWithoutAddress);
}

// RFC 5322 §3.6. That there is one at all is the rule before.
Verdict CheckFormatFromSingle(const Evidence& evidence) {
  if (evidence.mail->from.field_count > 1) return Fail(Reason::kFromRepeated);
  return HeaderCut(evidence) ? Unknown(Reason::kHeaderCut) : Pass();
}

// Gmail's own; RFC 5322 §3.6.2 allows several, RFC 6854 groups.
Verdict CheckFormatFromOneAddress(const Evidence& evidence) {
  const FromFacts& from = evidence.mail->from;
  if (from.field_count == 0) return NotApplicable(Reason::kFromMissing);
  if (from.mailbox_count > 1) return Fail(Reason::kFromSeveralAddresses);
  if (from.has_group) return Warn(Reason::kFromGroup);
  if (from.mailbox_count == 0) return NotApplicable(Reason::kFromWithoutAddress);
  return from.address_in_display_name ? Warn(Reason::kFromAddressInName) : Pass();
}

// RFC 5321 §2.3.5.
Verdict CheckFormatFromDomain(const Evidence& evidence) {
  const FromFacts& from = evidence.mail->from;
  if (from.field_count == 0) return NotApplicable(Reason::kFromMissing);
  if (from.domain_form == DomainForm::kEmpty) return NotApplicable(Reason::kFromWithoutAddress);
  const Reason fault = DomainFault(from.domain_form);
  if (fault != Reason::kNone) return Fail(fault);
  if (!evidence.author.suffix_list_loaded) return Unknown(Reason::kSuffixListMissing);
  if (!evidence.author.suffix_known) return Fail(Reason::kFromDomainSuffix);
  const bool by_smtputf8 = evidence.mode == Mode::kArchive && CameBySmtputf8(evidence);
  return from.domain_form == DomainForm::kUnicode && !by_smtputf8 ? Warn(Reason::kFromDomainUnicode) : Pass();
}

// RFC 5322 §3.6.2: several authors need one Sender. Clients show another Sender as "via".
Verdict CheckFormatSender(const Evidence& evidence) {
  const bool several_authors = evidence.mail->from.mailbox_count > 1;
  const SenderFacts& sender = evidence.mail->sender;
  if (sender.field_count == 0) {
    return several_authors ? FailAbsent(evidence, Reason::kSenderMissing)
                           : NotApplicable(Reason::kSenderNotNeeded);
  }
  if (sender.field_count > 1) return Fail(Reason::kSenderRepeated);
  if (sender.mailbox_count > 1) return Fail(Reason::kSenderSeveralAddresses);
  if (several_authors && sender.mailbox_count == 0) return Fail(Reason::kSenderWithoutAddress);
  return evidence.author.sender_same_org ? Pass() : Warn(Reason::kSenderOtherDomain);
}

// RFC 5322 §3.6.4, §4.5.4; Gmail wants one where the RFC only says SHOULD.
Verdict CheckFormatMessageId(const Evidence& evidence) {
  const MessageIdFacts& id = evidence.mail->message_id;
  if (id.count == 0) return FailAbsent(evidence, &MtaAdds::message_id, Reason::kMessageIdMissing);
  if (id.count > 1) return Fail(Reason::kMessageIdRepeated);
  const Reason fault = MessageIdFault(id);
  if (fault != Reason::kNone) return Fail(fault);
  if (id.form == MessageIdFacts::Form::kObsolete) return Warn(Reason::kMessageIdObsolete);
  if (id.right_side != MessageIdFacts::RightSide::kOk) return Warn(Reason::kMessageIdHost);
  return id.made_by_exchange && !StartsAtMicrosoft365(evidence) ? Warn(Reason::kMessageIdMadeByExchange)
                                                                : Pass();
}

// The table of RFC 5322 §3.6; RFC 2045 §4-6; RFC 2369 §3.
Verdict CheckFormatSingleInstance(const Evidence& evidence) {
  const RepeatFacts& repeats = evidence.mail->repeats;
  if (repeats.repeated_5322 != 0) return Fail(Reason::kFieldRepeated);
  if (HeaderCut(evidence)) return Unknown(Reason::kHeaderCut);
  if (repeats.repeated_mime_list != 0) return Warn(Reason::kMimeOrListFieldRepeated);
  return repeats.bcc_present ? Warn(Reason::kBccPresent) : Pass();
}

// RFC 5322 §2.1.1, RFC 5321 §4.5.3.1.6.
Verdict CheckFormatLineLength(const Evidence& evidence) {
  const MailFacts& mail = *evidence.mail;
  if (mail.longest_header_line > kMaxLineOctets) return Fail(Reason::kHeaderLineTooLong);
  if (mail.longest_body_line > kMaxLineOctets) return Fail(Reason::kBodyLineTooLong);
  if (mail.flaws.Has(ParseFlaw::kTooLarge)) return Unknown(Reason::kMessageTooLarge);
  return mail.header_lines_over_78 > 0 ? Warn(Reason::kHeaderLineOver78) : Pass();
}

// RFC 5321 §2.3.8, RFC 5322 §2.3. On the bytes as stored, header section and body together, whatever reading
// a signature was verified under.
Verdict CheckFormatBareCrlf(const Evidence& evidence) {
  LineEndCounts line_ends = evidence.mail->header_line_ends;
  line_ends += evidence.mail->body_line_ends;
  if (line_ends.lone_cr > 0) return Fail(Reason::kBareCr);
  if (line_ends.mixed()) return Fail(Reason::kMixedLineEnds);
  if (evidence.mail->flaws.Has(ParseFlaw::kTooLarge)) return Unknown(Reason::kMessageTooLarge);
  // Normal Unix storage: a mail store turned every CRLF into LF.
  return line_ends.lone_lf > 0 ? NotApplicable(Reason::kLfStorage) : Pass();
}

// RFC 6532 §3: UTF-8 in header fields needs SMTPUTF8, which the border hop tells.
Verdict CheckFormat8bitHeader(const Evidence& evidence) {
  const MailFacts& mail = *evidence.mail;
  if (mail.header_text == HeaderText::kInvalid) return Fail(Reason::kHeaderNotUtf8);
  if (mail.header_text == HeaderText::kAscii) return Pass();
  if (evidence.mode != Mode::kArchive || !evidence.delivery->border)
    return Unknown(Reason::kBorderHopUnknown);
  return CameBySmtputf8(evidence) ? Pass() : Warn(Reason::kHeaderNeedsSmtputf8);
}

// RFC 2047 §2, §5. Exchange re-encodes fields of mail that it receives, so that in its stores the place
// proves nothing about the sender.
Verdict CheckFormatEncodedWord(const Evidence& evidence) {
  const EncodedWordFacts& words = evidence.mail->encoded_words;
  if (!words.any) return NotApplicable(Reason::kNoEncodedWord);
  const bool rewritten = evidence.mode == Mode::kArchive && evidence.mail->has_exchange_fields;
  if (words.in_structured && !rewritten) return Fail(Reason::kEncodedWordPlace);
  if (words.undecodable) return Fail(Reason::kEncodedWordUndecodable);
  if (words.in_structured) return Warn(Reason::kEncodedWordRewritten);
  if (words.too_long) return Warn(Reason::kEncodedWordTooLong);
  return words.split_character ? Warn(Reason::kEncodedWordSplit) : Pass();
}

// Gmail's limits on the header.
Verdict CheckFormatHeaderSize(const Evidence& evidence) {
  const MailFacts& mail = *evidence.mail;
  const HeaderLimit limits[] = {
      {mail.sizes.section_bytes, kMaxHeaderSectionBytes, Reason::kHeaderTooLarge},
      {mail.sizes.fields, kMaxHeaderFields, Reason::kTooManyFields},
      {mail.sizes.longest_value, kMaxValueBytes, Reason::kFieldTooLong},
      {mail.sizes.longest_name, kMaxNameBytes, Reason::kFieldNameTooLong},
      {mail.sizes.subject_length, kMaxSubjectCharacters, Reason::kSubjectTooLong},
      {mail.message_id.length, kMaxMessageIdCharacters, Reason::kMessageIdTooLong},
  };
  if (mail.flaws.Has(ParseFlaw::kHeaderTooLarge)) return Fail(Reason::kHeaderTooLarge);
  if (mail.flaws.Has(ParseFlaw::kTooManyFields)) return Fail(Reason::kTooManyFields);
  bool near = false;
  for (const HeaderLimit& limit : limits) {
    if (limit.value > limit.limit) return Fail(limit.exceeded);
    near |= limit.value * 5 > limit.limit * 4;
  }
  return near ? Warn(Reason::kHeaderNearLimit) : Pass();
}

// RFC 2045, RFC 2046.
Verdict CheckFormatMime(const Evidence& evidence) {
  const MimeFacts& mime = evidence.mail->mime;
  const ParseFlaws flaws = evidence.mail->flaws;
  const Reason fault = DefiniteMimeFault(mime);
  if (fault != Reason::kNone) return Fail(fault);
  // What follows may stand in the part that is missing.
  if (flaws.Has(ParseFlaw::kTruncated)) return Unknown(Reason::kTruncated);
  if (flaws.Has(ParseFlaw::kTooLarge)) return Unknown(Reason::kMessageTooLarge);
  if (mime.boundary_never_occurs) return Fail(Reason::kMimeBoundaryAbsent);
  if (mime.base64_garbage) return Fail(Reason::kMimeBase64);
  if (flaws.Has(ParseFlaw::kTooManyParts) || flaws.Has(ParseFlaw::kMimeTooDeep))
    return Unknown(Reason::kMimeLimit);
  const Reason remark = MimeRemark(mime);
  if (remark != Reason::kNone) return Warn(remark);
  return mime.uses_mime ? Pass() : NotApplicable(Reason::kPlainText);
}

// RFC 5321 §6.3.
Verdict CheckFormatHops(const Evidence& evidence) {
  if (evidence.mode == Mode::kPresend) return NotApplicable(Reason::kNotDelivered);
  if (evidence.mode == Mode::kSent) return Unknown(Reason::kNoReceiver);
  const uint32_t hops = evidence.mail->received.count;
  if (hops > kMaxReceivedFields) return Fail(Reason::kTooManyHops);
  return hops > kManyReceivedFields ? Warn(Reason::kManyHops) : Pass();
}

// UTS #39 §4, §5.2: all domains that are seen or authenticate, the worst of them.
Verdict CheckFormatIdn(const Evidence& evidence) {
  switch (evidence.seen.scripts) {
    case DomainScripts::kAscii:
      return NotApplicable(Reason::kNoIdn);
    case DomainScripts::kHighly:
      return Pass();
    case DomainScripts::kModerately:
      return Warn(Reason::kIdnModerate);
    case DomainScripts::kBelow:
      return Fail(Reason::kIdnMixedScripts);
    case DomainScripts::kConfusable:
      return Fail(Reason::kIdnConfusable);
    case DomainScripts::kUnknown:
      break;
  }
  return Unknown(Reason::kIdnUndecided);
}

namespace {

constexpr RuleInfo kRules[] = {
    {RuleId::kFormatParse,
     "format-parse",
     {"The header section is well formed", "ヘッダー部が正しい形式"},
     kEverybodyMust,
     kFormRefused,
     {.gmail = "554 5.6.0, 550 5.7.1"},
     "RFC 5322 §2.1, §2.2, §4.5 (sections from memory); Google, Email sender guidelines; Apple, Postmaster "
     "information; Yahoo, Sender Hub",
     "G-81126 A-102322 Y-SRR",
     {"Let a MIME library build the message instead of joining strings.",
      "文字列の連結ではなく、MIME ライブラリでメールを組み立てる。"},
     CheckFormatParse},
    {RuleId::kFormatDate,
     "format-date",
     {"There is one valid Date", "有効な Date が 1 つある"},
     kEverybodyMust,
     kFormRefused,
     {.gmail = "550 5.7.1", .yahoo = "554"},
     "RFC 5322 §3.3, §3.6, §3.6.1 (sections from memory); Yahoo, SMTP error codes (what it takes for out of "
     "range is not published)",
     "Y-SMTP",
     {"Write it like 'Tue, 16 Jan 2024 09:00:00 +0900'.", "'Tue, 16 Jan 2024 09:00:00 +0900' のように書く。"},
     CheckFormatDate},
    {RuleId::kFormatFromPresent,
     "format-from-present",
     {"From holds an address", "From にアドレスがある"},
     kEverybodyMust,
     kFormRefused,
     {.gmail = "550 5.7.1"},
     "RFC 5322 §3.6.2; Google, Gmail SMTP errors",
     "G-SMTP",
     {"Add a From with an address of your own.", "自社のアドレスを From に入れる。"},
     CheckFormatFromPresent},
    {RuleId::kFormatFromSingle,
     "format-from-single",
     {"There is one From field", "From は 1 つだけ"},
     kEverybodyMust,
     kFormRefused,
     {.gmail = "550 5.7.1"},
     "RFC 5322 §3.6 (section from memory); Google, Email sender guidelines; RFC 9989 §4.4",
     "G-81126",
     {"Remove the additional From.", "余分な From を削除する。"},
     CheckFormatFromSingle},
    {RuleId::kFormatFromOneAddress,
     "format-from-one-address",
     {"From holds a single address", "From のアドレスは 1 つだけ"},
     kMustGmail,
     kFormRefused,
     {.gmail = "550 5.7.1"},
     "Google, Email sender guidelines and Gmail SMTP errors; RFC 6854 and RFC 9989 §5.3.1 (from memory)",
     "G-81126 G-SMTP",
     {"Leave one address in From; the others may go to Reply-To.",
      "From のアドレスを 1 つにし、ほかは Reply-To に移す。"},
     CheckFormatFromOneAddress},
    {RuleId::kFormatFromDomain,
     "format-from-domain",
     {"From is in a domain of the public DNS", "From が公開 DNS のドメイン"},
     kEverybodyMust,
     kFormRefused,
     {.gmail = "550 5.7.1, 553 5.1.7 for the envelope", .yahoo = "451, 554"},
     "Google, Gmail SMTP errors; RFC 5321 §2.3.5 and RFC 9989 §5.3.1 (from memory)",
     "G-SMTP",
     {"Write from a registered domain that is yours.", "登録済みの自社ドメインから送信する。"},
     CheckFormatFromDomain},
    {RuleId::kFormatSender,
     "format-sender",
     {"Several authors have one Sender", "差出人が複数なら Sender が 1 つある"},
     kEverybodyMust,
     kFormRefused,
     {.gmail = "550 5.7.1"},
     "RFC 5322 §3.6.2",
     "",
     {"Add one Sender, or write from one address.", "Sender を 1 つ追加するか、1 つのアドレスから送信する。"},
     CheckFormatSender},
    {RuleId::kFormatMessageId,
     "format-message-id",
     {"There is one valid Message-ID", "有効な Message-ID が 1 つある"},
     kMessageId,
     kFormRefused,
     {.gmail = "550 5.7.1"},
     "RFC 5322 §3.6.4; Google, Email sender guidelines, Gmail message header limits and Gmail SMTP errors",
     "G-81126 G-HDR G-SMTP",
     {"Make a unique Message-ID with your own domain on its right side.",
      "右側を自社ドメインとした、重複しない Message-ID を付ける。"},
     CheckFormatMessageId},
    {RuleId::kFormatSingleInstance,
     "format-single-instance",
     {"Fields that may occur once do not repeat", "1 つに限るフィールドが重複していない"},
     kEverybodyMust,
     kFormRefused,
     {.gmail = "550 5.7.1"},
     "RFC 5322 §3.6, RFC 2045 §4 to §6, RFC 2369 §3 (sections from memory); Google, Email sender guidelines",
     "G-81126",
     {"Remove the repeated field.", "重複したフィールドを削除する。"},
     CheckFormatSingleInstance},
    {RuleId::kFormatLineLength,
     "format-line-length",
     {"No line exceeds 998 octets", "998 バイトを超える行がない"},
     kEverybodyMust,
     kFormRefused,
     {.gmail = "550 5.7.1 or 554 5.6.0 (unconfirmed: the exact text was not seen)"},
     "RFC 5322 §2.1.1; RFC 5321 §4.5.3.1.6 (from memory)",
     "",
     {"Encode the body as quoted-printable or base64, and fold long header fields.",
      "本文を quoted-printable または base64 でエンコードし、長いヘッダーを折り返す。"},
     CheckFormatLineLength},
    {RuleId::kFormatBareCrlf,
     "format-bare-crlf",
     {"Lines end in CRLF, and CR and LF stand nowhere else", "改行は CRLF だけで、単独の CR や LF がない"},
     kEverybodyMust,
     kFormRefused,
     {.gmail = "451 4.5.0 or 554 5.6.0 (from memory, unconfirmed)"},
     "RFC 5322 §2.3, §4.1 and RFC 5321 §2.3.8 (sections from memory)",
     "",
     {"Write CRLF at the end of every line.", "すべての行末を CRLF にする。"},
     CheckFormatBareCrlf},
    {RuleId::kFormat8bitHeader,
     "format-8bit-header",
     {"Header fields are ASCII, or UTF-8 sent by SMTPUTF8", "ヘッダーは ASCII（UTF-8 は SMTPUTF8）"},
     kEverybodyMust,
     kFormRefused,
     {.gmail = "550 5.7.1"},
     "RFC 6532 §3, RFC 2047, RFC 6531's keywords (from memory); Google, Gmail SMTP errors; Yahoo, SMTP error "
     "codes",
     "G-SMTP Y-SMTP",
     {"Encode names and subjects as encoded-words.", "名前と件名を encoded-word でエンコードする。"},
     CheckFormat8bitHeader},
    {RuleId::kFormatEncodedWord,
     "format-encoded-word",
     {"Encoded-words are valid and stand only where they may", "encoded-word が正しく、許された位置にある"},
     kEverybodyMust,
     kFormRefused,
     {.gmail = "550 5.7.1"},
     "RFC 2047 §2, §5 (sections from memory); Google, Gmail SMTP errors",
     "G-SMTP",
     {"Keep addresses, URIs and identifiers in plain ASCII, and encode only what people read.",
      "アドレス、URI、識別子は ASCII のままとし、人が読む部分だけをエンコードする。"},
     CheckFormatEncodedWord},
    {RuleId::kFormatHeaderSize,
     "format-header-size",
     {"The header section is within Gmail's limits", "ヘッダー部が Gmail の上限内にある"},
     kMustGmail,
     kFormRefused,
     {.gmail = "552 5.3.4"},
     "Google, Gmail message header limits (unconfirmed whether a KB is 1000 or 1024 bytes; 1024 here); "
     "Yahoo, SMTP error codes",
     "G-HDR Y-SMTP",
     {"Shorten the field that exceeds its limit.", "上限を超えたフィールドを短くする。"},
     CheckFormatHeaderSize},
    {RuleId::kFormatMime,
     "format-mime",
     {"The MIME structure holds together", "MIME の構造が正しい"},
     kEverybodyMust,
     kFormRefused,
     {.gmail = "554 5.6.0; 552 5.7.0 for attachments of a forbidden type"},
     "RFC 2045 and RFC 2046 (from memory); Yahoo, SMTP error codes; Google, Email sender guidelines",
     "Y-SMTP G-81126",
     {"Let the mail library build and encode the parts.",
      "パートの組み立てとエンコードをメールライブラリに任せる。"},
     CheckFormatMime},
    {RuleId::kFormatHops,
     "format-hops",
     {"The message did not loop", "メールがループしていない"},
     kEverybodyMust,
     kFormRefused,
     {.gmail = "554 5.4.6"},
     "Google, Gmail SMTP errors; RFC 5321 §6.3 (from memory)",
     "G-SMTP",
     {"Find the two forwarding rules that feed each other.",
      "互いに転送し合っている 2 つの転送設定を見つける。"},
     CheckFormatHops},
    {RuleId::kFormatIdn,
     "format-idn",
     {"International domains can not be taken for others", "国際化ドメイン名が紛らわしくない"},
     kMustGmail,
     kFormRefused,
     {},
     "Google, Email sender guidelines; UTS #39 §4, §5.2",
     "G-81126",
     {"Use a domain that is written in one script.", "1 つの文字体系で書かれたドメインを使う。"},
     CheckFormatIdn},
};

}  // namespace

std::span<const RuleInfo> FormatRules() { return kRules; }

}  // namespace kenpin
