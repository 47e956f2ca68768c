// Defects: rows of a table, each with what it does to a message and which outcomes that changes.
#ifndef KENPIN_BENCH_CORPUS_DEFECTS_H_
#define KENPIN_BENCH_CORPUS_DEFECTS_H_

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bench/corpus/message.h"
#include "bench/corpus/plan.h"
#include "bench/corpus/truth.h"

namespace kenpin::corpus {

// A row as it is written in the tables of defects_*.cc. Any of the three edits may be null.
struct DefectRow {
  std::string_view name;
  std::string_view about;  // What is wrong, in one phrase.
  uint32_t needs = kNeedsNothing;
  std::string_view
      claims;  // "rule=outcome" by spaces; "rule=?" where the catalogue of rules leaves the outcome open.
  uint64_t demo_millionths = 3'000;     // Its share of a demo corpus.
  void (*plan)(Plan&) = nullptr;        // Before anything is written.
  void (*compose)(Message&) = nullptr;  // Before signing: the signature covers the defect and stays valid.
  void (*tamper)(Message&) = nullptr;   // After signing.
  bool alone = false;                   // No second defect may join it.
  std::string_view sender = {};         // From domain of the sender that it takes; empty: any that fits.
};

// Several signature outcomes that go together. No passing signature: nothing is verified, aligned or covered.
#define KENPIN_NO_PASSING_SIGNATURE \
  "auth-dkim=fail dkim-verify=fail align-dkim=fail unsub-dkim-covered=fail unsub-one-click=fail"
// It verifies over the stored message, which is all that dkim-verify asks, and does not count: sha1, a short
// key, expiry.
#define KENPIN_VERIFIED_IN_VAIN "auth-dkim=fail align-dkim=fail unsub-dkim-covered=fail unsub-one-click=fail"
// The outcomes when it can not be told whether the signature passes.
#define KENPIN_UNTOLD_SIGNATURE                                                          \
  "auth-dkim=unknown dkim-verify=unknown align-dkim=unknown unsub-dkim-covered=unknown " \
  "unsub-one-click=unknown"

std::span<const DefectRow> HeaderDefects();  // defects_header.cc: dates, authors, Message-IDs, sizes.
std::span<const DefectRow> BodyDefects();    // defects_body.cc: lines, line ends, MIME.
std::span<const DefectRow>
SignatureDefects();                       // defects_signature.cc: DKIM-Signature fields and what they cover.
std::span<const DefectRow> KeyDefects();  // defects_key.cc: what DNS says of the key.
std::span<const DefectRow>
UnsubscribeDefects();                     // defects_unsubscribe.cc: List-Unsubscribe, its Post, Feedback-ID.
std::span<const DefectRow> SpfDefects();  // defects_spf.cc: what DNS says of the envelope sender.
std::span<const DefectRow> DmarcDefects();     // defects_dmarc.cc: what DNS says of the Author Domain.
std::span<const DefectRow> DeliveryDefects();  // defects_delivery.cc: the client, its names, TLS.
std::span<const DefectRow>
RelayDefects();  // defects_relay.cc: lists, forwarders, what receivers claim or seem to claim.
std::span<const DefectRow> IdentityDefects();  // defects_identity.cc: From, its name, the subject, scripts.
std::span<const DefectRow> ContentDefects();   // defects_content.cc: the body's words, HTML and links.
std::span<const DefectRow> CorpusDefects();    // defects_corpus.cc: what only many messages show.
std::span<const DefectRow> SystemDefects();    // defects_system.cc: mail of sending systems that exist.

// The share of a defect of authentication in a demo corpus.
inline constexpr uint64_t kRareMillionths = 2'000;

struct Defect {
  DefectRow row;
  std::vector<Expectation> claims;
  bool may_be_second =
      false;  // Needs nothing, so that it can join another defect whose rules are different ones.
  bool authentication = false;  // What it claims takes SPF, DMARC or a receiver's word to see.
};

// All rows, in the order of the tables. Made at first use.
std::span<const Defect> Defects();

// Null if there is none of that name.
const Defect* FindDefect(std::string_view name);

// At most two defects of one message.
using ChosenDefects = std::vector<const Defect*>;

// Which share of the messages gets which defect.
class DefectMix {
 public:
  // "usual", "demo", "none", "flawless" (CorpusOptions), "all", or NAME=RATE,NAME=RATE,... with rates from 0
  // to 1. `mode` and `given` leave out the rows that do not fit them. On a mistake returns an empty mix and
  // says in *error what is wrong.
  static DefectMix Parse(std::string_view text, MailMode mode, EnvelopeGiven given, std::string* error);

  // Pure. Defects are spread evenly over the ordinals: a rate of 0.003 gives every run of a thousand messages
  // two to four of them.
  ChosenDefects Choose(uint64_t seed, uint64_t ordinal) const;

 private:
  struct Share {
    const Defect* defect = nullptr;
    uint64_t millionths = 0;
  };
  // Makes all shares together as large as this, each in proportion.
  void ScaleTo(uint64_t millionths);

  std::vector<Share> shares_;
  bool pairs_ = false;
};

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_DEFECTS_H_
