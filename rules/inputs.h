// What a rule is decided from, and in which modes it can be. A rule whose input is missing is unknown; what
// is said here lets a reader tell beforehand which input would settle it.
#ifndef KENPIN_RULES_INPUTS_H_
#define KENPIN_RULES_INPUTS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/auth/evidence.h"
#include "rules/corpus_rule.h"
#include "rules/rule.h"

namespace kenpin {

enum class Input : uint8_t {
  kMessage,      // The message's own octets.
  kDns,          // Answers of DNS, live or recorded.
  kReceiver,     // Fields that the receiver added.
  kClientIp,     // Of the SMTP session: the client's address,
  kMailFrom,     // the envelope sender,
  kHelo,         // and the HELO name.
  kTraffic,      // The class of the traffic, told or guessed.
  kCorpus,       // All mail of the domain.
  kOutsideData,  // What only the provider knows.
};
inline constexpr size_t kInputCount = 9;
std::string_view InputName(Input input);  // "client_ip"
std::string_view InputText(Input input);  // "the client's address"

// A set of inputs; a value.
class InputSet {
 public:
  constexpr InputSet() = default;
  template <typename... Inputs>
  constexpr explicit InputSet(Input first, Inputs... more)
      : bits_(static_cast<uint16_t>((Bit(first) | ... | Bit(more)))) {}
  constexpr bool Has(Input input) const { return (bits_ & Bit(input)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }

 private:
  static constexpr unsigned Bit(Input input) { return 1u << static_cast<unsigned>(input); }
  uint16_t bits_ = 0;
};

// What becomes of a rule in one mode.
enum class ModeSupport : uint8_t {
  kJudged,
  kWithSession,    // Judged where the SMTP session is told: --client-ip, --mail-from, --helo or --envelope.
  kUnknown,        // Unknown: what it needs comes with the delivery.
  kNotApplicable,  // Not applicable.
};
inline constexpr size_t kModeSupportCount = 4;
std::string_view ModeSupportName(ModeSupport support);  // "with_session"

// By Mode.
using ModeTable = std::array<ModeSupport, 3>;

struct RuleInputs {
  InputSet needs;    // All of them are needed,
  InputSet instead;  // or all of these, if there are any.
  InputSet uses;     // Makes the outcome surer, or another one.
  ModeTable modes{};
};

inline ModeSupport SupportIn(Mode mode, const RuleInputs& inputs) {
  return inputs.modes[static_cast<size_t>(mode)];
}

// Static; any thread.
const RuleInputs& InputsOf(RuleId rule);
const RuleInputs& InputsOf(CorpusRuleId rule);

}  // namespace kenpin

#endif  // KENPIN_RULES_INPUTS_H_
