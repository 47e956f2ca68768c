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

}  // namespace kenpin
