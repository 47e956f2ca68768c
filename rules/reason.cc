#include "rules/reason.h"

namespace kenpin {
namespace {

struct ReasonRow {
  std::string_view word;
  std::string_view sentence;
};

#define KENPIN_REASON_ROW(enumerator, word, sentence) {word, sentence},
constexpr ReasonRow kRows[] = {KENPIN_REASONS(KENPIN_REASON_ROW)};
#undef KENPIN_REASON_ROW

}  // namespace

std::string_view ReasonName(Reason reason) { return kRows[static_cast<size_t>(reason)].word; }

std::string_view ReasonText(Reason reason) { return kRows[static_cast<size_t>(reason)].sentence; }

}  // namespace kenpin
