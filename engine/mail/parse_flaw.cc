// The words of the flaws. They stand in reports and in the record's JSON Schema: a word, once published, is
// not changed.
#include "engine/mail/parse_flaw.h"

#include <array>

namespace kenpin {
namespace {

// In the order of the enum.
constexpr std::array<std::string_view, static_cast<size_t>(ParseFlaw::kCount)> kNames = {
    "line_without_colon",
    "control_in_field_name",
    "nul_byte",
    "missing_separator",
    "space_before_colon",
    "whitespace_only_fold",
    "mixed_eol",
    "bare_cr",
    "truncated",
    "too_large",
    "content_length_ignored",
    "missing_blank_line",
    "header_too_large",
    "too_many_fields",
    "too_many_signatures",
    "too_many_body_hashes",
    "too_many_parts",
    "mime_too_deep",
    "too_many_addresses",
    "tag_list_too_long",
    "too_many_arc_sets",
    "auth_results_too_long",
    "text_too_long",
    "too_much_markup",
    "too_many_trace_fields",
    "too_many_list_uris",
    "shown_text_too_long",
};
static_assert(!kNames.back().empty(), "every flaw has a word");

}  // namespace

std::string_view ParseFlawName(ParseFlaw flaw) {
  const size_t index = static_cast<size_t>(flaw);
  return index < kNames.size() ? kNames[index] : std::string_view();
}

}  // namespace kenpin
