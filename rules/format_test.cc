#include "rules/format.h"

#include "rules/golden.h"

namespace kenpin {
namespace {

using B = EvidenceBuilder;
using enum RuleId;
using enum Outcome;

void LfOnly(B& m) {
  m.mail.header_line_ends = {0, 20, 0};
  m.mail.body_line_ends = {0, 10, 0};
}

void NoFrom(B& m) { m.mail.from = {}; }

// From: "hello" or the like.
void NoAddress(B& m) {
  m.mail.from = {};
  m.mail.from.field_count = 1;
}

void NoMessageId(B& m) { m.mail.message_id = {}; }

constexpr GoldenCase kHeaderCases[] = {
    {kFormatParse, "well formed", [](B&) {}, kPass},
    {kFormatParse, "junk", [](B& m) { m.mail.flaws.Add(ParseFlaw::kLineWithoutColon); }, kFail,
     Reason::kLineWithoutColon},
    {kFormatParse, "control in a name", [](B& m) { m.mail.flaws.Add(ParseFlaw::kControlInFieldName); }, kFail,
     Reason::kControlInFieldName},
    {kFormatParse, "NUL", [](B& m) { m.mail.flaws.Add(ParseFlaw::kNulByte); }, kFail, Reason::kNulByte},
    {kFormatParse, "no separator", [](B& m) { m.mail.flaws.Add(ParseFlaw::kMissingSeparator); }, kFail,
     Reason::kMissingSeparator},
    {kFormatParse, "space before a colon", [](B& m) { m.mail.flaws.Add(ParseFlaw::kSpaceBeforeColon); },
     kWarn, Reason::kSpaceBeforeColon},
    {kFormatParse, "empty fold", [](B& m) { m.mail.flaws.Add(ParseFlaw::kWhitespaceOnlyFold); }, kWarn,
     Reason::kWhitespaceOnlyFold},
    {kFormatParse, "truncated", [](B& m) { m.mail.flaws.Add(ParseFlaw::kTruncated); }, kUnknown,
     Reason::kTruncated},
    {kFormatParse, "truncated, and junk above",
     [](B& m) {
       m.mail.flaws.Add(ParseFlaw::kTruncated);
       m.mail.flaws.Add(ParseFlaw::kLineWithoutColon);
     },
     kFail, Reason::kLineWithoutColon},

    {kFormatDate, "valid", [](B&) {}, kPass},
    {kFormatDate, "absent", [](B& m) { m.mail.date = {}; }, kFail, Reason::kDateMissing},
    {kFormatDate, "absent, and added later",
     [](B& m) {
       m.Presend();
       m.mail.date = {};
       m.evidence.mta_adds.date = true;
     },
     kUnknown, Reason::kAddedLater},
    {kFormatDate, "absent in delivered mail",
     [](B& m) {
       m.mail.date = {};
       m.evidence.mta_adds.date = true;
     },
     kFail, Reason::kDateMissing},
    {kFormatDate, "perhaps behind the limit",
     [](B& m) {
       m.mail.date = {};
       m.mail.flaws.Add(ParseFlaw::kTooManyFields);
     },
     kUnknown, Reason::kHeaderCut},
    {kFormatDate, "two", [](B& m) { m.mail.date.count = 2; }, kFail, Reason::kDateRepeated},
    {kFormatDate, "garbage", [](B& m) { m.mail.date.form = DateFacts::Form::kUnparsable; }, kFail,
     Reason::kDateUnparsable},
    {kFormatDate, "wrong weekday", [](B& m) { m.mail.date.weekday_wrong = true; }, kWarn,
     Reason::kDateWeekday},
    {kFormatDate, "named zone", [](B& m) { m.mail.date.obsolete_zone = true; }, kWarn,
     Reason::kDateObsoleteZone},
    {kFormatDate, "a day ahead", [](B& m) { m.mail.date.time = kTestTime + 10 + kTestDay; }, kPass},
    {kFormatDate, "more than a day ahead", [](B& m) { m.mail.date.time = kTestTime + 11 + kTestDay; }, kWarn,
     Reason::kDateInFuture},
    {kFormatDate, "a week old", [](B& m) { m.mail.date.time = kTestTime + 10 - 7 * kTestDay; }, kPass},
    {kFormatDate, "more than a week old", [](B& m) { m.mail.date.time = kTestTime + 9 - 7 * kTestDay; },
     kWarn, Reason::kDateTooOld},
    {kFormatDate, "a week old before sending",
     [](B& m) {
       m.Presend();
       m.evidence.judged_at = kTestTime + 8 * kTestDay;
     },
     kWarn, Reason::kDateTooOld},
    {kFormatDate, "delivered at an unknown time", [](B& m) { m.evidence.delivered_at.reset(); }, kPass},

    {kFormatFromPresent, "present", [](B&) {}, kPass},
    {kFormatFromPresent, "absent", NoFrom, kFail, Reason::kFromMissing},
    {kFormatFromPresent, "no address", NoAddress, kFail, Reason::kFromWithoutAddress},

    {kFormatFromSingle, "one", [](B&) {}, kPass},
    {kFormatFromSingle, "two", [](B& m) { m.mail.from.field_count = 2; }, kFail, Reason::kFromRepeated},
    {kFormatFromSingle, "none is not several", NoFrom, kPass},
    {kFormatFromSingle, "perhaps another behind the limit",
     [](B& m) { m.mail.flaws.Add(ParseFlaw::kHeaderTooLarge); }, kUnknown, Reason::kHeaderCut},

    {kFormatFromOneAddress, "one", [](B&) {}, kPass},
    {kFormatFromOneAddress, "two", [](B& m) { m.mail.from.mailbox_count = 2; }, kFail,
     Reason::kFromSeveralAddresses},
    {kFormatFromOneAddress, "a group", [](B& m) { m.mail.from.has_group = true; }, kWarn, Reason::kFromGroup},
    {kFormatFromOneAddress, "another one in the name",
     [](B& m) { m.mail.from.address_in_display_name = true; }, kWarn, Reason::kFromAddressInName},
    {kFormatFromOneAddress, "absent", NoFrom, kNotApplicable, Reason::kFromMissing},
    {kFormatFromOneAddress, "no address", NoAddress, kNotApplicable, Reason::kFromWithoutAddress},

    {kFormatFromDomain, "registered", [](B&) {}, kPass},
    {kFormatFromDomain, "bad character", [](B& m) { m.mail.from.domain_form = DomainForm::kBadCharacter; },
     kFail, Reason::kFromDomainCharacter},
    {kFormatFromDomain, "two dots", [](B& m) { m.mail.from.domain_form = DomainForm::kEmptyLabel; }, kFail,
     Reason::kFromDomainEmptyLabel},
    {kFormatFromDomain, "no dot", [](B& m) { m.mail.from.domain_form = DomainForm::kSingleLabel; }, kFail,
     Reason::kFromDomainSingleLabel},
    {kFormatFromDomain, "dot at the end", [](B& m) { m.mail.from.domain_form = DomainForm::kTrailingDot; },
     kFail, Reason::kFromDomainTrailingDot},
    {kFormatFromDomain, "literal", [](B& m) { m.mail.from.domain_form = DomainForm::kLiteral; }, kFail,
     Reason::kFromDomainLiteral},
    {kFormatFromDomain, "underscore", [](B& m) { m.mail.from.domain_form = DomainForm::kUnderscore; }, kFail,
     Reason::kFromDomainUnderscore},
    {kFormatFromDomain, "too long", [](B& m) { m.mail.from.domain_form = DomainForm::kTooLong; }, kFail,
     Reason::kFromDomainTooLong},
    {kFormatFromDomain, "bad IDN", [](B& m) { m.mail.from.domain_form = DomainForm::kBadIdn; }, kFail,
     Reason::kFromDomainIdn},
    {kFormatFromDomain, "no public suffix", [](B& m) { m.evidence.author.suffix_known = false; }, kFail,
     Reason::kFromDomainSuffix},
    {kFormatFromDomain, "no list", [](B& m) { m.evidence.author.suffix_list_loaded = false; }, kUnknown,
     Reason::kSuffixListMissing},
    {kFormatFromDomain, "Unicode", [](B& m) { m.mail.from.domain_form = DomainForm::kUnicode; }, kWarn,
     Reason::kFromDomainUnicode},
    {kFormatFromDomain, "Unicode by SMTPUTF8",
     [](B& m) {
       m.mail.from.domain_form = DomainForm::kUnicode;
       m.delivery.border_hop.smtputf8 = true;
     },
     kPass},
    {kFormatFromDomain, "no From", NoFrom, kNotApplicable, Reason::kFromMissing},
    {kFormatFromDomain, "no address", NoAddress, kNotApplicable, Reason::kFromWithoutAddress},

    {kFormatSender, "none needed", [](B&) {}, kNotApplicable, Reason::kSenderNotNeeded},
    {kFormatSender, "one author, one Sender",
     [](B& m) {
       m.mail.sender = {1, 1, "example.com"};
     },
     kPass},
    {kFormatSender, "two authors, one Sender",
     [](B& m) {
       m.mail.from.mailbox_count = 2;
       m.mail.sender = {1, 1, "example.com"};
     },
     kPass},
    {kFormatSender, "two authors, no Sender", [](B& m) { m.mail.from.mailbox_count = 2; }, kFail,
     Reason::kSenderMissing},
    {kFormatSender, "two fields",
     [](B& m) {
       m.mail.sender = {2, 1, "example.com"};
     },
     kFail, Reason::kSenderRepeated},
    {kFormatSender, "two addresses",
     [](B& m) {
       m.mail.sender = {1, 2, "example.com"};
     },
     kFail, Reason::kSenderSeveralAddresses},
    {kFormatSender, "two authors, empty Sender",
     [](B& m) {
       m.mail.from.mailbox_count = 2;
       m.mail.sender = {1, 0, {}};
     },
     kFail, Reason::kSenderWithoutAddress},
    {kFormatSender, "in another domain",
     [](B& m) {
       m.mail.sender = {1, 1, "service.example"};
       m.evidence.author.sender_same_org = false;
     },
     kWarn, Reason::kSenderOtherDomain},

    {kFormatMessageId, "valid", [](B&) {}, kPass},
    {kFormatMessageId, "absent", NoMessageId, kFail, Reason::kMessageIdMissing},
    {kFormatMessageId, "added later",
     [](B& m) {
       m.Sent();
       NoMessageId(m);
       m.evidence.mta_adds.message_id = true;
     },
     kUnknown, Reason::kAddedLater},
    {kFormatMessageId, "two", [](B& m) { m.mail.message_id.count = 2; }, kFail, Reason::kMessageIdRepeated},
    {kFormatMessageId, "no brackets",
     [](B& m) { m.mail.message_id.form = MessageIdFacts::Form::kNoBrackets; }, kFail,
     Reason::kMessageIdNoBrackets},
    {kFormatMessageId, "no @", [](B& m) { m.mail.message_id.form = MessageIdFacts::Form::kNoAt; }, kFail,
     Reason::kMessageIdNoAt},
    {kFormatMessageId, "a space in it", [](B& m) { m.mail.message_id.form = MessageIdFacts::Form::kSpaces; },
     kFail, Reason::kMessageIdSpaces},
    {kFormatMessageId, "garbage", [](B& m) { m.mail.message_id.form = MessageIdFacts::Form::kGarbage; },
     kFail, Reason::kMessageIdGarbage},
    {kFormatMessageId, "500 characters", [](B& m) { m.mail.message_id.length = 500; }, kPass},
    {kFormatMessageId, "501 characters", [](B& m) { m.mail.message_id.length = 501; }, kFail,
     Reason::kMessageIdTooLong},
    {kFormatMessageId, "replaced by Gmail", [](B& m) { m.mail.message_id.added_by_gmail = true; }, kFail,
     Reason::kMessageIdAddedByGmail},
    {kFormatMessageId, "obsolete", [](B& m) { m.mail.message_id.form = MessageIdFacts::Form::kObsolete; },
     kWarn, Reason::kMessageIdObsolete},
    {kFormatMessageId, "localhost",
     [](B& m) { m.mail.message_id.right_side = MessageIdFacts::RightSide::kLocalhost; }, kWarn,
     Reason::kMessageIdHost},
    {kFormatMessageId, "made by Exchange", [](B& m) { m.mail.message_id.made_by_exchange = true; }, kWarn,
     Reason::kMessageIdMadeByExchange},
    {kFormatMessageId, "made by Exchange, where the mail starts",
     [](B& m) {
       m.mail.message_id.made_by_exchange = true;
       m.signature().domain = "tenant.onmicrosoft.com";
     },
     kPass},

    {kFormatSingleInstance, "each once", [](B&) {}, kPass},
    {kFormatSingleInstance, "two Subjects", [](B& m) { m.mail.repeats.repeated_5322 = 1; }, kFail,
     Reason::kFieldRepeated},
    {kFormatSingleInstance, "two Content-Types", [](B& m) { m.mail.repeats.repeated_mime_list = 1; }, kWarn,
     Reason::kMimeOrListFieldRepeated},
    {kFormatSingleInstance, "Bcc", [](B& m) { m.mail.repeats.bcc_present = true; }, kWarn,
     Reason::kBccPresent},
    {kFormatSingleInstance, "perhaps more behind the limit",
     [](B& m) { m.mail.flaws.Add(ParseFlaw::kTooManyFields); }, kUnknown, Reason::kHeaderCut},
};

constexpr GoldenCase kOtherCases[] = {
    {kFormatLineLength, "short", [](B&) {}, kPass},
    {kFormatLineLength, "998 octets", [](B& m) { m.mail.longest_body_line = 998; }, kPass},
    {kFormatLineLength, "999 octets", [](B& m) { m.mail.longest_body_line = 999; }, kFail,
     Reason::kBodyLineTooLong},
    {kFormatLineLength, "999 octets in the header", [](B& m) { m.mail.longest_header_line = 999; }, kFail,
     Reason::kHeaderLineTooLong},
    {kFormatLineLength, "over 78", [](B& m) { m.mail.header_lines_over_78 = 1; }, kWarn,
     Reason::kHeaderLineOver78},
    {kFormatLineLength, "not all was read", [](B& m) { m.mail.flaws.Add(ParseFlaw::kTooLarge); }, kUnknown,
     Reason::kMessageTooLarge},

    {kFormatBareCrlf, "CRLF", [](B&) {}, kPass},
    {kFormatBareCrlf, "a CR", [](B& m) { m.mail.body_line_ends.lone_cr = 1; }, kFail, Reason::kBareCr},
    {kFormatBareCrlf, "an LF", [](B& m) { m.mail.body_line_ends.lone_lf = 1; }, kFail,
     Reason::kMixedLineEnds},
    {kFormatBareCrlf, "LF above, CRLF below",
     [](B& m) {
       m.mail.header_line_ends = {0, 20, 0};
     },
     kFail, Reason::kMixedLineEnds},
    {kFormatBareCrlf, "stored with LF", LfOnly, kNotApplicable, Reason::kLfStorage},
    {kFormatBareCrlf, "stored with LF, and a CR",
     [](B& m) {
       LfOnly(m);
       m.mail.body_line_ends.lone_cr = 1;
     },
     kFail, Reason::kBareCr},
    {kFormatBareCrlf, "not all was read", [](B& m) { m.mail.flaws.Add(ParseFlaw::kTooLarge); }, kUnknown,
     Reason::kMessageTooLarge},

    {kFormat8bitHeader, "ASCII", [](B&) {}, kPass},
    {kFormat8bitHeader, "not UTF-8", [](B& m) { m.mail.header_text = HeaderText::kInvalid; }, kFail,
     Reason::kHeaderNotUtf8},
    {kFormat8bitHeader, "UTF-8 by ESMTP", [](B& m) { m.mail.header_text = HeaderText::kUtf8; }, kWarn,
     Reason::kHeaderNeedsSmtputf8},
    {kFormat8bitHeader, "UTF-8 by SMTPUTF8",
     [](B& m) {
       m.mail.header_text = HeaderText::kUtf8;
       m.delivery.border_hop.smtputf8 = true;
     },
     kPass},
    {kFormat8bitHeader, "UTF-8, and the border hop is not known",
     [](B& m) {
       m.mail.header_text = HeaderText::kUtf8;
       m.delivery.border.reset();
       m.delivery.border_hop.smtputf8 = true;
     },
     kUnknown, Reason::kBorderHopUnknown},
    {kFormat8bitHeader, "UTF-8 before sending",
     [](B& m) {
       m.Presend();
       m.mail.header_text = HeaderText::kUtf8;
     },
     kUnknown, Reason::kBorderHopUnknown},
    {kFormat8bitHeader, "UTF-8 in a sender's archive",
     [](B& m) {
       m.Sent();
       m.mail.header_text = HeaderText::kUtf8;
       m.delivery.border_hop.smtputf8 = true;
     },
     kUnknown, Reason::kBorderHopUnknown},

    {kFormatEncodedWord, "in place", [](B&) {}, kPass},
    {kFormatEncodedWord, "none", [](B& m) { m.mail.encoded_words.any = false; }, kNotApplicable,
     Reason::kNoEncodedWord},
    {kFormatEncodedWord, "in an address", [](B& m) { m.mail.encoded_words.in_structured = true; }, kFail,
     Reason::kEncodedWordPlace},
    {kFormatEncodedWord, "in an address, by Exchange",
     [](B& m) {
       m.mail.encoded_words.in_structured = true;
       m.mail.has_exchange_fields = true;
     },
     kWarn, Reason::kEncodedWordRewritten},
    {kFormatEncodedWord, "in an address, sent from Exchange",
     [](B& m) {
       m.Sent();
       m.mail.encoded_words.in_structured = true;
       m.mail.has_exchange_fields = true;
     },
     kFail, Reason::kEncodedWordPlace},
    {kFormatEncodedWord, "unknown charset", [](B& m) { m.mail.encoded_words.undecodable = true; }, kFail,
     Reason::kEncodedWordUndecodable},
    {kFormatEncodedWord, "over 75", [](B& m) { m.mail.encoded_words.too_long = true; }, kWarn,
     Reason::kEncodedWordTooLong},
    {kFormatEncodedWord, "a character in two words",
     [](B& m) { m.mail.encoded_words.split_character = true; }, kWarn, Reason::kEncodedWordSplit},

    {kFormatHeaderSize, "small", [](B&) {}, kPass},
    {kFormatHeaderSize, "at 80 %", [](B& m) { m.mail.sizes.fields = 4000; }, kPass},
    {kFormatHeaderSize, "above 80 %", [](B& m) { m.mail.sizes.fields = 4001; }, kWarn,
     Reason::kHeaderNearLimit},
    {kFormatHeaderSize, "at a limit", [](B& m) { m.mail.sizes.fields = 5000; }, kWarn,
     Reason::kHeaderNearLimit},
    {kFormatHeaderSize, "too many fields", [](B& m) { m.mail.sizes.fields = 5001; }, kFail,
     Reason::kTooManyFields},
    {kFormatHeaderSize, "too large", [](B& m) { m.mail.sizes.section_bytes = 512'001; }, kFail,
     Reason::kHeaderTooLarge},
    {kFormatHeaderSize, "beyond what is read", [](B& m) { m.mail.flaws.Add(ParseFlaw::kHeaderTooLarge); },
     kFail, Reason::kHeaderTooLarge},
    {kFormatHeaderSize, "long value", [](B& m) { m.mail.sizes.longest_value = 32'769; }, kFail,
     Reason::kFieldTooLong},
    {kFormatHeaderSize, "long name", [](B& m) { m.mail.sizes.longest_name = 1025; }, kFail,
     Reason::kFieldNameTooLong},
    {kFormatHeaderSize, "long Subject", [](B& m) { m.mail.sizes.subject_length = 999; }, kFail,
     Reason::kSubjectTooLong},
    {kFormatHeaderSize, "long Message-ID", [](B& m) { m.mail.message_id.length = 501; }, kFail,
     Reason::kMessageIdTooLong},

    {kFormatMime, "sane", [](B&) {}, kPass},
    {kFormatMime, "plain text", [](B& m) { m.mail.mime = {}; }, kNotApplicable, Reason::kPlainText},
    {kFormatMime, "no boundary", [](B& m) { m.mail.mime.multipart_without_boundary = true; }, kFail,
     Reason::kMimeNoBoundary},
    {kFormatMime, "boundary never occurs", [](B& m) { m.mail.mime.boundary_never_occurs = true; }, kFail,
     Reason::kMimeBoundaryAbsent},
    {kFormatMime, "base64 garbage", [](B& m) { m.mail.mime.base64_garbage = true; }, kFail,
     Reason::kMimeBase64},
    {kFormatMime, "8-bit under 7bit", [](B& m) { m.mail.mime.eight_bit_under_7bit = true; }, kFail,
     Reason::kMimeEightBit},
    {kFormatMime, "8-bit without MIME",
     [](B& m) {
       m.mail.mime = {};
       m.mail.mime.eight_bit_under_7bit = true;
     },
     kFail, Reason::kMimeEightBit},
    {kFormatMime, "Content-Type", [](B& m) { m.mail.mime.content_type_unparsable = true; }, kFail,
     Reason::kMimeContentType},
    {kFormatMime, "unknown encoding", [](B& m) { m.mail.mime.encoding_unknown = true; }, kFail,
     Reason::kMimeEncodingUnknown},
    {kFormatMime, "encoded multipart", [](B& m) { m.mail.mime.encoding_illegal = true; }, kFail,
     Reason::kMimeEncodingIllegal},
    {kFormatMime, "no version", [](B& m) { m.mail.mime.has_version = m.mail.mime.version_ok = false; }, kWarn,
     Reason::kMimeVersionMissing},
    {kFormatMime, "another version", [](B& m) { m.mail.mime.version_ok = false; }, kWarn,
     Reason::kMimeVersionWrong},
    {kFormatMime, "not closed", [](B& m) { m.mail.mime.closing_boundary_missing = true; }, kWarn,
     Reason::kMimeNotClosed},
    {kFormatMime, "HTML only", [](B& m) { m.mail.mime.html_without_text = true; }, kWarn,
     Reason::kMimeHtmlOnly},
    {kFormatMime, "misspelled", [](B& m) { m.mail.mime.misspelled_field = true; }, kWarn,
     Reason::kMimeMisspelledField},
    {kFormatMime, "truncated",
     [](B& m) {
       m.mail.flaws.Add(ParseFlaw::kTruncated);
       m.mail.mime.boundary_never_occurs = true;
     },
     kUnknown, Reason::kTruncated},
    {kFormatMime, "too deep", [](B& m) { m.mail.flaws.Add(ParseFlaw::kMimeTooDeep); }, kUnknown,
     Reason::kMimeLimit},

    {kFormatHops, "two", [](B&) {}, kPass},
    {kFormatHops, "25", [](B& m) { m.mail.received.count = 25; }, kPass},
    {kFormatHops, "26", [](B& m) { m.mail.received.count = 26; }, kWarn, Reason::kManyHops},
    {kFormatHops, "50", [](B& m) { m.mail.received.count = 50; }, kWarn, Reason::kManyHops},
    {kFormatHops, "51", [](B& m) { m.mail.received.count = 51; }, kFail, Reason::kTooManyHops},
    {kFormatHops, "before sending", [](B& m) { m.Presend(); }, kNotApplicable, Reason::kNotDelivered},
    {kFormatHops, "a sender's archive", [](B& m) { m.Sent(); }, kUnknown, Reason::kNoReceiver},

    {kFormatIdn, "ASCII", [](B&) {}, kNotApplicable, Reason::kNoIdn},
    {kFormatIdn, "one script", [](B& m) { m.evidence.seen.scripts = DomainScripts::kHighly; }, kPass},
    {kFormatIdn, "moderate", [](B& m) { m.evidence.seen.scripts = DomainScripts::kModerately; }, kWarn,
     Reason::kIdnModerate},
    {kFormatIdn, "mixed", [](B& m) { m.evidence.seen.scripts = DomainScripts::kBelow; }, kFail,
     Reason::kIdnMixedScripts},
    {kFormatIdn, "confusable", [](B& m) { m.evidence.seen.scripts = DomainScripts::kConfusable; }, kFail,
     Reason::kIdnConfusable},
    {kFormatIdn, "no tables", [](B& m) { m.evidence.seen.scripts = DomainScripts::kUnknown; }, kUnknown,
     Reason::kIdnUndecided},
};

TEST(FormatRules, GoldenHeader) { RunGolden(kHeaderCases); }

TEST(FormatRules, GoldenOther) { RunGolden(kOtherCases); }

}  // namespace

std::span<const GoldenCase> FormatHeaderCases() { return kHeaderCases; }

std::span<const GoldenCase> FormatOtherCases() { return kOtherCases; }

}  // namespace kenpin
