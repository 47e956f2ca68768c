// Address lists: what stands in From, Sender, Reply-To, To and Cc (RFC 5322 §3.4 and §4.4, groups by RFC
// 6854, UTF-8 by RFC 6532).
//
// Receivers judge the domain of a From field even when the field is broken, so this parser takes what can be
// had from any octets and says what was wrong with it. The strict verdict on a single addr-spec is
// engine/mail/addr_spec.h.
#ifndef KENPIN_ENGINE_MAIL_MAILBOX_H_
#define KENPIN_ENGINE_MAIL_MAILBOX_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/mail/arena.h"

namespace kenpin {

// Far more than any author list holds; beyond it a field only costs memory.
inline constexpr size_t kMaxMailboxes = 1000;
// An address in angle brackets has at most 256 octets, and its name stands before it.
inline constexpr size_t kMaxAddressListBytes = 512 * 1024;

// What is odd about an address.
enum class AddressNote : uint8_t {
  kComment,   // Comments stand in the field.
  kObsolete,  // Obsolete syntax (RFC 5322 §4.4): white space or quotes around the dots, a route, an empty
              // list element.
  kDots,      // The local-part begins or ends with a dot or has two in a row, as old carriers allowed: no RFC
              // 5322 syntax.
  kQuotedLocalPart,  // The local-part is or holds a quoted string.
};

// A set of notes; a value.
class AddressNotes {
 public:
  void Add(AddressNote note) { bits_ = static_cast<uint8_t>(bits_ | 1u << static_cast<unsigned>(note)); }
  bool Has(AddressNote note) const { return (bits_ >> static_cast<unsigned>(note) & 1u) != 0; }
  bool empty() const { return bits_ == 0; }
  AddressNotes& operator|=(AddressNotes other) {
    bits_ |= other.bits_;
    return *this;
  }

 private:
  uint8_t bits_ = 0;
};

struct Mailbox {
  std::string_view
      display_name;  // As written: quotes, comments and encoded words stand in it. Empty if there is none.
  std::string_view local_part;  // As written, but for CFWS between its words. Empty if there is none.
  std::string_view domain;      // The same; a domain-literal with its brackets. Empty if there is none.
  AddressNotes notes;
};

struct AddressList {
  std::span<const Mailbox> mailboxes;  // In order, groups opened. A word without '@' is one without a domain.
  AddressNotes notes;                  // Of the list and of all its mailboxes.
  bool has_group = false;              // RFC 6854.
  bool malformed = false;  // No address list, not even by the obsolete grammar (AddressNote::kDots included).
  // More than kMaxMailboxes or kMaxAddressListBytes; the rest was not parsed (ParseFlaw::kTooManyAddresses).
  bool too_many = false;
};

// Parses a field body. Never fails; linear in the body. Views point into the body or the arena.
//
// What broken fields yield: of "a@b.example <c@d.example>" the second address, the first being its display
// name; of two addresses without a comma both; of an unclosed quote, comment or angle bracket the address
// behind it; of "a@b@c" the first two parts; of a domain that a control character cuts none.
AddressList ParseAddressList(std::string_view body, Arena& arena);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_MAILBOX_H_
