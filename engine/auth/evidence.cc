#include "engine/auth/evidence.h"

namespace kenpin {

std::string_view ModeName(Mode mode) {
  switch (mode) {
    case Mode::kPresend:
      return "presend";
    case Mode::kSent:
      return "sent";
    case Mode::kArchive:
      break;
  }
  return "archive";
}

std::string_view StreamName(Stream stream) {
  switch (stream) {
    case Stream::kDirect:
      return "direct";
    case Stream::kList:
      return "list";
    case Stream::kForwarded:
      break;
  }
  return "forwarded";
}

std::string_view ResultBasisName(ResultBasis basis) {
  switch (basis) {
    case ResultBasis::kNone:
      break;
    case ResultBasis::kAuthResults:
      return "auth_results";
    case ResultBasis::kReceivedSpf:
      return "received_spf";
    case ResultBasis::kInferred:
      return "inferred";
    case ResultBasis::kComputed:
      return "computed";
  }
  return "none";
}

std::string_view IndirectProofName(IndirectProof proof) {
  switch (proof) {
    case IndirectProof::kNone:
      break;
    case IndirectProof::kBrokenSignature:
      return "broken_signature";
    case IndirectProof::kForwarderSender:
      return "forwarder_sender";
    case IndirectProof::kArcFirstHop:
      return "arc_first_hop";
  }
  return "none";
}

}  // namespace kenpin
