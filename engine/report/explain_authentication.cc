#include "engine/report/explain_authentication.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/crypto/base64.h"
#include "engine/report/json_text.h"

namespace kenpin {
namespace {

std::string_view Word(Canonicalization canonicalization) {
  return canonicalization == Canonicalization::kRelaxed ? "relaxed" : "simple";
}

std::string_view ReadingText(LineEndReading reading) {
  switch (reading) {
    case LineEndReading::kStandard:
      return "as usual";
    case LineEndReading::kCrBeforeLfIsData:
      return "every CR as data";
    case LineEndReading::kLoneLfIsData:
      return "a lone LF as data";
    case LineEndReading::kLoneCrEndsLine:
      return "a lone CR as a line end";
  }
  return "";
}

// "body_hash_mismatch" as "body hash mismatch".
std::string Spaced(std::string_view word) {
  std::string text(word);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string_view OrNone(std::string_view text) { return text.empty() ? "none" : text; }

std::string_view StatusText(DnsStatus status) {
  switch (status) {
    case DnsStatus::kFound:
      return "found";
    case DnsStatus::kNoData:
      return "the name exists and has no TXT record";
    case DnsStatus::kNxDomain:
      return "the name does not exist";
    case DnsStatus::kNotRecorded:
      return "the snapshot says nothing about the name";
    case DnsStatus::kFailed:
      return "DNS gave no answer";
    case DnsStatus::kOff:
      break;
  }
  return "DNS is off";
}

// What broke, in one line.
std::string_view BreakText(const SignatureEvidence& signature) {
  switch (signature.reason) {
    case DkimReason::kVerified:
      return "nothing: the signature verifies";
    case DkimReason::kBodyHashMismatch:
      return signature.header_ok ? "the body: the signed header is intact, the body is not what was signed"
                                 : "the body; the header was not verified";
    case DkimReason::kSignatureMismatch:
      return "the header: the body is intact, a signed field (or the key) is not what was signed with";
    case DkimReason::kBothMismatch:
      return "header and body: neither is what was signed";
    default:
      return "";
  }
}

// What the receiver saw, and what follows from it.
std::string_view ReceiverText(const SignatureEvidence& signature) {
  if (signature.receiver == ReceiverSays::kUnknown) return "could not tell";
  if (signature.receiver == ReceiverSays::kNotPass) return "did not see it pass";
  return signature.result == DkimResult::kFail ? "saw it pass: what broke it happened behind the receiver"
                                               : "saw it pass";
}

void WriteFields(const ExplainedSignature& explained, PageWriter& page) {
  std::string text;
  for (const ExplainedField& field : explained.fields) {
    if (!text.empty()) text += ' ';
    text += field.name;
    text += field.field ? fmt::format("[{}]", *field.field) : "[-]";
    if (text.size() > 70) {
      page.Line("h=", text);
      text.clear();
    }
  }
  if (!text.empty()) page.Line("h=", text);
  if (!explained.fields.empty())
    page.More("[n]: hashed as the n-th field of the header, in this order; [-]: there is none, over-signed");
}

void WriteKey(const SignatureEvidence& signature, const ExplainedSignature& explained, PageWriter& page) {
  if (explained.key_name.empty()) return;
  page.Line("key record",
            fmt::format("{}: {}", explained.key_name,
                        explained.key_status ? StatusText(*explained.key_status) : "not answered"));
  for (const std::string& name : explained.key_cnames) page.More(fmt::format("through the CNAME {}", name));
  for (const std::string& record : explained.key_records) page.More(record);
  if (signature.key_bits > 0) {
    page.Line("key length",
              fmt::format("{} bits{}", signature.key_bits, signature.key_testing ? ", marked t=y" : ""));
  }
}

void WriteBody(const SignatureEvidence& signature, const ExplainedSignature& explained, PageWriter& page) {
  page.Line("body hash", fmt::format("{} stated", OrNone(explained.stated_body_hash)));
  if (!signature.hashed) return page.More("not computed");
  std::array<char, Base64EncodedSize(32)> text{};
  page.More(
      fmt::format("{} computed over {} canonical octets{}: {}",
                  EncodeBase64({signature.body_hash.data(), signature.body_hash_size}, text),
                  signature.canonical_body_length,
                  signature.body_limit ? fmt::format(", of which l= takes {}", *signature.body_limit) : "",
                  signature.body_hash_ok ? "the same" : "not the same"));
  const bool usual =
      signature.body_reading == LineEndReading::kStandard && signature.quoting == MboxQuoting::kAsStored;
  if (signature.body_hash_ok && !usual) {
    page.More(fmt::format("with line ends read {}{}", ReadingText(signature.body_reading),
                          signature.quoting == MboxQuoting::kUnquote ? ", mbox quoting undone" : ""));
  }
  if (!explained.cause.empty()) page.Line("likely cause", explained.cause_text);
}

void WriteSignature(size_t number, const SignatureEvidence& signature, const ExplainedSignature& explained,
                    PageWriter& page) {
  page.Heading(fmt::format("DKIM {}: {}, {}", number, DkimResultName(signature.result),
                           Spaced(DkimReasonName(signature.reason))));
  page.Line("signer", fmt::format("d={} s={} i={}", OrNone(signature.domain), OrNone(signature.selector),
                                  OrNone(signature.auid)));
  page.Line("algorithm",
            fmt::format("a={} c={}/{}", OrNone(signature.algorithm_text),
                        Word(signature.header_canonicalization), Word(signature.body_canonicalization)));
  if (signature.signed_at || signature.expires_at) {
    page.Line("times",
              fmt::format("signed {}, expires {}",
                          signature.signed_at ? FormatTime(*signature.signed_at) : "at no stated time",
                          signature.expires_at ? FormatTime(*signature.expires_at) : "never"));
  }
  WriteFields(explained, page);
  WriteBody(signature, explained, page);
  WriteKey(signature, explained, page);
  if (!BreakText(signature).empty()) page.Line("what broke", BreakText(signature));
  if (signature.receiver != ReceiverSays::kSilent) page.Line("receiver", ReceiverText(signature));
}

std::string_view AlignmentWord(AlignmentResult result) {
  switch (result) {
    case AlignmentResult::kUnknown:
      return "unknown";
    case AlignmentResult::kNone:
      return "no";
    case AlignmentResult::kRelaxed:
      return "relaxed";
    case AlignmentResult::kStrict:
      return "strict";
  }
  return "";
}

// The line between two names.
std::string_view Bond(AlignmentResult result) {
  switch (result) {
    case AlignmentResult::kUnknown:
      return "??";
    case AlignmentResult::kNone:
      return "  ";
    case AlignmentResult::kRelaxed:
      return "--";
    case AlignmentResult::kStrict:
      return "==";
  }
  return "";
}

std::string_view ArcCauseText(const ArcEvidence& arc) {
  return arc.cause ? DkimReasonName(*arc.cause) : std::string_view();
}

}  // namespace

void WriteSignatures(const Explanation& explanation, PageWriter& page) {
  const std::span<const SignatureEvidence> signatures = explanation.evidence->signatures;
  if (signatures.empty()) {
    page.Heading("DKIM");
    page.Plain(2, "no signature");
  }
  static const ExplainedSignature kNothing;
  for (size_t i = 0; i < signatures.size(); ++i) {
    WriteSignature(i + 1, signatures[i],
                   i < explanation.signatures.size() ? explanation.signatures[i] : kNothing, page);
  }
}

void WriteSpf(const Explanation& explanation, PageWriter& page) {
  const SpfEvidence& spf = explanation.evidence->spf;
  page.Heading(spf.basis == ResultBasis::kNone ? "SPF: unknown"
                                               : fmt::format("SPF: {} for {} ({})", SpfResultName(spf.result),
                                                             OrNone(spf.domain), ResultBasisName(spf.basis)));
  if (explanation.spf_text.empty()) {
    page.Plain(2, "not evaluated: it takes DNS, the client's address, and MAIL FROM or HELO");
  } else {
    page.Block(explanation.spf_text);
  }
}

void WriteDmarc(const Explanation& explanation, PageWriter& page) {
  const DmarcEvidence& dmarc = explanation.evidence->dmarc;
  page.Heading(
      dmarc.basis == ResultBasis::kNone
          ? "DMARC: unknown"
          : fmt::format("DMARC: {} ({})", DmarcResultName(dmarc.result), ResultBasisName(dmarc.basis)));
  page.Line("legs",
            fmt::format("SPF {}, DKIM {}", DmarcLegName(dmarc.spf_leg), DmarcLegName(dmarc.dkim_leg)));
  if (dmarc.methods_differ) page.More("the two ways to Organizational Domains differ");
  page.Block(explanation.dmarc_text);
}

void WriteArc(const Explanation& explanation, PageWriter& page) {
  const ArcEvidence& arc = explanation.evidence->arc;
  page.Heading(fmt::format("ARC: {}, {}", ArcResultName(arc.result), Spaced(ArcReasonName(arc.reason))));
  if (arc.failed_instance > 0) {
    page.Line("broken at", fmt::format("instance {}{}{}", arc.failed_instance,
                                       ArcCauseText(arc).empty() ? "" : ": ", Spaced(ArcCauseText(arc))));
  }
  static constexpr std::string_view kStatus[] = {"illegal", "none", "fail", "pass"};
  uint32_t instance = 0;
  for (const ArcSet& set : arc.sets) {
    page.Line(
        fmt::format("set {}", ++instance),
        fmt::format("cv={}, sealed by {} (s={}), message signed by {} (s={})",
                    kStatus[static_cast<size_t>(set.chain_status)], OrNone(set.seal_domain),
                    OrNone(set.seal_selector), OrNone(set.message_domain), OrNone(set.message_selector)));
  }
}

void WriteAlignment(const Explanation& explanation, PageWriter& page) {
  const AuthorFacts& author = explanation.evidence->author;
  page.Heading("Alignment: who matches the Author Domain");
  if (author.domain.empty()) return page.Plain(2, "From names no usable Author Domain");
  page.Plain(2, fmt::format("From {}   (treewalk {}, psl {})", author.domain,
                            OrNone(explanation.author_walk_org), OrNone(author.org_domain)));
  for (const ExplainedName& name : explanation.names) {
    page.Plain(3, "|");
    page.Plain(3, fmt::format("+{}{}{} {} {}: {}   (treewalk {}, psl {})", Bond(name.names.result),
                              AlignmentWord(name.names.result), Bond(name.names.result), name.label,
                              name.domain, name.result, OrNone(name.walk_org), OrNone(name.list_org)));
    if (name.names.by_walk != name.names.by_list) {
      page.Plain(3, fmt::format("|     by treewalk {}, by psl {}", AlignmentWord(name.names.by_walk),
                                AlignmentWord(name.names.by_list)));
    }
  }
  if (explanation.names.empty()) page.Plain(3, "+ nothing: no signature, and no known MAIL FROM");
}

}  // namespace kenpin
