// For tests: signs messages. Canonicalization is written down here a second time, slow and obvious and on
// strings, so that signer and verifier cannot make the same mistake.
#ifndef KENPIN_ENGINE_DKIM_TEST_SIGNER_H_
#define KENPIN_ENGINE_DKIM_TEST_SIGNER_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/crypto/base64.h"
#include "engine/crypto/digest.h"
#include "engine/crypto/test_keys.h"
#include "engine/dkim/reference_canonicalization.h"
#include "engine/dkim/result.h"
#include "engine/mail/ascii.h"

namespace kenpin::test {

inline std::string Base64(std::span<const uint8_t> octets) {
  std::string out(Base64EncodedSize(octets.size()), '\0');
  return std::string(EncodeBase64(octets, std::span<char>(out.data(), out.size())));
}

// A field with its line ends as CRLF and without the last one.
struct ReferenceField {
  std::string name;
  std::string raw;
};

inline std::string ReferenceCrlf(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) out += '\r';
    out += text[i];
  }
  return out;
}

// The fields of a well-formed message, from the top.
inline std::vector<ReferenceField> ReferenceFields(std::string_view message) {
  std::vector<ReferenceField> fields;
  const std::string text = ReferenceCrlf(message);
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find("\r\n", begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    if (line.empty()) break;
    if (IsWsp(line[0])) {
      fields.back().raw += "\r\n" + line;
    } else {
      fields.push_back({line.substr(0, line.find_first_of(" \t:")), line});
    }
    begin = end + 2;
  }
  return fields;
}

// §3.4.1 and §3.4.2, without the final CRLF.
inline std::string ReferenceCanonicalField(const ReferenceField& field, Canonicalization canonicalization) {
  if (canonicalization == Canonicalization::kSimple) return field.raw;
  std::string out;
  for (const char c : field.name) out += ToLower(c);
  out += ':';
  std::string unfolded = field.raw.substr(field.raw.find(':') + 1);
  for (size_t at = 0; (at = unfolded.find("\r\n", at)) != unfolded.npos;) unfolded.erase(at, 2);
  const std::string value = ReferenceRelaxedLine(unfolded);
  return out + (value.starts_with(' ') ? value.substr(1) : value);
}

// The fields that `names` selects, bottom-up, each with its CRLF, and `own` (b= empty) last without.
inline std::string ReferenceCanonicalHeader(const std::vector<ReferenceField>& fields,
                                            const std::vector<std::string>& names, const ReferenceField& own,
                                            Canonicalization canonicalization) {
  std::string out;
  std::vector<bool> used(fields.size());
  for (const std::string& name : names) {
    for (size_t i = fields.size(); i-- > 0;) {
      if (used[i] || !EqualsIgnoreCase(fields[i].name, name)) continue;
      used[i] = true;
      out += ReferenceCanonicalField(fields[i], canonicalization) + "\r\n";
      break;
    }
  }
  return out + ReferenceCanonicalField(own, canonicalization);
}

struct SignOptions {
  std::string domain = "example.com";
  std::string selector = "sel";
  std::vector<std::string> names = {"From", "To", "Subject", "Date"};
  DkimAlgorithm algorithm = DkimAlgorithm::kRsaSha256;
  Canonicalization header = Canonicalization::kRelaxed;
  Canonicalization body = Canonicalization::kRelaxed;
  std::optional<size_t> limit;  // l=.
  std::string more;             // Further tags, each with a semicolon behind it.
  std::string line_end = "\r\n";
  // How the body is read before it is hashed; what a store has made of the message is the test's affair.
  LineEndReading body_reading = LineEndReading::kStandard;
};

inline std::string CanonicalizationName(Canonicalization c) {
  return c == Canonicalization::kSimple ? "simple" : "relaxed";
}

// The body of a message: behind the first empty line.
inline std::string_view ReferenceBody(std::string_view message) {
  const size_t crlf = message.find("\r\n\r\n");
  const size_t lf = message.find("\n\n");
  if (crlf == message.npos && lf == message.npos) return {};
  return crlf < lf ? message.substr(crlf + 4) : message.substr(lf + 2);
}

// The message with a signature on top.
inline std::string SignMessage(std::string_view message, const PrivateKey& key,
                               const SignOptions& options = {}) {
  const HashAlgorithm hash =
      options.algorithm == DkimAlgorithm::kRsaSha1 ? HashAlgorithm::kSha1 : HashAlgorithm::kSha256;
  Hasher hasher(hash);
  std::string body = ReferenceCanonicalBody(ReferenceBody(message), options.body, options.body_reading);
  if (options.limit) body.resize(std::min(*options.limit, body.size()));
  std::string h;
  for (const std::string& name : options.names) h += (h.empty() ? "" : ":") + name;
  const std::string fold = options.line_end + "\t";
  std::string field = "DKIM-Signature: v=1; a=" + std::string(DkimAlgorithmName(options.algorithm)) +
                      "; c=" + CanonicalizationName(options.header) + "/" +
                      CanonicalizationName(options.body) + ";" + fold + "d=" + options.domain +
                      "; s=" + options.selector + "; " + options.more;
  if (options.limit) field += " l=" + std::to_string(*options.limit) + ";";
  field += fold + "h=" + h + ";" + fold + "bh=" + Base64(hasher.Compute(body).bytes()) + ";" + fold + "b=";
  const std::string signed_header = ReferenceCanonicalHeader(
      ReferenceFields(message), options.names, {"DKIM-Signature", ReferenceCrlf(field)}, options.header);
  const Digest digest = hasher.Compute(signed_header);
  const std::string b =
      Base64(options.algorithm == DkimAlgorithm::kEd25519Sha256 ? SignEd25519(key, digest.bytes())
                                                                : SignRsa(key, hash, digest.bytes()));
  return field + b.substr(0, 40) + fold + b.substr(40) + options.line_end + std::string(message);
}

inline std::string RsaRecord(const PrivateKey& key) {
  return "v=DKIM1; k=rsa; p=" + Base64(SubjectPublicKeyInfo(key));
}
inline std::string Ed25519Record(const PrivateKey& key) {
  return "v=DKIM1; k=ed25519; p=" + Base64(RawEd25519(key));
}

// Keys made once a process.
inline const PrivateKey& TestRsaKey() {
  static const PrivateKey key = MakeRsaKey(2048);
  return key;
}
inline const PrivateKey& TestEd25519Key() {
  static const PrivateKey key = MakeEd25519Key();
  return key;
}

}  // namespace kenpin::test

#endif  // KENPIN_ENGINE_DKIM_TEST_SIGNER_H_
