#include "rules/settle.h"

#include <algorithm>

namespace kenpin {
namespace {

constexpr Bilingual kGiveSession = {
    "Give the SMTP session: --client-ip, --mail-from and --helo, or --envelope CSV.",
    "SMTP セッションを指定する: --client-ip、--mail-from、--helo、または --envelope CSV。"};
constexpr Bilingual kLetDnsBeAsked = {
    "Let DNS be asked: --dns system, --dns HOST or a snapshot.",
    "DNS に問い合わせる: --dns system、--dns HOST、またはスナップショット。"};
constexpr Bilingual kAskAgain = {
    "Ask DNS again, or record what this corpus needs: kenpin dns snapshot CORPUS -o FILE.",
    "DNS に再度問い合わせるか、必要な応答を記録する: kenpin dns snapshot CORPUS -o FILE。"};
constexpr Bilingual kUseOldDns = {"Use DNS that was recorded when the mail was delivered: --dns FILE.",
                                  "メールの配送時に記録した DNS を使う: --dns FILE。"};
constexpr Bilingual kTellTraffic = {
    "Say what the mail is: --traffic marketing or --traffic transactional.",
    "メールの種類を指定する: --traffic marketing または --traffic transactional。"};
constexpr Bilingual kExportAgain = {
    "Export the messages from the mailbox provider, with all header fields as they were received.",
    "受信したままの全ヘッダーとともに、メールボックスの事業者からメールをエクスポートする。"};
constexpr Bilingual kScanLater = {"Scan the mail again behind the system that --mta-adds speaks of.",
                                  "--mta-adds で指定したシステムを通った後のメールを検査する。"};
constexpr Bilingual kGiveProviderData = {
    "Give what the provider says: --spam-rate CSV or --postmaster FILE.",
    "事業者のデータを指定する: --spam-rate CSV または --postmaster FILE。"};
constexpr Bilingual kGiveWholeFile = {"Give the whole file: it ends before its last message does.",
                                      "最後のメールが途中で切れているため、ファイル全体を渡す。"};
constexpr Bilingual kNothing;

}  // namespace

const Bilingual& SettledBy(Reason unknown_because) {
  switch (unknown_because) {
    case Reason::kClientUnknown:
    case Reason::kMailFromUnknown:
    case Reason::kHeloUnknown:
    case Reason::kWeakMailFrom:
      return kGiveSession;
    case Reason::kDnsOff:
      return kLetDnsBeAsked;
    case Reason::kKeyNotRecorded:
    case Reason::kDnsFailure:
    case Reason::kKeyNotFetched:
    case Reason::kReportConsentUnknown:
      return kAskAgain;
    case Reason::kDnsNotContemporary:
    case Reason::kKeyGone:
    case Reason::kDmarcRecordGone:
      return kUseOldDns;
    case Reason::kClassUnknown:
      return kTellTraffic;
    case Reason::kAlteredCopy:
    case Reason::kNoReceiver:
    case Reason::kBorderHopUnknown:
    case Reason::kNoDeliveryTime:
    case Reason::kTlsNotTold:
      return kExportAgain;
    case Reason::kAddedLater:
    case Reason::kNotSignedYet:
      return kScanLater;
    case Reason::kNoPostmasterData:
    case Reason::kSpamRateDaysMissing:
      return kGiveProviderData;
    case Reason::kTruncated:
      return kGiveWholeFile;
    default:
      return kNothing;
  }
}

void NextStepList::Add(const Bilingual& text, uint64_t verdicts) {
  NextStep* const last = steps_.data() + size_;
  NextStep* const step =
      std::find_if(steps_.data(), last, [&text](const NextStep& known) { return known.text == text; });
  if (step == last) {
    if (size_ == kMaxNextSteps) return;
    *step = {0, text};
    ++size_;
  }
  step->verdicts += verdicts;
}

void NextStepList::Order() {
  std::stable_sort(steps_.data(), steps_.data() + size_,
                   [](const NextStep& a, const NextStep& b) { return a.verdicts > b.verdicts; });
}

NextStepList NextSteps(std::span<const uint64_t, kReasonCount> unknown_because) {
  NextStepList steps;
  for (size_t i = 0; i < kReasonCount; ++i) {
    const Bilingual& text = SettledBy(static_cast<Reason>(i));
    if (!text.empty() && unknown_because[i] > 0) steps.Add(text, unknown_because[i]);
  }
  steps.Order();
  return steps;
}

}  // namespace kenpin
