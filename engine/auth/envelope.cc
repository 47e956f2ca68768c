#include "engine/auth/envelope.h"

#include <optional>

#include "engine/mail/ascii.h"
#include "engine/mail/domain_name.h"
#include "engine/mail/return_path.h"
#include "io/from_line.h"

namespace kenpin {
namespace {

struct MailFrom {
  EnvelopeBasis basis = EnvelopeBasis::kUnknown;
  bool null_sender = false;
  std::string_view address;
  std::string_view domain;

  bool known() const { return basis != EnvelopeBasis::kUnknown; }
};

MailFrom FromPath(const ReversePath& path, EnvelopeBasis basis) {
  if (path.form == ReversePath::Form::kNull) return {basis, true, {}, {}};
  if (path.form == ReversePath::Form::kAddress) return {basis, false, path.address, path.domain};
  return {};
}

// What a receiver prints: an address, a domain alone, "<>" or nothing for the null sender.
MailFrom FromText(std::string_view text, EnvelopeBasis basis, Arena& arena) {
  text = TrimBlanks(text);
  if (text.empty()) return {basis, true, {}, {}};
  if (text.find_first_of("@<") == std::string_view::npos || text.front() == '@') {
    if (text.front() == '@') text.remove_prefix(1);
    const std::string_view domain = ParseDomainName(text, arena).ascii;
    return domain.empty() ? MailFrom() : MailFrom{basis, false, text, domain};
  }
  return FromPath(ParseReversePath(text, arena), basis);
}

MailFrom FromClaim(const Claim& claim, Arena& arena) {
  if (claim.kind == Claim::Kind::kReceivedSpf) {
    if (!claim.spf.has_envelope_from || EqualsIgnoreCase(claim.spf.identity, "helo")) return {};
    return FromText(claim.spf.envelope_from, EnvelopeBasis::kReceivedSpf, arena);
  }
  for (const AuthResult& result : claim.results.results) {
    const AuthProperty* const property = result.method == AuthMethod::kSpf ? FindMailFrom(result) : nullptr;
    if (property == nullptr) continue;
    const MailFrom read = FromText(property->value, EnvelopeBasis::kAuthResults, arena);
    if (read.known()) return read;
  }
  return {};
}

// The first of a kind among the trusted fields.
MailFrom FromClaims(const TrustedClaims& trusted, Claim::Kind kind, Arena& arena) {
  for (const Claim* claim : trusted.claims) {
    if (claim->kind != kind) continue;
    const MailFrom read = FromClaim(*claim, arena);
    if (read.known()) return read;
  }
  return {};
}

// Receivers that print only a domain, or RFC 7208 §2.4's postmaster for the null sender, are completed by the
// Return-Path.
MailFrom Complete(const MailFrom& told, const MailFrom& return_path) {
  constexpr std::string_view kPostmaster = "postmaster@";
  if (!return_path.known()) return told;
  if (return_path.null_sender)
    return StartsWithIgnoreCase(told.address, kPostmaster) ? MailFrom{told.basis, true, {}, {}} : told;
  const bool domain_only = told.address.find('@') == std::string_view::npos;
  if (domain_only && !told.null_sender && told.domain == return_path.domain)
    return {told.basis, false, return_path.address, told.domain};
  return told;
}

MailFrom FindMailFrom(const EnvelopeInput& in, Arena& arena) {
  const MailFrom return_path = FromPath(ParseReturnPath(in.view, arena), EnvelopeBasis::kReturnPath);
  if (in.trusted != nullptr) {
    for (const Claim::Kind kind : {Claim::Kind::kAuthResults, Claim::Kind::kReceivedSpf}) {
      const MailFrom told = FromClaims(*in.trusted, kind, arena);
      if (told.known()) return Complete(told, return_path);
    }
    if (return_path.known()) return return_path;
  }
  const EnvelopeFacts& given = in.given;
  if (given.mail_from_basis != EnvelopeBasis::kUnknown)
    return {given.mail_from_basis, given.null_sender, given.mail_from, given.mail_from_domain};
  if (return_path.known()) return return_path;
  const std::string_view sender = FromLineSender(in.from_line).value_or(std::string_view());
  return FromPath(ParseFromLinePath(sender, arena), EnvelopeBasis::kFromLine);
}

struct Helo {
  EnvelopeBasis basis = EnvelopeBasis::kUnknown;
  std::string_view name;
};

Helo FindToldHelo(const EnvelopeInput& in) {
  for (const Claim* claim : in.trusted->claims) {
    for (const AuthResult& result : claim->results.results) {
      const std::string_view name =
          result.method == AuthMethod::kSpf ? result.Value("smtp", "helo") : std::string_view();
      if (!name.empty()) return {EnvelopeBasis::kAuthResults, name};
    }
  }
  for (const Claim* claim : in.trusted->claims) {
    if (claim->kind == Claim::Kind::kReceivedSpf && !claim->spf.helo.empty())
      return {EnvelopeBasis::kReceivedSpf, claim->spf.helo};
  }
  if (in.border != nullptr && !in.border->helo.empty()) return {EnvelopeBasis::kReceived, in.border->helo};
  return {};
}

void SetClient(const EnvelopeInput& in, EnvelopeFacts* facts) {
  facts->client = in.given.client;
  facts->client_basis = in.given.client_basis;
  if (in.trusted == nullptr) return;
  if (in.trusted->client) {
    facts->client = in.trusted->client;
    facts->client_basis = in.trusted->client_basis;
  } else if (in.border != nullptr && in.border->peer) {
    facts->client = in.border->peer;
    facts->client_basis = EnvelopeBasis::kReceived;
  }
}

}  // namespace

const AuthProperty* FindMailFrom(const AuthResult& result) {
  for (const std::string_view name : {"mailfrom", "mail", "mfrom", "envelope-from"}) {
    if (const AuthProperty* property = result.Find("smtp", name)) return property;
  }
  return nullptr;
}

EnvelopeFacts FindEnvelope(const EnvelopeInput& input, Arena& scratch, Arena& keep) {
  EnvelopeFacts facts;
  const MailFrom mail_from = FindMailFrom(input, scratch);
  facts.mail_from_basis = mail_from.basis;
  facts.null_sender = mail_from.null_sender;
  facts.mail_from = keep.Copy(mail_from.address);
  facts.mail_from_domain = keep.Copy(mail_from.domain);
  SetClient(input, &facts);
  facts.helo = input.given.helo;
  facts.helo_basis = input.given.helo_basis;
  const Helo told = input.trusted == nullptr ? Helo() : FindToldHelo(input);
  if (told.basis != EnvelopeBasis::kUnknown) {
    facts.helo = keep.Copy(told.name);
    facts.helo_basis = told.basis;
  }
  return facts;
}

}  // namespace kenpin
