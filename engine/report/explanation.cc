#include "engine/report/explanation.h"

namespace kenpin {

std::string_view DisbeliefText(Disbelief disbelief) {
  switch (disbelief) {
    case Disbelief::kBelieved:
      return "believed";
    case Disbelief::kNotDelivered:
      return "not believed: no receiver has this message yet, so that a sender wrote it";
    case Disbelief::kContradiction:
      return "not believed: the fields of this hop name different clients";
    case Disbelief::kNoBorder:
      return "not believed: no hop shows where a receiver took the message";
    case Disbelief::kBelowBorder:
      return "not believed: it stands below the border hop, where the client could write it";
    case Disbelief::kForeignId:
      return "not believed: its id is not one of the receiver's";
  }
  return "";
}

std::string_view DisbeliefName(Disbelief disbelief) {
  switch (disbelief) {
    case Disbelief::kBelieved:
      break;
    case Disbelief::kNotDelivered:
      return "not_delivered";
    case Disbelief::kContradiction:
      return "contradiction";
    case Disbelief::kNoBorder:
      return "no_border";
    case Disbelief::kBelowBorder:
      return "below_border";
    case Disbelief::kForeignId:
      return "foreign_id";
  }
  return "believed";
}

}  // namespace kenpin
