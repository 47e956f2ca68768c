// Which known word somebody may have meant who mistyped one.
#ifndef KENPIN_ENGINE_OPTIONS_NEAREST_WORD_H_
#define KENPIN_ENGINE_OPTIONS_NEAREST_WORD_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kenpin {

// How many letters must be put in, left out, exchanged or swapped with their neighbour to make `a` of `b`
// (Damerau and Levenshtein, each part changed once). The work is the product of the lengths.
size_t EditDistance(std::string_view a, std::string_view b);

// The one of `known` that is nearest to `word`, the first of equals: no more edits away than a third of the
// word's length (at least one), or begun by `word` if only one is. Empty if none is, and for words of more
// than 64 octets, which are no slip of the finger. The view is of `known`.
std::string_view NearestWord(std::string_view word, const std::vector<std::string>& known);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_OPTIONS_NEAREST_WORD_H_
