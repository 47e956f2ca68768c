#include "io/dns_record.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "io/dns_snapshot.h"

namespace kenpin {
namespace {

constexpr size_t kMaxCharacterString = 255;  // RFC 1035 §3.3

struct FreeMalloc {
  void operator()(char* p) const { LDNS_FREE(p); }
};
struct FreePacket {
  void operator()(ldns_pkt* p) const { ldns_pkt_free(p); }
};

char ToLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

std::string RdfText(const ldns_rdf* rdf) {
  const std::unique_ptr<char, FreeMalloc> text(ldns_rdf2str(rdf));
  return text != nullptr ? text.get() : "";
}

// The character-strings of a TXT record, joined.
std::string TxtText(const ldns_rr& record) {
  std::string text;
  for (size_t i = 0; i < ldns_rr_rd_count(&record); ++i) {
    const ldns_rdf* rdf = ldns_rr_rdf(&record, i);
    if (ldns_rdf_size(rdf) > 1)
      text.append(reinterpret_cast<const char*>(ldns_rdf_data(rdf)) + 1, ldns_rdf_size(rdf) - 1);
  }
  return text;
}

// The values of all records of `type` at `name`.
std::vector<std::string> RecordsAt(const ldns_rr_list* section, std::string_view name, RrType type) {
  std::vector<std::string> records;
  for (size_t i = 0; i < ldns_rr_list_rr_count(section); ++i) {
    const ldns_rr* record = ldns_rr_list_rr(section, i);
    if (ldns_rr_get_type(record) == static_cast<ldns_rr_type>(type) &&
        ldns_rr_get_class(record) == LDNS_RR_CLASS_IN && DnsNameText(ldns_rr_owner(record)) == name) {
      records.push_back(DnsRecordText(*record));
    }
  }
  std::sort(records.begin(), records.end());
  records.erase(std::unique(records.begin(), records.end()), records.end());
  return records;
}

// A character-string's octet. Above 0x7E stands as it is, for \DDD would make long records unreadable.
void AppendTxtOctet(char c, std::string* out) {
  if (c == '"' || c == '\\') {
    *out += '\\';
    *out += c;
  } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
    *out += fmt::format("\\{:03}", static_cast<unsigned char>(c));
  } else {
    *out += c;
  }
}

std::string ZoneTxt(std::string_view type, std::string_view text) {
  std::string out(type);
  do {
    out += " \"";
    for (const char c : text.substr(0, kMaxCharacterString)) AppendTxtOctet(c, &out);
    out += '"';
    text.remove_prefix(std::min(text.size(), kMaxCharacterString));
  } while (!text.empty());
  return out;
}

bool IsZoneDigit(char c) { return c >= '0' && c <= '9'; }

bool IsPlainInName(char c) {
  return IsZoneDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
         c == '*' || c == '.';
}

}  // namespace

std::string DnsNameText(const ldns_rdf* name) {
  std::string text;
  const uint8_t* wire = ldns_rdf_data(name);
  for (size_t i = 0; i < ldns_rdf_size(name) && wire[i] != 0; i += wire[i] + size_t{1}) {
    if (!text.empty()) text += '.';
    for (size_t k = 1; k <= wire[i]; ++k) {
      const char c = static_cast<char>(wire[i + k]);
      text += c == '.' ? '\\' : ToLower(c);
    }
  }
  return text;
}

std::string DnsRecordText(const ldns_rr& record) {
  if (ldns_rr_rd_count(&record) == 0) return "";
  switch (static_cast<RrType>(ldns_rr_get_type(&record))) {
    case RrType::kTxt:
    case RrType::kSpf:
      return TxtText(record);
    case RrType::kA:
    case RrType::kAaaa:
      return RdfText(ldns_rr_rdf(&record, 0));
    case RrType::kCname:
    case RrType::kPtr:
    case RrType::kSoa:
      return DnsNameText(ldns_rr_rdf(&record, 0));
    case RrType::kMx:
      return ldns_rr_rd_count(&record) < 2
                 ? ""
                 : fmt::format("{} {}", ldns_rdf2native_int16(ldns_rr_rdf(&record, 0)),
                               DnsNameText(ldns_rr_rdf(&record, 1)));
  }
  return "";
}

DnsAnswer ReadDnsPacket(std::span<const uint8_t> packet, std::string_view name, RrType type) {
  const DnsAnswer failed{DnsStatus::kFailed, {}, {}};
  ldns_pkt* raw = nullptr;
  if (ldns_wire2pkt(&raw, packet.data(), packet.size()) != LDNS_STATUS_OK) return failed;
  const std::unique_ptr<ldns_pkt, FreePacket> parsed(raw);
  const ldns_pkt_rcode rcode = ldns_pkt_get_rcode(parsed.get());
  if (rcode != LDNS_RCODE_NOERROR && rcode != LDNS_RCODE_NXDOMAIN) return failed;
  const ldns_rr_list* section = ldns_pkt_answer(parsed.get());
  DnsAnswer answer;
  std::string at(name);
  for (;;) {
    answer.records = RecordsAt(section, at, type);
    if (!answer.records.empty()) break;
    std::vector<std::string> target = RecordsAt(section, at, RrType::kCname);
    if (target.empty()) break;
    if (answer.cname_chain.size() == size_t{kMaxCnameChain}) return failed;
    at = target.front();
    answer.cname_chain.push_back(at);
  }
  // RFC 6604 §3: the code speaks of the end of the chain.
  answer.status = !answer.records.empty()        ? DnsStatus::kFound
                  : rcode == LDNS_RCODE_NXDOMAIN ? DnsStatus::kNxDomain
                                                 : DnsStatus::kNoData;
  return answer;
}

std::string ZoneName(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (IsPlainInName(c)) {
      out += c;
    } else {
      out += fmt::format("\\{:03}", static_cast<unsigned char>(c));
    }
  }
  return out + '.';
}

std::string UnescapeZoneName(std::string_view name) {
  std::string out;
  for (size_t i = 0; i < name.size(); ++i) {
    if (name[i] != '\\' || i + 1 == name.size()) {
      out += name[i];
    } else if (i + 3 < name.size() && IsZoneDigit(name[i + 1]) && IsZoneDigit(name[i + 2]) &&
               IsZoneDigit(name[i + 3])) {
      out += static_cast<char>((name[i + 1] - '0') * 100 + (name[i + 2] - '0') * 10 + (name[i + 3] - '0'));
      i += 3;
    } else {
      out += name[++i];
    }
  }
  return out;
}

std::optional<std::string> ZoneRecord(RrType type, std::string_view record) {
  switch (type) {
    case RrType::kTxt:
    case RrType::kSpf: {
      std::string text = ZoneTxt(RrTypeName(type), record);
      if (text.size() > kMaxZoneText) return std::nullopt;
      return text;
    }
    case RrType::kA:
    case RrType::kAaaa:
      return fmt::format("{} {}", RrTypeName(type), record);
    case RrType::kCname:
    case RrType::kPtr:
      return fmt::format("{} {}", RrTypeName(type), ZoneName(record));
    case RrType::kMx: {
      const size_t space = record.find(' ');
      if (space == std::string_view::npos) return std::nullopt;
      return fmt::format("MX {} {}", record.substr(0, space), ZoneName(record.substr(space + 1)));
    }
    case RrType::kSoa:
      break;
  }
  return std::nullopt;
}

std::string_view RrTypeName(RrType type) {
  switch (type) {
    case RrType::kA:
      return "A";
    case RrType::kCname:
      return "CNAME";
    case RrType::kSoa:
      return "SOA";
    case RrType::kPtr:
      return "PTR";
    case RrType::kMx:
      return "MX";
    case RrType::kTxt:
      return "TXT";
    case RrType::kAaaa:
      return "AAAA";
    case RrType::kSpf:
      return "SPF";
  }
  return "";
}

}  // namespace kenpin
