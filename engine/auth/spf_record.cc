// The grammar is regular but for one place: a domain-spec may hold '/', so that a prefix length is what the
// end of the term says it is, read from the right.
#include "engine/auth/spf_record.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/auth/spf_macro.h"
#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

constexpr std::string_view kVersion = "v=spf1";

// What may follow a mechanism's name.
enum class Argument : uint8_t { kNone, kDomain, kOptionalDomain, kOptionalDomainAndPrefixes, kNetwork };

struct MechanismRow {
  std::string_view name;
  SpfTermKind kind;
  Argument argument;
};
constexpr std::array<MechanismRow, 8> kMechanisms = {{
    {"all", SpfTermKind::kAll, Argument::kNone},
    {"include", SpfTermKind::kInclude, Argument::kDomain},
    {"a", SpfTermKind::kA, Argument::kOptionalDomainAndPrefixes},
    {"mx", SpfTermKind::kMx, Argument::kOptionalDomainAndPrefixes},
    {"ptr", SpfTermKind::kPtr, Argument::kOptionalDomain},
    {"ip4", SpfTermKind::kIp4, Argument::kNetwork},
    {"ip6", SpfTermKind::kIp6, Argument::kNetwork},
    {"exists", SpfTermKind::kExists, Argument::kDomain},
}};

SpfSyntaxError ErrorOf(SpfMacroError error) {
  switch (error) {
    case SpfMacroError::kNone:
      return SpfSyntaxError::kNone;
    case SpfMacroError::kMacro:
      return SpfSyntaxError::kMacro;
    case SpfMacroError::kTooLong:
      return SpfSyntaxError::kTooLong;
    case SpfMacroError::kCharacter:
    case SpfMacroError::kEnd:
    case SpfMacroError::kEmpty:
      break;
  }
  return SpfSyntaxError::kDomainSpec;
}

// Where the name at the beginning of `text` ends (§12: ALPHA *( ALPHA / DIGIT / "-" / "_" / "." )); 0 without
// a name.
size_t NameEnd(std::string_view text) {
  if (text.empty() || !IsClass(text[0], kAlpha)) return 0;
  size_t end = 1;
  while (end < text.size() &&
         (IsClass(text[end], kAlpha | kDigit) || text[end] == '-' || text[end] == '_' || text[end] == '.')) {
    ++end;
  }
  return end;
}

// A prefix length without leading zeros; §5.6 is explicit about too large ones.
std::optional<uint8_t> ReadPrefix(std::string_view digits, int max) {
  if (digits.empty() || digits.size() > 3 || (digits.size() > 1 && digits[0] == '0')) return std::nullopt;
  int value = 0;
  for (const char c : digits) {
    if (!IsDigit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  if (value > max) return std::nullopt;
  return static_cast<uint8_t>(value);
}

// Cuts "/digits" off the end of *text. Absent when it does not end so.
std::optional<std::string_view> CutPrefix(std::string_view* text) {
  size_t begin = text->size();
  while (begin > 0 && IsDigit((*text)[begin - 1])) --begin;
  if (begin == text->size() || begin == 0 || (*text)[begin - 1] != '/') return std::nullopt;
  const std::string_view digits = text->substr(begin);
  *text = text->substr(0, begin - 1);
  return digits;
}

// dual-cidr-length (§5.3): [ "/" ip4 ] [ "//" ip6 ] at the end of *text, which loses it.
SpfSyntaxError CutPrefixes(std::string_view* text, SpfTerm* term) {
  std::optional<std::string_view> last = CutPrefix(text);
  if (last && text->ends_with('/')) {
    text->remove_suffix(1);
    const std::optional<uint8_t> prefix6 = ReadPrefix(*last, 128);
    if (!prefix6) return SpfSyntaxError::kPrefixLength;
    term->prefix6 = *prefix6;
    last = CutPrefix(text);
  }
  if (!last) return SpfSyntaxError::kNone;
  const std::optional<uint8_t> prefix4 = ReadPrefix(*last, 32);
  if (!prefix4) return SpfSyntaxError::kPrefixLength;
  term->prefix4 = *prefix4;
  return SpfSyntaxError::kNone;
}

SpfSyntaxError ReadNetwork(std::string_view text, SpfTerm* term) {
  const bool ipv4 = term->kind == SpfTermKind::kIp4;
  const size_t slash = text.find('/');
  if (slash != std::string_view::npos) {
    const std::optional<uint8_t> prefix = ReadPrefix(text.substr(slash + 1), ipv4 ? 32 : 128);
    if (!prefix) return SpfSyntaxError::kPrefixLength;
    (ipv4 ? term->prefix4 : term->prefix6) = *prefix;
  }
  const std::optional<IpAddress> address = ParseIpAddress(text.substr(0, slash));
  if (!address || (address->family == IpFamily::kIpv4) != ipv4) return SpfSyntaxError::kAddress;
  term->network = *address;
  return SpfSyntaxError::kNone;
}

// `rest` is what follows the name: empty, or it begins with ':' or '/'.
SpfSyntaxError ReadArgument(Argument argument, std::string_view rest, SpfTerm* term) {
  if (argument == Argument::kOptionalDomainAndPrefixes) {
    const SpfSyntaxError error = CutPrefixes(&rest, term);
    if (error != SpfSyntaxError::kNone) return error;
  }
  if (rest.empty()) {
    const bool optional = argument == Argument::kNone || argument == Argument::kOptionalDomain ||
                          argument == Argument::kOptionalDomainAndPrefixes;
    return optional ? SpfSyntaxError::kNone : SpfSyntaxError::kArgument;
  }
  if (argument == Argument::kNone || rest[0] != ':') return SpfSyntaxError::kArgument;
  rest.remove_prefix(1);
  if (argument == Argument::kNetwork) return ReadNetwork(rest, term);
  term->domain_spec = rest;
  return ErrorOf(CheckDomainSpec(rest));
}

SpfSyntaxError ReadMechanism(std::string_view text, SpfTerm* term) {
  constexpr std::string_view kQualifiers = "+-~?";
  const size_t qualifier = text.empty() ? std::string_view::npos : kQualifiers.find(text[0]);
  if (qualifier != std::string_view::npos) {
    term->qualifier = static_cast<SpfQualifier>(qualifier);
    text.remove_prefix(1);
  }
  const size_t end = NameEnd(text);
  if (end == 0 || (end < text.size() && text[end] != ':' && text[end] != '/')) {
    return SpfSyntaxError::kBadTerm;
  }
  for (const MechanismRow& row : kMechanisms) {
    if (!EqualsIgnoreCase(text.substr(0, end), row.name)) continue;
    term->kind = row.kind;
    return ReadArgument(row.argument, text.substr(end), term);
  }
  return SpfSyntaxError::kUnknownMechanism;
}

SpfSyntaxError ReadModifier(std::string_view name, std::string_view value, SpfTerm* term) {
  const bool redirect = EqualsIgnoreCase(name, "redirect");
  if (!redirect && !EqualsIgnoreCase(name, "exp")) {
    term->kind = SpfTermKind::kUnknownModifier;
    return ErrorOf(CheckMacroString(value));
  }
  term->kind = redirect ? SpfTermKind::kRedirect : SpfTermKind::kExp;
  term->domain_spec = value;
  return ErrorOf(CheckDomainSpec(value));
}

SpfSyntaxError ReadTerm(std::string_view text, SpfTerm* term) {
  term->text = text;
  // §4.6.1: a modifier is known by the '=' right behind its name.
  const size_t end = NameEnd(text);
  if (end > 0 && end < text.size() && text[end] == '=') {
    return ReadModifier(text.substr(0, end), text.substr(end + 1), term);
  }
  return ReadMechanism(text, term);
}

}  // namespace

bool IsSpfRecord(std::string_view text) {
  return StartsWithIgnoreCase(text, kVersion) &&
         (text.size() == kVersion.size() || text[kVersion.size()] == ' ');
}

SpfRecord ParseSpfRecord(std::string_view text) {
  SpfRecord record;
  bool redirect_seen = false;
  bool exp_seen = false;
  for (size_t at = kVersion.size(); at < text.size();) {
    // Terms are parted by SP alone: a HTAB or a line end is a bad octet of the term in which it stands.
    if (text[at] == ' ') {
      ++at;
      continue;
    }
    const size_t end = std::min(text.find(' ', at), text.size());
    SpfTerm term;
    SpfSyntaxError error = ReadTerm(text.substr(at, end - at), &term);
    if (error == SpfSyntaxError::kNone && term.kind == SpfTermKind::kRedirect) {
      if (redirect_seen) error = SpfSyntaxError::kRepeated;
      redirect_seen = true;
    }
    if (error == SpfSyntaxError::kNone && term.kind == SpfTermKind::kExp) {
      if (exp_seen) error = SpfSyntaxError::kRepeated;
      exp_seen = true;
    }
    if (error != SpfSyntaxError::kNone) {
      record.error = error;
      record.error_term = term.text;
      return record;
    }
    record.terms.push_back(term);
    at = end;
  }
  return record;
}

SpfRecordChoice SelectSpfRecord(const DnsAnswer& answer) {
  SpfRecordChoice choice;
  for (const std::string& text : answer.records) {
    if (!IsSpfRecord(text)) continue;
    if (choice.count == 0) choice.text = text;
    ++choice.count;
  }
  return choice;
}

bool CountsAsLookup(SpfTermKind kind) {
  switch (kind) {
    case SpfTermKind::kInclude:
    case SpfTermKind::kA:
    case SpfTermKind::kMx:
    case SpfTermKind::kPtr:
    case SpfTermKind::kExists:
    case SpfTermKind::kRedirect:
      return true;
    case SpfTermKind::kAll:
    case SpfTermKind::kIp4:
    case SpfTermKind::kIp6:
    case SpfTermKind::kExp:
    case SpfTermKind::kUnknownModifier:
      break;
  }
  return false;
}

}  // namespace kenpin
