#include "rules/reason.h"

namespace kenpin {
namespace {

struct ReasonRow {
  std::string_view word;
  Bilingual sentence;
};

#define KENPIN_REASON_ROW(enumerator, word, english, japanese) {word, {english, japanese}},
constexpr ReasonRow kRows[] = {KENPIN_REASONS(KENPIN_REASON_ROW)};
#undef KENPIN_REASON_ROW

}  // namespace

std::string_view ReasonName(Reason reason) { return kRows[static_cast<size_t>(reason)].word; }

const Bilingual& ReasonText(Reason reason) { return kRows[static_cast<size_t>(reason)].sentence; }

}  // namespace kenpin
