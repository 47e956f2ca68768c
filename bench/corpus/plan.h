// Draws what a message shall be, from the seed, its ordinal and what a defect needs of it.
#ifndef KENPIN_BENCH_CORPUS_PLAN_H_
#define KENPIN_BENCH_CORPUS_PLAN_H_

#include <cstdint>

#include "bench/corpus/message.h"
#include "bench/corpus/random.h"

namespace kenpin::corpus {

// What a defect needs of the message that it is put into; values are or-ed. Most exist so that the outcome is
// beyond doubt: a message with two signatures of which one is broken would leave several rules open, so
// broken signatures stand alone.
enum Need : uint32_t {
  kNeedsNothing = 0,
  kCampaignOnly = 1U << 0,    // Marketing signs in the header.
  kUnsigned = 1U << 1,        // No signature.
  kSingle = 1U << 2,          // One author signature, RSA 2048.
  kDouble = 1U << 3,          // Author signature, then the service's.
  kThirdParty = 1U << 4,      // Only the service's signature.
  kEd25519Only = 1U << 5,     // One author signature, Ed25519.
  kWithFeedback = 1U << 6,    // A Feedback-ID field.
  kNoFeedback = 1U << 7,      // None.
  kAsciiText = 1U << 8,       // One text/plain part, 7bit, ASCII.
  kBase64Text = 1U << 9,      // One text/plain part in base64.
  kEightBitText = 1U << 10,   // One Japanese text/plain part, 8bit.
  kMultipart = 1U << 11,      // multipart/alternative.
  kAsciiHeader = 1U << 12,    // No encoded-words.
  kNoFromLines = 1U << 13,    // No "From " at the beginning of a body line.
  kNotOversigned = 1U << 14,  // h= lists From once.
  kAuthorNull = 1U << 15,     // The Author Domain is null afterwards: not exactly one usable author address.
  kAuthorOpen = 1U << 16,     // Whether the Author Domain is usable is left open.
  kIdOpen = 1U << 17,         // What the Message-ID is afterwards is left open.
  kDeliveredOnly = 1U << 18,  // Makes sense only in delivered mail.
  kPresendOnly = 1U << 19,    // Makes sense only before sending.
  kEditsSubject = 1U << 20,   // Rewrites Subject: no two of these in one message.
  kEnvelope = 1U << 21,       // Edits envelope or client: not where one of each is given for all mail.
  kClientKnown = 1U << 22,    // The outcome needs the client: delivered mail, or one with an envelope.
  kOwnBounce = 1U << 23,      // The envelope sender is in the sender's own domain, whatever the service.
};

// What all messages of a corpus share.
struct PlanFrame {
  uint64_t seed = 1;
  uint64_t messages = 1;
  MailMode mode = MailMode::kDelivered;
  EnvelopeGiven given = EnvelopeGiven::kNothing;
  bool flawless = false;  // Without the lawful habits that rules remark on, either.
  int64_t start = 0;      // Unix seconds of the first delivery.
  LogNormalSizes sizes{30000, 60000};
  uint64_t smallest_body = 700;   // What is drawn below it is raised to it.
  bool single_signature = false;  // One author signature, RSA 2048, unless a defect needs other ones.
};

// Seconds between the first mail and the last. Deliveries spread over ten days, and the snapshot is dated in
// their middle, so that it is contemporary with all of them (seven days). Mail that waits to be sent was made
// within half a day, and is judged at the end of it.
constexpr int64_t SpanOf(MailMode mode) { return mode == MailMode::kPresend ? 43200 : 10 * 86400; }

// Pure: same arguments, same plan. `sender` is null unless a defect asks for a certain one.
Plan DrawPlan(const PlanFrame& frame, uint64_t ordinal, uint32_t needs, const Sender* sender);

// The one SMTP session that kOptions gives to all mail.
Client GivenClient();
std::string GivenBounceDomain();

// The service's own signature, for plans and for defects that add one.
SignerPlan ServiceSigner(const Plan& plan, const Service& service);

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_PLAN_H_
