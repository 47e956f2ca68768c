// Why a rule says what it says, as a word and a sentence: one list for all rules, so that the same cause has
// the same word everywhere. The list is closed and published in the reports' JSON Schema; words are never
// renamed. A row is an enumerator, its word and its sentence in English and Japanese.
#ifndef KENPIN_RULES_REASON_H_
#define KENPIN_RULES_REASON_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "rules/language.h"

namespace kenpin {

// One row a reason.
// clang-format off
#define KENPIN_REASONS(X) \
  X(kNone, "none", "There is nothing to remark.", "特記することはない。") \
  /* What the input lacks, whatever the rule. */ \
  X(kAddedLater, "added_later", "The field is absent, and --mta-adds says that a later system adds it.", "フィールドがないが、後段のシステムが付けると --mta-adds で指定されている。") \
  X(kHeaderCut, "header_cut", "The header section exceeds what is read, and what the rule looks for may stand in the rest.", "ヘッダー部が読み取り上限を超え、必要な部分が残りにある可能性がある。") \
  X(kTruncated, "truncated", "The file ends before the message does.", "メールの途中でファイルが終わっている。") \
  X(kMessageTooLarge, "message_too_large", "The message exceeds the size limit, and only its beginning was kept.", "メールがサイズ上限を超え、先頭だけが保持された。") \
  X(kNotDelivered, "not_delivered", "The message has not been handed over yet.", "メールはまだ送り出されていない。") \
  X(kNoReceiver, "no_receiver", "Nothing in the message was written by a receiver.", "受信側が書いたものがメールに何もない。") \
  X(kNoDeliveryTime, "no_delivery_time", "No field says when the message was delivered.", "配送日時を示すフィールドがない。") \
  /* Whether there is a signature, and whether the field is one. */ \
  X(kNoSignature, "no_signature", "The message has no DKIM signature.", "DKIM 署名がない。") \
  X(kNotSignedYet, "not_signed_yet", "The message has no DKIM signature, and --mta-adds says that a later system signs it.", "DKIM 署名がないが、後段のシステムが署名すると --mta-adds で指定されている。") \
  X(kAnotherSignature, "another_signature", "The signature that counts is in order, and another one of the message is not.", "判定の対象となる署名は正常だが、ほかの署名に問題がある。") \
  X(kTooManySignatures, "too_many_signatures", "The signature stands behind the limit on signatures and was not evaluated.", "署名数の上限より後ろにあり、評価されなかった。") \
  X(kSignatureSyntax, "signature_syntax", "The DKIM-Signature is not a tag-list, or a value is not of its grammar.", "DKIM-Signature がタグリストになっていないか、値の構文が正しくない。") \
  X(kSignatureDuplicateTag, "signature_duplicate_tag", "A tag occurs twice in the DKIM-Signature.", "DKIM-Signature に同じタグが 2 度ある。") \
  X(kSignatureMissingTag, "signature_missing_tag", "The DKIM-Signature lacks one of the tags v, a, b, bh, d, h and s.", "DKIM-Signature に v、a、b、bh、d、h、s のいずれかのタグがない。") \
  X(kSignatureVersion, "signature_version", "The version of the DKIM-Signature is not 1.", "DKIM-Signature のバージョンが 1 ではない。") \
  X(kSignatureCanonicalization, "signature_canonicalization", "The DKIM-Signature names an unknown canonicalization.", "DKIM-Signature の正規化方式が未知のものである。") \
  X(kSignatureQueryMethod, "signature_query_method", "The DKIM-Signature names no known way to the key.", "DKIM-Signature の鍵の取得方法が未知のものである。") \
  X(kSignatureDomain, "signature_domain", "The AUID (i=) is neither in the SDID (d=) nor under it.", "AUID（i=）が SDID（d=）と同じでも、その下位でもない。") \
  X(kAlgorithmSha1, "algorithm_sha1", "The only algorithm is rsa-sha1, which must no longer be used.", "アルゴリズムが、使用してはならない rsa-sha1 だけである。") \
  X(kAlgorithmUnknown, "algorithm_unknown", "No signature names an algorithm that DKIM knows.", "DKIM で定義されたアルゴリズムの署名がない。") \
  X(kAlgorithmEd25519Only, "algorithm_ed25519_only", "Signed with ed25519-sha256 only, which this provider was seen to ignore.", "署名が ed25519-sha256 だけで、この事業者では無視された例がある。") \
  X(kAlgorithmIgnored, "algorithm_ignored", "Beside a good signature stands one whose algorithm receivers ignore.", "正しい署名のほかに、受信側が無視するアルゴリズムの署名がある。") \
  /* The key. */ \
  X(kKeyNotFetched, "key_not_fetched", "No usable key record was fetched.", "使用できる鍵レコードを取得できなかった。") \
  X(kKeyTooShort, "key_too_short", "The RSA key has fewer than 1024 bits.", "RSA 鍵が 1024 ビット未満である。") \
  X(kKeyBelow2048, "key_below_2048", "The RSA key has fewer than 2048 bits, which are recommended.", "RSA 鍵が推奨の 2048 ビットに満たない。") \
  X(kKeyAbove4096, "key_above_4096", "The RSA key has more than 4096 bits, and receivers need not check it.", "RSA 鍵が 4096 ビットを超え、受信側には検証する義務がない。") \
  X(kKeyNotFound, "key_not_found", "There is no key record at the selector.", "セレクタに鍵レコードがない。") \
  X(kKeyRevoked, "key_revoked", "The key record has an empty p= tag: the key is revoked.", "鍵レコードの p= タグが空で、鍵は失効している。") \
  X(kKeySyntax, "key_syntax", "No record at the selector is a key record.", "セレクタのレコードが鍵レコードになっていない。") \
  X(kKeyUndecodable, "key_undecodable", "The p= tag of the key record does not hold a usable key.", "鍵レコードの p= タグの値が、使用できる鍵ではない。") \
  X(kKeyAlgorithmMismatch, "key_algorithm_mismatch", "The key record is for another type of key than the signature names.", "鍵レコードの鍵の種類が署名の指定と異なる。") \
  X(kKeyHashMismatch, "key_hash_mismatch", "The key record does not allow the hash that the signature uses.", "鍵レコードが署名のハッシュ方式を許可していない。") \
  X(kKeyServiceMismatch, "key_service_mismatch", "The key record is not meant for e-mail.", "鍵レコードがメール用ではない。") \
  X(kKeyStrictDomain, "key_strict_domain", "The key record forbids subdomains (t=s), and the AUID (i=) is in one.", "鍵レコードがサブドメインを禁止（t=s）しているのに、AUID（i=）がサブドメインである。") \
  X(kNoKeyVerifies, "no_key_verifies", "There are several key records at the selector, and none of them verifies.", "セレクタに鍵レコードが複数あり、どれでも検証に成功しない。") \
  X(kSeveralKeys, "several_keys", "There are several key records at the selector, and receivers may take any one of them.", "セレクタに鍵レコードが複数あり、受信側がどれを使うかわからない。") \
  X(kKeyTesting, "key_testing", "The key record says that the domain is testing DKIM (t=y).", "鍵レコードが DKIM の試験運用（t=y）を示している。") \
  X(kKeyGone, "key_gone", "The key is no longer published, which proves nothing about the time of the message.", "鍵はすでに公開されていないが、メールの送信時点については何もわからない。") \
  X(kKeyNotRecorded, "key_not_recorded", "The DNS snapshot says nothing about the key record.", "DNS スナップショットに鍵レコードの記録がない。") \
  X(kDnsFailure, "dns_failure", "The DNS gave no answer.", "DNS から応答がなかった。") \
  X(kDnsOff, "dns_off", "No DNS was asked.", "DNS への問い合わせが無効になっている。") \
  X(kDnsNotContemporary, "dns_not_contemporary", "The DNS was not asked at the time of the message.", "DNS への問い合わせがメールの配送時のものではない。") \
  X(kTooManyKeys, "too_many_keys", "There are more keys at the selector than are tried, and the first ones do not fit.", "セレクターの鍵が試行の上限より多く、最初の鍵はどれも合わない。") \
  X(kKeyTooLongToCheck, "key_too_long_to_check", "The RSA key is too long to be checked.", "RSA 鍵が長すぎて検証できない。") \
  /* Whether the signature verifies, and what it covers. */ \
  X(kBodyHashMismatch, "body_hash_mismatch", "The body is not the one that was signed.", "本文が署名時のものと異なる。") \
  X(kSignatureMismatch, "signature_mismatch", "The signed header fields are not those that were signed, or the key is another one.", "署名対象のヘッダーが署名時のものと異なるか、鍵が異なる。") \
  X(kBothMismatch, "both_mismatch", "Neither the body nor the header fields are those that were signed.", "本文もヘッダーも署名時のものと異なる。") \
  X(kAlteredCopy, "altered_copy", "The stored copy shows signs of a change after delivery, which breaks signatures.", "保存されたメールに配送後の変更の跡があり、署名が壊れている。") \
  X(kFromNotSigned, "from_not_signed", "The signature does not cover From.", "署名の対象に From が含まれていない。") \
  X(kCoreNotSigned, "core_not_signed", "The signature leaves out fields that matter.", "重要なフィールドが署名の対象から漏れている。") \
  X(kFromNotOversigned, "from_not_oversigned", "The signature does not list From once more than it occurs.", "署名対象に From が実際の数より 1 つ多く指定されていない。") \
  X(kBodyLimit, "body_limit", "The l= tag leaves what follows the signed part of the body open to change.", "l= タグにより、本文の署名範囲より後ろを改変できる。") \
  X(kBodyLimitZero, "body_limit_zero", "The tag l=0 leaves the whole body unsigned.", "l=0 のため、本文全体が署名されていない。") \
  X(kBodyLimitTooLarge, "body_limit_too_large", "The l= tag exceeds the length of the body.", "l= タグの値が本文の長さを超えている。") \
  X(kNoTimestamps, "no_timestamps", "The signature has neither a t= nor an x= tag.", "署名に t= タグも x= タグもない。") \
  X(kTimestampOrder, "timestamp_order", "The signature expires no later than it was made.", "署名の有効期限が署名日時以前になっている。") \
  X(kExpiredAtDelivery, "expired_at_delivery", "The signature had expired at delivery, and fails at receivers that enforce it.", "署名が配送時に期限切れで、期限を守る受信側では失敗する。") \
  X(kSignedInFuture, "signed_in_future", "The signature claims to be made after the delivery.", "署名日時が配送日時より後になっている。") \
  X(kShortExpiry, "short_expiry", "The signature expires within a day, which a delayed delivery may exceed.", "署名の有効期限が 1 日未満で、配送が遅れると切れるおそれがある。") \
  X(kThirdPartySignature, "third_party_signature", "The only passing signature is by a domain that does not belong to the author's.", "検証に成功した署名が、From のドメインと関係のないドメインのものだけである。") \
  X(kAlignedSignatureFailed, "aligned_signature_failed", "The signature of the author's domain fails, and only a third party's passes.", "From のドメインの署名は失敗し、第三者の署名だけが検証に成功した。") \
  X(kNoPassingSignature, "no_passing_signature", "No signature passes.", "検証に成功する署名がない。") \
  X(kSignatureUnknown, "signature_unknown", "Whether the signature passes can not be told.", "署名が検証に成功するか判定できない。") \
  X(kAuthorDomainUnusable, "author_domain_unusable", "From does not name exactly one usable domain.", "From から使用できるドメインを 1 つに決められない。") \
  X(kOrgDomainUnknown, "org_domain_unknown", "The Organizational Domain can not be told.", "組織ドメインを判定できない。") \
  /* The header section. */ \
  X(kLineWithoutColon, "line_without_colon", "A line of the header section is not a header field.", "ヘッダー部に、ヘッダーフィールドではない行がある。") \
  X(kControlInFieldName, "control_in_field_name", "A field name holds a control character.", "フィールド名に制御文字が含まれている。") \
  X(kNulByte, "nul_byte", "The message holds a NUL byte.", "メールに NUL バイトが含まれている。") \
  X(kMissingSeparator, "missing_separator", "No empty line separates the header section from the body.", "ヘッダー部と本文を分ける空行がない。") \
  X(kSpaceBeforeColon, "space_before_colon", "White space stands before the colon of a header field.", "ヘッダーフィールドのコロンの前に空白がある。") \
  X(kWhitespaceOnlyFold, "whitespace_only_fold", "A folded field has a line of white space only.", "折り返したフィールドに空白だけの行がある。") \
  X(kDateMissing, "date_missing", "There is no Date.", "Date がない。") \
  X(kDateRepeated, "date_repeated", "There are several Date fields.", "Date が複数ある。") \
  X(kDateUnparsable, "date_unparsable", "Date does not hold a date with a zone.", "Date がタイムゾーン付きの日時になっていない。") \
  X(kDateWeekday, "date_weekday", "The weekday in Date is not that of the date.", "Date の曜日が日付と一致しない。") \
  X(kDateObsoleteZone, "date_obsolete_zone", "Date names its zone in an obsolete form.", "Date のタイムゾーンが廃止された書式である。") \
  X(kDateInFuture, "date_in_future", "Date lies more than 24 hours after the delivery.", "Date が配送日時より 24 時間以上後になっている。") \
  X(kDateTooOld, "date_too_old", "Date lies more than seven days before the delivery.", "Date が配送日時より 7 日以上前になっている。") \
  X(kFromMissing, "from_missing", "There is no From.", "From がない。") \
  X(kFromWithoutAddress, "from_without_address", "From holds no address with a domain.", "From にドメイン付きのアドレスがない。") \
  X(kFromRepeated, "from_repeated", "There are several From fields.", "From が複数ある。") \
  X(kFromSeveralAddresses, "from_several_addresses", "From holds several addresses.", "From にアドレスが複数ある。") \
  X(kFromGroup, "from_group", "From uses group syntax.", "From にグループ構文が使われている。") \
  X(kFromAddressInName, "from_address_in_name", "The display name in From looks like another address.", "From の表示名が別のアドレスのように見える。") \
  X(kFromDomainCharacter, "from_domain_character", "The domain in From holds a character that no host name has.", "From のドメインに、ホスト名に使えない文字がある。") \
  X(kFromDomainEmptyLabel, "from_domain_empty_label", "The domain in From has an empty label.", "From のドメインに空のラベルがある。") \
  X(kFromDomainSingleLabel, "from_domain_single_label", "The domain in From has no dot.", "From のドメインにドットがない。") \
  X(kFromDomainTrailingDot, "from_domain_trailing_dot", "The domain in From ends in a dot.", "From のドメインがドットで終わっている。") \
  X(kFromDomainLiteral, "from_domain_literal", "From names an address literal instead of a domain.", "From がドメインではなくアドレスリテラルになっている。") \
  X(kFromDomainUnderscore, "from_domain_underscore", "The domain in From holds an underscore.", "From のドメインにアンダースコアがある。") \
  X(kFromDomainTooLong, "from_domain_too_long", "The domain in From, or a label of it, is too long.", "From のドメイン、またはそのラベルが長すぎる。") \
  X(kFromDomainIdn, "from_domain_idn", "The domain in From holds an invalid internationalized label.", "From のドメインに不正な国際化ラベルがある。") \
  X(kFromDomainSuffix, "from_domain_suffix", "The domain in From is not a name under a known public suffix.", "From のドメインが、既知のパブリックサフィックスの下の名前ではない。") \
  X(kFromDomainUnicode, "from_domain_unicode", "The domain in From is written in Unicode, which needs SMTPUTF8.", "From のドメインが Unicode で書かれていて、SMTPUTF8 が必要である。") \
  X(kSuffixListMissing, "suffix_list_missing", "No public suffix list is loaded.", "Public Suffix List が読み込まれていない。") \
  X(kSenderNotNeeded, "sender_not_needed", "There is no Sender, and From needs none.", "Sender はないが、この From には必要ない。") \
  X(kSenderMissing, "sender_missing", "From holds several addresses, and there is no Sender.", "From にアドレスが複数あるのに Sender がない。") \
  X(kSenderRepeated, "sender_repeated", "There are several Sender fields.", "Sender が複数ある。") \
  X(kSenderSeveralAddresses, "sender_several_addresses", "Sender holds several addresses.", "Sender にアドレスが複数ある。") \
  X(kSenderWithoutAddress, "sender_without_address", "From holds several addresses, and Sender holds none.", "From にアドレスが複数あるのに、Sender にアドレスがない。") \
  X(kSenderOtherDomain, "sender_other_domain", "Sender is in another registrable domain than From.", "Sender の登録ドメインが From と異なる。") \
  X(kMessageIdMissing, "message_id_missing", "There is no Message-ID.", "Message-ID がない。") \
  X(kMessageIdRepeated, "message_id_repeated", "There are several Message-ID fields.", "Message-ID が複数ある。") \
  X(kMessageIdNoBrackets, "message_id_no_brackets", "Message-ID is not in angle brackets.", "Message-ID が山括弧で囲まれていない。") \
  X(kMessageIdNoAt, "message_id_no_at", "Message-ID holds no @.", "Message-ID に @ がない。") \
  X(kMessageIdSpaces, "message_id_spaces", "Message-ID holds white space.", "Message-ID に空白がある。") \
  X(kMessageIdGarbage, "message_id_garbage", "Message-ID holds something else than one identifier.", "Message-ID に識別子以外のものがある。") \
  X(kMessageIdTooLong, "message_id_too_long", "Message-ID is longer than 500 characters.", "Message-ID が 500 文字を超えている。") \
  X(kMessageIdAddedByGmail, "message_id_added_by_gmail", "Gmail replaced the Message-ID: the sender's was missing or broken.", "元の Message-ID がないか壊れていたため、Gmail が付け直した。") \
  X(kMessageIdObsolete, "message_id_obsolete", "Message-ID uses obsolete syntax.", "Message-ID が廃止された構文である。") \
  X(kMessageIdHost, "message_id_host", "The right side of Message-ID is no domain of anybody's.", "Message-ID の右側が誰のドメインでもない。") \
  X(kMessageIdMadeByExchange, "message_id_made_by_exchange", "Exchange made the Message-ID of a message that did not start there.", "Exchange から発信されていないメールに、Exchange が Message-ID を付けた。") \
  X(kFieldRepeated, "field_repeated", "A field that may occur once is repeated.", "1 つしか許されないフィールドが重複している。") \
  X(kMimeOrListFieldRepeated, "mime_or_list_field_repeated", "A MIME or List field that may occur once is repeated.", "1 つしか許されない MIME または List 系のフィールドが重複している。") \
  X(kBccPresent, "bcc_present", "Bcc stands in the message.", "メールに Bcc が残っている。") \
  X(kHeaderLineTooLong, "header_line_too_long", "A header line has more than 998 octets.", "ヘッダーに 998 バイトを超える行がある。") \
  X(kBodyLineTooLong, "body_line_too_long", "A body line has more than 998 octets.", "本文に 998 バイトを超える行がある。") \
  X(kHeaderLineOver78, "header_line_over_78", "A header line has more than 78 characters, the recommended length.", "ヘッダーに、推奨される 78 文字を超える行がある。") \
  X(kLfStorage, "lf_storage", "The store keeps lines with LF only, so that their form in transit can not be seen.", "保存形式の改行が LF だけで、配送中の改行を確認できない。") \
  X(kBareCr, "bare_cr", "A CR stands in the message that no LF follows.", "LF の続かない CR がある。") \
  X(kMixedLineEnds, "mixed_line_ends", "The message mixes CRLF and lone LF.", "CRLF と単独の LF が混在している。") \
  X(kHeaderNotUtf8, "header_not_utf8", "The header section holds octets that are neither ASCII nor UTF-8.", "ヘッダー部に ASCII でも UTF-8 でもないバイトがある。") \
  X(kHeaderNeedsSmtputf8, "header_needs_smtputf8", "The header section holds UTF-8, and the delivery was not by SMTPUTF8.", "ヘッダー部に UTF-8 があるのに、SMTPUTF8 で配送されていない。") \
  X(kBorderHopUnknown, "border_hop_unknown", "How the message was delivered is not known.", "どのように配送されたのかわからない。") \
  X(kNoEncodedWord, "no_encoded_word", "There is no encoded-word.", "encoded-word がない。") \
  X(kEncodedWordPlace, "encoded_word_place", "An encoded-word stands where none may stand.", "encoded-word が許されない位置にある。") \
  X(kEncodedWordUndecodable, "encoded_word_undecodable", "An encoded-word can not be decoded.", "encoded-word をデコードできない。") \
  X(kEncodedWordRewritten, "encoded_word_rewritten", "An encoded-word stands where none may stand, probably the receiver's rewriting.", "許されない位置に encoded-word があるが、受信側が書き換えたものと考えられる。") \
  X(kEncodedWordTooLong, "encoded_word_too_long", "An encoded-word has more than 75 characters.", "75 文字を超える encoded-word がある。") \
  X(kEncodedWordSplit, "encoded_word_split", "A character is split over two encoded-words.", "1 文字が 2 つの encoded-word に分割されている。") \
  X(kHeaderTooLarge, "header_too_large", "The header section has more than 500 KB.", "ヘッダー部が 500 KB を超えている。") \
  X(kTooManyFields, "too_many_fields", "The header section has more than 5000 fields.", "ヘッダー部のフィールドが 5000 を超えている。") \
  X(kFieldTooLong, "field_too_long", "The value of a field has more than 32 KB.", "フィールドの値が 32 KB を超えている。") \
  X(kFieldNameTooLong, "field_name_too_long", "The name of a field has more than 1 KB.", "フィールド名が 1 KB を超えている。") \
  X(kSubjectTooLong, "subject_too_long", "Subject is longer than 998 characters.", "Subject が 998 文字を超えている。") \
  X(kHeaderNearLimit, "header_near_limit", "The header section is above 80 % of a limit.", "ヘッダー部が上限の 80 % を超えている。") \
  X(kTooManyHops, "too_many_hops", "There are more than 50 Received fields.", "Received が 50 を超えている。") \
  X(kManyHops, "many_hops", "There are more than 25 Received fields.", "Received が 25 を超えている。") \
  /* MIME. */ \
  X(kPlainText, "plain_text", "The message is plain text without MIME fields.", "MIME フィールドのないプレーンテキストのメールである。") \
  X(kMimeContentType, "mime_content_type", "A Content-Type can not be parsed.", "Content-Type を解析できない。") \
  X(kMimeNoBoundary, "mime_no_boundary", "A multipart names no boundary.", "multipart に boundary の指定がない。") \
  X(kMimeBoundaryAbsent, "mime_boundary_absent", "The boundary of a multipart never occurs.", "multipart の boundary が一度も現れない。") \
  X(kMimeNotClosed, "mime_not_closed", "The closing boundary of a multipart is missing.", "multipart の終端の boundary がない。") \
  X(kMimeEncodingUnknown, "mime_encoding_unknown", "A Content-Transfer-Encoding is not one that MIME names.", "MIME で定義されていない Content-Transfer-Encoding がある。") \
  X(kMimeEncodingIllegal, "mime_encoding_illegal", "A multipart is itself encoded.", "multipart 自体がエンコードされている。") \
  X(kMimeBase64, "mime_base64", "A base64 part can not be decoded.", "base64 のパートをデコードできない。") \
  X(kMimeEightBit, "mime_eight_bit", "A part that counts as 7bit holds octets above 127.", "7bit とされたパートに 127 を超えるバイトがある。") \
  X(kMimeLimit, "mime_limit", "The parts are more, or nested deeper, than is walked.", "パートの数または入れ子の深さが処理の上限を超えている。") \
  X(kMimeVersionMissing, "mime_version_missing", "There is no MIME-Version.", "MIME-Version がない。") \
  X(kMimeVersionWrong, "mime_version_wrong", "MIME-Version is not 1.0.", "MIME-Version が 1.0 ではない。") \
  X(kMimeHtmlOnly, "mime_html_only", "There is HTML without a text alternative.", "HTML だけで、テキスト版がない。") \
  X(kMimeMisspelledField, "mime_misspelled_field", "A MIME field is misspelled.", "MIME フィールドの綴りが誤っている。") \
  /* Unsubscribe and Feedback-ID. */ \
  X(kClassUnknown, "class_unknown", "Whether this is marketing mail can not be told.", "マーケティングメールかどうか判定できない。") \
  X(kClassGuessed, "class_guessed", "A single sign says that this is marketing mail.", "マーケティングメールであることを示す手がかりが 1 つしかない。") \
  X(kTransactional, "transactional", "The message is transactional.", "トランザクションメールである。") \
  X(kListUnsubscribeMissing, "list_unsubscribe_missing", "There is no List-Unsubscribe.", "List-Unsubscribe がない。") \
  X(kListUnsubscribeRepeated, "list_unsubscribe_repeated", "There are several List-Unsubscribe fields.", "List-Unsubscribe が複数ある。") \
  X(kListUnsubscribeNoBrackets, "list_unsubscribe_no_brackets", "List-Unsubscribe has nothing in angle brackets.", "List-Unsubscribe に山括弧で囲まれたものがない。") \
  X(kListUnsubscribeNoUri, "list_unsubscribe_no_uri", "List-Unsubscribe holds no URI.", "List-Unsubscribe に URI がない。") \
  X(kListUnsubscribeWhiteSpace, "list_unsubscribe_white_space", "A URI in List-Unsubscribe holds white space.", "List-Unsubscribe の URI に空白がある。") \
  X(kListUnsubscribeTextOutside, "list_unsubscribe_text_outside", "List-Unsubscribe holds text outside the angle brackets.", "List-Unsubscribe の山括弧の外に文字がある。") \
  X(kListUnsubscribeScheme, "list_unsubscribe_scheme", "List-Unsubscribe holds a URI of an unknown scheme.", "List-Unsubscribe に未知のスキームの URI がある。") \
  X(kHttpsMissing, "https_missing", "List-Unsubscribe holds no https URI.", "List-Unsubscribe に https の URI がない。") \
  X(kHttpsRepeated, "https_repeated", "List-Unsubscribe holds several https URIs.", "List-Unsubscribe に https の URI が複数ある。") \
  X(kHttpBesideHttps, "http_beside_https", "List-Unsubscribe holds an http URI beside the https one.", "List-Unsubscribe に https のほか http の URI もある。") \
  X(kPostMissing, "post_missing", "There is no List-Unsubscribe-Post.", "List-Unsubscribe-Post がない。") \
  X(kPostRepeated, "post_repeated", "There are several List-Unsubscribe-Post fields.", "List-Unsubscribe-Post が複数ある。") \
  X(kPostWrong, "post_wrong", "List-Unsubscribe-Post is not List-Unsubscribe=One-Click.", "List-Unsubscribe-Post が List-Unsubscribe=One-Click ではない。") \
  X(kPostLoose, "post_loose", "List-Unsubscribe-Post differs from List-Unsubscribe=One-Click in letter case or spacing.", "List-Unsubscribe-Post が List-Unsubscribe=One-Click と大文字小文字または空白の点で異なる。") \
  X(kPostWithoutHttps, "post_without_https", "List-Unsubscribe-Post stands beside a List-Unsubscribe without https URI.", "List-Unsubscribe-Post があるのに、List-Unsubscribe に https の URI がない。") \
  X(kUnsubscribeNotSigned, "unsubscribe_not_signed", "No passing signature covers both fields of one-click unsubscribe.", "ワンクリック登録解除の 2 つのフィールドを、ともに対象とする有効な署名がない。") \
  X(kUnsubscribeSignedApart, "unsubscribe_signed_apart", "The fields of one-click unsubscribe are covered by different signatures.", "ワンクリック登録解除の 2 つのフィールドが、別々の署名の対象になっている。") \
  X(kUnsubscribeExtraInstance, "unsubscribe_extra_instance", "A field of one-click unsubscribe occurs more often than it is signed.", "ワンクリック登録解除のフィールドが、署名された数より多い。") \
  X(kNoFeedbackId, "no_feedback_id", "There is no Feedback-ID.", "Feedback-ID がない。") \
  X(kFeedbackIdRepeated, "feedback_id_repeated", "There are several Feedback-ID fields.", "Feedback-ID が複数ある。") \
  X(kFeedbackIdSender, "feedback_id_sender", "The SenderId of Feedback-ID is missing or has not 5 to 15 characters.", "Feedback-ID の SenderId がないか、5 から 15 文字ではない。") \
  X(kFeedbackIdNotSigned, "feedback_id_not_signed", "No valid signature covers Feedback-ID.", "Feedback-ID を対象とする有効な署名がない。") \
  X(kFeedbackIdExtraParts, "feedback_id_extra_parts", "Feedback-ID has more than four parts; only the last four are used.", "Feedback-ID が 4 項目を超え、最後の 4 つだけが使われる。") \
  /* What the envelope, the receiver or DNS does not tell. */ \
  X(kMailFromUnknown, "mail_from_unknown", "MAIL FROM is not known.", "MAIL FROM がわからない。") \
  X(kHeloUnknown, "helo_unknown", "The HELO name is not known.", "HELO 名がわからない。") \
  X(kClientUnknown, "client_unknown", "The client's address is not known.", "接続元のアドレスがわからない。") \
  X(kClientsDiffer, "clients_differ", "Fields of the receiver name different clients, so that none is believed.", "受信側のフィールドが異なる接続元を示していて、どれも信用できない。") \
  X(kDnsNotRecorded, "dns_not_recorded", "The DNS snapshot says nothing about a name that counts.", "必要な名前の記録が DNS スナップショットにない。") \
  X(kReceiverNotice, "receiver_notice", "The message is a notice that the receiver itself wrote.", "受信側自身が書いた通知メールである。") \
  X(kReceiverTempError, "receiver_temp_error", "The receiver could not tell because of an error that passes.", "一時的なエラーのため、受信側が判定できなかった。") \
  /* The DMARC record. */ \
  X(kDmarcNoneReported, "dmarc_none_reported", "The receiver found no DMARC record for the author's domain.", "受信側は From のドメインに DMARC レコードを見つけられなかった。") \
  X(kDmarcNoneInferred, "dmarc_none_inferred", "Gmail reports no DMARC result, which it leaves out where there is no record.", "DMARC の結果を Gmail が示していないため、レコードがないと推定される。") \
  X(kDmarcRecordGone, "dmarc_record_gone", "The receiver saw a DMARC record that DNS does not have.", "受信側が確認した DMARC レコードが、現在の DNS にない。") \
  X(kDmarcAtOrgDomain, "dmarc_at_org_domain", "The subdomain has no DMARC record of its own; that of the Organizational Domain applies.", "サブドメインに DMARC レコードがなく、組織ドメインのものが適用される。") \
  X(kDmarcAtPublicSuffix, "dmarc_at_public_suffix", "The only DMARC record is that of the public suffix above the domain.", "DMARC レコードが上位のパブリックサフィックスにしかない。") \
  X(kDmarcSeveralRecords, "dmarc_several_records", "There are several DMARC records at one name, and all of them are discarded.", "同じ名前に DMARC レコードが複数あり、すべて無効になる。") \
  X(kDmarcVersion, "dmarc_version", "A text that should be a DMARC record does not begin with v=DMARC1.", "DMARC レコードとみられる TXT が v=DMARC1 で始まっていない。") \
  X(kDmarcMisplaced, "dmarc_misplaced", "A DMARC record stands at the domain itself instead of under _dmarc.", "DMARC レコードが _dmarc の下ではなくドメイン自体にある。") \
  X(kDmarcPolicyMissing, "dmarc_policy_missing", "The DMARC record has no p= tag.", "DMARC レコードに p= タグがない。") \
  X(kDmarcPolicyInvalid, "dmarc_policy_invalid", "The p= tag is none of none, quarantine and reject.", "p= タグが none、quarantine、reject のいずれでもない。") \
  X(kDmarcSubdomainPolicyInvalid, "dmarc_subdomain_policy_invalid", "The sp= or np= tag is none of none, quarantine and reject.", "sp= または np= タグが none、quarantine、reject のいずれでもない。") \
  X(kDmarcPolicyNotSecond, "dmarc_policy_not_second", "The p= tag is not the second one, where old receivers look for it.", "p= タグが 2 番目になく、旧式の受信側では見つからない。") \
  X(kDmarcUnknownTag, "dmarc_unknown_tag", "The DMARC record has a tag that no standard knows.", "DMARC レコードに、どの標準にもないタグがある。") \
  X(kDmarcDuplicateTag, "dmarc_duplicate_tag", "A tag stands twice in the DMARC record, for which some receivers discard all of it.", "DMARC レコードに同じタグが 2 度あり、全体を無効とする受信側がある。") \
  X(kDmarcBadTag, "dmarc_bad_tag", "A part of the DMARC record is no tag=value pair as receivers expect it.", "DMARC レコードに、受信側が期待する「タグ=値」の形になっていない部分がある。") \
  X(kDmarcValueInvalid, "dmarc_value_invalid", "A tag of the DMARC record has no legal value, so that its default holds.", "DMARC レコードに不正な値のタグがあり、既定値が適用される。") \
  X(kDmarcUriInvalid, "dmarc_uri_invalid", "An entry of rua= or ruf= is no usable URI.", "rua= または ruf= に使用できない URI がある。") \
  X(kDmarcTooLong, "dmarc_too_long", "The DMARC record has more tags or report addresses than are read.", "DMARC レコードのタグまたはレポート送信先が、読み取る数の上限を超えている。") \
  X(kDmarcNoRua, "dmarc_no_rua", "The DMARC record names no address for reports, so that nobody reads the results.", "DMARC レコードにレポート送信先がなく、結果を確認する人がいない。") \
  X(kDmarcSubdomainsWeaker, "dmarc_subdomains_weaker", "The DMARC record asks for less in subdomains than in the domain itself.", "DMARC レコードのサブドメインに対するポリシーが、ドメイン自体より弱い。") \
  X(kDmarcTesting, "dmarc_testing", "The DMARC record says t=y, which lowers the policy by one level.", "DMARC レコードの t=y により、ポリシーが 1 段階弱くなる。") \
  X(kReportsNotAccepted, "reports_not_accepted", "The domain of a report address does not publish that it accepts the reports.", "レポート送信先のドメインが、レポートの受け入れを公開していない。") \
  X(kReportsNotByMail, "reports_not_by_mail", "A report address is no mailto: URI, which receivers need not support.", "レポート送信先が mailto: の URI ではなく、受信側に対応の義務がない。") \
  X(kReportSizeLimit, "report_size_limit", "A report address has a size limit, which is obsolete.", "レポート送信先に、廃止されたサイズ上限が指定されている。") \
  X(kReportConsentUnknown, "report_consent_unknown", "Whether the domain of a report address accepts the reports can not be told.", "レポート送信先のドメインが、レポートを受け入れるか判定できない。") \
  X(kDmarcOldTag, "dmarc_old_tag", "The DMARC record has a pct=, rf= or ri= tag, which the standard no longer has.", "DMARC レコードに、標準から廃止された pct=、rf=、ri= のいずれかのタグがある。") \
  X(kDmarcPct, "dmarc_pct", "The DMARC record has pct= below 100, on which receivers no longer agree.", "DMARC レコードの pct= が 100 未満で、受信側の扱いが一致しない。") \
  X(kDmarcPolicyNone, "dmarc_policy_none", "The DMARC record asks for no action.", "DMARC レコードが何の処置も求めていない。") \
  X(kRejectLeansOnSpf, "reject_leans_on_spf", "The policy is strict, and only SPF is aligned, which forwarding breaks.", "ポリシーが厳しいのに SPF しか整列しておらず、転送されると認証に失敗する。") \
  X(kRejectWithoutDkim, "reject_without_dkim", "The policy is strict, and no aligned signature passes.", "ポリシーが厳しいのに、整列した有効な署名がない。") \
  /* Alignment. */ \
  X(kStrictModeMismatch, "strict_mode_mismatch", "The domains are related, and the DMARC record asks for the same name.", "ドメイン同士に関係はあるが、DMARC レコードが完全一致（strict）を求めている。") \
  X(kOrgMethodDiffers, "org_method_differs", "The public suffix list and the tree walk disagree about the Organizational Domain.", "Public Suffix List とツリーウォークとで組織ドメインが異なる。") \
  X(kAlignmentModeUnknown, "alignment_mode_unknown", "Whether the DMARC record asks for the same name can not be told.", "DMARC レコードが完全一致を求めているか判定できない。") \
  X(kEnvelopeOtherDomain, "envelope_other_domain", "The envelope domain does not belong to the author's.", "エンベロープのドメインが From のドメインと関係のないものである。") \
  X(kNothingPasses, "nothing_passes", "Neither SPF nor a signature passes.", "SPF にも署名の検証にも合格していない。") \
  X(kNothingAligned, "nothing_aligned", "What passes does not belong to the author's domain.", "合格したものが From のドメインのものではない。") \
  X(kAlignedBySpfOnly, "aligned_by_spf_only", "Only SPF is aligned, which forwarding breaks.", "整列しているのは SPF だけで、転送されると失われる。") \
  X(kAlignedByDkimOnly, "aligned_by_dkim_only", "Only DKIM is aligned.", "整列しているのは DKIM だけである。") \
  X(kIndirectMail, "indirect_mail", "The message was relayed by a list or a forwarder.", "メーリングリストまたは転送を経由したメールである。") \
  /* The sending host and its connection. */ \
  X(kPtrMissing, "ptr_missing", "The client's address has no name in the reverse DNS.", "接続元アドレスに逆引きの名前がない。") \
  X(kPtrGeneric, "ptr_generic", "The client's name looks like one of an access network.", "接続元の名前がアクセス回線の汎用名のように見える。") \
  X(kTooManyPtrNames, "too_many_ptr_names", "The client has more names than are looked up, and the first ones do not resolve back to its address.", "接続元の名前が照会の上限より多く、最初の名前はどれも元のアドレスに戻らない。") \
  X(kPtrMismatch, "ptr_mismatch", "No name of the client resolves back to its address.", "接続元のどの名前も、正引きで元のアドレスに戻らない。") \
  X(kPtrTooMany, "ptr_too_many", "The client's address has more than ten names.", "接続元アドレスの逆引き名が 10 を超えている。") \
  X(kHeloNotPtr, "helo_not_ptr", "The HELO name is not the client's name in the reverse DNS.", "HELO 名が接続元の逆引き名と異なる。") \
  X(kLocalHop, "local_hop", "The message did not come in by SMTP.", "SMTP で届いたメールではない。") \
  X(kTlsNotUsed, "tls_not_used", "The message came in without TLS.", "TLS なしで届いた。") \
  X(kTlsNotTold, "tls_not_told", "The receiver's software does not tell whether TLS was used.", "受信側のソフトウェアが TLS の使用の有無を記録しない。") \
  X(kTlsInnerHopPlain, "tls_inner_hop_plain", "An earlier hop in the sender's own network was without TLS.", "送信側ネットワーク内の途中のホップで TLS が使われていない。") \
  X(kTlsVersionOld, "tls_version_old", "The connection used a version before TLS 1.2.", "TLS 1.2 より古いバージョンで接続された。") \
  X(kTlsVersionNotTold, "tls_version_not_told", "The receiver does not tell the version of TLS.", "受信側が TLS のバージョンを記録していない。") \
  X(kTlsWeakCipher, "tls_weak_cipher", "The connection used a weak cipher.", "弱い暗号スイートで接続された。") \
  X(kTlsCbcCipher, "tls_cbc_cipher", "The connection used a cipher in CBC mode.", "CBC モードの暗号スイートで接続された。") \
  X(kTlsVerifyFailed, "tls_verify_failed", "The receiver could not verify the client's certificate.", "受信側が接続元の証明書を検証できなかった。") \
  X(kHeloEmpty, "helo_empty", "The HELO name is empty.", "HELO 名が空である。") \
  X(kHeloBareLabel, "helo_bare_label", "The HELO name has no dot.", "HELO 名にドットがない。") \
  X(kHeloInvalid, "helo_invalid", "The HELO name is no host name.", "HELO 名がホスト名になっていない。") \
  X(kHeloPrivateLiteral, "helo_private_literal", "The HELO name is the literal of a private address.", "HELO 名がプライベートアドレスのリテラルである。") \
  X(kHeloLiteral, "helo_literal", "The HELO name is an address literal.", "HELO 名がアドレスリテラルである。") \
  X(kHeloNotFound, "helo_not_found", "The HELO name does not resolve.", "HELO 名が DNS で解決できない。") \
  X(kDomainNotFound, "domain_not_found", "The domain in From or of the envelope does not exist.", "From またはエンベロープのドメインが存在しない。") \
  X(kNullMx, "null_mx", "The domain in From or of the envelope says that it takes no mail.", "From またはエンベロープのドメインが、メールを受け取らないと宣言している。") \
  X(kDomainWithoutHosts, "domain_without_hosts", "The domain in From or of the envelope has neither MX nor address.", "From またはエンベロープのドメインに、MX もアドレスもない。") \
  X(kDomainWithoutMx, "domain_without_mx", "The domain in From or of the envelope has an address and no MX.", "From またはエンベロープのドメインに、アドレスはあるが MX がない。") \
  /* Forwarders and lists. */ \
  X(kDirectMail, "direct_mail", "Nothing proves that the message was relayed.", "転送や再配送を経たことを示すものがない。") \
  X(kArcMissing, "arc_missing", "The message was relayed, and has no ARC set.", "転送または再配送されたのに、ARC セットがない。") \
  X(kArcStructure, "arc_structure", "An ARC set is incomplete, repeated or out of order.", "ARC セットに不足、重複、または順序の誤りがある。") \
  X(kArcChainFailed, "arc_chain_failed", "An ARC seal says that the chain was broken.", "チェーンが壊れていたと ARC-Seal が示している。") \
  X(kArcSignatureFailed, "arc_signature_failed", "The newest ARC-Message-Signature does not verify.", "最新の ARC-Message-Signature が検証に失敗する。") \
  X(kArcSealFailed, "arc_seal_failed", "An ARC-Seal does not verify.", "ARC-Seal が検証に失敗する。") \
  X(kNotAList, "not_a_list", "Nothing says that the message comes from a list.", "メーリングリストのメールであることを示すものがない。") \
  X(kListIdMissing, "list_id_missing", "List mail without a List-Id.", "メーリングリストのメールに List-Id がない。") \
  X(kListIdRepeated, "list_id_repeated", "There are several List-Id fields.", "List-Id が複数ある。") \
  X(kListIdSyntax, "list_id_syntax", "List-Id does not hold an identifier in angle brackets.", "List-Id に山括弧で囲まれた識別子がない。") \
  X(kForwardNotMarked, "forward_not_marked", "The message was relayed, and has neither X-Forwarded-For nor X-Forwarded-To.", "転送または再配送されたのに、X-Forwarded-For も X-Forwarded-To もない。") \
  X(kEnvelopeNotRewritten, "envelope_not_rewritten", "The relayed message still has the author's envelope, for which SPF fails.", "転送後も元の送信者のエンベロープのままで、SPF に失敗する。") \
  X(kForwardAltered, "forward_altered", "The message was changed on the way, so that the author's signature fails.", "途中でメールが変更され、元の送信者の署名が検証に失敗する。") \
  X(kForwarderSpf, "forwarder_spf", "SPF does not pass for the forwarder's envelope.", "転送元のエンベロープが SPF に合格しない。") \
  /* Whose word it is, and what a computation lacks. */ \
  X(kResultsWithoutId, "results_without_id", "The receiver's Authentication-Results name no server and were accepted by their place.", "受信側の Authentication-Results にサーバー名がなく、位置に基づいて採用した。") \
  X(kMilterPosition, "milter_position", "The Authentication-Results stand where a forged field could stand too; --authserv-id would make sure.", "Authentication-Results が偽造もあり得る位置にあり、--authserv-id を指定すれば確実になる。") \
  X(kOnlyReceivedSpf, "only_received_spf", "Only a Received-SPF field speaks of authentication.", "認証に関する記録が Received-SPF しかない。") \
  X(kOnlyArcResults, "only_arc_results", "Only an ARC set tells what an earlier hop saw.", "前のホップの結果を示すものが ARC セットしかない。") \
  X(kWeakMailFrom, "weak_mail_from", "MAIL FROM is known only from the separator line of the mbox.", "MAIL FROM が mbox の区切り行からしかわからない。") \
  X(kNoTrustedResult, "no_trusted_result", "No trusted field and no computation gives a result.", "信頼できるフィールドからも計算からも結果が得られない。") \
  X(kReceiverSaysPass, "receiver_says_pass", "The stored copy does not verify, and the receiver says that the message did.", "保存されたメールは検証に失敗するが、受信側は成功と記録している。") \
  X(kReceiverSaysFail, "receiver_says_fail", "The receiver says that the signature does not pass.", "受信側が署名の検証の失敗を記録している。") \
  X(kReceiverSawNoSignature, "receiver_saw_no_signature", "The receiver says that the message had no signature.", "受信側が署名なしと記録している。") \
  X(kNoKey, "no_key", "The receiver found no key for the signature.", "受信側が署名の鍵を見つけられなかった。") \
  X(kTestKey, "test_key", "The receiver says that the signature verified with a key in testing.", "受信側は、試験運用中の鍵で署名の検証に成功したと記録している。") \
  /* SPF. */ \
  X(kOnlySpfPasses, "only_spf_passes", "SPF passes, and DKIM does not.", "SPF には合格し、DKIM には合格していない。") \
  X(kOnlyDkimPasses, "only_dkim_passes", "DKIM passes, and SPF does not.", "DKIM には合格し、SPF には合格していない。") \
  X(kSpfFail, "spf_fail", "The SPF record says that the client is not authorized.", "SPF レコードによれば、この接続元は許可されていない。") \
  X(kSpfSoftfail, "spf_softfail", "The SPF record says that the client is probably not authorized.", "SPF レコードによれば、この接続元はおそらく許可されていない。") \
  X(kSpfNeutral, "spf_neutral", "The SPF record says nothing about the client.", "SPF レコードはこの接続元について何も示していない。") \
  X(kSpfNone, "spf_none", "The domain of the envelope has no SPF record that applies.", "エンベロープのドメインに、適用される SPF レコードがない。") \
  X(kSpfPermerror, "spf_permerror", "The SPF records can not be evaluated.", "SPF レコードを評価できない。") \
  X(kSpfMatchedAll, "spf_matched_all", "SPF passes, but the term that matched is +all, which everybody passes.", "SPF には合格するが、誰でも合格する +all に一致した結果である。") \
  X(kSpfMatchedPtr, "spf_matched_ptr", "SPF passes, but the term that matched is ptr, which should not be used.", "SPF には合格するが、使用すべきでない ptr に一致した結果である。") \
  X(kSpfRecordMissing, "spf_record_missing", "The domain publishes no SPF record.", "ドメインに SPF レコードがない。") \
  X(kSpfObsoleteType, "spf_obsolete_type", "The SPF record stands only in the obsolete type SPF, which nobody reads.", "SPF レコードが、誰も参照しない廃止された SPF 型でしか公開されていない。") \
  X(kSpfBestGuess, "spf_best_guess", "The receiver guessed an SPF record, because there is none.", "SPF レコードがないため、受信側が推測で判定した。") \
  X(kSpfSeveralRecords, "spf_several_records", "The domain publishes several SPF records.", "ドメインに SPF レコードが複数ある。") \
  X(kSpfSyntax, "spf_syntax", "A term of an SPF record can not be understood.", "SPF レコードに解釈できない項がある。") \
  X(kSpfSyntaxNotReached, "spf_syntax_not_reached", "A record that this client does not reach has a term that can not be understood.", "この接続元の評価では参照されないレコードに、解釈できない項がある。") \
  X(kSpfIncludeWithoutRecord, "spf_include_without_record", "An include or redirect leads to a domain without SPF record.", "include または redirect の参照先のドメインに SPF レコードがない。") \
  X(kSpfIncludeNotReached, "spf_include_not_reached", "An include that this client does not reach leads to a domain without SPF record.", "この接続元の評価では参照されない include の先に、SPF レコードがない。") \
  X(kSpfUsesPtr, "spf_uses_ptr", "The SPF record uses ptr, which should not be used.", "SPF レコードに、使用すべきでない ptr がある。") \
  X(kSpfTermsAfterAll, "spf_terms_after_all", "The SPF record has terms behind all, which nobody reads.", "SPF レコードの all の後ろに、誰も読まない項がある。") \
  X(kSpfOddCase, "spf_odd_case", "The SPF record has capital letters where they are unusual.", "SPF レコードの通常と異なる位置に大文字がある。") \
  X(kSpfLongAnswer, "spf_long_answer", "The SPF record is longer than 450 octets, and the answer may not fit into one packet.", "SPF レコードが 450 バイトを超え、応答が 1 パケットに収まらないおそれがある。") \
  X(kSpfTooManyLookups, "spf_too_many_lookups", "The SPF record needs more than 10 terms that ask DNS.", "SPF レコードで DNS を参照する項が 10 を超えている。") \
  X(kSpfTooManyVoidLookups, "spf_too_many_void_lookups", "More than 2 DNS lookups of the SPF record have no answer.", "SPF レコードの DNS 参照のうち、応答が空のものが 2 を超えている。") \
  X(kSpfTooManyMxHosts, "spf_too_many_mx_hosts", "An mx term of the SPF record has more than 10 hosts.", "SPF レコードの mx 項のホストが 10 を超えている。") \
  X(kSpfExpansionOverLimit, "spf_expansion_over_limit", "This client is matched in time, but the whole SPF record needs more than 10 terms that ask DNS.", "この接続元は上限内で一致するが、SPF レコード全体では DNS を参照する項が 10 を超えている。") \
  X(kSpfNearLookupLimit, "spf_near_lookup_limit", "The SPF record needs 8 to 10 of the 10 terms that may ask DNS.", "SPF レコードで DNS を参照する項が、上限 10 のうち 8 から 10 に達している。") \
  X(kSpfVoidLookups, "spf_void_lookups", "A DNS lookup of the SPF record has no answer.", "SPF レコードの DNS 参照に、応答が空のものがある。") \
  X(kSpfPlusAll, "spf_plus_all", "The SPF record ends in +all: everybody is authorized.", "SPF レコードが +all で終わり、誰でも許可される。") \
  X(kSpfWholeInternet, "spf_whole_internet", "The SPF record authorizes the whole internet.", "SPF レコードがインターネット全体を許可している。") \
  X(kSpfNeutralAll, "spf_neutral_all", "The SPF record ends in ?all, which says nothing about other clients.", "SPF レコードが ?all で終わり、ほかの接続元について何も示していない。") \
  X(kSpfNoAll, "spf_no_all", "The SPF record ends in neither all nor redirect.", "SPF レコードが all でも redirect でも終わっていない。") \
  X(kSpfWideRange, "spf_wide_range", "The SPF record authorizes a very wide range of addresses.", "SPF レコードが非常に広い範囲のアドレスを許可している。") \
  X(kSameDomain, "same_domain", "From and MAIL FROM are of the same domain.", "From と MAIL FROM が同じドメインである。") \
  X(kAuthorSpfMissing, "author_spf_missing", "The domain in From publishes no SPF record.", "From のドメインに SPF レコードがない。") \
  X(kAuthorSpfNotPass, "author_spf_not_pass", "The SPF record of the domain in From does not authorize the client.", "From のドメインの SPF レコードが、接続元を許可していない。") \
  /* DMARC. */ \
  X(kDmarcFail, "dmarc_fail", "Neither SPF nor DKIM passes for the domain in From.", "From のドメインについて SPF にも DKIM にも合格していない。") \
  X(kNoDmarcRecord, "no_dmarc_record", "No DMARC record applies to the domain in From.", "From のドメインに適用される DMARC レコードがない。") \
  X(kDmarcPermerror, "dmarc_permerror", "The DMARC record that applies can not be used.", "適用される DMARC レコードが使用できない。") \
  X(kBestGuessPass, "best_guess_pass", "From is aligned, but its domain publishes no DMARC record.", "From は整列しているが、そのドメインに DMARC レコードがない。") \
  /* What a message makes people believe, and its body. */ \
  X(kNoIdn, "no_idn", "No domain of the message is internationalized.", "メールに国際化ドメイン名がない。") \
  X(kIdnConfusable, "idn_confusable", "A domain can be taken for one that is written in another script.", "別の文字体系の名前と見間違えるドメインがある。") \
  X(kIdnMixedScripts, "idn_mixed_scripts", "A domain mixes scripts that do not belong together.", "一緒に使うべきでない文字体系が混在するドメインがある。") \
  X(kIdnModerate, "idn_moderate", "A domain mixes scripts, and is only moderately restrictive.", "文字体系が混在し、制限の緩い組み合わせのドメインがある。") \
  X(kIdnUndecided, "idn_undecided", "The scripts of a domain can not be told.", "ドメインの文字体系を判定できない。") \
  X(kGmailNotFromGmail, "gmail_not_from_gmail", "From is a Gmail address, and nothing that passes is of Gmail.", "From が Gmail のアドレスなのに、認証に合格したものが Gmail のものではない。") \
  X(kGmailByService, "gmail_by_service", "From is a Gmail address, and another system sends the message.", "From が Gmail のアドレスなのに、別のシステムから送信されている。") \
  X(kFreemailStrict, "freemail_strict", "From is at a mail provider that forbids others the use of its domain, and another system sends.", "From のドメインの使用を第三者に禁じているメール事業者のアドレスなのに、別のシステムから送信されている。") \
  X(kFreemailLenient, "freemail_lenient", "From is at a mail provider, and another system sends, which the domain's policy tolerates today.", "From がメール事業者のアドレスで、別のシステムから送信されているが、現在のポリシーでは許容されている。") \
  X(kProviderSent, "provider_sent", "The provider of the address sent the message itself.", "アドレスの事業者自身が送信したメールである。") \
  X(kPolicyUnknown, "policy_unknown", "The DMARC policy of the domain in From is not known.", "From のドメインの DMARC ポリシーがわからない。") \
  X(kFromRewritten, "from_rewritten", "The sending service put its own domain into From, and the author's before it.", "配信サービスが From に自社のドメインを入れ、元のドメインをその前に移した。") \
  X(kFromServiceDomain, "from_service_domain", "From is in the domain of a sending service.", "From が配信サービスのドメインになっている。") \
  X(kNoDisplayName, "no_display_name", "From has no display name.", "From に表示名がない。") \
  X(kNameControl, "name_control", "The display name holds a control or direction character.", "表示名に制御文字または書字方向文字がある。") \
  X(kNameGmail, "name_gmail", "The display name holds a Gmail address.", "表示名に Gmail のアドレスがある。") \
  X(kNameOtherAddress, "name_other_address", "The display name holds an address of another domain than From.", "表示名に、From と異なるドメインのアドレスがある。") \
  X(kNameSymbol, "name_symbol", "The display name holds an emoji, a check mark or a badge.", "表示名に絵文字、チェックマーク、バッジがある。") \
  X(kNameCounter, "name_counter", "The display name holds a counter like that of a conversation.", "表示名に、会話の件数のような数字がある。") \
  X(kNameReplyPrefix, "name_reply_prefix", "The display name begins like the subject of a reply.", "表示名が返信の件名のように始まっている。") \
  X(kNameUrgent, "name_urgent", "The display name presses like the subject of an advertisement.", "表示名が広告の件名のように急がせる内容である。") \
  X(kNameRecipient, "name_recipient", "The display name is that of the recipient, or holds it.", "表示名が受信者の名前であるか、それを含んでいる。") \
  X(kSubjectReplyPrefix, "subject_reply_prefix", "The subject begins like that of a reply, and the message is none.", "返信ではないのに、件名が返信のように始まっている。") \
  X(kNoHtml, "no_html", "The message has no HTML.", "メールに HTML がない。") \
  X(kHtmlBroken, "html_broken", "The HTML is too broken to tell.", "HTML が壊れていて判定できない。") \
  X(kHiddenText, "hidden_text", "The HTML holds text that is not shown.", "HTML に表示されない文字がある。") \
  X(kPreheader, "preheader", "Only a short text at the beginning is hidden, which mail clients show beside the subject.", "隠されているのは、件名の横に表示される冒頭の短い文（プリヘッダー）だけである。") \
  X(kNoLinks, "no_links", "The body has no link.", "本文にリンクがない。") \
  X(kLinkScript, "link_script", "A link holds a script.", "リンクにスクリプトがある。") \
  X(kLinkData, "link_data", "A link holds data instead of an address.", "リンクがアドレスではなくデータになっている。") \
  X(kLinkIpLiteral, "link_ip_literal", "A link names an IP address instead of a host.", "リンク先がホスト名ではなく IP アドレスになっている。") \
  X(kLinkElsewhere, "link_elsewhere", "A link shows a URL of another domain than it leads to.", "リンクに表示された URL のドメインが、実際のリンク先と異なる。") \
  X(kLinkShortener, "link_shortener", "A link of a URL shortener hides where it leads.", "短縮 URL のためリンク先がわからない。") \
  X(kBodyUnsubscribeMissing, "body_unsubscribe_missing", "The body tells no way to unsubscribe.", "本文に登録解除の方法が示されていない。") \
  X(kBodyUnsubscribeHidden, "body_unsubscribe_hidden", "The way to unsubscribe stands only in text that is not shown.", "登録解除の方法が、表示されない文字でしか示されていない。") \
  X(kBodyUnsubscribeLowContrast, "body_unsubscribe_low_contrast", "The way to unsubscribe stands only at the end, hardly visible.", "登録解除の方法が、末尾にほとんど見えない形でしか示されていない。") \
  X(kBodyUnsubscribeImage, "body_unsubscribe_image", "The way to unsubscribe is only an image.", "登録解除の方法が画像でしか示されていない。") \
  X(kBodyImageOnly, "body_image_only", "The body is only an image.", "本文が画像だけである。") \
  X(kBodyLanguage, "body_language", "The words of unsubscribing are not known in the language of the body.", "本文の言語で登録解除を表す語が登録されていない。") \
  X(kBodyCharset, "body_charset", "The body is in a character set that is not known.", "本文の文字コードが未知のものである。") \
  X(kBodyCut, "body_cut", "The text of the body exceeds what is read.", "本文の文字が読み取り上限を超えている。") \
  /* Rules about a whole corpus. */ \
  X(kSingleMessage, "single_message", "It takes more than one message to tell.", "判定には 2 通以上のメールが必要である。") \
  X(kMessageIdReused, "message_id_reused", "Messages that differ in Subject, Date or body bear the same Message-ID.", "Subject、Date、本文の異なるメールに同じ Message-ID が付いている。") \
  X(kMessageIdShared, "message_id_shared", "Equal messages to several recipients bear the same Message-ID.", "複数の受信者への同一内容のメールに、同じ Message-ID が付いている。") \
  X(kNoHttpsUri, "no_https_uri", "No message names an https URI in List-Unsubscribe.", "List-Unsubscribe に https の URI を持つメールがない。") \
  X(kUnsubscribeSameUri, "unsubscribe_same_uri", "Every message of a stream has the same unsubscribe URI.", "同じ配信のすべてのメールで、登録解除の URI が同じである。") \
  X(kUnsubscribeLandingPage, "unsubscribe_landing_page", "The unsubscribe URI looks like a page to log in or to set preferences.", "登録解除の URI が、ログインや設定変更のページのように見える。") \
  X(kUnsubscribePlainAddress, "unsubscribe_plain_address", "The unsubscribe URI holds an address, and no token that could not be guessed.", "登録解除の URI にアドレスがそのまま入り、推測できないトークンがない。") \
  X(kUnsubscribeShortToken, "unsubscribe_short_token", "The unsubscribe URI holds no token of 16 characters or more.", "登録解除の URI に 16 文字以上のトークンがない。") \
  X(kOneRecipient, "one_recipient", "All messages of a stream go to one recipient, so that nothing differs.", "同じ配信のすべてのメールの宛先が 1 人で、比べるものがない。") \
  X(kNoPostmasterData, "no_postmaster_data", "No data of the provider were given (--spam-rate, --postmaster).", "事業者のデータが与えられていない（--spam-rate、--postmaster）。") \
  X(kUnsubscribeNotHonoured, "unsubscribe_not_honoured", "The provider says that unsubscribing is not honoured in time.", "登録解除が期限内に処理されていないと事業者が示している。") \
  X(kSpamRateHigh, "spam_rate_high", "0.30 % or more of a day's mail was reported as spam within the last seven days with data.", "データのある直近 7 日間に、迷惑メール報告率が 0.30 % 以上の日がある。") \
  X(kSpamRateWasHigh, "spam_rate_was_high", "0.30 % or more of a day's mail was reported as spam, but not lately.", "迷惑メール報告率が 0.30 % 以上の日があったが、最近ではない。") \
  X(kSpamRateRaised, "spam_rate_raised", "0.10 % or more of a day's mail was reported as spam.", "迷惑メール報告率が 0.10 % 以上の日がある。") \
  X(kSpamRateDaysMissing, "spam_rate_days_missing", "Between the days with a spam rate days are missing.", "迷惑メール報告率のデータに抜けている日がある。") \
  X(kBulkSender, "bulk_sender", "5,000 messages or more in 24 hours: a bulk sender, for ever.", "24 時間に 5,000 通以上を送信していて、今後ずっと大量送信者とみなされる。") \
  X(kNearBulkSender, "near_bulk_sender", "4,000 messages or more in 24 hours: close to a bulk sender.", "24 時間に 4,000 通以上を送信していて、大量送信者の基準に近い。") \
  X(kCorpusIsSample, "corpus_is_sample", "Only a part of the corpus was read.", "メールの一部だけが読まれた。") \
  X(kRecipientsUnknown, "recipients_unknown", "The recipients of some messages are not known.", "受信者のわからないメールがある。") \
  X(kFewDays, "few_days", "The mail covers fewer than eight days.", "メールの期間が 8 日に満たない。") \
  X(kVolumeJump, "volume_jump", "On a day the domain sent at least twice the mean of the seven days before.", "ドメインの送信数が、直前 7 日間の平均の 2 倍以上の日がある。") \
  X(kClientVolumeJump, "client_volume_jump", "On a day a client address sent at least twice the mean of the seven days before.", "接続元アドレスの送信数が、直前 7 日間の平均の 2 倍以上の日がある。") \
  X(kStreamsShareIdentity, "streams_share_identity", "Mail of several kinds has the same From, signing domain and client address.", "種類の異なるメールで、From、署名ドメイン、接続元アドレスが同じである。") \
  X(kManyFromAddresses, "many_from_addresses", "One kind of mail comes from many addresses.", "同じ種類のメールが多数のアドレスから送信されている。") \
  X(kOneClassOnly, "one_class_only", "All mail is of one kind.", "すべてのメールが同じ種類である。") \
  /* Requirements that rest on rules, in a summary. */ \
  X(kNotJudged, "not_judged", "The rules behind the requirement are not judged for this row.", "要件のもとになる規則が、この行については判定されていない。") \
  X(kNotRequired, "not_required", "The requirement does not concern senders of this size.", "この規模の送信者には適用されない要件である。")
// clang-format on

#define KENPIN_REASON_ENUMERATOR(enumerator, word, english, japanese) enumerator,
enum class Reason : uint16_t { KENPIN_REASONS(KENPIN_REASON_ENUMERATOR) kCount };
#undef KENPIN_REASON_ENUMERATOR

inline constexpr size_t kReasonCount = static_cast<size_t>(Reason::kCount);

// The word in reports, e.g. "date_missing". Static; any thread.
std::string_view ReasonName(Reason reason);

// The sentence for people, e.g. "There is no Date.". Static; any thread.
const Bilingual& ReasonText(Reason reason);

}  // namespace kenpin

#endif  // KENPIN_RULES_REASON_H_
