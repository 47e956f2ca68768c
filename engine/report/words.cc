#include "engine/report/words.h"

namespace kenpin {

std::string FillText(std::string_view text, std::initializer_list<Filling> fillings) {
  std::string out;
  size_t at = 0;
  for (;;) {
    const std::string_view place = NextPlaceholder(text, at);
    if (place.empty()) break;
    const size_t begin = static_cast<size_t>(place.data() - text.data());
    out += text.substr(at, begin - at);
    std::string_view value = place;
    for (const Filling& filling : fillings) {
      if (filling.name == place.substr(1, place.size() - 2)) value = filling.value;
    }
    out += value;
    at = begin + place.size();
  }
  return out.append(text.substr(at));
}

}  // namespace kenpin
