#include "engine/auth/receiver_results.h"

#include <algorithm>

#include "engine/auth/envelope.h"
#include "engine/mail/ascii.h"
#include "engine/mail/domain_name.h"

namespace kenpin {
namespace {

constexpr size_t kNpos = std::string_view::npos;
constexpr std::string_view kNoReason;

std::string_view LowerCopy(std::string_view text, Arena& arena) {
  char* out = static_cast<char*>(arena.Allocate(text.size(), 1));
  std::transform(text.begin(), text.end(), out, ToLower);
  return {out, text.size()};
}

// Position of `wanted` (lower case) in `text`, whatever the case, or npos. Comments are short: their field
// has a limit of its own.
size_t FindText(std::string_view text, std::string_view wanted) {
  const auto* const at = std::search(text.begin(), text.end(), wanted.begin(), wanted.end(),
                                     [](char a, char b) { return ToLower(a) == b; });
  return at == text.end() ? kNpos : static_cast<size_t>(at - text.begin());
}

bool Says(const AuthResult& result, std::string_view wanted) {
  return FindText(result.reason, wanted) != kNpos ||
         std::any_of(result.comments.begin(), result.comments.end(),
                     [&](std::string_view comment) { return FindText(comment, wanted) != kNpos; });
}

// "(2048-bit key)", "(1024-bit rsa key sha256)".
int KeyBits(const AuthResult& result) {
  constexpr int kMaxBits = 65536;
  for (const std::string_view comment : result.comments) {
    const size_t end = FindText(comment, "-bit");
    if (end == kNpos || FindText(comment, "key") == kNpos) continue;
    size_t begin = end;
    while (begin > 0 && IsDigit(comment[begin - 1])) --begin;
    int bits = 0;
    for (const char c : comment.substr(begin, end - begin)) bits = std::min(bits * 10 + (c - '0'), kMaxBits);
    if (bits != 0) return bits;
  }
  return 0;
}

// The word behind "p=" in a comment as Gmail, Yahoo and OpenDMARC write it, or the property of Fastmail.
std::string_view PolicyOf(const AuthResult& result) {
  for (const std::string_view comment : result.comments) {
    for (size_t at = 0; at < comment.size(); ++at) {
      const bool begins = at == 0 || !IsClass(comment[at - 1], kAlpha | kDigit);
      if (!begins || !StartsWithIgnoreCase(comment.substr(at), "p=")) continue;
      const std::string_view rest = comment.substr(at + 2);
      size_t size = 0;
      while (size < rest.size() && IsClass(rest[size], kAlpha)) ++size;
      return rest.substr(0, size);
    }
  }
  return result.Value("policy", "published-domain-policy");
}

// The domain of an address, or the text itself.
std::string_view DomainPart(std::string_view text) {
  const size_t at = text.rfind('@');
  text = at == kNpos ? text : text.substr(at + 1);
  while (!text.empty() && text.back() == '>') text.remove_suffix(1);
  while (!text.empty() && text.front() == '<') text.remove_prefix(1);
  return text;
}

class Merger {
 public:
  Merger(const EnvelopeFacts& envelope, Arena& scratch, Arena& keep)
      : envelope_(envelope), scratch_(scratch), keep_(keep) {}

  ReceiverResults Merge(std::span<const Claim* const> claims) {
    CountDkim(claims);
    for (const Claim* claim : claims) {
      if (claim->kind == Claim::Kind::kAuthResults) AddResults(*claim);
    }
    for (const Claim* claim : claims) {
      if (claim->kind == Claim::Kind::kReceivedSpf) AddReceivedSpf(*claim);
    }
    merged_.dkim = entries_.first(count_);
    if (count_ > 0) merged_.dkim_none = false;
    return merged_;
  }

 private:
  std::string_view Domain(std::string_view text) {
    return keep_.Copy(ParseDomainName(DomainPart(text), scratch_).ascii);
  }

  void CountDkim(std::span<const Claim* const> claims) {
    size_t count = 0;
    for (const Claim* claim : claims) {
      for (const AuthResult& result : claim->results.results) count += result.method == AuthMethod::kDkim;
    }
    entries_ = keep_.NewArray<ReceiverDkim>(std::min(count, kMaxReceiverDkim));
    merged_.cut = count > kMaxReceiverDkim;
  }

  // What the fields are worth together is what the weakest of them is.
  void AddBasis(const Claim& claim) {
    constexpr TrustBasis kWeakestFirst[] = {TrustBasis::kMilter, TrustBasis::kWithoutId,
                                            TrustBasis::kMilterGiven, TrustBasis::kBelowBorder,
                                            TrustBasis::kAboveBorder};
    if (merged_.basis == TrustBasis::kNone) {
      merged_.basis = claim.trust;
      merged_.authserv_id = keep_.Copy(claim.id);
      merged_.field = claim.ordinal;
      merged_.received_above = static_cast<uint32_t>(claim.received_above);
      dkim_above_ = claim.received_above;
    }
    for (const TrustBasis basis : kWeakestFirst) {
      if (merged_.basis != basis && claim.trust != basis) continue;
      merged_.basis = basis;
      break;
    }
    merged_.gmail |= IsSameOrBelow(claim.id, "google.com");
  }

  void AddResults(const Claim& claim) {
    AddBasis(claim);
    for (const AuthResult& result : claim.results.results) {
      switch (result.method) {
        case AuthMethod::kSpf:
          AddSpf(result);
          break;
        case AuthMethod::kDkim:
          AddDkim(result, claim);
          break;
        case AuthMethod::kDmarc:
          AddDmarc(result);
          break;
        case AuthMethod::kArc:
          if (!merged_.arc) merged_.arc = result.word;
          break;
        case AuthMethod::kIprev:
          if (!merged_.iprev) merged_.iprev = result.word;
          break;
        default:
          break;
      }
    }
  }

  void AddSpf(const AuthResult& result) {
    const AuthProperty* const mail_from = FindMailFrom(result);
    const AuthProperty* const helo = result.Find("smtp", "helo");
    const bool of_helo = mail_from == nullptr && helo != nullptr;
    if (of_helo && !envelope_.null_sender) return;
    std::string_view domain = of_helo ? helo->value : mail_from != nullptr ? mail_from->value : kNoReason;
    // Of the null sender, postmaster at the HELO name is judged (RFC 7208 §2.4).
    SetSpf(result.word, of_helo || envelope_.null_sender, domain, Says(result, "best guess record"));
    if (merged_.spf_domain.empty() && envelope_.null_sender && helo != nullptr)
      merged_.spf_domain = Domain(helo->value);
  }

  void SetSpf(AuthWord word, bool of_helo, std::string_view domain, bool best_guess) {
    // A word of MAIL FROM outranks one of HELO; else the first counts.
    if (merged_.spf) return;
    merged_.spf = word;
    merged_.spf_is_helo = of_helo;
    merged_.spf_domain = Domain(domain);
    if (merged_.spf_domain.empty() && !envelope_.null_sender) merged_.spf_domain = envelope_.mail_from_domain;
    merged_.spf_best_guess = best_guess;
  }

  void AddReceivedSpf(const Claim& claim) {
    if (merged_.basis == TrustBasis::kNone) {
      merged_.basis = TrustBasis::kReceivedSpf;
      merged_.authserv_id = keep_.Copy(claim.id);
      merged_.received_above = static_cast<uint32_t>(claim.received_above);
    }
    if (merged_.spf) return;
    const ReceivedSpf& spf = claim.spf;
    const bool of_helo = EqualsIgnoreCase(spf.identity, "helo") || envelope_.null_sender;
    if (of_helo && !envelope_.null_sender) return;
    SetSpf(spf.word, of_helo, of_helo ? spf.helo : spf.envelope_from,
           FindText(spf.comment, "best guess record") != kNpos);
    merged_.spf_by_received_spf = true;
  }

  void AddDkim(const AuthResult& result, const Claim& claim) {
    if (result.word == AuthWord::kNone) {
      merged_.dkim_none = true;
      return;
    }
    // An inner hop that looks again says nothing new.
    if (count_ > 0 && claim.received_above < dkim_above_) return;
    if (count_ == entries_.size()) return;
    ReceiverDkim& entry = entries_[count_++];
    entry.word = result.word;
    entry.domain = Domain(result.Value("header", "d"));
    if (entry.domain.empty()) entry.domain = Domain(result.Value("header", "i"));
    entry.selector = keep_.Copy(result.Value("header", "s"));
    entry.signature = keep_.Copy(result.Value("header", "b"));
    entry.no_key = Says(result, "no key");
    entry.verified = result.word == AuthWord::kTest && Says(result, "verified") &&
                     !Says(result, "not verified") && !Says(result, "unverified");
    entry.key_bits = KeyBits(result);
  }

  void AddDmarc(const AuthResult& result) {
    if (merged_.dmarc) return;
    merged_.dmarc = result.word;
    merged_.dmarc_from = Domain(result.Value("header", "from"));
    merged_.dmarc_policy = LowerCopy(PolicyOf(result), keep_);
  }

  const EnvelopeFacts& envelope_;
  Arena& scratch_;
  Arena& keep_;
  ReceiverResults merged_;
  std::span<ReceiverDkim> entries_;
  size_t count_ = 0;
  size_t dkim_above_ = 0;
};

}  // namespace

ReceiverResults MergeResults(std::span<const Claim* const> claims, const EnvelopeFacts& envelope,
                             Arena& scratch, Arena& keep) {
  return Merger(envelope, scratch, keep).Merge(claims);
}

}  // namespace kenpin
