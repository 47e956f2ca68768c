// Received-SPF fields: views that live, addresses that are unmapped.
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/ip_address.h"
#include "engine/mail/received_spf.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace kenpin;
  using fuzz::Require;
  const fuzz::Exact text(fuzz::InputText(data, size));
  Arena arena;
  const ReceivedSpf field = ParseReceivedSpf(text.view(), arena);
  size_t octets = 0;
  for (const std::string_view view :
       {field.comment, field.envelope_from, field.helo, field.receiver, field.identity, field.problem}) {
    fuzz::Touch(view);
    octets += view.size();
  }
  Require(octets <= size, "parts of the field do not overlap");
  Require(fuzz::LiesIn(field.authority, field.comment) || field.authority.size() <= field.comment.size(),
          "the authority is part of the comment");
  Require(field.has_envelope_from || field.envelope_from.empty(), "an envelope that is not there is empty");
  for (const auto& client : {field.client, field.comment_client, FindClientInComment(text.view())}) {
    if (client) Require(*client == Unmapped(*client), "addresses are unmapped");
  }
  return 0;
}
