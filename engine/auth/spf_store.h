// Remembers what SPF said, for the whole run: a campaign is one client, one envelope domain and a million
// messages, and check_host() says the same of each.
#ifndef KENPIN_ENGINE_AUTH_SPF_STORE_H_
#define KENPIN_ENGINE_AUTH_SPF_STORE_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/auth/bounded_memo.h"
#include "engine/auth/evidence.h"
#include "engine/auth/spf.h"
#include "io/dns.h"

namespace kenpin {

// What one store may hold; results beyond it are worked out each time.
inline constexpr uint64_t kMaxSpfStoreBytes = uint64_t{128} << 20;

// Thread-safe. To be used with one DnsClient only.
//
// An evaluation is kept by client, HELO name, envelope domain and epoch; by the local part as well only where
// check_host() filled it into a name (SpfEvaluation::depends_on_local_part). Which of the two it is depends
// on what stands before the first such macro, so it is the same for all senders of a domain, whoever came
// first.
class SpfStore {
 public:
  explicit SpfStore(uint64_t max_bytes = kMaxSpfStoreBytes) : evaluations_(max_bytes), audits_(max_bytes) {}

  // EvaluateSpf() with the usual limits and without the explanation, which may hold the time. Null: open
  // questions were appended to `open`. Else an evaluation that lives as long as the store or, where the store
  // is full, `*spare`, which is then overwritten and belongs to the caller. A hit does not allocate.
  const SpfEvaluation* Evaluate(const SpfQuery& query, DnsClient& dns, int64_t at,
                                std::vector<DnsQuestionId>* open, SpfEvaluation* spare);

  // AuditSpfRecord(). nullopt: open questions were appended to `open`. A hit does not allocate.
  std::optional<SpfRecordFacts> Audit(std::string_view domain, IpFamily family, DnsClient& dns, int64_t at,
                                      std::vector<DnsQuestionId>* open);

 private:
  BoundedMemo<SpfEvaluation> evaluations_;
  BoundedMemo<SpfRecordFacts> audits_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_SPF_STORE_H_
