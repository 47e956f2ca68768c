// Signatures of every kind for the comparison of RsaBatch with SignatureVerifier: valid ones, such whose
// encoded message is wrong in one of the ways that lenient verifiers have accepted, and such that are no
// signatures at all.
#ifndef KENPIN_ENGINE_CRYPTO_TEST_RSA_CASES_H_
#define KENPIN_ENGINE_CRYPTO_TEST_RSA_CASES_H_

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <string>

#include "engine/crypto/rsa_lanes_kernels.h"
#include "engine/crypto/test_rsa.h"

namespace kenpin::test {

struct RsaCase {
  std::shared_ptr<const PublicKey> key;
  HashAlgorithm hash = HashAlgorithm::kSha256;
  Octets digest;
  Octets signature;
  std::string kind;
  bool for_lanes = false;  // What RsaBatch promises to check, by key and sizes.
};

inline Octets DigestInfo(HashAlgorithm hash) {
  if (hash == HashAlgorithm::kSha1)
    return {0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14};
  return {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
          0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20};
}

// 00 type FF .. FF 00 payload trailer, `size` octets in all.
inline Octets Encode(uint8_t type, const Octets& payload, const Octets& trailer, size_t padding,
                     size_t size) {
  Octets message(padding + 3, 0xff);
  message[0] = 0x00;
  message[1] = type;
  message.back() = 0x00;
  message.insert(message.end(), payload.begin(), payload.end());
  message.insert(message.end(), trailer.begin(), trailer.end());
  message.resize(size);
  return message;
}

inline Octets EncodePayload(const Octets& payload, size_t size) {
  return Encode(0x01, payload, {}, size - payload.size() - 3, size);
}

inline Octets Concatenate(Octets a, const Octets& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// Messages that a signer must not encode, by name; `size` is that of the modulus.
inline std::map<std::string, Octets> WrongMessages(HashAlgorithm hash, const Octets& digest, size_t size,
                                                   std::mt19937_64* random) {
  const Octets payload = Concatenate(DigestInfo(hash), digest);
  const Octets right = EncodePayload(payload, size);
  const size_t padding = size - payload.size() - 3;
  std::map<std::string, Octets> wrong;
  wrong["block type 0"] = Encode(0x00, payload, {}, padding, size);
  wrong["block type 2"] = Encode(0x02, payload, {}, padding, size);
  wrong["first octet"] = right;
  wrong["first octet"][0] = 0x01;
  // The forgery for exponent 3 and verifiers that do not look behind the digest.
  wrong["garbage behind"] = Encode(0x01, payload, RandomOctets(size, random), 8, size);
  wrong["zeros behind"] = Encode(0x01, payload, {}, 8, size);
  wrong["one octet behind"] = Encode(0x01, payload, {0x00}, padding - 1, size);
  wrong["padding octet"] = right;
  wrong["padding octet"][2 + (*random)() % padding] = 0xfe;
  wrong["early end of padding"] = right;
  wrong["early end of padding"][2 + (*random)() % padding] = 0x00;
  wrong["no end of padding"] = right;
  wrong["no end of padding"][padding + 2] = 0xff;
  wrong["random padding"] = wrong["block type 2"];
  for (size_t i = 0; i < padding; ++i)
    wrong["random padding"][2 + i] = static_cast<uint8_t>(1 + (*random)() % 255);
  wrong["no DigestInfo"] = EncodePayload(digest, size);
  wrong["flipped bit"] = right;
  wrong["flipped bit"][(*random)() % size] ^= static_cast<uint8_t>(1u << (*random)() % 8);
  wrong["all zero"] = Octets(size);
  wrong["only FF"] = Octets(size, 0xff);
  wrong["only FF"][0] = 0x00;
  Octets no_null = payload;
  no_null.erase(no_null.end() - static_cast<ptrdiff_t>(digest.size()) - 4,
                no_null.end() - static_cast<ptrdiff_t>(digest.size()) - 2);
  no_null[1] -= 2;
  no_null[3] -= 2;
  wrong["parameters absent"] = EncodePayload(no_null, size);
  Octets long_length = payload;
  long_length.insert(long_length.begin() + 1, 0x81);
  wrong["length in two octets"] = EncodePayload(long_length, size);
  Octets other_hash = payload;
  other_hash[DigestInfo(hash).size() - 5] ^= 0x03;  // The last arc of the OID.
  wrong["other hash"] = EncodePayload(other_hash, size);
  Octets shorter = payload;
  shorter.pop_back();
  wrong["shorter digest"] = EncodePayload(shorter, size);
  return wrong;
}

// Draws cases: every key with signatures made ahead, for signing takes a hundred times as long as checking.
class RsaCases {
 public:
  // Keys of every shape, `rounds` times; so many more signatures a key.
  RsaCases(uint64_t seed, int rounds) : random_(seed) {
    for (int round = 0; round < rounds; ++round) {
      for (const int bits : {1024, 2048}) {
        for (const ModulusShape shape : kModulusShapes) AddKey(bits, 65537, shape, true);
        AddKey(bits, 3, ModulusShape::kRandom, false);
      }
      for (const int bits : {512, 1016, 1031, 2040}) AddKey(bits, 65537, ModulusShape::kRandom, false);
    }
  }

  RsaCase Draw() {
    // Most mail has a key that lanes know.
    const std::vector<Signer>& signers = random_() % 16 == 0 ? others_ : for_lanes_;
    const Signer& signer = signers[random_() % signers.size()];
    RsaCase drawn = signer.ready[random_() % signer.ready.size()];
    if (random_() % 2 == 0) Change(signer, &drawn);
    drawn.for_lanes = signer.for_lanes && drawn.signature.size() == signer.key.octets &&
                      drawn.digest.size() == DigestSize(drawn.hash);
    return drawn;
  }

  std::mt19937_64& random() { return random_; }

 private:
  struct Signer {
    RsaTestKey key;
    bool for_lanes = false;
    std::vector<RsaCase> ready;
  };

  void AddKey(int bits, uint64_t exponent, ModulusShape shape, bool for_lanes) {
    Signer signer;
    signer.key = MakeRsaTestKey(bits, exponent, shape);
    signer.for_lanes = for_lanes;
    for (const HashAlgorithm hash : {HashAlgorithm::kSha256, HashAlgorithm::kSha1}) {
      const Octets digest = RandomOctets(DigestSize(hash), &random_);
      const auto add = [&](const Octets& of, const std::string& kind, const Octets& message) {
        if (BN_cmp(FromOctets(message).get(), signer.key.n.get()) >= 0) return;
        signer.ready.push_back({signer.key.key, hash, of, SignRaw(signer.key, message), kind});
      };
      for (const auto& [kind, message] : WrongMessages(hash, digest, signer.key.octets, &random_))
        add(digest, kind, message);
      for (int i = 0; i < 8; ++i) {
        const Octets other = RandomOctets(DigestSize(hash), &random_);
        add(other, "valid", EncodePayload(Concatenate(DigestInfo(hash), other), signer.key.octets));
      }
    }
    (for_lanes ? for_lanes_ : others_).push_back(std::move(signer));
  }

  void Change(const Signer& signer, RsaCase* drawn) {
    const uint64_t how = random_() % 20;
    drawn->kind += ", change " + std::to_string(how);
    if (how < 12) {
      const Number s = ChangedNumber(signer.key, FromOctets(drawn->signature), how);
      const bool fits = BN_num_bytes(s.get()) <= static_cast<int>(signer.key.octets);
      if (fits) drawn->signature = ToOctets(s, signer.key.octets);
      return;
    }
    Octets& signature = drawn->signature;
    switch (how) {
      case 12:
        signature[random_() % signature.size()] ^= static_cast<uint8_t>(1u << random_() % 8);
        break;
      case 13:
        signature.resize(random_() % signature.size());
        break;
      case 14:
        signature.erase(signature.begin());
        break;
      case 15:
        signature.insert(signature.begin(), 0x00);
        break;
      case 16:
        drawn->digest[random_() % drawn->digest.size()] ^= static_cast<uint8_t>(1u << random_() % 8);
        break;
      case 17:
        drawn->digest.resize(random_() % 40);
        break;
      case 18:
        drawn->hash = drawn->hash == HashAlgorithm::kSha1 ? HashAlgorithm::kSha256 : HashAlgorithm::kSha1;
        break;
      default: {  // Signed with another key.
        const std::vector<Signer>& signers = signer.for_lanes ? for_lanes_ : others_;
        const Signer& other = signers[random_() % signers.size()];
        signature = other.ready[random_() % other.ready.size()].signature;
      }
    }
  }

  Number ChangedNumber(const RsaTestKey& key, Number s, uint64_t how) {
    switch (how) {
      case 0:
      case 1:
        return NewNumber(how);
      case 2:
      case 3:
      case 4:  // n-1, n, n+1.
        s = Copy(key.n);
        BN_add_word(s.get(), how - 2);
        BN_sub_word(s.get(), 1);
        return s;
      case 5:  // The same residue, above the modulus.
        BN_add(s.get(), s.get(), key.n.get());
        return s;
      case 6:
        BN_sub(s.get(), key.n.get(), s.get());
        return s;
      case 7:
        s = PowerOfTwo(key.bits);
        BN_sub_word(s.get(), 1);
        return s;
      case 8:  // Anything from the modulus on.
        s = PowerOfTwo(key.bits);
        BN_sub(s.get(), s.get(), key.n.get());
        s = RandomBelow(s, &random_);
        BN_add(s.get(), s.get(), key.n.get());
        return s;
      case 9:
        BN_mod_lshift1(s.get(), s.get(), key.n.get(), NumberContext());
        return s;
      case 10:
        BN_mod_inverse(s.get(), s.get(), key.n.get(), NumberContext());
        return s;
      default:
        return RandomBelow(key.n, &random_);
    }
  }

  std::mt19937_64 random_;
  std::vector<Signer> for_lanes_;
  std::vector<Signer> others_;
};

// Puts `count` cases through the batch, some at a time, and through OpenSSL one by one.
inline void CompareWithOpenssl(const RsaKernels& kernels, RsaCases* cases, size_t count) {
  RsaBatch batch(kernels);
  SignatureVerifier verifier;
  size_t valid = 0, wrong = 0, done = 0;
  std::vector<RsaCase> group;
  std::vector<const PublicKey*> valid_with;
  while (done < count) {
    group.resize(1 + cases->random()() % 24);
    for (RsaCase& drawn : group) drawn = cases->Draw();
    valid_with.assign(group.size(), nullptr);
    for (size_t i = 0; i < group.size(); ++i) {
      const RsaCase& c = group[i];
      batch.Add({c.key.get(), c.hash, c.digest, c.signature, &valid_with[i]});
    }
    batch.Finish();
    for (size_t i = 0; i < group.size(); ++i) {
      const RsaCase& c = group[i];
      const bool expected = verifier.Verify(c.key, c.hash, c.digest, c.signature);
      const PublicKey* const wanted = expected && c.for_lanes ? c.key.get() : nullptr;
      ASSERT_EQ(valid_with[i], wanted) << c.kind << ", " << c.key->bits() << " bits, case " << done + i;
      ++(expected ? valid : wrong);
    }
    done += group.size();
  }
  // The comparison saw enough of both.
  EXPECT_GT(valid, done / 20);
  EXPECT_GT(wrong, done / 3);
  EXPECT_GT(batch.counts().checked, done / 2);
  EXPECT_GT(batch.counts().valid, done / 20);
}

}  // namespace kenpin::test

#endif  // KENPIN_ENGINE_CRYPTO_TEST_RSA_CASES_H_
