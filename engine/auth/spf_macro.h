// Macros of RFC 7208 §7: their syntax, and what they expand to in names that DNS is asked for and in
// explanations. The hard idea: a name is cut from the left to 253 octets, so it is expanded from the right,
// and a record that multiplies macros buys no more work than that.
#ifndef KENPIN_ENGINE_AUTH_SPF_MACRO_H_
#define KENPIN_ENGINE_AUTH_SPF_MACRO_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/mail/ip_address.h"

namespace kenpin {

// A domain-spec longer than this can name nothing that a shorter one could not, and one macro costs the
// length of what it stands for: the whole term is refused.
inline constexpr size_t kMaxDomainSpecOctets = 512;

// An explanation that grows longer than this is not given. SMTP replies carry 512 octets a line (RFC 5321
// §4.5.3.1.5).
inline constexpr size_t kMaxExplanationOctets = 4096;

// What is wrong with a macro-string or domain-spec.
enum class SpfMacroError : uint8_t {
  kNone,       // Nothing.
  kCharacter,  // An octet that is not visible ASCII.
  kMacro,  // A '%' that begins no macro, an unknown or here forbidden letter, a zero count, a bad delimiter.
  kEnd,    // A domain-spec that ends neither in a macro nor in ".toplabel" (§7.1).
  kEmpty,  // An empty domain-spec.
  kTooLong,  // A domain-spec above kMaxDomainSpecOctets.
};

// domain-spec of §7.1. The letters c, r and t are forbidden here (§7.2). Linear.
SpfMacroError CheckDomainSpec(std::string_view text);

// macro-string of §7.1, as the value of an unknown modifier. Linear.
SpfMacroError CheckMacroString(std::string_view text);

// Whether expanding `text` needs the validated domain name of the client (%{p}). `text` has passed a check.
bool UsesValidatedName(std::string_view text);

// Whether `text` holds a macro with one of `letters`, in either case. `text` has passed a check, or is
// anything: then it is read up to the first bad macro.
bool UsesAnyMacro(std::string_view text, std::string_view letters);

// What macros stand for. Views belong to the caller.
struct SpfMacroValues {
  IpAddress client;                        // i, c, v
  std::string_view local_part;             // l; with sender_domain: s
  std::string_view sender_domain;          // o
  std::string_view domain;                 // d: changes with include and redirect
  std::string_view helo;                   // h
  std::string_view validated = "unknown";  // p
  std::string_view receiver = "unknown";   // r: kenpin receives no mail
  int64_t at = 0;                          // t: Unix seconds
};

// The name that a domain-spec stands for: in lower case, without a final dot, cut from the left at labels to
// 253 octets (§7.3); a last label that is longer keeps its last 253 octets. `spec` has passed
// CheckDomainSpec. The name may be one that DNS cannot carry.
std::string ExpandDomainSpec(std::string_view spec, const SpfMacroValues& values);

// The explanation that `text` stands for (explain-string of §6.2); nullopt when it holds anything but ASCII
// or a bad macro, or grows above kMaxExplanationOctets. The letters c, r and t are allowed.
std::optional<std::string> ExpandExplanation(std::string_view text, const SpfMacroValues& values);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_SPF_MACRO_H_
