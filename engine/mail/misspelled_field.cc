// Edit distance one needs no table: skip what is equal at the front, make the one edit, and the rest must be
// equal.
#include "engine/mail/misspelled_field.h"

#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

constexpr std::string_view kKnown[] = {"content-type", "content-transfer-encoding", "content-disposition",
                                       "content-description", "content-id"};

bool IsOneEditApart(std::string_view name, std::string_view known) {
  size_t same = 0;
  while (same < name.size() && same < known.size() && ToLower(name[same]) == known[same]) ++same;
  if (same == name.size() && same == known.size()) return false;
  const std::string_view a = name.substr(same);
  const std::string_view b = known.substr(same);
  if (a.size() == b.size() + 1) return EqualsIgnoreCase(a.substr(1), b);
  if (a.size() + 1 == b.size()) return EqualsIgnoreCase(a, b.substr(1));
  if (a.size() != b.size()) return false;
  if (EqualsIgnoreCase(a.substr(1), b.substr(1))) return true;
  return a.size() > 1 && ToLower(a[0]) == b[1] && ToLower(a[1]) == b[0] &&
         EqualsIgnoreCase(a.substr(2), b.substr(2));
}

}  // namespace

bool IsMisspelledContentField(std::string_view name) {
  for (const std::string_view known : kKnown) {
    if (name.size() + 1 < known.size() || name.size() > known.size() + 1) continue;
    if (EqualsIgnoreCase(name, known)) return false;
    if (IsOneEditApart(name, known)) return true;
  }
  return false;
}

}  // namespace kenpin
