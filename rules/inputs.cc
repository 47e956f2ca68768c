// One row a rule, as the catalogue's entries say it.
#include "rules/inputs.h"

#include <iterator>

namespace kenpin {
namespace {

using enum Input;
using enum ModeSupport;

struct InputWords {
  Input id;
  std::string_view name;
  std::string_view text;
};

// In the order of Input.
constexpr InputWords kInputs[] = {
    {kMessage, "message", "the message"},
    {kDns, "dns", "DNS"},
    {kReceiver, "receiver", "what the receiver wrote"},
    {kClientIp, "client_ip", "the client's address"},
    {kMailFrom, "mail_from", "MAIL FROM"},
    {kHelo, "helo", "the HELO name"},
    {kTraffic, "traffic", "the class of the traffic"},
    {kCorpus, "corpus", "all mail of the domain"},
    {kOutsideData, "outside_data", "what only the provider knows"},
};

// Presend, sent, archive.
constexpr ModeTable kAlways = {kJudged, kJudged, kJudged};
constexpr ModeTable kIfSessionIsTold = {kWithSession, kWithSession, kJudged};
// A Return-Path tells enough.
constexpr ModeTable kSessionBeforeSending = {kWithSession, kJudged, kJudged};
constexpr ModeTable kDelivered = {kNotApplicable, kUnknown, kJudged};
constexpr ModeTable kRelayed = {kNotApplicable, kJudged, kJudged};

template <typename Id>
struct Row {
  Id id;
  RuleInputs inputs;
};

constexpr Row<RuleId> kRows[] = {
    {RuleId::kAuthEvidence,
     {InputSet(kReceiver), InputSet(kDns, kClientIp, kMailFrom), InputSet(kHelo), kAlways}},
    {RuleId::kAuthSpfOrDkim,
     {InputSet(kReceiver), InputSet(kMessage, kDns), InputSet(kClientIp, kMailFrom, kHelo), kAlways}},
    {RuleId::kAuthSpf,
     {InputSet(kReceiver), InputSet(kDns, kClientIp, kMailFrom), InputSet(kHelo), kIfSessionIsTold}},
    {RuleId::kAuthDkim, {InputSet(kReceiver), InputSet(kMessage, kDns), InputSet(), kAlways}},
    {RuleId::kAuthDmarcPass,
     {InputSet(kReceiver), InputSet(kMessage, kDns), InputSet(kClientIp, kMailFrom, kHelo), kAlways}},
    {RuleId::kSpfRecordPresent,
     {InputSet(kDns, kMailFrom), InputSet(), InputSet(kHelo, kReceiver), kSessionBeforeSending}},
    {RuleId::kSpfRecordSingle,
     {InputSet(kDns, kMailFrom), InputSet(), InputSet(kHelo), kSessionBeforeSending}},
    {RuleId::kSpfRecordValid,
     {InputSet(kDns, kMailFrom), InputSet(), InputSet(kClientIp, kHelo), kSessionBeforeSending}},
    {RuleId::kSpfLookupLimit,
     {InputSet(kDns, kMailFrom), InputSet(), InputSet(kClientIp, kHelo), kSessionBeforeSending}},
    {RuleId::kSpfTooPermissive,
     {InputSet(kDns, kMailFrom), InputSet(), InputSet(kHelo), kSessionBeforeSending}},
    {RuleId::kSpfHeaderFrom,
     {InputSet(kMessage, kDns, kClientIp), InputSet(), InputSet(kMailFrom), kIfSessionIsTold}},
    {RuleId::kDkimSignatureSyntax, {InputSet(kMessage), InputSet(), InputSet(kDns, kReceiver), kAlways}},
    {RuleId::kDkimAlgorithm, {InputSet(kMessage), InputSet(), InputSet(), kAlways}},
    {RuleId::kDkimKeyLength, {InputSet(kMessage, kDns), InputSet(), InputSet(kReceiver), kAlways}},
    {RuleId::kDkimKeyRecord, {InputSet(kMessage, kDns), InputSet(), InputSet(), kAlways}},
    {RuleId::kDkimVerify, {InputSet(kMessage, kDns), InputSet(), InputSet(kReceiver), kAlways}},
    {RuleId::kDkimCoversFrom, {InputSet(kMessage), InputSet(), InputSet(kDns, kReceiver), kAlways}},
    {RuleId::kDkimCoversCore, {InputSet(kMessage), InputSet(), InputSet(kDns, kReceiver), kAlways}},
    {RuleId::kDkimNoBodyLimit, {InputSet(kMessage), InputSet(), InputSet(kDns, kReceiver), kAlways}},
    {RuleId::kDkimTimestamps, {InputSet(kMessage), InputSet(), InputSet(kDns, kReceiver), kAlways}},
    {RuleId::kDmarcRecordPresent, {InputSet(kDns), InputSet(kReceiver), InputSet(kMessage), kAlways}},
    {RuleId::kDmarcRecordSingle, {InputSet(kDns), InputSet(), InputSet(kMessage), kAlways}},
    {RuleId::kDmarcRecordValid, {InputSet(kDns), InputSet(), InputSet(kMessage, kReceiver), kAlways}},
    {RuleId::kDmarcPolicy, {InputSet(kDns), InputSet(kReceiver), InputSet(kMessage), kAlways}},
    {RuleId::kDmarcReports, {InputSet(kDns), InputSet(), InputSet(kMessage), kAlways}},
    {RuleId::kDmarcOldTags, {InputSet(kDns), InputSet(), InputSet(kMessage), kAlways}},
    {RuleId::kDmarcRejectNeedsDkim,
     {InputSet(kMessage, kDns), InputSet(), InputSet(kReceiver, kClientIp, kMailFrom, kHelo), kAlways}},
    {RuleId::kAlignFrom,
     {InputSet(kMessage, kReceiver), InputSet(kMessage, kDns), InputSet(kClientIp, kMailFrom, kHelo),
      kAlways}},
    {RuleId::kAlignSpf,
     {InputSet(kMessage, kMailFrom), InputSet(), InputSet(kDns, kHelo, kReceiver), kSessionBeforeSending}},
    {RuleId::kAlignDkim, {InputSet(kMessage, kReceiver), InputSet(kMessage, kDns), InputSet(), kAlways}},
    {RuleId::kAlignBoth,
     {InputSet(kMessage, kReceiver), InputSet(kMessage, kDns, kClientIp, kMailFrom), InputSet(kHelo),
      kIfSessionIsTold}},
    {RuleId::kInfraPtr, {InputSet(kReceiver), InputSet(kDns, kClientIp), InputSet(), kIfSessionIsTold}},
    {RuleId::kInfraFcrdns,
     {InputSet(kReceiver), InputSet(kDns, kClientIp), InputSet(kHelo), kIfSessionIsTold}},
    {RuleId::kInfraTls, {InputSet(kReceiver), InputSet(), InputSet(), kDelivered}},
    {RuleId::kInfraTlsVersion, {InputSet(kReceiver), InputSet(), InputSet(), kDelivered}},
    {RuleId::kInfraHelo, {InputSet(kReceiver), InputSet(kHelo), InputSet(kDns), kIfSessionIsTold}},
    {RuleId::kInfraDomainResolves, {InputSet(kMessage, kDns), InputSet(), InputSet(kMailFrom), kAlways}},
    {RuleId::kFormatParse, {InputSet(kMessage), InputSet(), InputSet(), kAlways}},
    {RuleId::kFormatDate, {InputSet(kMessage), InputSet(), InputSet(kReceiver), kAlways}},
    {RuleId::kFormatFromPresent, {InputSet(kMessage), InputSet(), InputSet(), kAlways}},
    {RuleId::kFormatFromSingle, {InputSet(kMessage), InputSet(), InputSet(), kAlways}},
    {RuleId::kFormatFromOneAddress, {InputSet(kMessage), InputSet(), InputSet(), kAlways}},
    {RuleId::kFormatFromDomain, {InputSet(kMessage), InputSet(), InputSet(), kAlways}},
    {RuleId::kFormatSender, {InputSet(kMessage), InputSet(), InputSet(), kAlways}},
    {RuleId::kFormatMessageId, {InputSet(kMessage), InputSet(), InputSet(), kAlways}},
    {RuleId::kFormatSingleInstance, {InputSet(kMessage), InputSet(), InputSet(), kAlways}},
    {RuleId::kFormatLineLength, {InputSet(kMessage), InputSet(), InputSet(), kAlways}},
    {RuleId::kFormatBareCrlf, {InputSet(kMessage), InputSet(), InputSet(), kAlways}},
    {RuleId::kFormat8bitHeader, {InputSet(kMessage), InputSet(), InputSet(kReceiver), kAlways}},
    {RuleId::kFormatEncodedWord, {InputSet(kMessage), InputSet(), InputSet(kReceiver), kAlways}},
    {RuleId::kFormatHeaderSize, {InputSet(kMessage), InputSet(), InputSet(), kAlways}},
    {RuleId::kFormatMime, {InputSet(kMessage), InputSet(), InputSet(), kAlways}},
    {RuleId::kFormatHops, {InputSet(kReceiver), InputSet(), InputSet(), kDelivered}},
    {RuleId::kFormatIdn, {InputSet(kMessage), InputSet(), InputSet(kMailFrom), kAlways}},
    {RuleId::kFromGmailImpersonation,
     {InputSet(kMessage), InputSet(), InputSet(kDns, kReceiver, kClientIp, kMailFrom), kAlways}},
    {RuleId::kFromFreemail,
     {InputSet(kMessage), InputSet(), InputSet(kDns, kReceiver, kClientIp, kMailFrom), kAlways}},
    {RuleId::kEspRewrittenFrom, {InputSet(kMessage), InputSet(), InputSet(), kAlways}},
    {RuleId::kContentDisplayName, {InputSet(kMessage), InputSet(), InputSet(), kAlways}},
    {RuleId::kContentSubjectHonest, {InputSet(kMessage), InputSet(), InputSet(), kAlways}},
    {RuleId::kContentHiddenHtml, {InputSet(kMessage), InputSet(), InputSet(), kAlways}},
    {RuleId::kContentLinks, {InputSet(kMessage), InputSet(), InputSet(), kAlways}},
    {RuleId::kUnsubClass, {InputSet(kMessage), InputSet(kTraffic), InputSet(), kAlways}},
    {RuleId::kUnsubOneClick, {InputSet(kMessage), InputSet(), InputSet(kTraffic, kDns, kReceiver), kAlways}},
    {RuleId::kUnsubHeader, {InputSet(kMessage), InputSet(), InputSet(kTraffic), kAlways}},
    {RuleId::kUnsubHttps, {InputSet(kMessage), InputSet(), InputSet(kTraffic), kAlways}},
    {RuleId::kUnsubPost, {InputSet(kMessage), InputSet(), InputSet(kTraffic), kAlways}},
    {RuleId::kUnsubDkimCovered,
     {InputSet(kMessage, kDns), InputSet(kMessage, kReceiver), InputSet(kTraffic), kAlways}},
    {RuleId::kUnsubBodyLink, {InputSet(kMessage), InputSet(), InputSet(kTraffic), kAlways}},
    {RuleId::kFwdArc, {InputSet(kMessage, kDns), InputSet(), InputSet(kReceiver, kMailFrom), kRelayed}},
    {RuleId::kFwdListId, {InputSet(kMessage), InputSet(), InputSet(), kAlways}},
    {RuleId::kFwdMarkers, {InputSet(kMessage, kMailFrom), InputSet(), InputSet(kDns, kReceiver), kRelayed}},
    {RuleId::kFeedbackId, {InputSet(kMessage), InputSet(), InputSet(kDns, kReceiver), kAlways}},
};

constexpr Row<CorpusRuleId> kCorpusRows[] = {
    {CorpusRuleId::kFormatMessageIdUnique, {InputSet(kCorpus), InputSet(), InputSet(), kAlways}},
    {CorpusRuleId::kUnsubUriOpaque, {InputSet(kCorpus), InputSet(), InputSet(), kAlways}},
    {CorpusRuleId::kUnsubHonoured, {InputSet(kOutsideData), InputSet(), InputSet(), kAlways}},
    {CorpusRuleId::kSpamRate, {InputSet(kOutsideData), InputSet(), InputSet(), kAlways}},
    {CorpusRuleId::kVolumeBulkStatus, {InputSet(kCorpus), InputSet(), InputSet(), kAlways}},
    {CorpusRuleId::kVolumeRamp, {InputSet(kCorpus), InputSet(), InputSet(kClientIp), kAlways}},
    {CorpusRuleId::kStreamConsistency,
     {InputSet(kCorpus, kTraffic), InputSet(), InputSet(kClientIp), kAlways}},
};

template <typename Rows>
constexpr bool InOrder(const Rows& rows, size_t count) {
  for (size_t i = 0; i < std::size(rows); ++i) {
    if (static_cast<size_t>(rows[i].id) != i) return false;
  }
  return std::size(rows) == count;
}
static_assert(InOrder(kInputs, kInputCount));
static_assert(InOrder(kRows, kRuleCount));
static_assert(InOrder(kCorpusRows, kCorpusRuleCount));

}  // namespace

std::string_view InputName(Input input) { return kInputs[static_cast<size_t>(input)].name; }
std::string_view InputText(Input input) { return kInputs[static_cast<size_t>(input)].text; }

std::string_view ModeSupportName(ModeSupport support) {
  switch (support) {
    case kJudged:
      return "judged";
    case kWithSession:
      return "with_session";
    case kUnknown:
      return "unknown";
    case kNotApplicable:
      break;
  }
  return "na";
}

const RuleInputs& InputsOf(RuleId rule) { return kRows[static_cast<size_t>(rule)].inputs; }
const RuleInputs& InputsOf(CorpusRuleId rule) { return kCorpusRows[static_cast<size_t>(rule)].inputs; }

}  // namespace kenpin
