// Is a text one addr-spec (RFC 5322 §3.4.1), and can SMTP carry it (RFC 5321 §4.1.2)? The strict reading; the
// tolerant one that takes what can be had from a header field is engine/mail/mailbox.h.
#ifndef KENPIN_ENGINE_MAIL_ADDR_SPEC_H_
#define KENPIN_ENGINE_MAIL_ADDR_SPEC_H_

#include <cstdint>
#include <string_view>

namespace kenpin {

// RFC 5321 §4.5.3.1.1, and §4.5.3.1.3 without the angle brackets.
inline constexpr size_t kMaxLocalPartOctets = 64;
inline constexpr size_t kMaxAddrSpecOctets = 254;

enum class AddrSpecVerdict : uint8_t {
  kValid,       // An addr-spec that SMTP can carry as it stands.
  kAnnotated,   // An addr-spec with comments, folding white space or obsolete forms in it (§3.2.2, §4).
  kNotForSmtp,  // An addr-spec by the grammar, but too long for SMTP, or with a domain or literal that RFC
                // 5321 has not.
  kInvalid,     // No addr-spec.
};

// The verdict on the whole of `text`. Raw UTF-8 counts as atext (RFC 6532); domains are judged by form, never
// by DNS. Line ends are CRLF and stand before WSP only. Linear, no allocation.
AddrSpecVerdict CheckAddrSpec(std::string_view text);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_ADDR_SPEC_H_
