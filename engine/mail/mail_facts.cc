// The list of everything that is asked of a header section. Beyond this point nobody looks at header bytes
// but the signature code.
#include "engine/mail/mail_facts.h"

#include <algorithm>

#include "engine/mail/corpus_signs.h"
#include "engine/mail/date.h"
#include "engine/mail/encoded_word.h"
#include "engine/mail/format_facts.h"
#include "engine/mail/from.h"
#include "engine/mail/identity_facts.h"
#include "engine/mail/list_unsubscribe.h"
#include "engine/mail/message_id.h"
#include "engine/mail/relay_facts.h"
#include "engine/mail/system_marks.h"

namespace kenpin {

MailFacts CollectMailFacts(const MessageView& message, Arena& arena) {
  MailFacts facts;
  facts.flaws = message.flaws();
  facts.header_line_ends = message.facts().line_ends;
  facts.longest_header_line = message.facts().longest_line;
  facts.header_lines_over_78 = message.facts().lines_over_78;
  facts.header_text = ClassifyHeaderText(message);
  facts.has_exchange_fields = message.count(FieldId::kXMsExchange) > 0;
  facts.has_return_path = message.count(FieldId::kReturnPath) > 0;
  facts.dkim2_signatures = message.count(FieldId::kDkim2Signature);
  facts.date = ParseDateFacts(message);
  const ShownAddresses addresses = ParseShownAddresses(message, arena);
  facts.from = ParseFromFacts(message, addresses.from, arena, &facts.flaws);
  facts.sender = ParseSenderFacts(message, arena, &facts.flaws);
  facts.message_id = ParseMessageIdFacts(message);
  facts.repeats = FindRepeats(message);
  facts.encoded_words = ParseEncodedWordFacts(message, arena);
  facts.sizes = MeasureHeader(message);
  facts.received.count = message.count(FieldId::kReceived);
  facts.unsubscribe = ParseListUnsubscribeFacts(message, arena);
  if (facts.unsubscribe.cut) facts.flaws.Add(ParseFlaw::kTooManyListUris);
  facts.corpus = ParseCorpusSigns(message, addresses.to, facts.unsubscribe, arena);
  facts.signs = FindTrafficSigns(message);
  facts.relay = FindRelayFacts(message, arena);
  facts.feedback_id = ParseFeedbackIdFacts(message);
  facts.marks = FindSystemMarks(message);
  facts.identity = ParseIdentityFacts(message, addresses, facts.from, facts.sender, arena);
  if (facts.identity.shown_text_cut) facts.flaws.Add(ParseFlaw::kShownTextTooLong);
  return facts;
}

void AddMime(const MimeWalk& walk, MailFacts* facts) {
  facts->mime = walk.facts;
  facts->flaws |= walk.flaws;
}

void AddBodyLines(const LineEndCounts& line_ends, uint64_t longest_line, MailFacts* facts) {
  facts->body_line_ends = line_ends;
  facts->longest_body_line = longest_line;
  LineEndCounts whole = facts->header_line_ends;
  whole += line_ends;
  if (whole.lone_cr != 0) facts->flaws.Add(ParseFlaw::kBareCr);
  if (whole.mixed()) facts->flaws.Add(ParseFlaw::kMixedEol);
}

}  // namespace kenpin
