#include "engine/auth/delivery.h"

namespace kenpin {

std::string_view TrustBasisName(TrustBasis basis) {
  switch (basis) {
    case TrustBasis::kNone:
      break;
    case TrustBasis::kAboveBorder:
      return "above_border";
    case TrustBasis::kWithoutId:
      return "without_id";
    case TrustBasis::kMilterGiven:
      return "milter_given";
    case TrustBasis::kMilter:
      return "milter";
    case TrustBasis::kReceivedSpf:
      return "received_spf";
    case TrustBasis::kBelowBorder:
      return "below_border";
  }
  return "none";
}

std::string_view EnvelopeBasisName(EnvelopeBasis basis) {
  switch (basis) {
    case EnvelopeBasis::kUnknown:
      break;
    case EnvelopeBasis::kOption:
      return "option";
    case EnvelopeBasis::kFile:
      return "file";
    case EnvelopeBasis::kAuthResults:
      return "auth_results";
    case EnvelopeBasis::kReceivedSpf:
      return "received_spf";
    case EnvelopeBasis::kReceived:
      return "received";
    case EnvelopeBasis::kReturnPath:
      return "return_path";
    case EnvelopeBasis::kFromLine:
      return "from_line";
  }
  return "unknown";
}

}  // namespace kenpin
