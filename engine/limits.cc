#include "engine/limits.h"

#include <fmt/format.h>

#include "engine/auth/border_hop.h"
#include "engine/auth/dmarc_record.h"
#include "engine/auth/receiver_results.h"
#include "engine/auth/sender_dns.h"
#include "engine/auth/spf.h"
#include "engine/auth/spf_macro.h"
#include "engine/auth/trusted_claims.h"
#include "engine/crypto/public_key.h"
#include "engine/dkim/arc_result.h"
#include "engine/dkim/body_hash.h"
#include "engine/dkim/key_record.h"
#include "engine/dkim/result.h"
#include "engine/dkim/signature.h"
#include "engine/mail/authentication_results.h"
#include "engine/mail/content_facts.h"
#include "engine/mail/html_content.h"
#include "engine/mail/html_tag.h"
#include "engine/mail/identity_facts.h"
#include "engine/mail/list_unsubscribe.h"
#include "engine/mail/mailbox.h"
#include "engine/mail/message_view.h"
#include "engine/mail/mime_walk.h"
#include "engine/mail/received_spf.h"
#include "engine/mail/tag_list.h"
#include "engine/mail/text_source.h"
#include "io/content_length.h"
#include "io/corpus.h"
#include "io/dns_snapshot.h"
#include "rules/format.h"

namespace kenpin {
namespace {

#define KENPIN_LIMIT(constant, ...) \
  { #constant, static_cast < uint64_t>(constant), __VA_ARGS__ }

constexpr Limit kLimits[] = {
    // The record.
    KENPIN_LIMIT(kMaxMessageBytes, "octets of a message", "too_large",
                 "the header is judged, the body is hashed as it passes; rules of the body are unknown"),
    KENPIN_LIMIT(kMaxHeaderForContentLength, "octets of a header whose Content-Length is looked at",
                 "content_length_ignored", "the next From_ line ends the message"),
    // The header.
    KENPIN_LIMIT(kMaxHeaderBytes, "octets of the header section", "header_too_large",
                 "the rest is no part of any field; no signature is evaluated"),
    KENPIN_LIMIT(kMaxFields, "header fields", "too_many_fields",
                 "the rest is not indexed; no signature is evaluated"),
    KENPIN_LIMIT(kMaxMailboxes, "addresses of one field", "too_many_addresses", "the rest is not read"),
    KENPIN_LIMIT(kMaxAddressListBytes, "octets of a field of addresses", "too_many_addresses",
                 "the rest is not read"),
    KENPIN_LIMIT(kMaxShownText, "octets of a display name or Subject, decoded", "shown_text_too_long",
                 "the rest is not looked at"),
    KENPIN_LIMIT(kMaxListUris, "URIs in List-Unsubscribe", "too_many_list_uris", "the rest is not read"),
    KENPIN_LIMIT(kMaxHops, "Received fields that are read", "too_many_trace_fields",
                 "the rest is only counted"),
    KENPIN_LIMIT(kMaxClaims, "fields of a receiver's results", "too_many_trace_fields",
                 "the rest is not believed"),
    KENPIN_LIMIT(kMaxAuthResultsBytes, "octets of an Authentication-Results", "auth_results_too_long",
                 "the rest is not read"),
    KENPIN_LIMIT(kMaxAuthResults, "results in an Authentication-Results", "auth_results_too_long",
                 "the rest is not read"),
    KENPIN_LIMIT(kMaxAuthProperties, "properties in an Authentication-Results", "auth_results_too_long",
                 "the rest is not read"),
    KENPIN_LIMIT(kMaxAuthComments, "comments in an Authentication-Results", "auth_results_too_long",
                 "the rest is not read"),
    KENPIN_LIMIT(kMaxReceiverDkim, "DKIM results of all believed fields", "auth_results_too_long",
                 "the rest is not believed"),
    KENPIN_LIMIT(kMaxReceivedSpfBytes, "octets of a Received-SPF", "auth_results_too_long",
                 "the rest is not read"),
    // The header by the providers' own limits.
    KENPIN_LIMIT(kMaxHeaderSectionBytes, "octets of the header section", "header_too_large",
                 "format-header-size fails"),
    KENPIN_LIMIT(kMaxHeaderFields, "header fields", "too_many_fields", "format-header-size fails"),
    KENPIN_LIMIT(kMaxValueBytes, "octets of a field body", "field_too_long", "format-header-size fails"),
    KENPIN_LIMIT(kMaxNameBytes, "octets of a field name", "field_name_too_long", "format-header-size fails"),
    KENPIN_LIMIT(kMaxSubjectCharacters, "characters of Subject", "subject_too_long",
                 "format-header-size fails"),
    KENPIN_LIMIT(kMaxMessageIdCharacters, "characters of Message-ID", "message_id_too_long",
                 "format-message-id and format-header-size fail"),
    KENPIN_LIMIT(kMaxReceivedFields, "Received fields", "too_many_hops", "format-hops fails"),
    KENPIN_LIMIT(kMaxLineOctets, "octets of a line", "body_line_too_long", "format-line-length fails"),
    // MIME and content.
    KENPIN_LIMIT(kMaxMimeDepth, "multiparts in one another", "mime_too_deep",
                 "the inner ones are leaves; what is not found in the body is unknown"),
    KENPIN_LIMIT(kMaxMimeParts, "MIME parts", "too_many_parts",
                 "the rest is not walked; what is not found in the body is unknown"),
    KENPIN_LIMIT(kMaxBoundaryLength, "octets of a boundary", "mime_no_boundary", "format-mime fails"),
    KENPIN_LIMIT(kMaxDecodedText, "octets of text, before decoding", "text_too_long",
                 "what is not found in the body is unknown"),
    KENPIN_LIMIT(kMaxConvertedText, "octets of text in a charset like UTF-16", "text_too_long",
                 "what is not found in the body is unknown"),
    KENPIN_LIMIT(kMaxPlainLinks, "links in plain text", "text_too_long",
                 "what is not found in the body is unknown"),
    KENPIN_LIMIT(kMaxPlaces, "places of markup that are asked", "too_much_markup",
                 "what is not found in the body is unknown"),
    KENPIN_LIMIT(kMaxTagLooks, "tags that are looked at", "too_much_markup",
                 "what is not found in the body is unknown"),
    KENPIN_LIMIT(kMaxTagOctetsRead, "octets of tags that are looked at", "too_much_markup",
                 "what is not found in the body is unknown"),
    KENPIN_LIMIT(kMaxWalkedOctets, "octets of hidden elements", "too_much_markup",
                 "what is not found in the body is unknown"),
    KENPIN_LIMIT(kMaxStretches, "hidden stretches and comments", "too_much_markup",
                 "what is not found in the body is unknown"),
    KENPIN_LIMIT(kMaxWordHits, "places of words for unsubscribing", "too_much_markup",
                 "what is not found in the body is unknown"),
    KENPIN_LIMIT(kMaxTagOctets, "octets of a tag", "html_broken", "content-hidden-html is unknown"),
    // DKIM and ARC.
    KENPIN_LIMIT(kMaxTags, "tags of a tag-list", "tag_list_too_long", "the signature is a permerror"),
    KENPIN_LIMIT(kMaxLimitDigits, "digits of l=", "syntax", "the signature is a permerror"),
    KENPIN_LIMIT(kMaxTimeDigits, "digits of t= and x=", "syntax", "the signature is a permerror"),
    KENPIN_LIMIT(kMaxSignaturesPerMessage, "DKIM-Signature fields", "too_many_signatures",
                 "the rest is a permerror, and what rests on it unknown"),
    KENPIN_LIMIT(kMaxSignedHeaderBytes, "octets of header that all signatures sign together",
                 "too_many_signatures", "the rest is a permerror, and what rests on it unknown"),
    KENPIN_LIMIT(kMaxBodyHashesPerMessage, "different body hashes", "too_many_body_hashes",
                 "the rest is not computed"),
    KENPIN_LIMIT(kMaxKeysPerSelector, "keys at a selector", "too_many_keys",
                 "the rest is not tried; without a match among the first the result is none"),
    KENPIN_LIMIT(kMaxRsaBits, "bits of an RSA key", "key_too_long", "not checked; the result is policy"),
    KENPIN_LIMIT(kMaxRsaExponentBits, "bits of an RSA exponent", "key_undecodable",
                 "the signature is a permerror"),
    KENPIN_LIMIT(kMaxArcSets, "ARC Sets", "too_many_arc_sets", "the chain fails unread"),
    // SPF, DMARC, DNS.
    KENPIN_LIMIT(kMaxSpfLookups, "terms of SPF that ask DNS", "too_many_lookups", "permerror"),
    KENPIN_LIMIT(kMaxVoidLookups, "terms of SPF without an answer", "too_many_void_lookups", "permerror"),
    KENPIN_LIMIT(kMaxMxHosts, "hosts of an mx term", "too_many_mx_hosts", "permerror"),
    KENPIN_LIMIT(kMaxSpfLocalPartOctets, "octets of the local part that SPF is asked for", "sender_too_long",
                 "SPF is none"),
    KENPIN_LIMIT(kMaxDomainSpecOctets, "octets of a domain-spec", "syntax", "permerror"),
    KENPIN_LIMIT(kMaxDmarcTags, "tags of a DMARC record but v=", "too_many_tags", "the rest is not read"),
    KENPIN_LIMIT(kMaxReportUris, "URIs of rua= or ruf=", "too_many_uris", "the rest is not read"),
    KENPIN_LIMIT(kMaxForwardLookups, "names of a client that are looked up", "too_many_ptr_names",
                 "without a match among the first the rule is unknown"),
    KENPIN_LIMIT(kMaxCnameChain, "CNAMEs in a row", "dns_failure", "the question failed"),
};
#undef KENPIN_LIMIT

}  // namespace

std::span<const Limit> AllLimits() { return kLimits; }

std::string LimitsAsMarkdown() {
  std::string out =
      "# Limits\n\n"
      "What one message, key or record may be at most. Nothing is left out in silence: a flaw or a reason of "
      "the\n"
      "message's record tells. Comments and folds nest and repeat without a limit, at linear cost.\n\n"
      "| limit | of what | told as | beyond it |\n"
      "|---:|---|---|---|\n";
  for (const Limit& limit : AllLimits()) {
    out += fmt::format("| {} | {} (`{}`) | `{}` | {} |\n", limit.value, limit.of_what, limit.constant,
                       limit.told, limit.beyond);
  }
  return out;
}

}  // namespace kenpin
