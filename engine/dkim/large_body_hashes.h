// The body hashes of a message that is too large to be kept: its body passes by once, in pieces. What is to
// be hashed is known from the header, which stands at the message's beginning.
//
// The body is read by the standard reading of line ends only: with RFC 6376, CRLF and LF end lines. With
// quoted lines of an mbox it is hashed in both ways, as stored and unquoted.
#ifndef KENPIN_ENGINE_DKIM_LARGE_BODY_HASHES_H_
#define KENPIN_ENGINE_DKIM_LARGE_BODY_HASHES_H_

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "engine/dkim/body_hash.h"
#include "engine/dkim/mbox_unquoter.h"
#include "engine/mail/message_view.h"
#include "io/large_body.h"

namespace kenpin {

// What every message is asked for, signed or not: the digest of its relaxed canonical body.
inline constexpr BodyHashRequest kBodyDigest{Canonicalization::kRelaxed, HashAlgorithm::kSha256,
                                             kNoBodyLimit};

// What the body of a message may be asked for: kBodyDigest, and what its signatures and ARC message
// signatures say as far as they are looked at. Distinct, at most kMaxHashesOfBody. Whether a signature is
// evaluated in the end does not matter here.
std::vector<BodyHashRequest> BodyHashRequestsOf(const MessageView& view);

// One body. As LargeBody.
class LargeBodyHashes final : public LargeBody {
 public:
  LargeBodyHashes(std::span<const BodyHashRequest> requests, bool in_mbox);
  ~LargeBodyHashes() override;

  void Take(std::string_view octets) override;
  void End() override;

  // After End(): fills each of `hashes` for its own request, and moves those to the front that were
  // requested. Returns these.
  std::span<BodyHash> Fill(MboxQuoting quoting, std::span<BodyHash> hashes) const;

 private:
  class Stream;

  std::unique_ptr<Stream> as_stored_;
  std::unique_ptr<Stream> unquoted_;  // Null as long as nothing was quoted: there is no difference.
  bool in_mbox_;
  MboxUnquoter unquoter_;
};

// Makes a LargeBodyHashes of every message whose header section is there to its end. Thread-safe.
class LargeBodyHasher final : public LargeBodies {
 public:
  std::unique_ptr<LargeBody> Begin(std::string_view message, bool in_mbox) const override;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DKIM_LARGE_BODY_HASHES_H_
