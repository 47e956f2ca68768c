// What the generator knows of the corpus as a whole, domain by domain: the outcomes of the rules that no
// single message decides.
#ifndef KENPIN_BENCH_CORPUS_CORPUS_TRUTH_H_
#define KENPIN_BENCH_CORPUS_CORPUS_TRUTH_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "bench/corpus/defects.h"
#include "bench/corpus/message.h"

namespace kenpin::corpus {

// What one message adds to its domain.
struct CorpusShare {
  const Sender* sender = nullptr;  // Null: whose mail it is, is not certain, and no domain's truth counts it.
  bool direct = true;              // It did not come by a list or a forwarder.
  bool plain = true;               // No defect touches what the class and the identity rest on.
  MailKind kind = MailKind::kCampaign;
  std::string address;          // From.
  std::string signer;           // d= of the first signature.
  std::string client;           // Its address, or empty.
  std::optional<int64_t> time;  // Unix seconds; empty: it depends on a field that a defect spoilt.
  bool to_gmail = false;
  std::string recipient;
  std::optional<std::string> message_id;  // Empty: none, or open. Without a shared one: "".
  std::optional<std::string> uri;         // Of one-click unsubscribe. Empty: none, or open.
  UriLook look = UriLook::kToken;
};
CorpusShare ShareOf(const Message& message, std::span<const Defect* const> defects);

// Collects the shares in the order of the messages. Memory grows with domains, days, clients and identities,
// and with the messages to Gmail, whose times it keeps.
class CorpusTruth {
 public:
  void Add(const CorpusShare& share);

  // One line of JSON a domain, in the order of their names:
  //   {"domain":D,"corpus_rules":{RULE:OUTCOME},"figures":{RULE:{NAME:NUMBER}},"told":{RULE:OUTCOME}}
  // "told" holds for a scan that is given traffic.csv and postmaster.csv. What is open is left out.
  std::string Write() const;

 private:
  struct Stream {
    uint64_t messages = 0;
    std::string uri, recipient;  // Of the first.
    bool uris_differ = false;
    bool recipients_differ = false;
  };
  struct SharedId {
    uint64_t messages = 0;
    bool reused = false;  // On messages that differ.
    std::set<std::string> recipients;
  };
  struct Domain {
    const Sender* sender = nullptr;
    uint64_t messages_with_id = 0;
    std::map<std::string, SharedId> shared_ids;
    std::map<std::string, Stream> streams;  // By From address.
    std::map<UriLook, uint64_t> looks;
    uint64_t uris = 0;
    uint64_t open_uris = 0;
    std::vector<int64_t> gmail_times;
    std::map<int64_t, uint64_t> days;  // Messages by days since 1970.
    std::map<std::string, std::map<int64_t, uint64_t>> client_days;
    uint64_t undated = 0;
    uint64_t campaigns = 0;  // Direct ones.
    uint64_t notices = 0;
    uint64_t unclear = 0;  // Direct ones that are not plain.
    std::set<std::tuple<std::string, std::string, std::string>> campaign_identities, notice_identities;
  };
  struct Judged;

  static void JudgeIds(const Domain& domain, Judged& judged);
  static void JudgeUris(const Domain& domain, Judged& judged);
  static void JudgeVolume(const Domain& domain, Judged& judged);
  static void JudgeStreams(const Domain& domain, Judged& judged);

  std::map<std::string, Domain> domains_;
};

// traffic.csv for --traffic-map, by List-Id and From, and postmaster.csv for --postmaster: made-up reports
// about every company, of which some are bad.
std::string WriteTrafficMap();
std::string WritePostmaster(int64_t last_day);

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_CORPUS_TRUTH_H_
