// DKIM signing (RFC 6376), written straight from the text of the standard: whole strings, no streaming,
// nothing shared with the engine.
#ifndef KENPIN_BENCH_CORPUS_SIGN_H_
#define KENPIN_BENCH_CORPUS_SIGN_H_

#include <string>
#include <string_view>

#include "bench/corpus/message.h"

namespace kenpin::corpus {

// §3.4.1, §3.4.2: one field with its last CRLF. Relaxed drops white space that simple keeps.
std::string CanonicalField(std::string_view field, Canon canon);

// §3.4.3, §3.4.4: a body in CRLF form; a CR without LF is data.
std::string CanonicalBody(std::string_view body, Canon canon);

// Selector at which a signer's key is published, its state and key size included.
std::string SelectorOf(const SignerPlan& signer);

// Makes the signatures of the plan over the fields below signature_slot and the body, inserts them there, the
// first of the plan on top, and notes their keys in message.keys.
void SignMessage(Message& message);

// Signs once more, above the signatures that are there, over the message as it is now: what a relay does.
void AddSignature(Message& message, const SignerPlan& signer);

// Puts the first ARC set (RFC 8617) into relay_slot, over the message as it is now; `results` is what its
// ARC-Authentication-Results says behind the instance.
void SealMessage(Message& message, const SignerPlan& signer, std::string_view results);

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_SIGN_H_
