// From the bytes of p= to a key that can be checked with. Decides what a key is and which keys are no keys:
// those with which anybody could sign (an exponent of one, points of small order) and those that would buy
// unlimited time (long moduli and exponents).
//
// The few levels of DER around modulus and exponent are read here, on OpenSSL's tag reader: its own decoder
// takes 112 µs a key, as long as seven signature checks, where this takes about 5 µs.
#include "engine/crypto/public_key.h"

#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <array>
#include <utility>

#include "engine/crypto/openssl_memory.h"
#include "engine/crypto/public_key_impl.h"

namespace kenpin {
namespace {

using Bytes = std::span<const uint8_t>;

struct BignumDeleter {
  void operator()(BIGNUM* number) const { BN_free(number); }
};
using Bignum = std::unique_ptr<BIGNUM, BignumDeleter>;

struct ParamDeleter {
  void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
  void operator()(OSSL_PARAM* params) const { OSSL_PARAM_free(params); }
};
using ParamBuilder = std::unique_ptr<OSSL_PARAM_BLD, ParamDeleter>;
using Params = std::unique_ptr<OSSL_PARAM, ParamDeleter>;

// The content octets of rsaEncryption, 1.2.840.113549.1.1.1 (RFC 8017 appendix A.1).
constexpr std::array<uint8_t, 9> kRsaEncryption = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01};

// Takes one element of `tag` from the front of *der. Returns its content; nullopt if something else stands
// there, or the length is indefinite (BER, not DER) or runs past the end.
std::optional<Bytes> TakeElement(Bytes* der, int tag) {
  const uint8_t* position = der->data();
  long length = 0;
  int found_tag = 0, found_class = 0;
  int flags = ASN1_get_object(&position, &length, &found_tag, &found_class, static_cast<long>(der->size()));
  bool indefinite = (flags & 1) != 0, failed = (flags & 0x80) != 0;
  if (failed || indefinite || found_tag != tag || found_class != V_ASN1_UNIVERSAL) return std::nullopt;
  Bytes content(position, static_cast<size_t>(length));
  *der = der->subspan(static_cast<size_t>(position - der->data()) + content.size());
  return content;
}

// The RSAPublicKey inside a SubjectPublicKeyInfo (RFC 5280 §4.1): SEQUENCE { SEQUENCE { OID, NULL }, BIT
// STRING }. `info` is the content of the outer SEQUENCE.
std::optional<Bytes> UnwrapPublicKeyInfo(Bytes info) {
  std::optional<Bytes> algorithm = TakeElement(&info, V_ASN1_SEQUENCE);
  if (!algorithm) return std::nullopt;
  std::optional<Bytes> identifier = TakeElement(&*algorithm, V_ASN1_OBJECT);
  std::optional<Bytes> bit_string = TakeElement(&info, V_ASN1_BIT_STRING);
  if (!identifier || !bit_string || !info.empty()) return std::nullopt;
  if (!std::equal(identifier->begin(), identifier->end(), kRsaEncryption.begin(), kRsaEncryption.end())) {
    return std::nullopt;
  }
  // The first octet counts unused bits at the end; whole octets leave none.
  if (bit_string->empty() || bit_string->front() != 0) return std::nullopt;
  return bit_string->subspan(1);
}

struct RsaNumbers {
  Bignum modulus;
  Bignum exponent;
};

// Reads the content of RSAPublicKey (RFC 8017 appendix A.1.1): SEQUENCE { modulus INTEGER, publicExponent
// INTEGER }. A modulus written without its leading zero octet would be negative; it is read as positive, as
// OpenSSL does.
std::optional<RsaNumbers> ParseRsaNumbers(Bytes content) {
  std::optional<Bytes> modulus = TakeElement(&content, V_ASN1_INTEGER);
  if (!modulus) return std::nullopt;
  std::optional<Bytes> exponent = TakeElement(&content, V_ASN1_INTEGER);
  if (!exponent || !content.empty()) return std::nullopt;
  RsaNumbers numbers;
  numbers.modulus.reset(BN_bin2bn(modulus->data(), static_cast<int>(modulus->size()), nullptr));
  numbers.exponent.reset(BN_bin2bn(exponent->data(), static_cast<int>(exponent->size()), nullptr));
  if (numbers.modulus == nullptr || numbers.exponent == nullptr) ThrowOutOfMemory();
  return numbers;
}

// §3.6.1 says RSAPublicKey and shows SubjectPublicKeyInfo (erratum 3017), and both are published: what the
// outer SEQUENCE begins with tells them apart.
std::optional<RsaNumbers> ParseRsa(Bytes der) {
  std::optional<Bytes> outer = TakeElement(&der, V_ASN1_SEQUENCE);
  if (!outer || !der.empty() || outer->empty()) return std::nullopt;
  if (outer->front() == V_ASN1_INTEGER) return ParseRsaNumbers(*outer);
  std::optional<Bytes> inner = UnwrapPublicKeyInfo(*outer);
  if (!inner) return std::nullopt;
  std::optional<Bytes> key = TakeElement(&*inner, V_ASN1_SEQUENCE);
  if (!key || !inner->empty()) return std::nullopt;
  return ParseRsaNumbers(*key);
}

KeyError JudgeRsa(const RsaNumbers& numbers) {
  int bits = BN_num_bits(numbers.modulus.get());
  if (bits > kMaxRsaBits) return KeyError::kTooLong;
  if (bits < kMinUsableRsaBits || !BN_is_odd(numbers.modulus.get())) return KeyError::kUnusable;
  // One and even numbers are no exponents: with e=1 the signature is its own message.
  if (!BN_is_odd(numbers.exponent.get()) || BN_is_one(numbers.exponent.get())) return KeyError::kUnusable;
  if (BN_num_bits(numbers.exponent.get()) > kMaxRsaExponentBits) return KeyError::kUnusable;
  return KeyError::kNone;
}

// Null where memory ends; OpenSSL's functions do not all take null for an answer of the one before.
EvpPkey MakeRsa(const RsaNumbers& numbers) {
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  if (builder == nullptr ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, numbers.modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, numbers.exponent.get()) != 1) {
    return nullptr;
  }
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const PkeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (params == nullptr || context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
    return nullptr;
  }
  return EvpPkey(key);
}

constexpr size_t kEd25519KeySize = kEd25519KeyOctets;

// The y coordinates of the eight points of small order, little-endian, with the two that are also written as
// y + p. For such a key one signature fits many messages, so it proves nothing. The top bit of the last octet
// is the sign of x and does not count.
constexpr std::array<std::array<uint8_t, kEd25519KeySize>, 7> kSmallOrderPoints = {{
    {0x00},
    {0x01},
    {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
     0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},
    {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
     0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a},
    {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0xee, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
}};

bool HasSmallOrder(Bytes octets) {
  std::array<uint8_t, kEd25519KeySize> y;
  std::copy(octets.begin(), octets.end(), y.begin());
  y.back() &= 0x7f;
  return std::find(kSmallOrderPoints.begin(), kSmallOrderPoints.end(), y) != kSmallOrderPoints.end();
}

}  // namespace

std::shared_ptr<const PublicKey> PublicKey::Parse(KeyType type, std::span<const uint8_t> der,
                                                  KeyError* error) {
  std::unique_ptr<Impl> impl = std::make_unique<Impl>();
  impl->type = type;
  *error = KeyError::kNone;
  if (der.empty()) {
    *error = KeyError::kEmpty;
  } else if (type == KeyType::kEd25519) {
    if (der.size() != kEd25519KeySize) {
      *error = KeyError::kUndecodable;
    } else if (HasSmallOrder(der)) {
      *error = KeyError::kUnusable;
    } else {
      impl->bits = 256;
      impl->ed25519_key = MakeEd25519Key(der.first<kEd25519KeyOctets>());
      impl->key.reset(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, der.data(), der.size()));
    }
  } else if (std::optional<RsaNumbers> numbers = ParseRsa(der)) {
    *error = JudgeRsa(*numbers);
    impl->bits = BN_num_bits(numbers->modulus.get());
    if (*error == KeyError::kNone) {
      impl->key = MakeRsa(*numbers);
      impl->lane_key = MakeRsaLaneKey(numbers->modulus.get(), numbers->exponent.get());
    }
  } else {
    *error = KeyError::kUndecodable;
  }
  ForgetErrorsOrThrow();
  if (*error != KeyError::kNone) return nullptr;
  // All that can be wrong with a key has been judged.
  if (impl->key == nullptr) ThrowOutOfMemory();
  return std::shared_ptr<const PublicKey>(new PublicKey(std::move(impl)));
}

PublicKey::PublicKey(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PublicKey::~PublicKey() = default;
KeyType PublicKey::type() const { return impl_->type; }
int PublicKey::bits() const { return impl_->bits; }

}  // namespace kenpin
