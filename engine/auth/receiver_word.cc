#include "engine/auth/receiver_word.h"

#include <algorithm>

namespace kenpin {
namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// The character of base64 that stands at `index`; '=' where the octets end.
char Base64At(std::span<const uint8_t> octets, size_t index) {
  const size_t bit = index * 6;
  const size_t first = bit / 8;
  if (first >= octets.size()) return '=';
  const unsigned next = first + 1 < octets.size() ? octets[first + 1] : 0U;
  const unsigned pair = static_cast<unsigned>(octets[first]) << 8 | next;
  return kBase64[pair >> (10 - bit % 8) & 63];
}

// Whether the base64 text of `value` begins with `prefix`.
bool BeginsWith(std::span<const uint8_t> value, std::string_view prefix) {
  if (prefix.size() > (value.size() + 2) / 3 * 4) return false;
  for (size_t i = 0; i < prefix.size(); ++i) {
    if (Base64At(value, i) != prefix[i]) return false;
  }
  return true;
}

bool NamesValue(const ReceiverDkim& entry) { return entry.signature.size() >= kMinSignaturePrefix; }

// Exchange names no selector: then the domain alone must do.
bool SameNames(const ReceiverDkim& entry, const SignatureEvidence& signature) {
  return !entry.domain.empty() && entry.domain == signature.domain &&
         (entry.selector.empty() || entry.selector == signature.selector);
}

bool SameNames(const ReceiverDkim& a, const ReceiverDkim& b) {
  return a.domain == b.domain && (a.selector.empty() || b.selector.empty() || a.selector == b.selector);
}

// header.i may be under d=. Anybody can begin b= like somebody else, so that the names must fit as well.
bool MayBeOf(const ReceiverDkim& entry, const SignatureEvidence& signature) {
  if (!entry.selector.empty() && entry.selector != signature.selector) return false;
  const std::string_view above = signature.domain;
  if (entry.domain == above) return true;
  return !above.empty() && entry.domain.size() > above.size() && entry.domain.ends_with(above) &&
         entry.domain[entry.domain.size() - above.size() - 1] == '.';
}

SignatureEvidence* FindByValue(const ReceiverDkim& entry, std::span<SignatureEvidence> signatures) {
  for (SignatureEvidence& signature : signatures) {
    if (MayBeOf(entry, signature) && BeginsWith(signature.value, entry.signature)) return &signature;
  }
  return nullptr;
}

// An entry that names the beginning of another b= speaks of a signature that is not here.
SignatureEvidence* FindByNames(const ReceiverDkim& entry, const ReceiverResults& results,
                               std::span<SignatureEvidence> signatures) {
  const auto same_entry = [&entry](const ReceiverDkim& other) { return SameNames(entry, other); };
  if (std::count_if(results.dkim.begin(), results.dkim.end(), same_entry) != 1) return nullptr;
  SignatureEvidence* found = nullptr;
  for (SignatureEvidence& signature : signatures) {
    if (!SameNames(entry, signature)) continue;
    if (found != nullptr) return nullptr;
    found = &signature;
  }
  const bool is_other = found != nullptr && NamesValue(entry) && !found->value.empty();
  return is_other ? nullptr : found;
}

// Of two entries for one signature the better one counts, as with DMARC any pass does.
void Note(const ReceiverDkim& entry, SignatureEvidence* signature) {
  const ReceiverSays says = SaysOf(entry);
  if (signature->receiver == ReceiverSays::kPass || says == ReceiverSays::kSilent) return;
  signature->receiver = says;
  signature->receiver_test_key = says == ReceiverSays::kPass && entry.word == AuthWord::kTest;
}

// Before sending there is no other time; else DNS must have been asked near the time of the message.
bool DnsIsDefinite(const Evidence& evidence) {
  return evidence.mode == Mode::kPresend || evidence.dns_contemporary;
}

// The receiver, or who stored its copy, may have changed what was signed.
bool CopyMayDiffer(const Evidence& evidence) {
  if (evidence.mode != Mode::kArchive) return false;
  const MailFacts& mail = *evidence.mail;
  LineEndCounts line_ends = mail.header_line_ends;
  line_ends += mail.body_line_ends;
  return mail.has_exchange_fields || mail.encoded_words.in_structured || line_ends.mixed() ||
         mail.mbox_quoted_lines > 0;
}

// The header does not verify, and the key is of another time: it may have been replaced under its selector.
bool KeyMayBeAnother(const Evidence& evidence, const SignatureEvidence& signature) {
  return signature.reason == DkimReason::kSignatureMismatch && !DnsIsDefinite(evidence);
}

// The rules read the same words in their own room (rules/signature.cc); a test holds both together.
AuthState OwnState(const Evidence& evidence, const SignatureEvidence& signature) {
  switch (signature.result) {
    case DkimResult::kPass:
      return AuthState::kPass;
    case DkimResult::kNone:
    case DkimResult::kTempError:
      return AuthState::kUnknown;
    case DkimResult::kFail:
      return CopyMayDiffer(evidence) || KeyMayBeAnother(evidence, signature) ? AuthState::kUnknown
                                                                             : AuthState::kNotPass;
    case DkimResult::kPolicy:
    case DkimResult::kNeutral:
      return AuthState::kNotPass;
    case DkimResult::kPermError:
      break;
  }
  if (signature.reason == DkimReason::kTooManySignatures) return AuthState::kUnknown;
  const bool from_dns =
      signature.reason >= DkimReason::kKeyNotFound && signature.reason <= DkimReason::kKeyStrictDomain;
  return from_dns && !DnsIsDefinite(evidence) ? AuthState::kUnknown : AuthState::kNotPass;
}

AuthState StateOf(ReceiverSays says) {
  if (says == ReceiverSays::kPass) return AuthState::kPass;
  return says == ReceiverSays::kNotPass ? AuthState::kNotPass : AuthState::kUnknown;
}

}  // namespace

ReceiverSays SaysOf(const ReceiverDkim& entry) {
  switch (entry.word) {
    case AuthWord::kPass:
      return ReceiverSays::kPass;
    case AuthWord::kTest:
      return entry.verified ? ReceiverSays::kPass : ReceiverSays::kNotPass;
    case AuthWord::kTempError:
      return entry.no_key ? ReceiverSays::kNotPass : ReceiverSays::kUnknown;
    case AuthWord::kTimeout:
      return ReceiverSays::kUnknown;
    case AuthWord::kOther:
    case AuthWord::kBestGuessPass:
      return ReceiverSays::kSilent;
    case AuthWord::kNone:
    case AuthWord::kFail:
    case AuthWord::kSoftFail:
    case AuthWord::kNeutral:
    case AuthWord::kPolicy:
    case AuthWord::kPermError:
    case AuthWord::kIgnore:
      break;
  }
  return ReceiverSays::kNotPass;
}

std::optional<SpfResult> SpfResultOf(AuthWord word) {
  switch (word) {
    case AuthWord::kNone:
      return SpfResult::kNone;
    case AuthWord::kPass:
      return SpfResult::kPass;
    case AuthWord::kFail:
    case AuthWord::kPolicy:
    case AuthWord::kIgnore:
      return SpfResult::kFail;
    case AuthWord::kSoftFail:
      return SpfResult::kSoftfail;
    case AuthWord::kNeutral:
      return SpfResult::kNeutral;
    case AuthWord::kTempError:
    case AuthWord::kTimeout:
      return SpfResult::kTemperror;
    case AuthWord::kPermError:
      return SpfResult::kPermerror;
    case AuthWord::kOther:
    case AuthWord::kTest:
    case AuthWord::kBestGuessPass:
      break;
  }
  return std::nullopt;
}

std::optional<DmarcResult> DmarcResultOf(AuthWord word) {
  switch (word) {
    case AuthWord::kNone:
    case AuthWord::kBestGuessPass:
      return DmarcResult::kNone;
    case AuthWord::kPass:
      return DmarcResult::kPass;
    case AuthWord::kFail:
    case AuthWord::kPolicy:
    case AuthWord::kIgnore:
      return DmarcResult::kFail;
    case AuthWord::kTempError:
    case AuthWord::kTimeout:
      return DmarcResult::kTempError;
    case AuthWord::kPermError:
      return DmarcResult::kPermError;
    case AuthWord::kOther:
    case AuthWord::kSoftFail:
    case AuthWord::kNeutral:
    case AuthWord::kTest:
      break;
  }
  return std::nullopt;
}

std::span<StrayDkim> TieReceiverWords(const ReceiverResults& results, std::span<SignatureEvidence> signatures,
                                      Arena& arena) {
  const std::span<StrayDkim> strays = arena.NewArray<StrayDkim>(results.dkim.size());
  size_t count = 0;
  for (const ReceiverDkim& entry : results.dkim) {
    SignatureEvidence* signature = NamesValue(entry) ? FindByValue(entry, signatures) : nullptr;
    if (signature == nullptr) signature = FindByNames(entry, results, signatures);
    if (signature != nullptr) {
      Note(entry, signature);
    } else if (!entry.domain.empty()) {
      strays[count].entry = entry;
      strays[count++].says = SaysOf(entry);
    }
  }
  return strays.first(count);
}

AuthState StateOf(const Evidence& evidence, const SignatureEvidence& signature) {
  if (signature.receiver != ReceiverSays::kSilent) return StateOf(signature.receiver);
  if (evidence.delivery->results.dkim_none) return AuthState::kNotPass;
  return OwnState(evidence, signature);
}

AuthState StateOf(const StrayDkim& stray) { return StateOf(stray.says); }

AuthState StateOfSpf(const Evidence& evidence, const SpfEvidence& spf) {
  if (spf.basis == ResultBasis::kNone || spf.result == SpfResult::kTemperror) return AuthState::kUnknown;
  if (spf.result == SpfResult::kPass) return AuthState::kPass;
  if (spf.basis != ResultBasis::kComputed) return AuthState::kNotPass;
  const bool weak = evidence.delivery->envelope.mail_from_basis == EnvelopeBasis::kFromLine;
  return weak || !DnsIsDefinite(evidence) ? AuthState::kUnknown : AuthState::kNotPass;
}

}  // namespace kenpin
