// Why a rule says what it says, as a word and a sentence: one list for all rules, so that the same cause has
// the same word everywhere. The list is closed and published in the reports' JSON Schema; words are never
// renamed. A row is an enumerator, its word and its sentence.
#ifndef KENPIN_RULES_REASON_H_
#define KENPIN_RULES_REASON_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kenpin {

// One row a reason.
// clang-format off
#define KENPIN_REASONS(X)                                                                                                                  \
  X(kNone, "none", "There is nothing to remark.")                                                                                          \
  /* What the input lacks, whatever the rule. */                                                                                           \
  X(kAddedLater, "added_later", "The field is absent, and --mta-adds says that a later system adds it.")                                   \
  X(kHeaderCut, "header_cut", "The header section exceeds what is read, and what the rule looks for may stand in the rest.")               \
  X(kTruncated, "truncated", "The file ends before the message does.")                                                                     \
  X(kMessageTooLarge, "message_too_large", "The message exceeds the size limit, and only its beginning was read.")                         \
  X(kNotDelivered, "not_delivered", "The message has not been handed over yet.")                                                           \
  X(kNoReceiver, "no_receiver", "Nothing in the message was written by a receiver.")                                                       \
  X(kNoDeliveryTime, "no_delivery_time", "No field says when the message was delivered.")                                                  \
  /* Whether there is a signature, and whether the field is one. */                                                                        \
  X(kNoSignature, "no_signature", "The message has no DKIM signature.")                                                                    \
  X(kNotSignedYet, "not_signed_yet", "The message has no DKIM signature, and --mta-adds says that a later system signs it.")               \
  X(kAnotherSignature, "another_signature", "The signature that counts is in order, and another one of the message is not.")               \
  X(kTooManySignatures, "too_many_signatures", "The signature stands behind the limit on signatures and was not evaluated.")               \
  X(kSignatureSyntax, "signature_syntax", "The DKIM-Signature is not a tag-list, or a value is not of its grammar.")                       \
  X(kSignatureDuplicateTag, "signature_duplicate_tag", "A tag occurs twice in the DKIM-Signature.")                                        \
  X(kSignatureMissingTag, "signature_missing_tag", "The DKIM-Signature lacks one of the tags v, a, b, bh, d, h and s.")                    \
  X(kSignatureVersion, "signature_version", "The version of the DKIM-Signature is not 1.")                                                 \
  X(kSignatureCanonicalization, "signature_canonicalization", "The DKIM-Signature names an unknown canonicalization.")                     \
  X(kSignatureQueryMethod, "signature_query_method", "The DKIM-Signature names no known way to the key.")                                  \
  X(kSignatureDomain, "signature_domain", "The AUID (i=) is neither in the SDID (d=) nor under it.")                                       \
  X(kAlgorithmSha1, "algorithm_sha1", "The only algorithm is rsa-sha1, which must no longer be used.")                                     \
  X(kAlgorithmUnknown, "algorithm_unknown", "No signature names an algorithm that DKIM knows.")                                            \
  X(kAlgorithmEd25519Only, "algorithm_ed25519_only", "Signed with ed25519-sha256 only, which this provider was seen to ignore.")           \
  X(kAlgorithmIgnored, "algorithm_ignored", "Beside a good signature stands one whose algorithm receivers ignore.")                        \
  /* The key. */                                                                                                                           \
  X(kKeyNotFetched, "key_not_fetched", "No usable key record was fetched.")                                                                 \
  X(kKeyTooShort, "key_too_short", "The RSA key has fewer than 1024 bits.")                                                                \
  X(kKeyBelow2048, "key_below_2048", "The RSA key has fewer than 2048 bits, which are recommended.")                                       \
  X(kKeyAbove4096, "key_above_4096", "The RSA key has more than 4096 bits, and receivers need not check it.")                              \
  X(kKeyNotFound, "key_not_found", "There is no key record at the selector.")                                                              \
  X(kKeyRevoked, "key_revoked", "The key record has an empty p= tag: the key is revoked.")                                                 \
  X(kKeySyntax, "key_syntax", "No record at the selector is a key record.")                                                                \
  X(kKeyUndecodable, "key_undecodable", "The p= tag of the key record does not hold a usable key.")                                        \
  X(kKeyAlgorithmMismatch, "key_algorithm_mismatch", "The key record is for another type of key than the signature names.")                \
  X(kKeyHashMismatch, "key_hash_mismatch", "The key record does not allow the hash that the signature uses.")                              \
  X(kKeyServiceMismatch, "key_service_mismatch", "The key record is not meant for e-mail.")                                                \
  X(kKeyStrictDomain, "key_strict_domain", "The key record forbids subdomains (t=s), and the AUID (i=) is in one.")                        \
  X(kNoKeyVerifies, "no_key_verifies", "There are several key records at the selector, and none of them verifies.")                        \
  X(kSeveralKeys, "several_keys", "There are several key records at the selector, and receivers may take any one of them.")                \
  X(kKeyTesting, "key_testing", "The key record says that the domain is testing DKIM (t=y).")                                              \
  X(kKeyGone, "key_gone", "The key is no longer published, which proves nothing about the time of the message.")                           \
  X(kKeyNotRecorded, "key_not_recorded", "The DNS snapshot says nothing about the key record.")                                            \
  X(kDnsFailure, "dns_failure", "The DNS gave no answer.")                                                                                 \
  X(kDnsOff, "dns_off", "No DNS was asked.")                                                                                               \
  X(kDnsNotContemporary, "dns_not_contemporary", "The DNS was not asked at the time of the message.")                                      \
  X(kKeyTooLongToCheck, "key_too_long_to_check", "The RSA key is too long to be checked.")                                                 \
  /* Whether the signature verifies, and what it covers. */                                                                                \
  X(kBodyHashMismatch, "body_hash_mismatch", "The body is not the one that was signed.")                                                   \
  X(kSignatureMismatch, "signature_mismatch", "The signed header fields are not those that were signed, or the key is another one.")       \
  X(kBothMismatch, "both_mismatch", "Neither the body nor the header fields are those that were signed.")                                  \
  X(kAlteredCopy, "altered_copy", "The stored copy shows signs of a change after delivery, which breaks signatures.")                      \
  X(kFromNotSigned, "from_not_signed", "The signature does not cover From.")                                                               \
  X(kCoreNotSigned, "core_not_signed", "The signature leaves out fields that matter.")                                                     \
  X(kFromNotOversigned, "from_not_oversigned", "The signature does not list From once more than it occurs.")                               \
  X(kBodyLimit, "body_limit", "The l= tag leaves what follows the signed part of the body open to change.")                                \
  X(kBodyLimitZero, "body_limit_zero", "The tag l=0 leaves the whole body unsigned.")                                                      \
  X(kBodyLimitTooLarge, "body_limit_too_large", "The l= tag exceeds the length of the body.")                                              \
  X(kNoTimestamps, "no_timestamps", "The signature has neither a t= nor an x= tag.")                                                       \
  X(kTimestampOrder, "timestamp_order", "The signature expires no later than it was made.")                                                \
  X(kExpiredAtDelivery, "expired_at_delivery", "The signature had expired at delivery, and fails at receivers that enforce it.")           \
  X(kSignedInFuture, "signed_in_future", "The signature claims to be made after the delivery.")                                            \
  X(kShortExpiry, "short_expiry", "The signature expires within a day, which a delayed delivery may exceed.")                              \
  X(kThirdPartySignature, "third_party_signature", "The only passing signature is by a domain that does not belong to the author's.")      \
  X(kAlignedSignatureFailed, "aligned_signature_failed", "The signature of the author's domain fails, and only a third party's passes.")   \
  X(kNoPassingSignature, "no_passing_signature", "No signature passes.")                                                                   \
  X(kSignatureUnknown, "signature_unknown", "Whether the signature passes can not be told.")                                               \
  X(kAuthorDomainUnusable, "author_domain_unusable", "From does not name exactly one usable domain.")                                      \
  X(kOrgDomainUnknown, "org_domain_unknown", "The Organizational Domain can not be told.")                                                 \
  /* The header section. */                                                                                                                \
  X(kLineWithoutColon, "line_without_colon", "A line of the header section is not a header field.")                                        \
  X(kControlInFieldName, "control_in_field_name", "A field name holds a control character.")                                               \
  X(kNulByte, "nul_byte", "The message holds a NUL byte.")                                                                                 \
  X(kMissingSeparator, "missing_separator", "No empty line separates the header section from the body.")                                   \
  X(kSpaceBeforeColon, "space_before_colon", "White space stands before the colon of a header field.")                                     \
  X(kWhitespaceOnlyFold, "whitespace_only_fold", "A folded field has a line of white space only.")                                         \
  X(kDateMissing, "date_missing", "There is no Date.")                                                                                     \
  X(kDateRepeated, "date_repeated", "There are several Date fields.")                                                                      \
  X(kDateUnparsable, "date_unparsable", "Date does not hold a date with a zone.")                                                          \
  X(kDateWeekday, "date_weekday", "The weekday in Date is not that of the date.")                                                          \
  X(kDateObsoleteZone, "date_obsolete_zone", "Date names its zone in an obsolete form.")                                                   \
  X(kDateInFuture, "date_in_future", "Date lies more than 24 hours after the delivery.")                                                   \
  X(kDateTooOld, "date_too_old", "Date lies more than seven days before the delivery.")                                                    \
  X(kFromMissing, "from_missing", "There is no From.")                                                                                     \
  X(kFromWithoutAddress, "from_without_address", "From holds no address with a domain.")                                                   \
  X(kFromRepeated, "from_repeated", "There are several From fields.")                                                                      \
  X(kFromSeveralAddresses, "from_several_addresses", "From holds several addresses.")                                                      \
  X(kFromGroup, "from_group", "From uses group syntax.")                                                                                   \
  X(kFromAddressInName, "from_address_in_name", "The display name in From looks like another address.")                                    \
  X(kFromDomainCharacter, "from_domain_character", "The domain in From holds a character that no host name has.")                          \
  X(kFromDomainEmptyLabel, "from_domain_empty_label", "The domain in From has an empty label.")                                            \
  X(kFromDomainSingleLabel, "from_domain_single_label", "The domain in From has no dot.")                                                  \
  X(kFromDomainTrailingDot, "from_domain_trailing_dot", "The domain in From ends in a dot.")                                               \
  X(kFromDomainLiteral, "from_domain_literal", "From names an address literal instead of a domain.")                                       \
  X(kFromDomainUnderscore, "from_domain_underscore", "The domain in From holds an underscore.")                                            \
  X(kFromDomainTooLong, "from_domain_too_long", "The domain in From, or a label of it, is too long.")                                      \
  X(kFromDomainIdn, "from_domain_idn", "The domain in From holds an invalid internationalized label.")                                     \
  X(kFromDomainSuffix, "from_domain_suffix", "The domain in From is not a name under a known public suffix.")                              \
  X(kFromDomainUnicode, "from_domain_unicode", "The domain in From is written in Unicode, which needs SMTPUTF8.")                          \
  X(kSuffixListMissing, "suffix_list_missing", "No public suffix list is loaded.")                                                         \
  X(kSenderNotNeeded, "sender_not_needed", "There is no Sender, and From needs none.")                                                     \
  X(kSenderMissing, "sender_missing", "From holds several addresses, and there is no Sender.")                                             \
  X(kSenderRepeated, "sender_repeated", "There are several Sender fields.")                                                                \
  X(kSenderSeveralAddresses, "sender_several_addresses", "Sender holds several addresses.")                                                \
  X(kSenderWithoutAddress, "sender_without_address", "From holds several addresses, and Sender holds none.")                               \
  X(kSenderOtherDomain, "sender_other_domain", "Sender is in another registrable domain than From.")                                       \
  X(kMessageIdMissing, "message_id_missing", "There is no Message-ID.")                                                                    \
  X(kMessageIdRepeated, "message_id_repeated", "There are several Message-ID fields.")                                                     \
  X(kMessageIdNoBrackets, "message_id_no_brackets", "Message-ID is not in angle brackets.")                                                \
  X(kMessageIdNoAt, "message_id_no_at", "Message-ID holds no @.")                                                                          \
  X(kMessageIdSpaces, "message_id_spaces", "Message-ID holds white space.")                                                                \
  X(kMessageIdGarbage, "message_id_garbage", "Message-ID holds something else than one identifier.")                                       \
  X(kMessageIdTooLong, "message_id_too_long", "Message-ID is longer than 500 characters.")                                                 \
  X(kMessageIdAddedByGmail, "message_id_added_by_gmail", "Gmail replaced the Message-ID: the sender's was missing or broken.")             \
  X(kMessageIdObsolete, "message_id_obsolete", "Message-ID uses obsolete syntax.")                                                         \
  X(kMessageIdHost, "message_id_host", "The right side of Message-ID is no domain of anybody's.")                                          \
  X(kMessageIdMadeByExchange, "message_id_made_by_exchange", "Exchange made the Message-ID of a message that did not start there.")        \
  X(kFieldRepeated, "field_repeated", "A field that may occur once is repeated.")                                                          \
  X(kMimeOrListFieldRepeated, "mime_or_list_field_repeated", "A MIME or List field that may occur once is repeated.")                      \
  X(kBccPresent, "bcc_present", "Bcc stands in the message.")                                                                              \
  X(kHeaderLineTooLong, "header_line_too_long", "A header line has more than 998 octets.")                                                 \
  X(kBodyLineTooLong, "body_line_too_long", "A body line has more than 998 octets.")                                                       \
  X(kHeaderLineOver78, "header_line_over_78", "A header line has more than 78 characters, the recommended length.")                        \
  X(kLfStorage, "lf_storage", "The store keeps lines with LF only, so that their form in transit can not be seen.")                        \
  X(kBareCr, "bare_cr", "A CR stands in the message that no LF follows.")                                                                  \
  X(kMixedLineEnds, "mixed_line_ends", "The message mixes CRLF and lone LF.")                                                              \
  X(kHeaderNotUtf8, "header_not_utf8", "The header section holds octets that are neither ASCII nor UTF-8.")                                \
  X(kHeaderNeedsSmtputf8, "header_needs_smtputf8", "The header section holds UTF-8, and the delivery was not by SMTPUTF8.")                \
  X(kBorderHopUnknown, "border_hop_unknown", "How the message was delivered is not known.")                                                \
  X(kNoEncodedWord, "no_encoded_word", "There is no encoded-word.")                                                                        \
  X(kEncodedWordPlace, "encoded_word_place", "An encoded-word stands where none may stand.")                                               \
  X(kEncodedWordUndecodable, "encoded_word_undecodable", "An encoded-word can not be decoded.")                                            \
  X(kEncodedWordRewritten, "encoded_word_rewritten", "An encoded-word stands where none may stand, probably the receiver's rewriting.")    \
  X(kEncodedWordTooLong, "encoded_word_too_long", "An encoded-word has more than 75 characters.")                                          \
  X(kEncodedWordSplit, "encoded_word_split", "A character is split over two encoded-words.")                                               \
  X(kHeaderTooLarge, "header_too_large", "The header section has more than 500 KB.")                                                       \
  X(kTooManyFields, "too_many_fields", "The header section has more than 5000 fields.")                                                    \
  X(kFieldTooLong, "field_too_long", "The value of a field has more than 32 KB.")                                                          \
  X(kFieldNameTooLong, "field_name_too_long", "The name of a field has more than 1 KB.")                                                   \
  X(kSubjectTooLong, "subject_too_long", "Subject is longer than 998 characters.")                                                         \
  X(kHeaderNearLimit, "header_near_limit", "The header section is above 80 % of a limit.")                                                 \
  X(kTooManyHops, "too_many_hops", "There are more than 50 Received fields.")                                                              \
  X(kManyHops, "many_hops", "There are more than 25 Received fields.")                                                                     \
  /* MIME. */                                                                                                                              \
  X(kPlainText, "plain_text", "The message is plain text without MIME fields.")                                                            \
  X(kMimeContentType, "mime_content_type", "A Content-Type can not be parsed.")                                                            \
  X(kMimeNoBoundary, "mime_no_boundary", "A multipart names no boundary.")                                                                 \
  X(kMimeBoundaryAbsent, "mime_boundary_absent", "The boundary of a multipart never occurs.")                                              \
  X(kMimeNotClosed, "mime_not_closed", "The closing boundary of a multipart is missing.")                                                  \
  X(kMimeEncodingUnknown, "mime_encoding_unknown", "A Content-Transfer-Encoding is not one that MIME names.")                              \
  X(kMimeEncodingIllegal, "mime_encoding_illegal", "A multipart is itself encoded.")                                                       \
  X(kMimeBase64, "mime_base64", "A base64 part can not be decoded.")                                                                       \
  X(kMimeEightBit, "mime_eight_bit", "A part that counts as 7bit holds octets above 127.")                                                 \
  X(kMimeLimit, "mime_limit", "The parts are more, or nested deeper, than is walked.")                                                     \
  X(kMimeVersionMissing, "mime_version_missing", "There is no MIME-Version.")                                                              \
  X(kMimeVersionWrong, "mime_version_wrong", "MIME-Version is not 1.0.")                                                                   \
  X(kMimeHtmlOnly, "mime_html_only", "There is HTML without a text alternative.")                                                          \
  X(kMimeMisspelledField, "mime_misspelled_field", "A MIME field is misspelled.")                                                          \
  /* Unsubscribe and Feedback-ID. */                                                                                                       \
  X(kClassUnknown, "class_unknown", "Whether this is marketing mail can not be told.")                                                     \
  X(kClassGuessed, "class_guessed", "A single sign says that this is marketing mail.")                                                     \
  X(kTransactional, "transactional", "The message is transactional.")                                                                      \
  X(kListUnsubscribeMissing, "list_unsubscribe_missing", "There is no List-Unsubscribe.")                                                  \
  X(kListUnsubscribeRepeated, "list_unsubscribe_repeated", "There are several List-Unsubscribe fields.")                                   \
  X(kListUnsubscribeNoBrackets, "list_unsubscribe_no_brackets", "List-Unsubscribe has nothing in angle brackets.")                         \
  X(kListUnsubscribeNoUri, "list_unsubscribe_no_uri", "List-Unsubscribe holds no URI.")                                                    \
  X(kListUnsubscribeWhiteSpace, "list_unsubscribe_white_space", "A URI in List-Unsubscribe holds white space.")                            \
  X(kListUnsubscribeTextOutside, "list_unsubscribe_text_outside", "List-Unsubscribe holds text outside the angle brackets.")               \
  X(kListUnsubscribeScheme, "list_unsubscribe_scheme", "List-Unsubscribe holds a URI of an unknown scheme.")                               \
  X(kHttpsMissing, "https_missing", "List-Unsubscribe holds no https URI.")                                                                \
  X(kHttpsRepeated, "https_repeated", "List-Unsubscribe holds several https URIs.")                                                        \
  X(kHttpBesideHttps, "http_beside_https", "List-Unsubscribe holds an http URI beside the https one.")                                     \
  X(kPostMissing, "post_missing", "There is no List-Unsubscribe-Post.")                                                                    \
  X(kPostRepeated, "post_repeated", "There are several List-Unsubscribe-Post fields.")                                                     \
  X(kPostWrong, "post_wrong", "List-Unsubscribe-Post is not List-Unsubscribe=One-Click.")                                                  \
  X(kPostLoose, "post_loose", "List-Unsubscribe-Post differs from List-Unsubscribe=One-Click in letter case or spacing.")                  \
  X(kPostWithoutHttps, "post_without_https", "List-Unsubscribe-Post stands beside a List-Unsubscribe without https URI.")                  \
  X(kUnsubscribeNotSigned, "unsubscribe_not_signed", "No passing signature covers both fields of one-click unsubscribe.")                  \
  X(kUnsubscribeSignedApart, "unsubscribe_signed_apart", "The fields of one-click unsubscribe are covered by different signatures.")       \
  X(kUnsubscribeExtraInstance, "unsubscribe_extra_instance", "A field of one-click unsubscribe occurs more often than it is signed.")      \
  X(kNoFeedbackId, "no_feedback_id", "There is no Feedback-ID.")                                                                           \
  X(kFeedbackIdRepeated, "feedback_id_repeated", "There are several Feedback-ID fields.")                                                  \
  X(kFeedbackIdSender, "feedback_id_sender", "The SenderId of Feedback-ID is missing or has not 5 to 15 characters.")                      \
  X(kFeedbackIdNotSigned, "feedback_id_not_signed", "No valid signature covers Feedback-ID.")                                              \
  X(kFeedbackIdExtraParts, "feedback_id_extra_parts", "Feedback-ID has more than four parts; only the last four are used.")                \
  /* What the envelope, the receiver or DNS does not tell. */                                                                              \
  X(kMailFromUnknown, "mail_from_unknown", "MAIL FROM is not known.")                                                                      \
  X(kHeloUnknown, "helo_unknown", "The HELO name is not known.")                                                                           \
  X(kClientUnknown, "client_unknown", "The client's address is not known.")                                                                \
  X(kClientsDiffer, "clients_differ", "Fields of the receiver name different clients, so that none is believed.")                          \
  X(kDnsNotRecorded, "dns_not_recorded", "The DNS snapshot says nothing about a name that counts.")                                        \
  X(kReceiverNotice, "receiver_notice", "The message is a notice that the receiver itself wrote.")                                         \
  X(kReceiverTempError, "receiver_temp_error", "The receiver could not tell because of an error that passes.")                             \
  /* The DMARC record. */                                                                                                                  \
  X(kDmarcNoneReported, "dmarc_none_reported", "The receiver found no DMARC record for the author's domain.")                              \
  X(kDmarcNoneInferred, "dmarc_none_inferred", "Gmail reports no DMARC result, which it leaves out where there is no record.")             \
  X(kDmarcRecordGone, "dmarc_record_gone", "The receiver saw a DMARC record that DNS does not have.")                                      \
  X(kDmarcAtOrgDomain, "dmarc_at_org_domain", "The subdomain has no DMARC record of its own; that of the Organizational Domain applies.")  \
  X(kDmarcAtPublicSuffix, "dmarc_at_public_suffix", "The only DMARC record is that of the public suffix above the domain.")                \
  X(kDmarcSeveralRecords, "dmarc_several_records", "There are several DMARC records at one name, and all of them are discarded.")          \
  X(kDmarcVersion, "dmarc_version", "A text that should be a DMARC record does not begin with v=DMARC1.")                                  \
  X(kDmarcMisplaced, "dmarc_misplaced", "A DMARC record stands at the domain itself instead of under _dmarc.")                             \
  X(kDmarcPolicyMissing, "dmarc_policy_missing", "The DMARC record has no p= tag.")                                                        \
  X(kDmarcPolicyInvalid, "dmarc_policy_invalid", "The p= tag is none of none, quarantine and reject.")                                     \
  X(kDmarcSubdomainPolicyInvalid, "dmarc_subdomain_policy_invalid", "The sp= or np= tag is none of none, quarantine and reject.")          \
  X(kDmarcPolicyNotSecond, "dmarc_policy_not_second", "The p= tag is not the second one, where old receivers look for it.")                \
  X(kDmarcUnknownTag, "dmarc_unknown_tag", "The DMARC record has a tag that no standard knows.")                                           \
  X(kDmarcDuplicateTag, "dmarc_duplicate_tag", "A tag stands twice in the DMARC record, for which some receivers discard all of it.")      \
  X(kDmarcBadTag, "dmarc_bad_tag", "A part of the DMARC record is no tag=value pair as receivers expect it.")                              \
  X(kDmarcValueInvalid, "dmarc_value_invalid", "A tag of the DMARC record has no legal value, so that its default holds.")                 \
  X(kDmarcUriInvalid, "dmarc_uri_invalid", "An entry of rua= or ruf= is no usable URI.")                                                   \
  X(kDmarcTooLong, "dmarc_too_long", "The DMARC record has more tags or report addresses than are read.")                                  \
  X(kDmarcNoRua, "dmarc_no_rua", "The DMARC record names no address for reports, so that nobody reads the results.")                       \
  X(kDmarcSubdomainsWeaker, "dmarc_subdomains_weaker", "The DMARC record asks for less in subdomains than in the domain itself.")          \
  X(kDmarcTesting, "dmarc_testing", "The DMARC record says t=y, which lowers the policy by one level.")                                    \
  X(kReportsNotAccepted, "reports_not_accepted", "The domain of a report address does not publish that it accepts the reports.")           \
  X(kReportsNotByMail, "reports_not_by_mail", "A report address is no mailto: URI, which receivers need not support.")                     \
  X(kReportSizeLimit, "report_size_limit", "A report address has a size limit, which is obsolete.")                                        \
  X(kReportConsentUnknown, "report_consent_unknown", "Whether the domain of a report address accepts the reports can not be told.")        \
  X(kDmarcOldTag, "dmarc_old_tag", "The DMARC record has a pct=, rf= or ri= tag, which the standard no longer has.")                       \
  X(kDmarcPct, "dmarc_pct", "The DMARC record has pct= below 100, on which receivers no longer agree.")                                    \
  X(kDmarcPolicyNone, "dmarc_policy_none", "The DMARC record asks for no action.")                                                         \
  X(kRejectLeansOnSpf, "reject_leans_on_spf", "The policy is strict, and only SPF is aligned, which forwarding breaks.")                   \
  X(kRejectWithoutDkim, "reject_without_dkim", "The policy is strict, and no aligned signature passes.")                                   \
  /* Alignment. */                                                                                                                         \
  X(kStrictModeMismatch, "strict_mode_mismatch", "The domains are related, and the DMARC record asks for the same name.")                  \
  X(kOrgMethodDiffers, "org_method_differs", "The public suffix list and the tree walk disagree about the Organizational Domain.")         \
  X(kAlignmentModeUnknown, "alignment_mode_unknown", "Whether the DMARC record asks for the same name can not be told.")                   \
  X(kEnvelopeOtherDomain, "envelope_other_domain", "The envelope domain does not belong to the author's.")                                 \
  X(kNothingPasses, "nothing_passes", "Neither SPF nor a signature passes.")                                                               \
  X(kNothingAligned, "nothing_aligned", "What passes does not belong to the author's domain.")                                             \
  X(kAlignedBySpfOnly, "aligned_by_spf_only", "Only SPF is aligned, which forwarding breaks.")                                             \
  X(kAlignedByDkimOnly, "aligned_by_dkim_only", "Only DKIM is aligned.")                                                                   \
  X(kIndirectMail, "indirect_mail", "The message was relayed by a list or a forwarder.")                                                   \
  /* The sending host and its connection. */                                                                                               \
  X(kPtrMissing, "ptr_missing", "The client's address has no name in the reverse DNS.")                                                    \
  X(kPtrGeneric, "ptr_generic", "The client's name looks like one of an access network.")                                                  \
  X(kPtrMismatch, "ptr_mismatch", "No name of the client resolves back to its address.")                                                   \
  X(kPtrTooMany, "ptr_too_many", "The client's address has more than ten names.")                                                          \
  X(kHeloNotPtr, "helo_not_ptr", "The HELO name is not the client's name in the reverse DNS.")                                             \
  X(kLocalHop, "local_hop", "The message did not come in by SMTP.")                                                                        \
  X(kTlsNotUsed, "tls_not_used", "The message came in without TLS.")                                                                       \
  X(kTlsNotTold, "tls_not_told", "The receiver's software does not tell whether TLS was used.")                                            \
  X(kTlsInnerHopPlain, "tls_inner_hop_plain", "An earlier hop in the sender's own network was without TLS.")                               \
  X(kTlsVersionOld, "tls_version_old", "The connection used a version before TLS 1.2.")                                                    \
  X(kTlsVersionNotTold, "tls_version_not_told", "The receiver does not tell the version of TLS.")                                          \
  X(kTlsWeakCipher, "tls_weak_cipher", "The connection used a weak cipher.")                                                               \
  X(kTlsCbcCipher, "tls_cbc_cipher", "The connection used a cipher in CBC mode.")                                                          \
  X(kTlsVerifyFailed, "tls_verify_failed", "The receiver could not verify the client's certificate.")                                      \
  X(kHeloEmpty, "helo_empty", "The HELO name is empty.")                                                                                   \
  X(kHeloBareLabel, "helo_bare_label", "The HELO name has no dot.")                                                                        \
  X(kHeloInvalid, "helo_invalid", "The HELO name is no host name.")                                                                        \
  X(kHeloPrivateLiteral, "helo_private_literal", "The HELO name is the literal of a private address.")                                     \
  X(kHeloLiteral, "helo_literal", "The HELO name is an address literal.")                                                                  \
  X(kHeloNotFound, "helo_not_found", "The HELO name does not resolve.")                                                                    \
  X(kDomainNotFound, "domain_not_found", "The domain in From or of the envelope does not exist.")                                          \
  X(kNullMx, "null_mx", "The domain in From or of the envelope says that it takes no mail.")                                               \
  X(kDomainWithoutHosts, "domain_without_hosts", "The domain in From or of the envelope has neither MX nor address.")                      \
  X(kDomainWithoutMx, "domain_without_mx", "The domain in From or of the envelope has an address and no MX.")                              \
  /* Forwarders and lists. */                                                                                                              \
  X(kDirectMail, "direct_mail", "Nothing proves that the message was relayed.")                                                            \
  X(kArcMissing, "arc_missing", "The message was relayed, and has no ARC set.")                                                            \
  X(kArcStructure, "arc_structure", "An ARC set is incomplete, repeated or out of order.")                                                 \
  X(kArcChainFailed, "arc_chain_failed", "An ARC seal says that the chain was broken.")                                                    \
  X(kArcSignatureFailed, "arc_signature_failed", "The newest ARC-Message-Signature does not verify.")                                      \
  X(kArcSealFailed, "arc_seal_failed", "An ARC-Seal does not verify.")                                                                     \
  X(kNotAList, "not_a_list", "Nothing says that the message comes from a list.")                                                           \
  X(kListIdMissing, "list_id_missing", "List mail without a List-Id.")                                                                     \
  X(kListIdRepeated, "list_id_repeated", "There are several List-Id fields.")                                                              \
  X(kListIdSyntax, "list_id_syntax", "List-Id does not hold an identifier in angle brackets.")                                             \
  X(kForwardNotMarked, "forward_not_marked", "The message was relayed, and has neither X-Forwarded-For nor X-Forwarded-To.")               \
  X(kEnvelopeNotRewritten, "envelope_not_rewritten", "The relayed message still has the author's envelope, for which SPF fails.")          \
  X(kForwardAltered, "forward_altered", "The message was changed on the way, so that the author's signature fails.")                       \
  X(kForwarderSpf, "forwarder_spf", "SPF does not pass for the forwarder's envelope.")                                                     \
  /* Whose word it is, and what a computation lacks. */                                                                                    \
  X(kResultsWithoutId, "results_without_id", "The receiver's Authentication-Results name no server and were accepted by their place.")     \
  X(kMilterPosition, "milter_position", "The Authentication-Results stand where a forged field could stand too; --authserv-id would make sure.")\
  X(kOnlyReceivedSpf, "only_received_spf", "Only a Received-SPF field speaks of authentication.")                                          \
  X(kOnlyArcResults, "only_arc_results", "Only an ARC set tells what an earlier hop saw.")                                                 \
  X(kWeakMailFrom, "weak_mail_from", "MAIL FROM is known only from the separator line of the mbox.")                                       \
  X(kNoTrustedResult, "no_trusted_result", "No trusted field and no computation gives a result.")                                          \
  X(kReceiverSaysPass, "receiver_says_pass", "The stored copy does not verify, and the receiver says that the message did.")               \
  X(kReceiverSaysFail, "receiver_says_fail", "The receiver says that the signature does not pass.")                                        \
  X(kReceiverSawNoSignature, "receiver_saw_no_signature", "The receiver says that the message had no signature.")                          \
  X(kNoKey, "no_key", "The receiver found no key for the signature.")                                                                      \
  X(kTestKey, "test_key", "The receiver says that the signature verified with a key in testing.")                                          \
  /* SPF. */                                                                                                                               \
  X(kOnlySpfPasses, "only_spf_passes", "SPF passes, and DKIM does not.")                                                                   \
  X(kOnlyDkimPasses, "only_dkim_passes", "DKIM passes, and SPF does not.")                                                                 \
  X(kSpfFail, "spf_fail", "The SPF record says that the client is not authorized.")                                                        \
  X(kSpfSoftfail, "spf_softfail", "The SPF record says that the client is probably not authorized.")                                       \
  X(kSpfNeutral, "spf_neutral", "The SPF record says nothing about the client.")                                                           \
  X(kSpfNone, "spf_none", "The domain of the envelope has no SPF record that applies.")                                                    \
  X(kSpfPermerror, "spf_permerror", "The SPF records can not be evaluated.")                                                               \
  X(kSpfMatchedAll, "spf_matched_all", "SPF passes, but the term that matched is +all, which everybody passes.")                           \
  X(kSpfMatchedPtr, "spf_matched_ptr", "SPF passes, but the term that matched is ptr, which should not be used.")                          \
  X(kSpfRecordMissing, "spf_record_missing", "The domain publishes no SPF record.")                                                        \
  X(kSpfObsoleteType, "spf_obsolete_type", "The SPF record stands only in the obsolete type SPF, which nobody reads.")                     \
  X(kSpfBestGuess, "spf_best_guess", "The receiver guessed an SPF record, because there is none.")                                         \
  X(kSpfSeveralRecords, "spf_several_records", "The domain publishes several SPF records.")                                                \
  X(kSpfSyntax, "spf_syntax", "A term of an SPF record can not be understood.")                                                            \
  X(kSpfSyntaxNotReached, "spf_syntax_not_reached", "A record that this client does not reach has a term that can not be understood.")     \
  X(kSpfIncludeWithoutRecord, "spf_include_without_record", "An include or redirect leads to a domain without SPF record.")                \
  X(kSpfIncludeNotReached, "spf_include_not_reached", "An include that this client does not reach leads to a domain without SPF record.")  \
  X(kSpfUsesPtr, "spf_uses_ptr", "The SPF record uses ptr, which should not be used.")                                                     \
  X(kSpfTermsAfterAll, "spf_terms_after_all", "The SPF record has terms behind all, which nobody reads.")                                  \
  X(kSpfOddCase, "spf_odd_case", "The SPF record has capital letters where they are unusual.")                                             \
  X(kSpfLongAnswer, "spf_long_answer", "The SPF record is longer than 450 octets, and the answer may not fit into one packet.")            \
  X(kSpfTooManyLookups, "spf_too_many_lookups", "The SPF record needs more than 10 terms that ask DNS.")                                   \
  X(kSpfTooManyVoidLookups, "spf_too_many_void_lookups", "More than 2 DNS lookups of the SPF record have no answer.")                      \
  X(kSpfTooManyMxHosts, "spf_too_many_mx_hosts", "An mx term of the SPF record has more than 10 hosts.")                                   \
  X(kSpfExpansionOverLimit, "spf_expansion_over_limit", "This client is matched in time, but the whole SPF record needs more than 10 terms that ask DNS.")\
  X(kSpfNearLookupLimit, "spf_near_lookup_limit", "The SPF record needs 8 to 10 of the 10 terms that may ask DNS.")                        \
  X(kSpfVoidLookups, "spf_void_lookups", "A DNS lookup of the SPF record has no answer.")                                                  \
  X(kSpfPlusAll, "spf_plus_all", "The SPF record ends in +all: everybody is authorized.")                                                  \
  X(kSpfWholeInternet, "spf_whole_internet", "The SPF record authorizes the whole internet.")                                              \
  X(kSpfNeutralAll, "spf_neutral_all", "The SPF record ends in ?all, which says nothing about other clients.")                             \
  X(kSpfNoAll, "spf_no_all", "The SPF record ends in neither all nor redirect.")                                                           \
  X(kSpfWideRange, "spf_wide_range", "The SPF record authorizes a very wide range of addresses.")                                          \
  X(kSameDomain, "same_domain", "From and MAIL FROM are of the same domain.")                                                              \
  X(kAuthorSpfMissing, "author_spf_missing", "The domain in From publishes no SPF record.")                                                \
  X(kAuthorSpfNotPass, "author_spf_not_pass", "The SPF record of the domain in From does not authorize the client.")                       \
  /* DMARC. */                                                                                                                             \
  X(kDmarcFail, "dmarc_fail", "Neither SPF nor DKIM passes for the domain in From.")                                                       \
  X(kNoDmarcRecord, "no_dmarc_record", "No DMARC record applies to the domain in From.")                                                   \
  X(kDmarcPermerror, "dmarc_permerror", "The DMARC record that applies can not be used.")                                                  \
  X(kBestGuessPass, "best_guess_pass", "From is aligned, but its domain publishes no DMARC record.")                                       \
  /* What a message makes people believe, and its body. */                                                                                 \
  X(kNoIdn, "no_idn", "No domain of the message is internationalized.")                                                                    \
  X(kIdnConfusable, "idn_confusable", "A domain can be taken for one that is written in another script.")                                  \
  X(kIdnMixedScripts, "idn_mixed_scripts", "A domain mixes scripts that do not belong together.")                                          \
  X(kIdnModerate, "idn_moderate", "A domain mixes scripts, and is only moderately restrictive.")                                           \
  X(kIdnUndecided, "idn_undecided", "The scripts of a domain can not be told.")                                                            \
  X(kGmailNotFromGmail, "gmail_not_from_gmail", "From is a Gmail address, and nothing that passes is of Gmail.")                           \
  X(kGmailByService, "gmail_by_service", "From is a Gmail address, and another system sends the message.")                                 \
  X(kFreemailStrict, "freemail_strict", "From is at a mail provider that forbids others the use of its domain, and another system sends.") \
  X(kFreemailLenient, "freemail_lenient", "From is at a mail provider, and another system sends, which the domain's policy tolerates today.")\
  X(kProviderSent, "provider_sent", "The provider of the address sent the message itself.")                                                \
  X(kPolicyUnknown, "policy_unknown", "The DMARC policy of the domain in From is not known.")                                              \
  X(kFromRewritten, "from_rewritten", "The sending service put its own domain into From, and the author's before it.")                     \
  X(kFromServiceDomain, "from_service_domain", "From is in the domain of a sending service.")                                              \
  X(kNoDisplayName, "no_display_name", "From has no display name.")                                                                        \
  X(kNameControl, "name_control", "The display name holds a control or direction character.")                                              \
  X(kNameGmail, "name_gmail", "The display name holds a Gmail address.")                                                                   \
  X(kNameOtherAddress, "name_other_address", "The display name holds an address of another domain than From.")                             \
  X(kNameSymbol, "name_symbol", "The display name holds an emoji, a check mark or a badge.")                                               \
  X(kNameCounter, "name_counter", "The display name holds a counter like that of a conversation.")                                         \
  X(kNameReplyPrefix, "name_reply_prefix", "The display name begins like the subject of a reply.")                                         \
  X(kNameUrgent, "name_urgent", "The display name presses like the subject of an advertisement.")                                          \
  X(kNameRecipient, "name_recipient", "The display name is that of the recipient, or holds it.")                                           \
  X(kSubjectReplyPrefix, "subject_reply_prefix", "The subject begins like that of a reply, and the message is none.")                      \
  X(kNoHtml, "no_html", "The message has no HTML.")                                                                                        \
  X(kHtmlBroken, "html_broken", "The HTML is too broken to tell.")                                                                         \
  X(kHiddenText, "hidden_text", "The HTML holds text that is not shown.")                                                                  \
  X(kPreheader, "preheader", "Only a short text at the beginning is hidden, which mail clients show beside the subject.")                  \
  X(kNoLinks, "no_links", "The body has no link.")                                                                                         \
  X(kLinkScript, "link_script", "A link holds a script.")                                                                                  \
  X(kLinkData, "link_data", "A link holds data instead of an address.")                                                                    \
  X(kLinkIpLiteral, "link_ip_literal", "A link names an IP address instead of a host.")                                                    \
  X(kLinkElsewhere, "link_elsewhere", "A link shows a URL of another domain than it leads to.")                                            \
  X(kLinkShortener, "link_shortener", "A link of a URL shortener hides where it leads.")                                                   \
  X(kBodyUnsubscribeMissing, "body_unsubscribe_missing", "The body tells no way to unsubscribe.")                                          \
  X(kBodyUnsubscribeHidden, "body_unsubscribe_hidden", "The way to unsubscribe stands only in text that is not shown.")                    \
  X(kBodyUnsubscribeLowContrast, "body_unsubscribe_low_contrast", "The way to unsubscribe stands only at the end, hardly visible.")        \
  X(kBodyUnsubscribeImage, "body_unsubscribe_image", "The way to unsubscribe is only an image.")                                           \
  X(kBodyImageOnly, "body_image_only", "The body is only an image.")                                                                       \
  X(kBodyLanguage, "body_language", "The words of unsubscribing are not known in the language of the body.")                               \
  X(kBodyCharset, "body_charset", "The body is in a character set that is not known.")                                                     \
  X(kBodyCut, "body_cut", "The text of the body exceeds what is read.")                                                                    \
  /* Rules about a whole corpus. */                                                                                                         \
  X(kSingleMessage, "single_message", "It takes more than one message to tell.")                                                            \
  X(kMessageIdReused, "message_id_reused", "Messages that differ in Subject, Date or body bear the same Message-ID.")                       \
  X(kMessageIdShared, "message_id_shared", "Equal messages to several recipients bear the same Message-ID.")                                \
  X(kNoHttpsUri, "no_https_uri", "No message names an https URI in List-Unsubscribe.")                                                      \
  X(kUnsubscribeSameUri, "unsubscribe_same_uri", "Every message of a stream has the same unsubscribe URI.")                                 \
  X(kUnsubscribeLandingPage, "unsubscribe_landing_page", "The unsubscribe URI looks like a page to log in or to set preferences.")          \
  X(kUnsubscribePlainAddress, "unsubscribe_plain_address", "The unsubscribe URI holds an address, and no token that could not be guessed.") \
  X(kUnsubscribeShortToken, "unsubscribe_short_token", "The unsubscribe URI holds no token of 16 characters or more.")                      \
  X(kOneRecipient, "one_recipient", "All messages of a stream go to one recipient, so that nothing differs.")                               \
  X(kNoPostmasterData, "no_postmaster_data", "No data of the provider were given (--spam-rate, --postmaster).")                             \
  X(kUnsubscribeNotHonoured, "unsubscribe_not_honoured", "The provider says that unsubscribing is not honoured in time.")                   \
  X(kSpamRateHigh, "spam_rate_high", "0.30 % or more of a day's mail was reported as spam within the last seven days with data.")           \
  X(kSpamRateWasHigh, "spam_rate_was_high", "0.30 % or more of a day's mail was reported as spam, but not lately.")                         \
  X(kSpamRateRaised, "spam_rate_raised", "0.10 % or more of a day's mail was reported as spam.")                                            \
  X(kSpamRateDaysMissing, "spam_rate_days_missing", "Between the days with a spam rate days are missing.")                                  \
  X(kBulkSender, "bulk_sender", "5,000 messages or more in 24 hours: a bulk sender, for ever.")                                             \
  X(kNearBulkSender, "near_bulk_sender", "4,000 messages or more in 24 hours: close to a bulk sender.")                                     \
  X(kCorpusIsSample, "corpus_is_sample", "Only a part of the corpus was read.")                                                             \
  X(kRecipientsUnknown, "recipients_unknown", "The recipients of some messages are not known.")                                             \
  X(kFewDays, "few_days", "The mail covers fewer than eight days.")                                                                         \
  X(kVolumeJump, "volume_jump", "On a day the domain sent at least twice the mean of the seven days before.")                               \
  X(kClientVolumeJump, "client_volume_jump", "On a day a client address sent at least twice the mean of the seven days before.")            \
  X(kStreamsShareIdentity, "streams_share_identity", "Mail of several kinds has the same From, signing domain and client address.")         \
  X(kManyFromAddresses, "many_from_addresses", "One kind of mail comes from many addresses.")                                               \
  X(kOneClassOnly, "one_class_only", "All mail is of one kind.")                                                                            \
  /* Requirements that rest on rules, in a summary. */                                                                                     \
  X(kNotJudged, "not_judged", "The rules behind the requirement are not judged for this row.")                                               \
  X(kNotRequired, "not_required", "The requirement does not concern senders of this size.")
// clang-format on

#define KENPIN_REASON_ENUMERATOR(enumerator, word, sentence) enumerator,
enum class Reason : uint16_t { KENPIN_REASONS(KENPIN_REASON_ENUMERATOR) kCount };
#undef KENPIN_REASON_ENUMERATOR

inline constexpr size_t kReasonCount = static_cast<size_t>(Reason::kCount);

// The word in reports, e.g. "date_missing". Static; any thread.
std::string_view ReasonName(Reason reason);

// The sentence for people, e.g. "There is no Date.". Static; any thread.
std::string_view ReasonText(Reason reason);

}  // namespace kenpin

#endif  // KENPIN_RULES_REASON_H_
