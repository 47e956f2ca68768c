#include "engine/scan_context.h"

#include <optional>

namespace kenpin {
namespace {

EnvelopeFacts GivenEnvelope(const EnvelopeOptions& options) {
  EnvelopeFacts given;
  if (options.mail_from) {
    given.mail_from_basis = EnvelopeBasis::kOption;
    given.null_sender = options.mail_from->address.empty();
    given.mail_from = options.mail_from->address;
    given.mail_from_domain = options.mail_from->domain;
  }
  if (options.client) {
    given.client_basis = EnvelopeBasis::kOption;
    given.client = options.client;
  }
  if (!options.helo.empty()) {
    given.helo_basis = EnvelopeBasis::kOption;
    given.helo = options.helo;
  }
  return given;
}

// Absent: decided message by message.
std::optional<JudgedBy> JudgedByOf(AtSpec::Kind kind) {
  switch (kind) {
    case AtSpec::Kind::kDefault:
      break;
    case AtSpec::Kind::kNow:
      return JudgedBy::kNow;
    case AtSpec::Kind::kDate:
      return JudgedBy::kDate;
    case AtSpec::Kind::kReceived:
      return JudgedBy::kReceived;
    case AtSpec::Kind::kTime:
      return JudgedBy::kGiven;
  }
  return std::nullopt;
}

}  // namespace

void FillScanContext(const ScanOptions& options, int64_t now, ScanContext* context) {
  context->key_source = KeySourceOf(options.dns);
  context->org_method = options.org_method;
  context->authserv_ids = options.authserv_ids;
  context->envelope = GivenEnvelope(options.envelope);
  context->ask_only = options.ask_only;
  context->dns_off = options.dns.kind == DnsSpec::Kind::kOff;
  context->mode = options.mode;
  context->profile = options.profile;
  context->required = RequiredRules(options.profile, options.sender_size);
  if (options.traffic == Traffic::kMarketing) context->traffic = UnsubscribeClass::kMarketing;
  if (options.traffic == Traffic::kTransactional) context->traffic = UnsubscribeClass::kTransactional;
  context->judged_time.now = now;
  context->judged_time.given = options.at.time;
  context->judged_time.by = JudgedByOf(options.at.kind);
  context->mta_adds = options.mta_adds;
  context->domain = options.domain;
  context->kernels = options.kernels;
  context->since = options.since;
  context->until = options.until;
  context->limit = options.limit;
}

}  // namespace kenpin
