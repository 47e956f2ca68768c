#include "rules/settle.h"

#include <algorithm>
#include <map>

namespace kenpin {

std::string_view SettledBy(Reason unknown_because) {
  switch (unknown_because) {
    case Reason::kClientUnknown:
    case Reason::kMailFromUnknown:
    case Reason::kHeloUnknown:
    case Reason::kWeakMailFrom:
      return "Give the SMTP session: --client-ip, --mail-from and --helo, or --envelope CSV.";
    case Reason::kDnsOff:
      return "Let DNS be asked: --dns system, --dns HOST or a snapshot.";
    case Reason::kKeyNotRecorded:
    case Reason::kDnsFailure:
    case Reason::kKeyNotFetched:
    case Reason::kReportConsentUnknown:
      return "Ask DNS again, or record what this corpus needs: kenpin dns snapshot CORPUS -o FILE.";
    case Reason::kDnsNotContemporary:
    case Reason::kKeyGone:
    case Reason::kDmarcRecordGone:
      return "Use DNS that was recorded when the mail was delivered: --dns FILE.";
    case Reason::kClassUnknown:
      return "Say what the mail is: --traffic marketing or --traffic transactional.";
    case Reason::kAlteredCopy:
    case Reason::kNoReceiver:
    case Reason::kBorderHopUnknown:
    case Reason::kNoDeliveryTime:
    case Reason::kTlsNotTold:
      return "Export the messages from the mailbox provider, with all header fields as they were received.";
    case Reason::kAddedLater:
    case Reason::kNotSignedYet:
      return "Scan the mail again behind the system that --mta-adds speaks of.";
    case Reason::kNoPostmasterData:
    case Reason::kSpamRateDaysMissing:
      return "Give what the provider says: --spam-rate CSV or --postmaster FILE.";
    case Reason::kTruncated:
      return "Give the whole file: it ends before its last message does.";
    default:
      return {};
  }
}

std::vector<NextStep> NextSteps(std::span<const uint64_t, kReasonCount> unknown_because) {
  std::map<std::string_view, uint64_t> verdicts;
  for (size_t i = 0; i < kReasonCount; ++i) {
    const std::string_view text = SettledBy(static_cast<Reason>(i));
    if (!text.empty() && unknown_because[i] > 0) verdicts[text] += unknown_because[i];
  }
  std::vector<NextStep> steps;
  steps.reserve(verdicts.size());
  for (const auto& [text, count] : verdicts) steps.push_back({count, text});
  std::stable_sort(steps.begin(), steps.end(),
                   [](const NextStep& a, const NextStep& b) { return a.verdicts > b.verdicts; });
  return steps;
}

}  // namespace kenpin
