// Authentication-Results and ARC-Authentication-Results fields as data (RFC 8601 §2.2, RFC 8617 §4.1.1): who
// says what of which method. What the words are worth is not decided here: whoever trusts a field must know
// where it stands.
//
// The grammar is read with a wide mouth, for receivers write what they like: no authserv-id at all, no space
// behind a semicolon, words without a ptype, addresses that should be quoted, the whole value as an
// encoded-word.
#ifndef KENPIN_ENGINE_MAIL_AUTHENTICATION_RESULTS_H_
#define KENPIN_ENGINE_MAIL_AUTHENTICATION_RESULTS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/mail/arena.h"

namespace kenpin {

// Real fields stay below 4 KB, 12 results and 40 properties. What lies beyond a limit is not read
// (AuthResultsError::kTooLong).
inline constexpr size_t kMaxAuthResultsBytes = 64 * 1024;
inline constexpr size_t kMaxAuthResults = 64;
inline constexpr size_t kMaxAuthProperties = 512;  // In all results of a field.
inline constexpr size_t kMaxAuthComments = 512;

// The methods that kenpin reads; the names are those of the IANA registry, compauth is Microsoft's.
enum class AuthMethod : uint8_t {
  kOther,
  kArc,
  kAuth,
  kBimi,
  kCompauth,
  kDkim,
  kDkimAdsp,
  kDmarc,
  kDomainKeys,
  kIprev,
  kSenderId,
  kSpf,
};

// What a result word means; spellings of one thing are one. "none" differs by method.
enum class AuthWord : uint8_t {
  kOther,          // None of the words below.
  kNone,           // none.
  kPass,           // pass.
  kFail,           // fail, hardfail.
  kSoftFail,       // softfail.
  kNeutral,        // neutral.
  kPolicy,         // policy.
  kTempError,      // temperror, tempfail, temp_error: may be different another time.
  kPermError,      // permerror, perm_fail, permfail, perm_error.
  kTimeout,        // timeout.
  kIgnore,         // ignore.
  kTest,           // test: the key is marked t=y.
  kBestGuessPass,  // bestguesspass: Microsoft's word for a domain without a DMARC record that would align.
};

// ptype.property=value. A word without a ptype (Microsoft's action=) has an empty type.
struct AuthProperty {
  std::string_view type;     // In lower case.
  std::string_view name;     // In lower case.
  std::string_view value;    // As written; without the quotes if all of it is a quoted-string.
  std::string_view comment;  // The first comment behind the value, without its parentheses.
};

struct AuthResult {
  AuthMethod method = AuthMethod::kOther;
  AuthWord word = AuthWord::kOther;
  std::string_view method_text;                // In lower case.
  std::string_view result_text;                // In lower case; empty if none stands there.
  uint32_t version = 1;                        // Of the method.
  std::string_view reason;                     // reason=, unquoted; empty if absent.
  std::span<const AuthProperty> properties;    // In their order.
  std::span<const std::string_view> comments;  // All of this result, in their order, without the outer
                                               // parentheses; folds stand in them.

  // The first property of this name (both in lower case), or null.
  const AuthProperty* Find(std::string_view type, std::string_view name) const;
  // Its value, or nothing.
  std::string_view Value(std::string_view type, std::string_view name) const;
};

enum class AuthResultsError : uint8_t {
  kNone,     // The field is by its grammar, but for words without a ptype, which are common.
  kSyntax,   // Something is not; it was skipped up to where the grammar goes on.
  kTooLong,  // A limit above was met.
};

struct AuthenticationResults {
  std::string_view authserv_id;  // As written, unquoted; empty where none is written (Exchange Online).
  uint32_t version = 1;
  uint32_t instance = 0;  // i= of an ARC-Authentication-Results; 0 if absent or illegal.
  bool none = false;      // It says "none": no authentication was done (§2.2).
  std::span<const AuthResult> results;
  std::span<const std::string_view> comments;        // All of the field; those of a result are part of them.
  AuthResultsError error = AuthResultsError::kNone;  // The worst.

  // The first result of the method, or null.
  const AuthResult* Find(AuthMethod method) const;
};

// Parses the body of an Authentication-Results field, folds included. Never fails; linear in the first
// kMaxAuthResultsBytes. Views point into `field_body` and `arena`.
AuthenticationResults ParseAuthenticationResults(std::string_view field_body, Arena& arena);

// Parses the body of an ARC-Authentication-Results field: "i=N;" and what an Authentication-Results field
// has.
AuthenticationResults ParseArcAuthenticationResults(std::string_view field_body, Arena& arena);

// The beginning of an ARC-Authentication-Results field: its instance and what stands behind the semicolon.
struct ArcInstance {
  uint32_t instance = 0;  // 1 to 999; 0 if the field does not begin with "i=N;".
  std::string_view rest;
};
ArcInstance ParseArcInstance(std::string_view field_body);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_AUTHENTICATION_RESULTS_H_
