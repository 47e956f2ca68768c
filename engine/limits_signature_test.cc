// Signatures, chains and keys at their limits.
#include <algorithm>
#include <string>
#include <vector>

#include "engine/crypto/public_key.h"
#include "engine/dkim/key_record.h"
#include "engine/dkim/test_signer.h"
#include "engine/dkim/test_verification.h"
#include "engine/test_limit_cases.h"
#include "tests/fake_dns.h"

namespace kenpin::test {
namespace {

const std::string kUsual = "From: a@example.com\r\nSubject: b\r\n";
const std::string kBody = "\r\nHello.\r\n";
const std::string kNoBody = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

std::string Signature(const std::string& more, const std::string& fields = "From") {
  return "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=s; h=" + fields +
         "; bh=" + kNoBody + "; b=AAAA" + more + "\r\n";
}

std::string Flaws(const std::string& header) { return JudgeForLimits(header + kUsual + kBody, "flaws"); }
std::string Dkim(const std::string& header) { return JudgeForLimits(header + kUsual + kBody, "dkim"); }

std::string Tags(uint64_t tags) {
  std::string more;
  for (uint64_t i = 8; i < tags; ++i) more += "; x" + std::to_string(i) + "=y";
  return Signature(more);
}

// Four signatures over one long field and From, of which the last one signs a short field besides.
std::string SignedOctets(uint64_t octets) {
  constexpr uint64_t kLong = 3'140'000;
  const std::string from = "From: a@example.com\r\n";
  std::string field = "X-A: x\r\n";
  while (field.size() < kLong)
    field += " " + std::string(std::min<uint64_t>(kLong - field.size(), 900) - 3, 'x') + "\r\n";
  const std::string last = "X-B: " + std::string(octets - 4 * (kLong + from.size()) - 7, 'x') + "\r\n";
  return JudgeForLimits(
      Times(3, Signature("", "From:X-A")) + Signature("", "From:X-A:X-B") + from + field + last + kBody,
      "flaws");
}

std::string BodyHashes(uint64_t hashes) {
  std::string header;
  for (uint64_t i = 1; i < hashes; ++i) header += Signature("; l=" + std::to_string(i));
  return Flaws(header);
}

// The keys at the selector, of which the last one is right.
std::string Keys(uint64_t keys) {
  static const std::string wrong = RsaRecord(MakeRsaKey(1024));
  std::vector<std::string> records(keys - 1, wrong);
  records.push_back(RsaRecord(TestRsaKey()));
  const SignOptions options;
  FakeDns dns;
  dns.SetTxt(options.selector + "._domainkey." + options.domain, records);
  const Verification verification(SignMessage(kUsual + kBody, TestRsaKey(), options), dns);
  return Quoted(DkimReasonName(verification.evidence.at(0).reason));
}

std::vector<uint8_t> Der(uint8_t tag, const std::vector<uint8_t>& content) {
  std::vector<uint8_t> out(content.size() + 4);
  out[0] = tag;
  out[1] = 0x82;
  out[2] = static_cast<uint8_t>(content.size() >> 8);
  out[3] = static_cast<uint8_t>(content.size());
  std::copy(content.begin(), content.end(), out.begin() + 4);
  return out;
}

// 2^(bits-1) + 1.
std::vector<uint8_t> OddNumber(uint64_t bits) {
  std::vector<uint8_t> number((bits - 1) / 8 + 1);
  number.front() = static_cast<uint8_t>(1u << ((bits - 1) % 8));
  number.back() |= 1;
  number.insert(number.begin(), 0);
  return number;
}

std::string RsaKey(uint64_t bits, uint64_t exponent_bits) {
  std::vector<uint8_t> numbers = Der(2, OddNumber(bits));
  const std::vector<uint8_t> exponent = Der(2, OddNumber(exponent_bits));
  numbers.insert(numbers.end(), exponent.begin(), exponent.end());
  const std::vector<uint8_t> der = Der(0x30, numbers);
  const std::optional<KeyRecord> record = ParseKeyRecord("v=DKIM1; k=rsa; p=" + Base64(der));
  return record && record->error ? Quoted(DkimReasonName(*record->error)) : "";
}

std::string Chain(uint64_t sets) {
  std::string header;
  for (uint64_t i = 1; i <= sets; ++i) {
    const std::string instance = "i=" + std::to_string(i);
    header += "ARC-Seal: " + instance + "; a=rsa-sha256; cv=pass; d=a.example; s=s; b=AAAA\r\n";
    header += "ARC-Message-Signature: " + instance +
              "; a=rsa-sha256; d=a.example; s=s; h=From; bh=" + kNoBody +
              "; b=AAAA\r\nARC-Authentication-Results: " + instance + "; a.example; none\r\n";
  }
  return Flaws(header);
}

}  // namespace

std::vector<LimitCase> SignatureLimitCases() {
  return {
      {"kMaxTags", [](uint64_t n) { return Flaws(Tags(n)); }},
      {"kMaxLimitDigits", [](uint64_t n) { return Dkim(Signature("; l=" + std::string(n, '9'))); }},
      {"kMaxTimeDigits", [](uint64_t n) { return Dkim(Signature("; t=" + std::string(n, '1'))); }},
      {"kMaxSignaturesPerMessage", [](uint64_t n) { return Flaws(Times(n, Signature(""))); }},
      {"kMaxSignedHeaderBytes", SignedOctets},
      {"kMaxBodyHashesPerMessage", BodyHashes},
      {"kMaxKeysPerSelector", Keys},
      {"kMaxRsaBits", [](uint64_t n) { return RsaKey(n, 17); }},
      {"kMaxRsaExponentBits", [](uint64_t n) { return RsaKey(1024, n); }},
      {"kMaxArcSets", Chain},
  };
}

}  // namespace kenpin::test
