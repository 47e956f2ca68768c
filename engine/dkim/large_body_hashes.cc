#include "engine/dkim/large_body_hashes.h"

#include <algorithm>

#include "engine/dkim/canonical_hashes.h"
#include "engine/dkim/signature.h"
#include "engine/mail/arena.h"

namespace kenpin {
namespace {

void AddRequest(const DkimSignature& signature, std::vector<BodyHashRequest>* requests) {
  if (signature.error) return;
  const BodyHashRequest request = signature.body_hash_request();
  if (std::find(requests->begin(), requests->end(), request) == requests->end()) requests->push_back(request);
}

// Calls `add` with the bodies of the topmost fields of a kind.
template <class Add>
void ForEachField(const MessageView& view, FieldId id, size_t most, Add add) {
  for (uint32_t i = view.First(id); i != HeaderField::kNoField && most > 0; i = view.Next(i), --most)
    add(view.Body(view.fields()[i]));
}

}  // namespace

std::vector<BodyHashRequest> BodyHashRequestsOf(const MessageView& view) {
  std::vector<BodyHashRequest> requests{kBodyDigest};
  Arena arena;
  ForEachField(view, FieldId::kDkimSignature, kMaxSignaturesPerMessage, [&](std::string_view body) {
    AddRequest(ParseDkimSignature(body, arena), &requests);
    arena.Reset();
  });
  ForEachField(view, FieldId::kArcMessageSignature, kMaxArcSets, [&](std::string_view body) {
    AddRequest(ParseSignature(SignatureKind::kArcMessage, body, arena), &requests);
    arena.Reset();
  });
  return requests;
}

// A body by one quoting.
class LargeBodyHashes::Stream {
 public:
  explicit Stream(std::span<const BodyHashRequest> requests) : hashes_(requests.size()) {
    for (size_t i = 0; i < hashes_.size(); ++i) hashes_[i].request = requests[i];
    Start();
  }

  // Goes on from where `other` stands.
  Stream(const Stream& other) : hashes_(other.hashes_) {
    Start();
    if (has_relaxed_) relaxed_.Resume(other.relaxed_);
    if (has_simple_) simple_.Resume(other.simple_);
  }
  Stream& operator=(const Stream&) = delete;

  void Take(std::string_view octets) {
    // Both forms take turns, so that even a large piece comes from memory once.
    constexpr size_t kSlice = 65536;
    for (; !octets.empty(); octets.remove_prefix(std::min(kSlice, octets.size()))) {
      const std::string_view slice = octets.substr(0, kSlice);
      if (has_relaxed_) relaxed_.Feed(slice, block_.bytes);
      if (has_simple_) simple_.Feed(slice, block_.bytes);
    }
  }

  void Finish() {
    if (has_relaxed_) relaxed_.Finish(block_.bytes);
    if (has_simple_) simple_.Finish(block_.bytes);
  }

  const BodyHash* Find(const BodyHashRequest& request) const {
    const auto found = std::find_if(hashes_.begin(), hashes_.end(),
                                    [&request](const BodyHash& hash) { return hash.request == request; });
    return found == hashes_.end() ? nullptr : &*found;
  }

 private:
  void Start() {
    has_relaxed_ = relaxed_.Start(Canonicalization::kRelaxed, LineEndReading::kStandard, hashes_);
    has_simple_ = simple_.Start(Canonicalization::kSimple, LineEndReading::kStandard, hashes_);
  }

  std::vector<BodyHash> hashes_;
  CanonicalHashes relaxed_;
  CanonicalHashes simple_;
  bool has_relaxed_ = false;
  bool has_simple_ = false;
  CanonicalBlock block_;
};

LargeBodyHashes::LargeBodyHashes(std::span<const BodyHashRequest> requests, bool in_mbox)
    : as_stored_(std::make_unique<Stream>(requests)), in_mbox_(in_mbox) {}
LargeBodyHashes::~LargeBodyHashes() = default;

void LargeBodyHashes::Take(std::string_view octets) {
  if (!in_mbox_) return as_stored_->Take(octets);
  const auto take = [this](std::string_view told) {
    as_stored_->Take(told);
    if (unquoted_ != nullptr) unquoted_->Take(told);
  };
  const auto quote = [this] {
    if (unquoted_ == nullptr) unquoted_ = std::make_unique<Stream>(*as_stored_);
    as_stored_->Take(MboxUnquoter::PaddedQuote());
  };
  unquoter_.Take(octets, take, quote);
}

void LargeBodyHashes::End() {
  unquoter_.Finish([this](std::string_view told) {
    as_stored_->Take(told);
    if (unquoted_ != nullptr) unquoted_->Take(told);
  });
  as_stored_->Finish();
  if (unquoted_ != nullptr) unquoted_->Finish();
}

std::span<BodyHash> LargeBodyHashes::Fill(MboxQuoting quoting, std::span<BodyHash> hashes) const {
  const bool unquotes = quoting == MboxQuoting::kUnquote && unquoted_ != nullptr;
  const Stream& stream = unquotes ? *unquoted_ : *as_stored_;
  size_t count = 0;
  for (const BodyHash& wanted : hashes) {
    const BodyHash* const found = stream.Find(wanted.request);
    if (found != nullptr) hashes[count++] = *found;
  }
  return hashes.first(count);
}

std::unique_ptr<LargeBody> LargeBodyHasher::Begin(std::string_view message, bool in_mbox) const {
  Arena arena;
  const MessageView view = IndexMessage(message, arena);
  // The header may go on in what is not kept.
  if (view.body().empty()) return nullptr;
  auto hashes = std::make_unique<LargeBodyHashes>(BodyHashRequestsOf(view), in_mbox);
  hashes->Take(view.body());
  return hashes;
}

}  // namespace kenpin
