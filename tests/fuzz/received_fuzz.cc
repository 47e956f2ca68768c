// Received fields: tokens in order, clauses inside of the field, a hop whose parts are what they claim to be.
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/ip_address.h"
#include "engine/mail/received.h"
#include "engine/mail/received_hop.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace kenpin;
  using fuzz::Require;
  const fuzz::Exact text(fuzz::InputText(data, size));
  ReceivedTokenizer tokenizer(text.view());
  const char* end = text.view().data();
  for (ReceivedToken token = tokenizer.Next(); token.kind != ReceivedTokenKind::kEnd;
       token = tokenizer.Next()) {
    Require(!token.text.empty() && token.text.data() >= end && fuzz::LiesIn(token.text, text.view()),
            "tokens are in order inside of the field");
    end = token.text.data() + token.text.size();
  }
  Require(tokenizer.position() <= size, "the tokenizer stays inside");

  const ReceivedClauses clauses = ParseReceived(text.view());
  for (const std::string_view clause :
       {clauses.from, clauses.by, clauses.via, clauses.with, clauses.id, clauses.for_, clauses.date}) {
    Require(fuzz::LiesIn(clause, text.view()), "clauses lie inside of the field");
  }

  Arena arena;
  const ReceivedHop hop = ParseReceivedHop(text.view(), arena);
  for (const std::string_view view : {hop.by, hop.helo, hop.peer_name_text, hop.with}) fuzz::Touch(view);
  for (const std::string_view name : {hop.by, hop.peer_name_text}) {
    for (const char c : name) Require(c < 'A' || c > 'Z', "names are in lower case");
  }
  const bool named = hop.peer_name == PeerName::kVerified || hop.peer_name == PeerName::kForged;
  Require(named == !hop.peer_name_text.empty(), "a name goes with what is said of it");
  if (hop.peer) {
    Require(*hop.peer == Unmapped(*hop.peer), "mapped addresses are unmapped");
    Require(ParseIpAddress(FormatIpAddress(*hop.peer)) == *hop.peer, "an address is written and read again");
    IsInternalAddress(*hop.peer);
  }
  return 0;
}
