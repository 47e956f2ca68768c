// What `kenpin explain` tells of one message: the evidence and verdicts that a scan would have, and what was
// looked at besides because somebody asks. Plain data; the writers are explain_text.h and explain_json.h.
#ifndef KENPIN_ENGINE_REPORT_EXPLANATION_H_
#define KENPIN_ENGINE_REPORT_EXPLANATION_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/auth/evidence.h"
#include "engine/mail/message_view.h"
#include "io/dns.h"
#include "rules/rule.h"

namespace kenpin {

// One hop of the trace, topmost first.
struct ExplainedHop {
  ReceivedHop said;
  bool border = false;
};

// Why a receiver's field is not believed.
enum class Disbelief : uint8_t {
  kBelieved,       // It is.
  kNotDelivered,   // The mode says that no receiver has seen the message.
  kContradiction,  // Two fields of the hop name different clients.
  kNoBorder,       // No hop is known at which a receiver took the message.
  kBelowBorder,    // It stands where the sender could have written it.
  kForeignId,      // Its authserv-id is not the receiver's.
};
std::string_view DisbeliefText(Disbelief disbelief);  // A few words for people.
std::string_view DisbeliefName(Disbelief disbelief);  // "believed", "not_delivered", ...

// An Authentication-Results or Received-SPF field.
struct ExplainedClaim {
  std::string_view name;  // Of the field.
  std::string_view body;
  uint32_t received_above = 0;
  Disbelief disbelief = Disbelief::kBelieved;
};

// One name of h=.
struct ExplainedField {
  std::string_view name;
  std::optional<uint32_t> field;  // Which field of the header it is, from 1; absent: none (over-signed).
};

struct ExplainedSignature {
  std::vector<ExplainedField> fields;  // In the order of h=.
  std::string stated_body_hash;        // bh= as base64; empty if it can not be read.
  std::string key_name;                // Empty when none was asked for.
  std::optional<DnsStatus> key_status;
  std::vector<std::string> key_records;
  std::vector<std::string> key_cnames;
  // With a body hash that does not match: what would make it match.
  std::string_view cause;  // The word; empty where nothing was looked for.
  std::string cause_text;
};

// A name that SPF or DKIM authenticates, beside the Author Domain.
struct ExplainedName {
  std::string label;  // "DKIM 1", "MAIL FROM".
  std::string_view domain;
  std::string_view result;  // The protocol's word.
  AlignmentFacts names;
  std::string walk_org;       // By the tree walk; empty when unknown.
  std::string_view list_org;  // By the public suffix list; empty for a suffix.
};

// An entity of the MIME tree, in the order of the message.
struct MimeNode {
  uint32_t depth = 0;
  std::string type;     // "multipart/alternative"
  std::string charset;  // Empty if nothing is said; likewise below.
  std::string encoding;
  std::string disposition;
  std::string file_name;
  uint64_t octets = 0;  // Of a leaf's content as it stands.
};

struct MimeTree {
  std::vector<MimeNode> nodes;
  std::string_view not_drawn;  // Why there are none, or not all; empty if all stand here.
};

struct Explanation {
  std::string_view source;
  uint64_t offset = 0;
  uint64_t length = 0;
  const Evidence* evidence = nullptr;
  const Evidence* judged = nullptr;  // That `evidence` is a redacted copy of; null: none is.
  const VerdictSet* verdicts = nullptr;
  const MessageView* view = nullptr;
  std::optional<std::array<uint8_t, 32>> body_digest;
  Provider profile = Provider::kGmail;
  bool mode_told = false;  // --mode.
  std::string dns;         // Who was asked.
  std::vector<ExplainedHop> hops;
  std::vector<ExplainedClaim> claims;
  std::vector<ExplainedSignature> signatures;  // One for each of the evidence.
  // What the commands of these names would say; empty where there was nothing to ask.
  std::string spf_text;
  std::string spf_json;
  std::string dmarc_text;
  std::string dmarc_json;
  std::string author_walk_org;
  std::vector<ExplainedName> names;
  MimeTree mime;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_EXPLANATION_H_
