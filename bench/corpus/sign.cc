// Canonicalization and the DKIM-Signature field.
#include "bench/corpus/sign.h"

#include <algorithm>
#include <array>
#include <map>

#include "bench/corpus/codec.h"

namespace kenpin::corpus {
namespace {

// Fields that h= lists if the message has them, in this order.
constexpr std::array<std::string_view, 15> kSignedFields = {"from",
                                                            "to",
                                                            "subject",
                                                            "date",
                                                            "message-id",
                                                            "reply-to",
                                                            "sender",
                                                            "mime-version",
                                                            "content-type",
                                                            "content-transfer-encoding",
                                                            "list-id",
                                                            "list-help",
                                                            "list-unsubscribe",
                                                            "list-unsubscribe-post",
                                                            "feedback-id"};

constexpr size_t kMaxColumn = 76;

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

std::string LowerCase(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return out;
}

// Makes every run of blanks one space and drops those at the end.
void AppendSqueezed(std::string& out, std::string_view text) {
  const size_t begin = out.size();
  for (const char c : text) {
    if (!IsBlank(c)) {
      out += c;
    } else if (out.size() == begin || out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.size() > begin && out.back() == ' ') out.pop_back();
}

std::string_view AlgorithmName(SignatureAlgorithm algorithm) {
  switch (algorithm) {
    case SignatureAlgorithm::kRsaSha256:
      return "rsa-sha256";
    case SignatureAlgorithm::kRsaSha1:
      return "rsa-sha1";
    case SignatureAlgorithm::kEd25519Sha256:
      return "ed25519-sha256";
  }
  return "";
}

std::string_view CanonName(Canon canon) { return canon == Canon::kSimple ? "simple" : "relaxed"; }

// Joins items with `separator`, folding before an item that would pass the 76th column.
std::string FoldedList(std::string_view first, const std::vector<std::string>& items, char separator) {
  std::string out(first);
  size_t column = 8 + first.size();
  for (size_t i = 0; i < items.size(); ++i) {
    if (column + items[i].size() + 1 > kMaxColumn) {
      out += "\r\n\t ";
      column = 9;
    }
    out += items[i];
    column += items[i].size() + 1;
    if (i + 1 < items.size()) out += separator;
  }
  return out;
}

// The signature's value in lines of 72 characters.
std::string FoldedBase64(std::string_view base64) {
  std::string out;
  for (size_t at = 0; at < base64.size(); at += 72) {
    if (at > 0) out += "\r\n\t ";
    out += base64.substr(at, 72);
  }
  return out;
}

// Lower-case names for h=, one per occurrence, From once more if it is to be over-signed (§5.4.2).
std::vector<std::string> NamesToSign(const Message& message, const SignerPlan& signer) {
  std::map<std::string, size_t> present;
  for (size_t i = message.signature_slot; i < message.fields.size(); ++i)
    ++present[LowerCase(message.fields[i].name)];
  if (signer.oversign_from) ++present["from"];
  std::vector<std::string> names;
  for (const std::string_view name : kSignedFields) {
    if (std::find(signer.omitted.begin(), signer.omitted.end(), name) != signer.omitted.end()) continue;
    const std::map<std::string, size_t>::const_iterator found = present.find(std::string(name));
    for (size_t i = 0; found != present.end() && i < found->second; ++i) names.emplace_back(name);
  }
  return names;
}

// §5.4.2: names are taken from the bottom up; a name without a field left is the null string.
std::string CanonicalFields(const Message& message, const std::vector<std::string>& names, Canon canon) {
  std::string out;
  std::map<std::string, size_t> taken;
  for (const std::string& name : names) {
    size_t skip = taken[name]++;
    for (size_t i = message.fields.size(); i > message.signature_slot; --i) {
      const Field& field = message.fields[i - 1];
      if (LowerCase(field.name) != name || skip-- > 0) continue;
      out += CanonicalField(field.text, canon);
      break;
    }
  }
  return out;
}

std::string LimitTag(BodyLimit limit, size_t canonical_size) {
  switch (limit) {
    case BodyLimit::kNone:
      return "";
    case BodyLimit::kExact:
      return " l=" + std::to_string(canonical_size) + ";";
    case BodyLimit::kZero:
      return " l=0;";
    case BodyLimit::kBeyond:
      return " l=" + std::to_string(canonical_size + 500) + ";";
  }
  return "";
}

// A DKIM-Signature, or, as RFC 8617 §4.1.2 has it, an ARC-Message-Signature with `first_tag` i= instead of
// v=.
Field MakeSignature(const Message& message, const SignerPlan& signer,
                    std::string_view name = "DKIM-Signature", std::string_view first_tag = "v=1") {
  const DigestType digest =
      signer.algorithm == SignatureAlgorithm::kRsaSha1 ? DigestType::kSha1 : DigestType::kSha256;
  const std::string body = CanonicalBody(message.body, signer.body_canon);
  const std::string_view hashed =
      signer.limit == BodyLimit::kZero ? std::string_view() : std::string_view(body);
  const std::vector<std::string> names = NamesToSign(message, signer);

  Field field{std::string(name), std::string(name)};
  field.text.append(": ")
      .append(first_tag)
      .append("; a=")
      .append(AlgorithmName(signer.algorithm))
      .append("; c=")
      .append(CanonName(signer.header_canon))
      .append("/");
  field.text.append(CanonName(signer.body_canon))
      .append(";\r\n\td=")
      .append(signer.domain)
      .append("; s=")
      .append(SelectorOf(signer))
      .append(";");
  std::string line = LimitTag(signer.limit, body.size());
  if (signer.signed_at) line += " t=" + std::to_string(*signer.signed_at) + ";";
  if (signer.expires_at) line += " x=" + std::to_string(*signer.expires_at) + ";";
  if (!line.empty()) field.text.append("\r\n\t").append(line.substr(1));
  if (!signer.auid.empty()) field.text.append("\r\n\ti=").append(signer.auid).append(";");
  field.text.append("\r\n\t").append(FoldedList("h=", names, ':')).append(";");
  field.text.append("\r\n\tbh=").append(Base64(ComputeDigest(digest, hashed))).append(";\r\n\tb=");

  // §3.7: the signature field itself comes last, with an empty b= and without its CRLF.
  std::string data = CanonicalFields(message, names, signer.header_canon);
  std::string own = CanonicalField(field.text + "\r\n", signer.header_canon);
  data.append(own, 0, own.size() - 2);
  field.text.append(FoldedBase64(Base64(SignBytes(*signer.key, digest, data)))).append("\r\n");
  return field;
}

std::string_view StateSuffix(KeyState state) {
  switch (state) {
    case KeyState::kPublished:
      return "";
    case KeyState::kAlias:
      return "";
    case KeyState::kNxDomain:
      return "-old";
    case KeyState::kNoData:
      return "-moved";
    case KeyState::kRevoked:
      return "-revoked";
    case KeyState::kUnrecorded:
      return "-lost";
    case KeyState::kServfail:
      return "-slow";
    case KeyState::kTypeMismatch:
      return "-type";
    case KeyState::kSha1Only:
      return "-sha1";
    case KeyState::kOtherService:
      return "-tlsrpt";
    case KeyState::kTesting:
      return "-test";
    case KeyState::kStrict:
      return "-strict";
    case KeyState::kTwoRecords:
      return "-twice";
    case KeyState::kUndecodable:
      return "-broken";
  }
  return "";
}

}  // namespace

std::string CanonicalField(std::string_view field, Canon canon) {
  if (canon == Canon::kSimple) return std::string(field);
  const size_t colon = field.find(':');
  std::string_view name = field.substr(0, colon);
  while (!name.empty() && IsBlank(name.back())) name.remove_suffix(1);
  std::string unfolded;
  for (size_t i = colon + 1; i < field.size(); ++i) {
    if (field.compare(i, 2, "\r\n") == 0) {
      ++i;
    } else {
      unfolded += field[i];
    }
  }
  size_t begin = 0;
  while (begin < unfolded.size() && IsBlank(unfolded[begin])) ++begin;
  std::string out = LowerCase(name) + ":";
  AppendSqueezed(out, std::string_view(unfolded).substr(begin));
  return out + "\r\n";
}

std::string CanonicalBody(std::string_view body, Canon canon) {
  std::string out;
  out.reserve(body.size() + 2);
  while (!body.empty()) {
    const size_t end = std::min(body.find("\r\n"), body.size());
    if (canon == Canon::kSimple) {
      out += body.substr(0, end);
    } else {
      AppendSqueezed(out, body.substr(0, end));
    }
    out += "\r\n";
    body.remove_prefix(std::min(end + 2, body.size()));
  }
  // Empty lines at the end do not count. A simple body that is empty is one CRLF, a relaxed one is nothing.
  while (out.ends_with("\r\n\r\n")) out.resize(out.size() - 2);
  if (out == "\r\n" && canon == Canon::kRelaxed) out.clear();
  if (out.empty() && canon == Canon::kSimple) out = "\r\n";
  return out;
}

std::string SelectorOf(const SignerPlan& signer) {
  std::string selector = signer.selector + std::string(StateSuffix(signer.state));
  if (signer.key->type == KeyType::kEd25519) return selector + "-ed";
  if (signer.key->bits < 2048) selector.append("-").append(std::to_string(signer.key->bits));
  return selector;
}

void AddSignature(Message& message, const SignerPlan& signer) {
  const size_t slot = message.signature_slot;
  InsertField(message, slot, MakeSignature(message, signer));
  message.signature_slot = slot;
  message.keys.push_back(
      {SelectorOf(signer) + "._domainkey." + signer.domain, signer.state, signer.key, signer.alias_target});
}

void SealMessage(Message& message, const SignerPlan& signer, std::string_view results) {
  const Field told{"ARC-Authentication-Results",
                   "ARC-Authentication-Results: i=1; " + std::string(results) + "\r\n"};
  const Field signature = MakeSignature(message, signer, "ARC-Message-Signature", "i=1");
  Field seal{"ARC-Seal", "ARC-Seal: i=1; a=rsa-sha256; cv=none;\r\n\td=" + signer.domain +
                             "; s=" + SelectorOf(signer) + "; t=" + std::to_string(message.plan.sent_at + 1) +
                             ";\r\n\tb="};
  // RFC 8617 §5.1.1: the set in the order of these lines, the seal itself last, without its value and CRLF.
  std::string data =
      CanonicalField(told.text, Canon::kRelaxed) + CanonicalField(signature.text, Canon::kRelaxed);
  const std::string own = CanonicalField(seal.text + "\r\n", Canon::kRelaxed);
  data.append(own, 0, own.size() - 2);
  seal.text.append(FoldedBase64(Base64(SignBytes(*signer.key, DigestType::kSha256, data)))).append("\r\n");
  const size_t slot = message.relay_slot;
  for (const Field& field : {told, signature, seal}) InsertField(message, slot, field);
  message.keys.push_back(
      {SelectorOf(signer) + "._domainkey." + signer.domain, signer.state, signer.key, signer.alias_target});
}

void SignMessage(Message& message) {
  std::vector<Field> signatures;
  for (const SignerPlan& signer : message.plan.signers) {
    signatures.push_back(MakeSignature(message, signer));
    message.keys.push_back(
        {SelectorOf(signer) + "._domainkey." + signer.domain, signer.state, signer.key, signer.alias_target});
  }
  message.fields.insert(message.fields.begin() + static_cast<std::ptrdiff_t>(message.signature_slot),
                        signatures.begin(), signatures.end());
}

}  // namespace kenpin::corpus
