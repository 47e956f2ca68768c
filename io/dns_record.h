// Names and records as text: what stands in a DnsAnswer, and what stands for it in a master file. Snapshots
// and live answers are read by the same functions, so that the one can replay the other.
#ifndef KENPIN_IO_DNS_RECORD_H_
#define KENPIN_IO_DNS_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <ldns/ldns.h>

#include "io/dns.h"

namespace kenpin {

// A name in wire format as text: lower case, dots between the labels, no final dot. A dot inside a label,
// which no host has, becomes a backslash: so a name is never longer as text than DNS allows.
std::string DnsNameText(const ldns_rdf* name);

// A record as DnsAnswer::records has it; empty for types that nobody asks for.
std::string DnsRecordText(const ldns_rr& record);

// Reads a whole answer in wire format: the chain of CNAMEs from `name` (as DnsNameText would give it), then
// the records of `type` at its end, each once, in bytewise order, so that a server's rotation does not show.
// kFailed for what is no answer: other codes than NOERROR and NXDOMAIN, a broken packet, a chain above
// kMaxCnameChain.
DnsAnswer ReadDnsPacket(std::span<const uint8_t> packet, std::string_view name, RrType type);

// How a master file and a resolver's interface spell the name: absolute, whatever is not a letter, a digit,
// '-', '_' or '*' as \DDD. The root (empty text) is ".".
std::string ZoneName(std::string_view name);

// Undoes \DDD and \X. A name that ZoneName() wrote comes back, with its final dot.
std::string UnescapeZoneName(std::string_view name);

// Type and value of a record as a master file has them, e.g. "TXT \"v=spf1 -all\"". Absent for what cannot
// be written: an SOA, of which an answer keeps too little, and a TXT record that with its quotes and escapes
// is longer than readers of master files take (kMaxZoneText).
std::optional<std::string> ZoneRecord(RrType type, std::string_view record);

// ldns cuts the text of a record at 64 KiB without a word.
inline constexpr size_t kMaxZoneText = 65'000;
// ldns reads no owner whose text, escapes and final dot included, is longer. A name of letters always fits.
inline constexpr size_t kMaxZoneOwner = 254;

// The type's mnemonic, e.g. "TXT".
std::string_view RrTypeName(RrType type);

// Asked types, for whoever needs all of them.
inline constexpr RrType kRrTypes[] = {RrType::kA,  RrType::kCname, RrType::kSoa,  RrType::kPtr,
                                      RrType::kMx, RrType::kTxt,   RrType::kAaaa, RrType::kSpf};

}  // namespace kenpin

#endif  // KENPIN_IO_DNS_RECORD_H_
