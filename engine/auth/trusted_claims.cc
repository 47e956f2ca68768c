#include "engine/auth/trusted_claims.h"

#include <algorithm>

#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

constexpr std::string_view kAuthSource = "X-MS-Exchange-Organization-AuthSource";
constexpr std::string_view kExchangeOnline = "protection.outlook.com";

bool IsGiven(std::string_view id, std::span<const std::string> authserv_ids) {
  return std::any_of(authserv_ids.begin(), authserv_ids.end(),
                     [&](const std::string& given) { return EqualsIgnoreCase(given, id); });
}

// Keeps one address and a second that differs. Private ones are hops inside, never clients.
void AddClient(const std::optional<IpAddress>& address, Claim* claim) {
  if (!address || IsInternalAddress(*address)) return;
  if (!claim->client) {
    claim->client = address;
  } else if (*claim->client != *address && !claim->other_client) {
    claim->other_client = address;
  }
}

std::optional<IpAddress> ReadAddress(std::string_view text) {
  const std::optional<IpAddress> address = ParseIpAddress(text);
  return address ? std::optional(Unmapped(*address)) : std::nullopt;
}

// smtp.remote-ip (Proton), policy.iprev (RFC 8601 §2.7.3), client-ip, and the comments of Gmail and Exchange.
void ReadClients(const AuthenticationResults& results, Claim* claim) {
  for (const AuthResult& result : results.results) {
    for (const AuthProperty& property : result.properties) {
      if (property.name == "remote-ip" || property.name == "client-ip" || property.name == "iprev")
        AddClient(ReadAddress(property.value), claim);
    }
  }
  for (const std::string_view comment : results.comments) AddClient(FindClientInComment(comment), claim);
}

// The host that a Received-SPF is by: receiver=, else the one in front of its comment. Some writers put the
// recipient or a placeholder there, which names no host.
std::string_view ReceiverOf(const ReceivedSpf& spf) {
  const bool host = !spf.receiver.empty() && spf.receiver.find_first_of("<@>") == std::string_view::npos &&
                    !EqualsIgnoreCase(spf.receiver, "unknown");
  return host ? spf.receiver : spf.authority;
}

class ClaimFinder {
 public:
  ClaimFinder(const ClaimInput& in, Arena& arena)
      : in_(in), arena_(arena), part_(FindReceiverPart(in.hops, in.receiver)) {}

  TrustedClaims Find() {
    if (in_.hops.empty()) return found_;
    ReadClaims();
    const std::optional<size_t> hop = FindHop();
    if (hop) Believe(*hop);
    return found_;
  }

 private:
  // All claims that could stand in a right place: above the hop behind the last one within reach.
  void ReadClaims() {
    const std::span<Claim> claims = arena_.NewArray<Claim>(std::min<size_t>(
        kMaxClaims, in_.view.count(FieldId::kAuthenticationResults) + in_.view.count(FieldId::kReceivedSpf)));
    const bool last = part_.reach + 1 >= in_.hops.size();
    const uint32_t end =
        last ? static_cast<uint32_t>(in_.view.fields().size()) : in_.hops[part_.reach + 1].field;
    uint32_t results = in_.view.First(FieldId::kAuthenticationResults);
    uint32_t spf = in_.view.First(FieldId::kReceivedSpf);
    uint32_t results_read = 0;
    uint32_t spf_read = 0;
    size_t received_above = 0;
    size_t count = 0;
    // kNoField is larger than any index.
    for (uint32_t field = std::min(results, spf); field < end; field = std::min(results, spf)) {
      if (count == claims.size()) return found_.flaws.Add(ParseFlaw::kTooManyTraceFields);
      while (received_above < in_.hops.size() && in_.hops[received_above].field < field) ++received_above;
      Claim& claim = claims[count++];
      claim.field = field;
      claim.received_above = received_above;
      const bool is_spf = field == spf;
      claim.ordinal = is_spf ? ++spf_read : ++results_read;
      is_spf ? ReadSpf(&claim) : ReadResults(&claim);
      (is_spf ? spf : results) = in_.view.Next(field);
      claims_ = claims.first(count);
    }
  }

  void SetId(std::string_view id, Claim* claim) {
    claim->id = arena_.CopyInLowerCase(id);
    claim->given = !id.empty() && IsGiven(id, in_.authserv_ids);
  }

  void ReadResults(Claim* claim) {
    claim->kind = Claim::Kind::kAuthResults;
    claim->results = ParseAuthenticationResults(Body(*claim), arena_);
    SetId(claim->results.authserv_id, claim);
    ReadClients(claim->results, claim);
    if (claim->results.error == AuthResultsError::kTooLong) found_.flaws.Add(ParseFlaw::kAuthResultsTooLong);
  }

  void ReadSpf(Claim* claim) {
    claim->kind = Claim::Kind::kReceivedSpf;
    claim->spf = ParseReceivedSpf(Body(*claim), arena_);
    if (Body(*claim).size() > kMaxReceivedSpfBytes) found_.flaws.Add(ParseFlaw::kAuthResultsTooLong);
    SetId(ReceiverOf(claim->spf), claim);
    AddClient(claim->spf.client, claim);
    AddClient(claim->spf.comment_client, claim);
  }

  std::string_view Body(const Claim& claim) const { return in_.view.Body(in_.view.fields()[claim.field]); }

  // The hop to which trusted fields must stand in relation: the border, or the receiver's lowest hop where
  // the client stands in no field.
  std::optional<size_t> FindHop() {
    for (const Claim& claim : claims_) {
      if (!claim.client) continue;
      const std::optional<size_t> hop = FindHopOfClient(in_.hops, in_.receiver, part_.reach, *claim.client);
      if (!hop || !Serves(claim, *hop)) continue;
      found_.border = hop;
      found_.client = claim.client;
      return hop;
    }
    for (const Claim& claim : claims_) {
      // Who stands below a hop speaks of that hop's peer and of nobody else.
      if (!claim.client || !part_.lowest || claim.received_above > *part_.lowest) continue;
      if (FindHopOfClient(in_.hops, in_.receiver, part_.reach, *claim.client)) continue;
      if (!Serves(claim, *part_.lowest)) continue;
      found_.client = claim.client;
      return part_.lowest;
    }
    found_.border = part_.border;
    return part_.border;
  }

  bool Serves(const Claim& claim, size_t hop) const {
    return !IsOwnSubmission(in_.hops[hop]) && Trust(claim, hop) != TrustBasis::kNone;
  }

  // What author or signers hand in at their own host: the start of a delivery, not its end.
  bool IsOwnSubmission(const Hop& hop) const {
    return hop.said.authenticated && (Contains(in_.senders, hop.said.by) || !hop.named);
  }

  bool FitsReceiver(const Claim& claim, const Hop& hop) const {
    return claim.given || Contains(in_.receiver, claim.id) || (!claim.id.empty() && claim.id == hop.said.by);
  }

  TrustBasis Trust(const Claim& claim, size_t hop) const {
    if (claim.received_above > hop + 1) return TrustBasis::kNone;
    if (claim.received_above == hop + 1) return TrustBelow(claim, hop);
    if (!claim.id.empty())
      return FitsReceiver(claim, in_.hops[hop]) ? TrustBasis::kAboveBorder : TrustBasis::kNone;
    // Without an id the place must be the one right above the border, where no stranger can write.
    if (claim.received_above != hop) return TrustBasis::kNone;
    if (claim.kind == Claim::Kind::kReceivedSpf) return TrustBasis::kWithoutId;
    return IsExchange(in_.hops[hop]) ? TrustBasis::kWithoutId : TrustBasis::kNone;
  }

  bool IsExchange(const Hop& hop) const {
    if (IsSameOrBelow(hop.said.by, kExchangeOnline)) return true;
    for (uint32_t i = in_.view.First(FieldId::kXMsExchange); i != HeaderField::kNoField;
         i = in_.view.Next(i)) {
      if (EqualsIgnoreCase(in_.view.Name(in_.view.fields()[i]), kAuthSource)) return true;
    }
    return false;
  }

  TrustBasis TrustBelow(const Claim& claim, size_t hop) const {
    if (claim.id.empty()) return TrustBasis::kNone;
    const Hop& border = in_.hops[hop];
    switch (border.said.family) {
      case MtaFamily::kGmail:
        return IsSameOrBelow(claim.id, "google.com") && IsFirstOfKindBelow(claim, border)
                   ? TrustBasis::kBelowBorder
                   : TrustBasis::kNone;
      case MtaFamily::kPostfix:
      case MtaFamily::kSendmail:
        if (!IsInMilterRun(claim, border)) return TrustBasis::kNone;
        return claim.given ? TrustBasis::kMilterGiven : TrustBasis::kMilter;
      default:
        return TrustBasis::kNone;
    }
  }

  // What a field means in the block of trace fields below a border.
  enum class BlockPart : uint8_t { kClaim, kFilterMark, kOtherTrace, kEnd };

  BlockPart PartOf(const HeaderField& field) const {
    switch (field.id) {
      case FieldId::kAuthenticationResults:
      case FieldId::kReceivedSpf:
        return BlockPart::kClaim;
      case FieldId::kReturnPath:
      case FieldId::kArcSeal:
      case FieldId::kArcMessageSignature:
      case FieldId::kArcAuthenticationResults:
        return BlockPart::kOtherTrace;
      case FieldId::kOther:
        // With these OpenDKIM, OpenDMARC and OpenARC mark what they saw.
        for (const std::string_view name : {"DKIM-Filter", "DMARC-Filter", "ARC-Filter"}) {
          if (EqualsIgnoreCase(in_.view.Name(field), name)) return BlockPart::kFilterMark;
        }
        return BlockPart::kEnd;
      default:
        return BlockPart::kEnd;
    }
  }

  // Gmail writes one of each directly below its Received.
  bool IsFirstOfKindBelow(const Claim& claim, const Hop& border) const {
    const std::span<const HeaderField> fields = in_.view.fields();
    for (size_t i = border.field + 1; i < claim.field; ++i) {
      if (PartOf(fields[i]) == BlockPart::kEnd || fields[i].id == fields[claim.field].id) return false;
    }
    return true;
  }

  // The topmost run of adjacent fields by this host: below it a sender may have copied the id.
  bool IsInMilterRun(const Claim& claim, const Hop& border) const {
    if (!FitsMilter(claim, border)) return false;
    const std::span<const HeaderField> fields = in_.view.fields();
    bool running = false;
    if (claim.field - border.field > kMaxMilterBlock) return false;
    for (uint32_t i = border.field + 1; i < claim.field; ++i) {
      const BlockPart part = PartOf(fields[i]);
      if (part == BlockPart::kEnd) return false;
      if (part == BlockPart::kFilterMark) continue;
      const Claim* const above = part == BlockPart::kClaim ? FindClaim(i) : nullptr;
      const bool fits = above != nullptr && FitsMilter(*above, border);
      if (running && !fits) return false;
      running |= fits;
    }
    return true;
  }

  bool FitsMilter(const Claim& claim, const Hop& border) const {
    return claim.given || (!claim.id.empty() && claim.id == border.said.by);
  }

  const Claim* FindClaim(uint32_t field) const {
    const auto at =
        std::lower_bound(claims_.begin(), claims_.end(), field,
                         [](const Claim& claim, uint32_t wanted) { return claim.field < wanted; });
    return at != claims_.end() && at->field == field ? &*at : nullptr;
  }

  static bool IsOfHop(const Claim& claim, size_t hop) { return claim.received_above >= hop; }

  // Collects what is trusted at `hop`, unless its fields contradict each other.
  void Believe(size_t hop) {
    const std::span<const Claim*> chosen = arena_.NewArray<const Claim*>(claims_.size());
    size_t count = 0;
    for (Claim& claim : claims_) {
      claim.trust = Trust(claim, hop);
      if (claim.trust == TrustBasis::kNone || !IsOfHop(claim, hop)) continue;
      if (Contradicts(claim)) return;
      if (claim.client) found_.client = claim.client;
      SetBasis(claim);
      chosen[count++] = &claim;
    }
    // A field above an inner hop speaks of the delivery too, unless it names another client.
    for (const Claim& claim : claims_) {
      if (claim.trust == TrustBasis::kNone || IsOfHop(claim, hop)) continue;
      if (claim.other_client || (claim.client && found_.client != claim.client)) continue;
      SetBasis(claim);
      chosen[count++] = &claim;
    }
    found_.claims = chosen.first(count);
  }

  void SetBasis(const Claim& claim) {
    if (!claim.client || found_.client_basis == EnvelopeBasis::kAuthResults) return;
    found_.client_basis =
        claim.kind == Claim::Kind::kAuthResults ? EnvelopeBasis::kAuthResults : EnvelopeBasis::kReceivedSpf;
  }

  bool Contradicts(const Claim& claim) {
    const std::optional<IpAddress> other =
        claim.other_client ? claim.other_client
                           : (found_.client && claim.client != found_.client ? claim.client : std::nullopt);
    if (!other) return false;
    const IpAddress one = claim.other_client ? *claim.client : *found_.client;
    const ParseFlaws flaws = found_.flaws;
    found_ = TrustedClaims();
    found_.flaws = flaws;
    found_.one_client = one;
    found_.other_client = other;
    return true;
  }

  const ClaimInput& in_;
  Arena& arena_;
  const ReceiverPart part_;
  std::span<Claim> claims_;
  TrustedClaims found_;
};

}  // namespace

TrustedClaims FindTrustedClaims(const ClaimInput& input, Arena& arena) {
  return ClaimFinder(input, arena).Find();
}

}  // namespace kenpin
