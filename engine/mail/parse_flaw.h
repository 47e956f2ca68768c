// Flaws of a message's form, as data. A closed enum: the words are published in the record's JSON Schema.
#ifndef KENPIN_ENGINE_MAIL_PARSE_FLAW_H_
#define KENPIN_ENGINE_MAIL_PARSE_FLAW_H_

#include <cstdint>
#include <string_view>

namespace kenpin {

enum class ParseFlaw : uint8_t {
  kLineWithoutColon,      // A line of the header section is neither a field, nor a continuation, nor empty.
  kControlInFieldName,    // A field name holds a control character or an octet above 126.
  kNulByte,               // A NUL stands in the header section or the body.
  kMissingSeparator,      // The header section runs into body text without an empty line.
  kSpaceBeforeColon,      // White space between field name and colon (RFC 5322 §4.5, obsolete).
  kWhitespaceOnlyFold,    // A continuation line of white space only (RFC 5322 §4.2, obsolete).
  kMixedEol,              // CRLF, lone LF or lone CR are mixed within the message.
  kBareCr,                // A CR that no LF follows.
  kTruncated,             // The file ended or shrank before the message did.
  kTooLarge,              // The message exceeds the size limit; only its beginning was kept.
  kContentLengthIgnored,  // A Content-Length that leads nowhere was ignored.
  kMissingBlankLine,      // The next From_ line does not follow an empty line.
  kHeaderTooLarge,        // The header section exceeds kMaxHeaderBytes; the rest was not indexed.
  kTooManyFields,         // More than kMaxFields header fields; the rest was not indexed.
  kTooManySignatures,     // More than kMaxSignaturesPerMessage DKIM-Signature fields, or they sign more than
                          // kMaxSignedHeaderBytes of the header together; the rest was not evaluated.
  kTooManyBodyHashes,   // More distinct body hashes than kMaxBodyHashesPerMessage; the rest was not computed.
  kTooManyParts,        // More than kMaxMimeParts MIME parts; the rest was not walked.
  kMimeTooDeep,         // Multiparts nested deeper than kMaxMimeDepth.
  kTooManyAddresses,    // An address list exceeds kMaxMailboxes or kMaxAddressListBytes; the rest was not
                        // parsed.
  kTagListTooLong,      // A tag-list has more than kMaxTags tags.
  kTooManyArcSets,      // More ARC Sets than kMaxArcSets; the chain was not evaluated.
  kAuthResultsTooLong,  // A receiver's results exceed the limits of their parsers (Authentication-Results,
                        // Received-SPF, kMaxReceiverDkim); the rest was not read.
  kTextTooLong,  // A text part exceeds kMaxDecodedText, kMaxConvertedText or kMaxPlainLinks; the rest was not
                 // looked at.
  kTooMuchMarkup,       // The body's markup exceeds the limits of FindContent; the rest was not looked at.
  kTooManyTraceFields,  // More than kMaxHops Received fields, or kMaxClaims fields of a receiver's results;
                        // the rest was not read.
  kTooManyListUris,     // List-Unsubscribe has more than kMaxListUris; the rest was not read.
  kShownTextTooLong,    // A display name or the Subject exceeds kMaxShownText; the rest was not looked at.
  kCount,
};

// The flaw's word in reports, e.g. "line_without_colon".
std::string_view ParseFlawName(ParseFlaw flaw);

// A set of flaws; a value.
class ParseFlaws {
 public:
  void Add(ParseFlaw flaw) { bits_ |= Bit(flaw); }
  bool Has(ParseFlaw flaw) const { return (bits_ & Bit(flaw)) != 0; }
  bool empty() const { return bits_ == 0; }
  uint32_t bits() const { return bits_; }
  ParseFlaws& operator|=(ParseFlaws other) {
    bits_ |= other.bits_;
    return *this;
  }

 private:
  static constexpr uint32_t Bit(ParseFlaw flaw) { return uint32_t{1} << static_cast<unsigned>(flaw); }
  uint32_t bits_ = 0;
};
static_assert(static_cast<unsigned>(ParseFlaw::kCount) <= 32);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_PARSE_FLAW_H_
