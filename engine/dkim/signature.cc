// Reads the tags of RFC 6376 §3.5 one by one. Each reader notes what is wrong and leaves what it could read;
// of several faults the one that comes first in DkimReason is kept, so that the answer does not depend on the
// order of the tags.
#include "engine/dkim/signature.h"

#include <algorithm>
#include <array>

#include "engine/crypto/base64.h"
#include "engine/mail/ascii.h"
#include "engine/mail/domain_name.h"
#include "engine/mail/tag_list.h"

namespace kenpin {
namespace {

// One label in the sense of RFC 5321's sub-domain. Underscores are let through: DNS carries them and
// selectors use them.
bool IsLabel(std::string_view label) {
  if (label.empty() || label.size() > kMaxLabelOctets || label.front() == '-' || label.back() == '-')
    return false;
  return std::all_of(label.begin(), label.end(),
                     [](char c) { return (IsClass(c, kAlpha | kDigit) || c == '-' || c == '_'); });
}

// At least `min_labels` labels with dots between them.
bool IsName(std::string_view name, size_t min_labels) {
  if (name.size() > kMaxDomainOctets) return false;
  size_t labels = 0;
  for (size_t begin = 0; begin <= name.size();) {
    const size_t end = std::min(name.find('.', begin), name.size());
    if (!IsLabel(name.substr(begin, end - begin))) return false;
    ++labels;
    begin = end + 1;
  }
  return labels >= min_labels;
}

std::string_view ToLowerCase(std::string_view text, Arena& arena) {
  if (std::none_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) return text;
  char* out = static_cast<char*>(arena.Allocate(text.size(), 1));
  std::transform(text.begin(), text.end(), out, ToLower);
  return {out, text.size()};
}

// The name as DNS is asked for it, or nothing if it cannot be. ASCII is taken by its form only, for DNS
// carries A-labels that today's IDNA refuses; RFC 8616 §3 allows U-labels.
std::string_view ParseName(std::string_view text, size_t min_labels, Arena& arena) {
  if (IsName(text, min_labels)) return ToLowerCase(text, arena);
  if (std::none_of(text.begin(), text.end(), [](char c) { return IsClass(c, kEightBit); })) return {};
  const DomainName name = ParseDomainName(text, arena);
  return IsName(name.ascii, min_labels) ? name.ascii : std::string_view();
}

// The next item of a colon-separated list, without white space around it; `*rest` is what follows.
std::string_view NextItem(std::string_view* rest) {
  const size_t colon = std::min(rest->find(':'), rest->size());
  const std::string_view item = TrimBlanks(rest->substr(0, colon));
  rest->remove_prefix(std::min(colon + 1, rest->size()));
  return item;
}

// `domain` is `parent` or under it; both in lower case.
bool IsSameOrUnder(std::string_view domain, std::string_view parent) {
  if (domain == parent) return true;
  return domain.size() > parent.size() + 1 && domain.ends_with(parent) &&
         domain[domain.size() - parent.size() - 1] == '.';
}

// Reads digits; what exceeds `max` becomes `max`. Nullopt unless there are 1 to `max_digits` digits and
// nothing else.
std::optional<uint64_t> ParseDigits(std::string_view text, size_t max_digits, uint64_t max) {
  if (text.empty() || text.size() > max_digits) return std::nullopt;
  uint64_t value = 0;
  for (const char c : text) {
    if (!IsDigit(c)) return std::nullopt;
    const uint64_t digit = static_cast<uint64_t>(c - '0');
    value = value > (max - digit) / 10 ? max : value * 10 + digit;
  }
  return value;
}

// Parses one field. The readers of the single tags are its members, so that each can note its fault.
class SignatureParser {
 public:
  SignatureParser(SignatureKind kind, std::string_view text, Arena& arena)
      : kind_(kind), arena_(arena), tags_(ParseTagList(text, arena)) {}

  DkimSignature Parse() {
    if (tags_.error == TagListError::kSyntax || tags_.error == TagListError::kTooMany)
      Note(DkimReason::kSyntax);
    signature_.too_many_tags = tags_.error == TagListError::kTooMany;
    if (tags_.error == TagListError::kDuplicate) Note(DkimReason::kDuplicateTag);
    ReadAlgorithm();
    ReadDomain();
    ReadSelector();
    ReadSignature();
    if (kind_ == SignatureKind::kDkim) {
      ReadVersion();
      ReadAuid();
    } else {
      ReadInstance();
    }
    if (kind_ == SignatureKind::kArcSeal) {
      ReadSeal();
    } else {
      ReadCanonicalization();
      ReadNames();
      ReadBodyHash();
      ReadQueryMethods();
      ReadNumbers();
    }
    return signature_;
  }

 private:
  void Note(DkimReason reason) {
    if (!signature_.error || reason < *signature_.error) signature_.error = reason;
  }

  // The tag, or null with kMissingTag noted.
  const Tag* Require(std::string_view name) {
    const Tag* tag = tags_.Find(name);
    if (tag == nullptr) Note(DkimReason::kMissingTag);
    return tag;
  }

  void ReadVersion() {
    const Tag* tag = Require("v");
    if (tag != nullptr && tag->value != "1") Note(DkimReason::kVersion);
  }

  // ABNF strings are case-insensitive (RFC 5234 §2.3), and no two algorithms differ in case.
  void ReadAlgorithm() {
    const Tag* tag = Require("a");
    if (tag == nullptr) return;
    signature_.algorithm_text = tag->value;
    for (const DkimAlgorithm a :
         {DkimAlgorithm::kRsaSha256, DkimAlgorithm::kRsaSha1, DkimAlgorithm::kEd25519Sha256}) {
      if (EqualsIgnoreCase(tag->value, DkimAlgorithmName(a))) signature_.algorithm = a;
    }
    if (tag->value.empty()) Note(DkimReason::kSyntax);
    if (signature_.algorithm == DkimAlgorithm::kUnknown) Note(DkimReason::kUnknownAlgorithm);
  }

  std::optional<Canonicalization> ReadOneCanonicalization(std::string_view word) {
    if (EqualsIgnoreCase(word, "simple")) return Canonicalization::kSimple;
    if (EqualsIgnoreCase(word, "relaxed")) return Canonicalization::kRelaxed;
    Note(word.empty() ? DkimReason::kSyntax : DkimReason::kUnknownCanonicalization);
    return std::nullopt;
  }

  // One word is the header's; the body's is then simple.
  void ReadCanonicalization() {
    const Tag* tag = tags_.Find("c");
    if (tag == nullptr && kind_ == SignatureKind::kArcMessage) {
      // RFC 8617 takes c= over from DKIM, and so its simple/simple; but sealers that leave it out follow the
      // drafts before it, as ValiMail's suite and dkimpy do.
      signature_.header_canonicalization = signature_.body_canonicalization = Canonicalization::kRelaxed;
    }
    if (tag == nullptr) return;
    const size_t slash = std::min(tag->value.find('/'), tag->value.size());
    const std::optional<Canonicalization> header = ReadOneCanonicalization(tag->value.substr(0, slash));
    if (header) signature_.header_canonicalization = *header;
    if (slash == tag->value.size()) return;
    const std::optional<Canonicalization> body = ReadOneCanonicalization(tag->value.substr(slash + 1));
    if (body) signature_.body_canonicalization = *body;
  }

  void ReadDomain() {
    const Tag* tag = Require("d");
    if (tag == nullptr) return;
    signature_.domain = ParseName(tag->value, 2, arena_);
    if (signature_.domain.empty()) Note(DkimReason::kSyntax);
  }

  void ReadSelector() {
    const Tag* tag = Require("s");
    if (tag == nullptr) return;
    signature_.selector = ParseName(tag->value, 1, arena_);
    if (signature_.selector.empty()) Note(DkimReason::kSyntax);
  }

  void ReadAuid() {
    const Tag* tag = tags_.Find("i");
    if (tag == nullptr) return;
    signature_.auid = RemoveFws(tag->value, arena_);
    const size_t at = signature_.auid.rfind('@');
    if (at == std::string_view::npos || !IsName(signature_.auid.substr(at + 1), 2))
      return Note(DkimReason::kSyntax);
    const std::string_view domain = ToLowerCase(signature_.auid.substr(at + 1), arena_);
    if (signature_.domain.empty()) return;
    if (!IsSameOrUnder(domain, signature_.domain)) return Note(DkimReason::kDomainMismatch);
    signature_.auid_in_subdomain = domain != signature_.domain;
  }

  // The value decides about the chain, not about this signature: it is left to whoever collects the sets.
  void ReadInstance() {
    const Tag* tag = tags_.Find("i");
    if (tag != nullptr)
      signature_.instance =
          static_cast<uint32_t>(ParseDigits(tag->value, kMaxTimeDigits, kMaxArcInstance).value_or(0));
  }

  // §4.1.3: h= "is NOT allowed and, if found, MUST result in a cv status of fail".
  void ReadSeal() {
    signature_.header_canonicalization = Canonicalization::kRelaxed;
    if (tags_.Find("h") != nullptr) Note(DkimReason::kSyntax);
    ReadTime("t", &signature_.signed_at);
    const Tag* tag = Require("cv");
    if (tag == nullptr) return;
    if (EqualsIgnoreCase(tag->value, "none")) signature_.chain_status = ArcChainStatus::kNone;
    if (EqualsIgnoreCase(tag->value, "fail")) signature_.chain_status = ArcChainStatus::kFail;
    if (EqualsIgnoreCase(tag->value, "pass")) signature_.chain_status = ArcChainStatus::kPass;
  }

  // hdr-name is field-name without ";": printable, no colon. An empty name, and so a colon at the end, is
  // none.
  void ReadNames() {
    const Tag* tag = Require("h");
    if (tag == nullptr) return;
    const size_t most = static_cast<size_t>(std::count(tag->value.begin(), tag->value.end(), ':')) + 1;
    const std::span<SignedName> names = arena_.NewArray<SignedName>(most);
    size_t count = 0;
    bool has_from = false;
    std::string_view rest = tag->value;
    const bool arc = kind_ == SignatureKind::kArcMessage;
    for (size_t i = 0; i < most; ++i) {
      const std::string_view name = NextItem(&rest);
      if (arc && name.empty()) continue;
      if (name.empty() || std::any_of(name.begin(), name.end(), [](char c) { return c <= ' ' || c > '~'; })) {
        Note(DkimReason::kSyntax);
        continue;
      }
      names[count] = {FindFieldId(name), name};
      has_from |= names[count].id == FieldId::kFrom;
      if (arc && names[count].id == FieldId::kArcSeal) Note(DkimReason::kSyntax);
      ++count;
    }
    signature_.names = names.first(count);
    if (!has_from && !arc) Note(DkimReason::kFromNotSigned);
  }

  std::span<const uint8_t> Decode(const Tag& tag) {
    const std::span<uint8_t> out = arena_.NewArray<uint8_t>(MaxBase64DecodedSize(tag.value.size()));
    const std::optional<size_t> size = DecodeBase64(tag.value, out);
    if (!size || *size == 0) Note(DkimReason::kSyntax);
    return out.first(size.value_or(0));
  }

  void ReadBodyHash() {
    if (const Tag* tag = Require("bh")) signature_.body_hash = Decode(*tag);
  }

  void ReadSignature() {
    if (const Tag* tag = Require("b")) {
      signature_.signature = Decode(*tag);
      signature_.signature_text = tag->raw;
    }
  }

  // Unknown methods are skipped; one that is known must be there.
  void ReadQueryMethods() {
    const Tag* tag = tags_.Find("q");
    if (tag == nullptr) return;
    bool known = false;
    for (std::string_view rest = tag->value; !rest.empty();)
      known |= EqualsIgnoreCase(NextItem(&rest), "dns/txt");
    if (!known) Note(DkimReason::kUnknownQueryMethod);
  }

  std::optional<uint64_t> ReadNumber(std::string_view name, size_t max_digits) {
    const Tag* tag = tags_.Find(name);
    if (tag == nullptr) return std::nullopt;
    const std::optional<uint64_t> value = ParseDigits(tag->value, max_digits, kNoBodyLimit - 1);
    if (!value) Note(DkimReason::kSyntax);
    return value;
  }

  void ReadNumbers() {
    signature_.body_limit = ReadNumber("l", kMaxLimitDigits);
    ReadTime("t", &signature_.signed_at);
    ReadTime("x", &signature_.expires_at);
  }

  // Twelve digits always fit.
  void ReadTime(std::string_view name, std::optional<int64_t>* time) {
    if (const std::optional<uint64_t> number = ReadNumber(name, kMaxTimeDigits))
      *time = static_cast<int64_t>(*number);
  }

  const SignatureKind kind_;
  Arena& arena_;
  const TagList tags_;
  DkimSignature signature_;
};

}  // namespace

DkimSignature ParseSignature(SignatureKind kind, std::string_view field_body, Arena& arena) {
  return SignatureParser(kind, field_body, arena).Parse();
}

}  // namespace kenpin
