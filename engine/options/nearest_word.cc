#include "engine/options/nearest_word.h"

#include <algorithm>

namespace kenpin {
namespace {

constexpr size_t kMaxWord = 64;

}  // namespace

size_t EditDistance(std::string_view a, std::string_view b) {
  // Three rows of the table: the last but one tells what a swap of neighbours costs.
  std::vector<size_t> before_last(b.size() + 1);
  std::vector<size_t> last(b.size() + 1);
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t exchanged = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, exchanged});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

std::string_view NearestWord(std::string_view word, const std::vector<std::string>& known) {
  if (word.empty() || word.size() > kMaxWord) return {};
  std::string_view nearest;
  size_t least = std::max<size_t>(1, word.size() / 3) + 1;
  std::string_view begun;
  size_t begun_count = 0;
  for (const std::string& candidate : known) {
    if (candidate.starts_with(word)) {
      begun = candidate;
      ++begun_count;
    }
    const size_t apart =
        candidate.size() > word.size() ? candidate.size() - word.size() : word.size() - candidate.size();
    if (apart >= least) continue;
    const size_t distance = EditDistance(word, candidate);
    // A word of which every letter must change is another word.
    if (distance >= least || distance >= word.size()) continue;
    least = distance;
    nearest = candidate;
  }
  if (nearest.empty() && begun_count == 1) return begun;
  return nearest;
}

}  // namespace kenpin
