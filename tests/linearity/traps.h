// Mail that costs too much where work grows faster than the mail: each trap is a message, or a store, of any
// size.
#ifndef KENPIN_TESTS_LINEARITY_TRAPS_H_
#define KENPIN_TESTS_LINEARITY_TRAPS_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kenpin::test {

enum class TrapKind {
  kMessage,   // One message, judged.
  kMessages,  // Many messages, each ended by a line of kMessageEnd, judged in one chunk.
  kStore,     // An mbox, cut into records.
};

inline constexpr std::string_view kMessageEnd = "=== END ===\n";

struct Trap {
  std::string_view name;
  TrapKind kind;
  size_t count;                             // The smaller number of units; the larger one is four times that.
  std::function<std::string(size_t)> make;  // From a number of units.
};

std::vector<Trap> HeaderTraps();
std::vector<Trap> BodyTraps();
std::vector<Trap> StoreTraps();

std::string Times(size_t times, std::string_view piece);

}  // namespace kenpin::test

#endif  // KENPIN_TESTS_LINEARITY_TRAPS_H_
