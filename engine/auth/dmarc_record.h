// DMARC Policy Records: the TXT records at _dmarc.<domain> (RFC 9989 §4.7 and §4.8, RFC 7489 §6.3). A record
// is read as far as it goes: what is wrong with it is data, and only a missing or invalid policy can spoil
// it.
#ifndef KENPIN_ENGINE_AUTH_DMARC_RECORD_H_
#define KENPIN_ENGINE_AUTH_DMARC_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/auth/dmarc_result.h"
#include "io/dns.h"

namespace kenpin {

// The standards know 14 tags, and unknown ones must be ignored; nobody needs to be able to publish thousands.
// What follows the limit is not read (DmarcFlaw::kTooManyTags).
inline constexpr size_t kMaxDmarcTags = 64;
// RFC 7489 §6.2 asks receivers to serve two at least. The rest is not read (DmarcFlaw::kTooManyUris).
inline constexpr size_t kMaxReportUris = 16;
// Two records at one name are as bad as any number; so many are kept to be shown.
inline constexpr size_t kMaxDmarcRecordsKept = 4;

// One entry of rua= or ruf= that is a URI.
struct ReportUri {
  std::string text;    // Without "!size".
  std::string domain;  // mailto: the address's domain in lower case; empty for other schemes.
};

// fo=, bits.
inline constexpr uint8_t kFailureReportAll = 1;   // 0: when nothing aligned passes. The default.
inline constexpr uint8_t kFailureReportAny = 2;   // 1: when anything fails.
inline constexpr uint8_t kFailureReportDkim = 4;  // d.
inline constexpr uint8_t kFailureReportSpf = 8;   // s.

struct DmarcRecord {
  std::string text;  // As published.
  // Legal values only; absent also when the tag has another one (see flaws).
  std::optional<DmarcPolicy> p;
  std::optional<DmarcPolicy> sp;
  std::optional<DmarcPolicy> np;
  DmarcPsd psd = DmarcPsd::kUndefined;
  bool testing = false;  // t=y: the policy shall be applied one level lower.
  AlignmentMode adkim = AlignmentMode::kRelaxed;
  AlignmentMode aspf = AlignmentMode::kRelaxed;
  std::vector<ReportUri> rua;
  std::vector<ReportUri> ruf;
  uint8_t fo = kFailureReportAll;
  // The tags that RFC 9989 removed, as written. They change nothing.
  std::optional<std::string> pct;
  std::optional<std::string> rf;
  std::optional<std::string> ri;
  DmarcFlaws flaws;

  // §4.10.1: p= is missing or invalid, or sp= or np= invalid. With an address for reports the record then
  // acts as p=none; without one it is not usable at all.
  bool policy_broken() const {
    return flaws.Has(DmarcFlaw::kPolicyMissing) || flaws.Has(DmarcFlaw::kPolicyInvalid) ||
           flaws.Has(DmarcFlaw::kSubdomainPolicyInvalid) || flaws.Has(DmarcFlaw::kNonexistentPolicyInvalid);
  }
  bool usable() const { return !policy_broken() || !rua.empty(); }
};

// Parses one TXT record. Returns nullopt for a text that does not begin with a v= of exactly DMARC1 (§4.7:
// such a text is no DMARC Policy Record at all). Linear, whatever the text; values are compared without case.
// Pure; any thread.
std::optional<DmarcRecord> ParseDmarcRecord(std::string_view text);

// What stands at one _dmarc name.
struct DmarcAnswer {
  std::vector<DmarcRecord> records;  // In the order of the answer, at most kMaxDmarcRecordsKept.
  size_t record_count = 0;           // All of them.
  // The first text that is no DMARC Policy Record, but looks as if it should be one; else empty.
  std::string near_record;

  // The record that counts. Several are all discarded (RFC 9989 §4.10 steps 2 and 6, RFC 7489 §6.6.3).
  const DmarcRecord* single() const { return record_count == 1 ? &records.front() : nullptr; }
};
DmarcAnswer ParseDmarcAnswer(const DnsAnswer& answer);

// Parsed answers by answer. Thread-safe; one a process or run. Grows with the distinct answers of the
// DnsClient only.
class DmarcStore {
 public:
  DmarcStore();
  ~DmarcStore();
  DmarcStore(const DmarcStore&) = delete;
  DmarcStore& operator=(const DmarcStore&) = delete;

  // What `answer` holds, parsed when it is first seen. The answer belongs to a DnsClient that outlives the
  // store (it is known by its address); the result lives as long as the store.
  const DmarcAnswer& Get(const DnsAnswer& answer);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_DMARC_RECORD_H_
