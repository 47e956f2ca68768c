// What the writer of a Received field says of TLS, in the words of a dozen mail systems. The keyword is read
// by received_hop.h; here are comments and the words between them.
#ifndef KENPIN_ENGINE_MAIL_TLS_HINT_H_
#define KENPIN_ENGINE_MAIL_TLS_HINT_H_

#include <cstdint>
#include <string_view>

namespace kenpin {

enum class TlsVersion : uint8_t {
  kUnstated,  // None is printed, or "TLSv1/SSLv3", OpenSSL's word for TLS of some kind.
  kSsl2,
  kSsl3,
  kTls10,
  kTls11,
  kTls12,
  kTls13,
};
inline constexpr size_t kTlsVersionCount = 7;
std::string_view TlsVersionName(TlsVersion version);  // "", "SSLv2", "SSLv3", "TLS 1.0", ... "TLS 1.3"

// Which mark says that TLS was on. Where several do, the first of this list.
enum class TlsMark : uint8_t {
  kNone,
  kKeyword,  // The with keyword has the S: ESMTPS, ESMTPSA, UTF8SMTPS, also the unregistered SMTPS, SMTPSA.
  kVersion,  // version=TLS.., using TLSv1.x with cipher, (TLS1.x), tls TLS_.., (TLSv1.x:..).
  kCipher,   // (cipher=..) behind ESMTP, "encrypted" beside a cipher, ESMTP/TLS/cipher.
  kWord,     // Microsoft SMTP Server (TLS), (Google Transport Security), over TLS secured channel.
};

struct TlsHint {
  TlsMark mark = TlsMark::kNone;
  TlsVersion version = TlsVersion::kUnstated;
  std::string_view cipher;     // As written; empty if none is.
  bool weak_cipher = false;    // RC4, single or triple DES, export, NULL.
  bool cbc_cipher = false;     // CBC mode, by OpenSSL's, GnuTLS's or IANA's spelling.
  bool verify_failed = false;  // verify=FAIL.
};

// Adds a mark; the one that stands first in TlsMark stays.
void AddTlsMark(TlsMark mark, TlsHint* hint);

// Takes a cipher if none is known yet, and classifies it. The view must outlive the hint.
void AddTlsCipher(std::string_view cipher, TlsHint* hint);

// Reads a run of words: the inside of a comment, or what stands outside of comments in a with clause. Feed
// the words in order, cut at white space, commas and parentheses.
class TlsWordReader {
 public:
  explicit TlsWordReader(TlsHint* hint) : hint_(hint) {}
  // Whether the word belongs to what is said of TLS.
  bool Read(std::string_view word);

 private:
  bool ReadPair(std::string_view word);
  bool ReadVersion(std::string_view word);

  TlsHint* hint_;
  std::string_view previous_;
  bool version_seen_ = false;
};

// Whether `word` is spelled like the name of a cipher suite: AES128-SHA, TLS_AES_256_GCM_SHA384.
bool IsCipherName(std::string_view word);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_TLS_HINT_H_
