#include "engine/mail/tls_hint.h"

#include <gtest/gtest.h>

#include "engine/mail/word_cutter.h"

namespace kenpin {
namespace {

TlsHint ReadWords(std::string_view text) {
  TlsHint hint;
  TlsWordReader reader(&hint);
  WordCutter cutter(text);
  for (std::string_view word = cutter.Next(); !word.empty(); word = cutter.Next()) reader.Read(word);
  return hint;
}

struct WordsCase {
  std::string_view text;
  TlsMark mark;
  TlsVersion version = TlsVersion::kUnstated;
  std::string_view cipher = "";
};

const WordsCase kWords[] = {
    {"version=TLS1_2, cipher=C", TlsMark::kVersion, TlsVersion::kTls12, "C"},
    {"version=TLSv1.3 cipher=C bits=256/256", TlsMark::kVersion, TlsVersion::kTls13, "C"},
    {"version=TLSv1/SSLv3 cipher=C", TlsMark::kVersion, TlsVersion::kUnstated, "C"},
    {"version=TLSv1 cipher=C", TlsMark::kVersion, TlsVersion::kTls10, "C"},
    {"version=TLS1_1", TlsMark::kVersion, TlsVersion::kTls11},
    {"version=SSLv3", TlsMark::kVersion, TlsVersion::kSsl3},
    {"version=SSLv2", TlsMark::kVersion, TlsVersion::kSsl2},
    {"version=TLS", TlsMark::kVersion},
    {"version=TLSv1.9", TlsMark::kVersion},
    {"version=NONE", TlsMark::kNone},
    {"version=3.4.6", TlsMark::kNone},
    {"cipher=none", TlsMark::kNone},
    {"cipher=AES-256-GCM", TlsMark::kCipher, TlsVersion::kUnstated, "AES-256-GCM"},
    {"using TLSv1.2 with cipher C (256/256 bits)", TlsMark::kVersion, TlsVersion::kTls12, "C"},
    {"using SMTP with cipher C", TlsMark::kNone},
    {"TLS1.3", TlsMark::kVersion, TlsVersion::kTls13},
    {"TLS-1.0:RSA_ARCFOUR_MD5:16", TlsMark::kVersion, TlsVersion::kTls10, "RSA_ARCFOUR_MD5"},
    {"TLSv1.2:C:128", TlsMark::kVersion, TlsVersion::kTls12, "C"},
    {"TLSv1.2:", TlsMark::kVersion, TlsVersion::kTls12},
    {"tls TLS_AES_256_GCM_SHA384", TlsMark::kVersion, TlsVersion::kUnstated, "TLS_AES_256_GCM_SHA384"},
    {"tls was off", TlsMark::kNone},
    {"DHE-RSA-AES256-SHA encrypted", TlsMark::kCipher, TlsVersion::kUnstated, "DHE-RSA-AES256-SHA"},
    {"not encrypted", TlsMark::kNone},
    {"encrypted", TlsMark::kNone},
    {"tls1.a.example", TlsMark::kNone},
    {"TLS1.2x", TlsMark::kNone},
    {"TLSv1.23", TlsMark::kNone},
    {"TLS", TlsMark::kNone},
    {"TLSv", TlsMark::kNone},
    {"", TlsMark::kNone},
};

TEST(TlsHint, Words) {
  for (const WordsCase& c : kWords) {
    SCOPED_TRACE(c.text);
    const TlsHint hint = ReadWords(c.text);
    EXPECT_EQ(hint.mark, c.mark);
    EXPECT_EQ(hint.version, c.version);
    EXPECT_EQ(hint.cipher, c.cipher);
  }
}

TEST(TlsHint, Verify) {
  EXPECT_TRUE(ReadWords("version=TLSv1.2 cipher=C verify=FAIL").verify_failed);
  EXPECT_FALSE(ReadWords("version=TLSv1.2 cipher=C verify=NO").verify_failed);
}

TEST(TlsHint, StrongestMarkAndFirstCipherStay) {
  TlsHint hint;
  AddTlsMark(TlsMark::kWord, &hint);
  AddTlsMark(TlsMark::kVersion, &hint);
  AddTlsMark(TlsMark::kCipher, &hint);
  EXPECT_EQ(hint.mark, TlsMark::kVersion);
  AddTlsCipher("AES128-SHA", &hint);
  AddTlsCipher("RC4-SHA", &hint);
  EXPECT_EQ(hint.cipher, "AES128-SHA");
  EXPECT_FALSE(hint.weak_cipher);
}

struct CipherCase {
  std::string_view name;
  bool weak;
  bool cbc;
};

const CipherCase kCiphers[] = {
    {"ECDHE-RSA-AES256-GCM-SHA384", false, false},
    {"TLS_AES_256_GCM_SHA384", false, false},
    {"TLS_CHACHA20_POLY1305_SHA256", false, false},
    {"ECDHE-ECDSA-CHACHA20-POLY1305", false, false},
    {"AES128-CCM8", false, false},
    {"AES-256-GCM", false, false},
    {"ECDHE_SECP256R1__RSA_SHA512__AES_256_GCM", false, false},
    {"ECDHE-RSA-AES256-SHA", false, true},
    {"ECDHE-RSA-AES128-SHA256", false, true},
    {"DHE-RSA-CAMELLIA256-SHA", false, true},
    {"TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384_P384", false, true},
    {"ECDHE_RSA_AES_256_CBC_SHA384", false, true},
    {"DES-CBC3-SHA", true, true},
    {"EDH-RSA-DES-CBC3-SHA", true, true},
    {"TLS_RSA_WITH_3DES_EDE_CBC_SHA", true, true},
    {"RC4-SHA", true, false},
    {"RSA_ARCFOUR_MD5", true, false},
    {"TLS_RSA_WITH_RC4_128_SHA", true, false},
    {"EXP-RC4-MD5", true, false},
    {"EXP1024-DES-CBC-SHA", true, true},
    {"NULL-SHA", true, false},
    {"EXPERIMENT-AES256-GCM-SHA384", false, false},
    {"256", false, false},
};

TEST(TlsHint, Ciphers) {
  for (const CipherCase& c : kCiphers) {
    SCOPED_TRACE(c.name);
    TlsHint hint;
    AddTlsCipher(c.name, &hint);
    EXPECT_EQ(hint.weak_cipher, c.weak);
    EXPECT_EQ(hint.cbc_cipher, c.cbc);
  }
  EXPECT_TRUE(IsCipherName("AES256-SHA"));
  EXPECT_FALSE(IsCipherName("aes256.a.example"));
  EXPECT_FALSE(IsCipherName("NOT"));
}

TEST(TlsHint, Names) {
  EXPECT_EQ(TlsVersionName(TlsVersion::kUnstated), "");
  EXPECT_EQ(TlsVersionName(TlsVersion::kSsl2), "SSLv2");
  EXPECT_EQ(TlsVersionName(TlsVersion::kSsl3), "SSLv3");
  EXPECT_EQ(TlsVersionName(TlsVersion::kTls10), "TLS 1.0");
  EXPECT_EQ(TlsVersionName(TlsVersion::kTls11), "TLS 1.1");
  EXPECT_EQ(TlsVersionName(TlsVersion::kTls12), "TLS 1.2");
  EXPECT_EQ(TlsVersionName(TlsVersion::kTls13), "TLS 1.3");
}

}  // namespace
}  // namespace kenpin
