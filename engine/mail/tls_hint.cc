// Words are compared whole: "SMTPSVC" is not SMTPS, and a host called tls1.example is no version.
#include "engine/mail/tls_hint.h"

#include <initializer_list>
#include <optional>

#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

constexpr size_t kNone = std::string_view::npos;
// The longest names of IANA's table have 48 octets, GnuTLS's with key exchange some 60.
constexpr size_t kMaxCipherOctets = 100;

struct CipherParts {
  bool algorithm = false;  // One part names an encryption.
  bool weak = false;
  bool cbc = false;    // Says CBC.
  bool block = false;  // A block cipher, whose mode is CBC where OpenSSL's name tells no other.
  bool aead = false;
  bool mac = false;
};

bool IsAnyOf(std::string_view part, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (EqualsIgnoreCase(part, word)) return true;
  }
  return false;
}

// The first letter parts them: key lengths and key exchanges are left at once.
void AddPart(std::string_view part, CipherParts* parts) {
  if (part.size() < 3) return;
  switch (ToLower(part[0])) {
    case 'a':
      parts->block |= StartsWithIgnoreCase(part, "AES") || StartsWithIgnoreCase(part, "ARIA");
      parts->weak |= EqualsIgnoreCase(part, "ARCFOUR");
      break;
    case 'c':
      parts->aead |= IsAnyOf(part, {"CCM", "CCM8"});
      parts->cbc |= IsAnyOf(part, {"CBC", "CBC3"});
      parts->weak |= EqualsIgnoreCase(part, "CBC3");
      parts->block |= StartsWithIgnoreCase(part, "CAMELLIA");
      parts->algorithm |= StartsWithIgnoreCase(part, "CHACHA20");
      break;
    case 'd':
      parts->block |= EqualsIgnoreCase(part, "DES");
      parts->weak |= IsAnyOf(part, {"DES", "DES40"});
      break;
    case 'e':
      parts->weak |= IsAnyOf(part, {"EXP", "EXP1024", "EXPORT", "eNULL"});
      break;
    case 'g':
      parts->aead |= EqualsIgnoreCase(part, "GCM");
      break;
    case 'i':
      parts->block |= EqualsIgnoreCase(part, "IDEA");
      break;
    case 'm':
      parts->mac |= EqualsIgnoreCase(part, "MD5");
      break;
    case 'n':
      parts->weak |= EqualsIgnoreCase(part, "NULL");
      break;
    case 'p':
      parts->aead |= EqualsIgnoreCase(part, "POLY1305");
      break;
    case 'r':
      parts->weak |= IsAnyOf(part, {"RC4", "RC2"});
      break;
    case 's':
      parts->mac |= IsAnyOf(part, {"SHA", "SHA1", "SHA256", "SHA384"});
      parts->block |= EqualsIgnoreCase(part, "SEED");
      break;
    case '3':
      parts->block |= EqualsIgnoreCase(part, "3DES");
      parts->weak |= EqualsIgnoreCase(part, "3DES");
      break;
    default:
      break;
  }
  parts->algorithm |= parts->block || parts->weak;
}

CipherParts SplitCipher(std::string_view cipher) {
  CipherParts parts;
  size_t begin = 0;
  for (size_t i = 0; i <= cipher.size(); ++i) {
    if (i < cipher.size() && cipher[i] != '-' && cipher[i] != '_') continue;
    AddPart(cipher.substr(begin, i - begin), &parts);
    begin = i + 1;
  }
  return parts;
}

// A word that begins with a version: TLSv1.2, TLS1_2, TLS-1.0, TLSv1, SSLv3, TLSv1/SSLv3, TLSv1.2:C:128.
struct VersionWord {
  TlsVersion version = TlsVersion::kUnstated;
  std::string_view rest;  // Behind the colon.
};

TlsVersion FindVersion(char major, char minor, bool ssl) {
  if (ssl) return major == '3' ? TlsVersion::kSsl3 : major == '2' ? TlsVersion::kSsl2 : TlsVersion::kUnstated;
  if (major != '1') return TlsVersion::kUnstated;
  switch (minor) {
    case '0':
      return TlsVersion::kTls10;
    case '1':
      return TlsVersion::kTls11;
    case '2':
      return TlsVersion::kTls12;
    case '3':
      return TlsVersion::kTls13;
    default:
      return TlsVersion::kUnstated;
  }
}

std::optional<VersionWord> ReadVersionWord(std::string_view word) {
  const bool ssl = StartsWithIgnoreCase(word, "SSL");
  if (!ssl && !StartsWithIgnoreCase(word, "TLS")) return std::nullopt;
  size_t pos = 3;
  if (pos < word.size() && (ToLower(word[pos]) == 'v' || word[pos] == '-')) ++pos;
  if (pos == word.size() || !IsDigit(word[pos])) return std::nullopt;
  const char major = word[pos++];
  char minor = '0';
  if (pos + 1 < word.size() && (word[pos] == '.' || word[pos] == '_') && IsDigit(word[pos + 1])) {
    minor = word[pos + 1];
    pos += 2;
  }
  VersionWord found;
  if (EqualsIgnoreCase(word.substr(pos), "/SSLv3")) return found;
  if (pos < word.size() && word[pos] != ':') return std::nullopt;
  found.version = FindVersion(major, minor, ssl);
  if (pos < word.size()) found.rest = word.substr(pos + 1);
  return found;
}

}  // namespace

std::string_view TlsVersionName(TlsVersion version) {
  switch (version) {
    case TlsVersion::kUnstated:
      return "";
    case TlsVersion::kSsl2:
      return "SSLv2";
    case TlsVersion::kSsl3:
      return "SSLv3";
    case TlsVersion::kTls10:
      return "TLS 1.0";
    case TlsVersion::kTls11:
      return "TLS 1.1";
    case TlsVersion::kTls12:
      return "TLS 1.2";
    case TlsVersion::kTls13:
      return "TLS 1.3";
  }
  return "";
}

void AddTlsMark(TlsMark mark, TlsHint* hint) {
  if (hint->mark == TlsMark::kNone || mark < hint->mark) hint->mark = mark;
}

void AddTlsCipher(std::string_view cipher, TlsHint* hint) {
  if (!hint->cipher.empty() || cipher.empty()) return;
  hint->cipher = cipher;
  const CipherParts parts = SplitCipher(cipher);
  hint->weak_cipher = parts.weak;
  hint->cbc_cipher = !parts.aead && (parts.cbc || (parts.block && parts.mac));
}

bool IsCipherName(std::string_view word) {
  if (word.size() < 3 || word.size() > kMaxCipherOctets) return false;
  for (const char c : word) {
    const bool fits = (c >= 'A' && c <= 'Z') || IsDigit(c) || c == '-' || c == '_';
    if (!fits) return false;
  }
  return SplitCipher(word).algorithm;
}

bool TlsWordReader::ReadVersion(std::string_view word) {
  const std::optional<VersionWord> found = ReadVersionWord(word);
  if (!found) return false;
  AddTlsMark(TlsMark::kVersion, hint_);
  if (hint_->version == TlsVersion::kUnstated) hint_->version = found->version;
  AddTlsCipher(found->rest.substr(0, found->rest.find(':')), hint_);
  version_seen_ = true;
  return true;
}

// name=value.
bool TlsWordReader::ReadPair(std::string_view word) {
  const size_t equals = word.find('=');
  if (equals == kNone) return false;
  const std::string_view name = word.substr(0, equals);
  const std::string_view value = word.substr(equals + 1);
  if (EqualsIgnoreCase(name, "version")) {
    // "version=TLS" tells no version, but TLS.
    if (!ReadVersion(value) && EqualsIgnoreCase(value, "TLS")) AddTlsMark(TlsMark::kVersion, hint_);
    return true;
  }
  if (EqualsIgnoreCase(name, "cipher")) {
    if (value.empty() || EqualsIgnoreCase(value, "none")) return true;
    AddTlsMark(TlsMark::kCipher, hint_);
    AddTlsCipher(value, hint_);
    return true;
  }
  if (!EqualsIgnoreCase(name, "verify")) return false;
  hint_->verify_failed |= EqualsIgnoreCase(value, "FAIL");
  return true;
}

bool TlsWordReader::Read(std::string_view word) {
  const std::string_view previous = previous_;
  previous_ = word;
  if (ReadPair(word)) return true;
  if (ReadVersion(word)) return true;
  if (EqualsIgnoreCase(previous, "cipher") && version_seen_) {
    AddTlsCipher(word, hint_);
    return true;
  }
  // Exim 4.93 and later: "(TLS1.3) tls TLS_AES_256_GCM_SHA384".
  if (EqualsIgnoreCase(previous, "tls") && IsCipherName(word)) {
    AddTlsMark(TlsMark::kVersion, hint_);
    AddTlsCipher(word, hint_);
    return true;
  }
  if (EqualsIgnoreCase(word, "encrypted") && IsCipherName(previous)) {
    AddTlsMark(TlsMark::kCipher, hint_);
    AddTlsCipher(previous, hint_);
    return true;
  }
  // Courier: "TLS: TLSv1.3,256bits,TLS_AES_256_GCM_SHA384".
  if (version_seen_ && IsCipherName(word)) AddTlsCipher(word, hint_);
  return false;
}

}  // namespace kenpin
