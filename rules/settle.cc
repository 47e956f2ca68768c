#include "rules/settle.h"

#include <algorithm>

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

void NextStepList::Add(std::string_view text, uint64_t verdicts) {
  NextStep* const last = steps_.data() + size_;
  NextStep* const step =
      std::find_if(steps_.data(), last, [text](const NextStep& known) { return known.text == text; });
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
    const std::string_view text = SettledBy(static_cast<Reason>(i));
    if (!text.empty() && unknown_because[i] > 0) steps.Add(text, unknown_because[i]);
  }
  steps.Order();
  return steps;
}

}  // namespace kenpin
