#include "engine/report/explain_text.h"

#include <fmt/format.h>

#include "engine/report/explain_authentication.h"
#include "engine/report/explain_rules.h"
#include "engine/report/json_text.h"
#include "engine/report/page_writer.h"
#include "engine/report/printable_text.h"

namespace kenpin {
namespace {

std::string_view WhyMode(const Explanation& e) {
  if (e.mode_told) return "told by --mode";
  switch (e.evidence->mode) {
    case Mode::kPresend:
      return "neither Received nor Return-Path stands in it";
    case Mode::kSent:
      return "it has Received or Return-Path, but nothing that a receiver wrote";
    case Mode::kArchive:
      return e.evidence->delivery->results.basis == TrustBasis::kNone
                 ? "its topmost Received was written by a third party"
                 : "fields of a receiver stand in it";
  }
  return "";
}

std::string_view WhyTime(JudgedBy by) {
  switch (by) {
    case JudgedBy::kNow:
      return "now";
    case JudgedBy::kDate:
      return "its Date";
    case JudgedBy::kReceived:
      return "when the receiver took it";
    case JudgedBy::kGiven:
      return "told by --at";
  }
  return "";
}

std::string_view WhyStream(IndirectProof proof) {
  switch (proof) {
    case IndirectProof::kNone:
      return "nothing shows that a list or forwarder relayed it";
    case IndirectProof::kBrokenSignature:
      return "the author's signature is there and broken, and a list or another signer relayed it";
    case IndirectProof::kForwarderSender:
      return "MAIL FROM is that of a forwarder";
    case IndirectProof::kArcFirstHop:
      return "a valid ARC chain says that the first hop saw DMARC pass";
  }
  return "";
}

std::string TextOrNone(std::string_view text) { return text.empty() ? "none" : std::string(text); }

void WritePlace(const Explanation& e, PageWriter& page, std::string* out) {
  *out += fmt::format("kenpin explain {}:{}\n", PrintablePath(e.source, 300), e.offset);
  page.Heading("Message");
  page.Line("file", e.source);
  page.Line("record", fmt::format("{} octets at offset {}", GroupDigits(e.length), e.offset));
  const MailFacts& mail = *e.evidence->mail;
  page.Line("Message-ID", TextOrNone(mail.message_id.id));
  page.Line("From", TextOrNone(OneLine(e.view->Body(FieldId::kFrom))));
  page.Line("Subject", TextOrNone(mail.identity.subject.empty() ? OneLine(e.view->Body(FieldId::kSubject))
                                                                : mail.identity.subject));
  page.Line("Date", TextOrNone(OneLine(e.view->Body(FieldId::kDate))));
}

void WriteJudging(const Explanation& e, PageWriter& page) {
  const Evidence& evidence = *e.evidence;
  page.Heading("How it is judged");
  page.Line("mode", fmt::format("{}: {}", ModeName(evidence.mode), WhyMode(e)));
  page.Line("as of", fmt::format("{}: {}", FormatTime(evidence.judged_at), WhyTime(evidence.judged_by)));
  page.Line("DNS", fmt::format("{}{}", e.dns,
                               evidence.dns_contemporary || evidence.dns_off
                                   ? ""
                                   : ", not asked about that time: what is gone proves nothing"));
  page.Line("stream", fmt::format("{}: {}", StreamName(evidence.stream), WhyStream(evidence.indirect)));
  page.Line("rules of", fmt::format("{}, as of {}", GetProfile(e.profile).title, ProfileDate(e.profile)));
  page.Line("Author Domain", evidence.author.domain.empty() ? "none that is usable" : evidence.author.domain);
}

std::string WithBasis(std::string_view value, EnvelopeBasis basis) {
  if (basis == EnvelopeBasis::kUnknown) return "unknown";
  static constexpr std::string_view kWords[] = {"",
                                                "told by an option",
                                                "from --envelope",
                                                "by a trusted Authentication-Results",
                                                "by the border hop's Received-SPF",
                                                "by the border Received",
                                                "by Return-Path",
                                                "by the mbox From_ line, which is weak"};
  return fmt::format("{}, {}", value, kWords[static_cast<size_t>(basis)]);
}

void WriteEnvelope(const Explanation& e, PageWriter& page) {
  const EnvelopeFacts& envelope = e.evidence->delivery->envelope;
  page.Heading("Envelope");
  page.Line("MAIL FROM",
            WithBasis(envelope.null_sender ? "<>" : envelope.mail_from, envelope.mail_from_basis));
  page.Line("client", WithBasis(envelope.client ? FormatIpAddress(*envelope.client) : std::string(),
                                envelope.client_basis));
  page.Line("HELO", WithBasis(envelope.helo, envelope.helo_basis));
}

std::string TlsText(const TlsHint& tls) {
  if (tls.mark == TlsMark::kNone) return "no TLS mark";
  std::string text(tls.version == TlsVersion::kUnstated ? "TLS" : TlsVersionName(tls.version));
  if (!tls.cipher.empty()) text += fmt::format(" {}", tls.cipher);
  return text;
}

void WriteTrace(const Explanation& e, PageWriter& page) {
  page.Heading("Trace, the last hop first");
  if (e.hops.empty()) page.Plain(2, "no Received field");
  size_t number = 0;
  for (const ExplainedHop& hop : e.hops) {
    const ReceivedHop& said = hop.said;
    page.Line(fmt::format("{}{}", ++number, hop.border ? " border" : ""),
              fmt::format("by {} from {} [{}] with {}, {}, {}", TextOrNone(said.by), TextOrNone(said.helo),
                          said.peer ? FormatIpAddress(*said.peer) : "no address", TextOrNone(said.with),
                          TlsText(said.tls), said.time ? FormatTime(*said.time) : "no time"));
  }
}

void WriteReceiver(const Explanation& e, PageWriter& page) {
  page.Heading("What receivers say");
  if (e.claims.empty()) page.Plain(2, "no Authentication-Results and no Received-SPF");
  const ReceiverResults& results = e.evidence->delivery->results;
  if (results.basis != TrustBasis::kNone)
    page.Line("trusted",
              fmt::format("{}, id {}", TrustBasisName(results.basis), TextOrNone(results.authserv_id)));
  size_t number = 0;
  for (const ExplainedClaim& claim : e.claims) {
    page.Line(fmt::format("{}", ++number), fmt::format("{}: {}", claim.name, OneLine(claim.body)));
    page.More(fmt::format("{} ({} Received above it)", DisbeliefText(claim.disbelief), claim.received_above));
  }
}

void WriteMime(const Explanation& e, PageWriter& page) {
  page.Heading("MIME tree");
  for (const MimeNode& node : e.mime.nodes) {
    std::string text = node.type;
    if (!node.charset.empty()) text += fmt::format("; charset={}", node.charset);
    if (!node.encoding.empty()) text += fmt::format(", {}", node.encoding);
    if (!node.disposition.empty()) text += fmt::format(", {}", node.disposition);
    if (!node.file_name.empty()) text += fmt::format(" \"{}\"", node.file_name);
    if (node.octets > 0) text += fmt::format(", {} octets", GroupDigits(node.octets));
    page.Plain(2 + 2 * node.depth, text);
  }
  if (!e.mime.not_drawn.empty()) page.Plain(2, fmt::format("not drawn: {}", e.mime.not_drawn));
}

void WriteFlaws(const Explanation& e, PageWriter& page) {
  page.Heading("Flaws of form");
  const ParseFlaws flaws = e.evidence->mail->flaws;
  if (flaws.empty()) page.Plain(2, "none");
  for (size_t i = 0; i < static_cast<size_t>(ParseFlaw::kCount); ++i) {
    if (flaws.Has(static_cast<ParseFlaw>(i))) page.Plain(2, ParseFlawName(static_cast<ParseFlaw>(i)));
  }
}

}  // namespace

std::string ExplanationAsText(const Explanation& explanation) {
  std::string out;
  PageWriter page(&out);
  WritePlace(explanation, page, &out);
  WriteJudging(explanation, page);
  WriteEnvelope(explanation, page);
  WriteTrace(explanation, page);
  WriteReceiver(explanation, page);
  WriteSignatures(explanation, page);
  WriteSpf(explanation, page);
  WriteDmarc(explanation, page);
  WriteArc(explanation, page);
  WriteAlignment(explanation, page);
  WriteMime(explanation, page);
  WriteFlaws(explanation, page);
  WriteRules(explanation, page);
  return out;
}

}  // namespace kenpin
