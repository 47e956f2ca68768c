#include "engine/auth/sender_dns.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "engine/mail/arena.h"
#include "engine/mail/ascii.h"
#include "engine/mail/domain_name.h"
#include "engine/mail/ip_literal.h"

namespace kenpin {
namespace {

// Words of which names for access lines are made. Whole words only: "pool" but not "liverpool".
constexpr std::array<std::string_view, 26> kGenericWords = {
    "adsl",  "broadband", "cable", "cpe",  "dhcp",       "dial", "dialin", "dialup", "dsl",
    "dyn",   "dynamic",   "dynip", "fttb", "ftth",       "gprs", "isdn",   "modem",  "pool",
    "pools", "ppp",       "pppoe", "sdsl", "unassigned", "vdsl", "wifi",   "xdsl"};

// A name that spells so many octets of an IPv4 address, or groups of an IPv6 address, was made from it. Two
// are common in the names of proper mail farms.
constexpr size_t kMinSpelledOctets = 3;
constexpr size_t kMinSpelledGroups = 4;

// Address ranges that the internet does not route to one host (RFC 6890).
struct Network {
  std::string_view text;
  int prefix;
};
constexpr std::array<Network, 12> kPrivateNetworks = {{{"0.0.0.0", 8},
                                                       {"10.0.0.0", 8},
                                                       {"100.64.0.0", 10},
                                                       {"127.0.0.0", 8},
                                                       {"169.254.0.0", 16},
                                                       {"172.16.0.0", 12},
                                                       {"192.168.0.0", 16},
                                                       {"224.0.0.0", 3},
                                                       {"::", 127},
                                                       {"fc00::", 7},
                                                       {"fe80::", 10},
                                                       {"ff00::", 8}}};

bool IsPrivate(const IpAddress& address) {
  const IpAddress plain = Unmapped(address);
  return std::any_of(kPrivateNetworks.begin(), kPrivateNetworks.end(), [&](const Network& network) {
    return MatchesPrefix(plain, *ParseIpAddress(network.text), network.prefix);
  });
}

// Null while the answer is open.
const DnsAnswer* Ask(std::string_view name, RrType type, DnsClient& dns, int64_t at,
                     std::vector<DnsQuestionId>* open) {
  const DnsQuestionId question = dns.Ask(name, type);
  const DnsAnswer* answer = dns.Find(question, at);
  if (answer == nullptr) open->push_back(question);
  return answer;
}

DnsFact FactOf(const DnsAnswer& answer) {
  switch (answer.status) {
    case DnsStatus::kFound:
      return DnsFact::kYes;
    case DnsStatus::kNoData:
    case DnsStatus::kNxDomain:
      return DnsFact::kNo;
    case DnsStatus::kNotRecorded:
    case DnsStatus::kFailed:
      return DnsFact::kUnknown;
    case DnsStatus::kOff:
      break;
  }
  return DnsFact::kNotAsked;
}

// Of two questions of which either settles it: yes, unless both say something else.
DnsFact Either(DnsFact a, DnsFact b) {
  if (a == DnsFact::kYes || b == DnsFact::kYes) return DnsFact::kYes;
  if (a == DnsFact::kUnknown || b == DnsFact::kUnknown) return DnsFact::kUnknown;
  return a == DnsFact::kNotAsked ? b : a;
}

std::string_view WithoutFinalDot(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return name;
}

bool Holds(const DnsAnswer& answer, const IpAddress& client) {
  return std::any_of(answer.records.begin(), answer.records.end(), [&](const std::string& text) {
    const std::optional<IpAddress> address = ParseIpAddress(text);
    return address && *address == client;
  });
}

// Calls `use` with each longest run of octets for which `belongs` holds.
template <typename Belongs, typename Use>
void ForEachWord(std::string_view text, Belongs belongs, Use use) {
  for (size_t begin = 0; begin < text.size();) {
    if (!belongs(text[begin])) {
      ++begin;
      continue;
    }
    size_t end = begin;
    while (end < text.size() && belongs(text[end])) ++end;
    use(text.substr(begin, end - begin));
    begin = end;
  }
}

// The value of a word of digits of the base; -1 when it is longer than `max_digits` or no number.
int NumberOf(std::string_view word, int base, size_t max_digits) {
  if (word.empty() || word.size() > max_digits) return -1;
  int value = 0;
  for (const char c : word) {
    const int digit = IsDigit(c) ? c - '0' : ToLower(c) - 'a' + 10;
    if (digit < 0 || digit >= base) return -1;
    value = value * base + digit;
  }
  return value;
}

// Whether `run` numbers one behind the other in `words` are so many neighbours in `parts`, forwards or
// backwards.
bool SpellsRun(const std::vector<int>& words, std::vector<int> parts, size_t run) {
  for (const bool backwards : {false, true}) {
    if (backwards) std::reverse(parts.begin(), parts.end());
    for (size_t first = 0; first + run <= parts.size(); ++first) {
      const auto begin = parts.begin() + static_cast<ptrdiff_t>(first);
      if (std::search(words.begin(), words.end(), begin, begin + static_cast<ptrdiff_t>(run)) !=
          words.end()) {
        return true;
      }
    }
  }
  return false;
}

std::string HexOf(std::span<const uint8_t> octets) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  for (const uint8_t octet : octets) {
    text += kHex[octet >> 4];
    text += kHex[octet & 15];
  }
  return text;
}

bool SpellsIpv4(std::string_view name, const IpAddress& client) {
  const std::vector<int> octets(client.octets.begin(), client.octets.begin() + 4);
  std::vector<int> words;
  std::string padded;  // "192000002001"
  ForEachWord(name, IsDigit, [&](std::string_view word) { words.push_back(NumberOf(word, 10, 3)); });
  if (SpellsRun(words, octets, kMinSpelledOctets)) return true;
  for (const int octet : octets) {
    const std::string digits = std::to_string(octet);
    padded.append(3 - digits.size(), '0').append(digits);
  }
  return name.find(padded) != std::string_view::npos ||
         name.find(HexOf(std::span(client.octets).first(4))) != std::string_view::npos;
}

bool SpellsIpv6(std::string_view name, const IpAddress& client) {
  std::vector<int> groups;
  for (size_t i = 0; i < 16; i += 2) groups.push_back(client.octets[i] << 8 | client.octets[i + 1]);
  const auto is_hex = [](char c) { return IsClass(c, kHexDigit); };
  std::vector<int> words;
  std::vector<int> nibbles;
  ForEachWord(name, is_hex, [&](std::string_view word) {
    words.push_back(NumberOf(word, 16, 4));
    if (word.size() == 1) nibbles.push_back(words.back());
  });
  std::vector<int> digits;
  for (const uint8_t octet : client.octets) {
    digits.push_back(octet >> 4);
    digits.push_back(octet & 15);
  }
  return SpellsRun(words, groups, kMinSpelledGroups) || SpellsRun(nibbles, digits, 4 * kMinSpelledGroups) ||
         name.find(HexOf(std::span(client.octets).last(8))) != std::string_view::npos;
}

// What DNS says of the names of a client.
void JudgeNames(const std::vector<std::string>& names, const IpAddress& client, std::string_view helo,
                DnsClient& dns, int64_t at, std::vector<DnsQuestionId>* open, ClientDnsFacts* facts) {
  facts->ptr_names = static_cast<uint32_t>(names.size());
  helo = WithoutFinalDot(helo);
  facts->helo_is_ptr = helo.empty() || std::any_of(names.begin(), names.end(), [&](const std::string& name) {
                         return EqualsIgnoreCase(name, helo);
                       });
  std::vector<std::string_view> looked_at(names.begin(), names.end());
  const size_t count = std::min(looked_at.size(), kMaxForwardLookups);
  std::partial_sort(looked_at.begin(), looked_at.begin() + static_cast<ptrdiff_t>(count), looked_at.end());
  looked_at.resize(count);
  facts->generic_name = std::all_of(looked_at.begin(), looked_at.end(),
                                    [&](std::string_view name) { return LooksGeneric(name, client); });
  facts->names_cut = names.size() > kMaxForwardLookups;
  facts->forward_match = facts->names_cut ? DnsFact::kUnknown : DnsFact::kNo;
  const RrType type = client.family == IpFamily::kIpv4 ? RrType::kA : RrType::kAaaa;
  for (const std::string_view name : looked_at) {
    const DnsAnswer* answer = Ask(name, type, dns, at, open);
    if (answer == nullptr) continue;
    const DnsFact fact = FactOf(*answer);
    const DnsFact match = fact == DnsFact::kYes && !Holds(*answer, client) ? DnsFact::kNo : fact;
    facts->forward_match = Either(facts->forward_match, match);
  }
}

}  // namespace

std::optional<ClientDnsFacts> FindClientDns(const IpAddress& client, std::string_view helo, DnsClient& dns,
                                            int64_t at, std::vector<DnsQuestionId>* open) {
  const size_t before = open->size();
  const IpAddress plain = Unmapped(client);
  ClientDnsFacts facts;
  const DnsAnswer* pointers = Ask(ReverseName(plain), RrType::kPtr, dns, at, open);
  if (pointers == nullptr) return std::nullopt;
  facts.ptr = FactOf(*pointers);
  if (facts.ptr == DnsFact::kUnknown) facts.forward_match = DnsFact::kUnknown;
  if (facts.ptr == DnsFact::kYes) JudgeNames(pointers->records, plain, helo, dns, at, open, &facts);
  // Names still open are waited for even where another matches already, so that facts do not depend on when
  // answers came.
  if (open->size() > before) return std::nullopt;
  return facts;
}

bool LooksGeneric(std::string_view name, const IpAddress& client) {
  name = WithoutFinalDot(name);
  const size_t top = name.rfind('.');
  const size_t second = top == std::string_view::npos || top == 0 ? top : name.rfind('.', top - 1);
  if (second == std::string_view::npos) return false;
  name = name.substr(0, second);
  if (name.size() > kMaxDomainOctets) return false;
  std::string lower(name);
  for (char& c : lower) c = ToLower(c);
  bool word_found = false;
  ForEachWord(
      lower, [](char c) { return IsClass(c, kAlpha); },
      [&](std::string_view word) {
        word_found |= std::find(kGenericWords.begin(), kGenericWords.end(), word) != kGenericWords.end();
      });
  if (word_found) return true;
  return client.family == IpFamily::kIpv4 ? SpellsIpv4(lower, client) : SpellsIpv6(lower, client);
}

HeloForm ClassifyHelo(std::string_view helo) {
  if (helo.empty()) return HeloForm::kEmpty;
  if (helo.front() == '[') {
    if (!helo.ends_with(']')) return HeloForm::kBad;
    std::string_view inner = helo.substr(1, helo.size() - 2);
    if (ClassifyAddressLiteral(inner) == IpForm::kNone) return HeloForm::kBad;
    if (StartsWithIgnoreCase(inner, "IPv6:")) inner.remove_prefix(5);
    const std::optional<IpAddress> address = ParseIpAddress(inner);
    return address && IsPrivate(*address) ? HeloForm::kPrivateLiteral : HeloForm::kLiteral;
  }
  if (ClassifyIp(helo) != IpForm::kNone) return HeloForm::kBad;
  Arena arena;
  switch (ParseDomainName(WithoutFinalDot(helo), arena).form) {
    case DomainForm::kOk:
    case DomainForm::kUnicode:
    case DomainForm::kUnderscore:
      return HeloForm::kName;
    case DomainForm::kSingleLabel:
      return HeloForm::kBareLabel;
    case DomainForm::kEmpty:
    case DomainForm::kEmptyLabel:
    case DomainForm::kTrailingDot:
    case DomainForm::kLiteral:
    case DomainForm::kBadCharacter:
    case DomainForm::kTooLong:
    case DomainForm::kBadIdn:
      break;
  }
  return HeloForm::kBad;
}

std::optional<DnsFact> FindHeloAddress(std::string_view helo, DnsClient& dns, int64_t at,
                                       std::vector<DnsQuestionId>* open) {
  if (ClassifyHelo(helo) != HeloForm::kName) return DnsFact::kNotAsked;
  Arena arena;
  const std::string_view name = ParseDomainName(WithoutFinalDot(helo), arena).ascii;
  const DnsAnswer* ipv4 = Ask(name, RrType::kA, dns, at, open);
  const DnsAnswer* ipv6 = Ask(name, RrType::kAaaa, dns, at, open);
  if (ipv4 == nullptr || ipv6 == nullptr) return std::nullopt;
  return Either(FactOf(*ipv4), FactOf(*ipv6));
}

std::optional<DomainDnsFacts> FindDomainDns(std::string_view domain, DnsClient& dns, int64_t at,
                                            std::vector<DnsQuestionId>* open) {
  DomainDnsFacts facts;
  if (domain.empty()) return facts;
  const DnsAnswer* mx = Ask(domain, RrType::kMx, dns, at, open);
  const DnsAnswer* ipv4 = Ask(domain, RrType::kA, dns, at, open);
  const DnsAnswer* ipv6 = Ask(domain, RrType::kAaaa, dns, at, open);
  if (mx == nullptr || ipv4 == nullptr || ipv6 == nullptr) return std::nullopt;
  facts.mx = FactOf(*mx);
  if (facts.mx == DnsFact::kYes) {
    // "0 " is the record "0 ."; beside others it says nothing (RFC 7505 §3).
    facts.null_mx = std::all_of(mx->records.begin(), mx->records.end(),
                                [](const std::string& record) { return record.ends_with(' '); });
    if (facts.null_mx) facts.mx = DnsFact::kNo;
  }
  facts.address = Either(FactOf(*ipv4), FactOf(*ipv6));
  // A name that has anything exists, whatever a broken server says to another question.
  bool exists = false;
  bool absent = false;
  bool off = false;
  for (const DnsAnswer* answer : {mx, ipv4, ipv6}) {
    exists |= answer->status == DnsStatus::kFound || answer->status == DnsStatus::kNoData;
    absent |= answer->status == DnsStatus::kNxDomain;
    off |= answer->status == DnsStatus::kOff;
  }
  facts.exists = exists   ? DnsFact::kYes
                 : absent ? DnsFact::kNo
                 : off    ? DnsFact::kNotAsked
                          : DnsFact::kUnknown;
  return facts;
}

std::optional<ClientDnsFacts> SenderDnsStore::Client(const IpAddress& client, std::string_view helo,
                                                     DnsClient& dns, int64_t at,
                                                     std::vector<DnsQuestionId>* open) {
  MemoKey key;
  key.Add(dns.Epoch(at)).Add(client.family).AddOctets(client.octets.data(), client.octets.size()).Add(helo);
  if (const ClientDnsFacts* known = clients_.Find(key.view())) return *known;
  std::optional<ClientDnsFacts> facts = FindClientDns(client, helo, dns, at, open);
  if (facts) clients_.Keep(key.view(), *facts, 0);
  return facts;
}

std::optional<DnsFact> SenderDnsStore::HeloAddress(std::string_view helo, DnsClient& dns, int64_t at,
                                                   std::vector<DnsQuestionId>* open) {
  MemoKey key;
  key.Add(dns.Epoch(at)).Add(helo);
  if (const DnsFact* known = helos_.Find(key.view())) return *known;
  std::optional<DnsFact> fact = FindHeloAddress(helo, dns, at, open);
  if (fact) helos_.Keep(key.view(), *fact, 0);
  return fact;
}

std::optional<DomainDnsFacts> SenderDnsStore::Domain(std::string_view domain, DnsClient& dns, int64_t at,
                                                     std::vector<DnsQuestionId>* open) {
  MemoKey key;
  key.Add(dns.Epoch(at)).Add(domain);
  if (const DomainDnsFacts* known = domains_.Find(key.view())) return *known;
  std::optional<DomainDnsFacts> facts = FindDomainDns(domain, dns, at, open);
  if (facts) domains_.Keep(key.view(), *facts, 0);
  return facts;
}

}  // namespace kenpin
