// DKIM-Signature, ARC-Message-Signature and ARC-Seal: what has no error has all that a check needs.
#include <string_view>

#include "engine/dkim/signature.h"
#include "engine/mail/arena.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace kenpin;
using fuzz::Require;

void CheckName(std::string_view name, size_t labels) {
  Require(name.size() <= 253 && !name.starts_with('.') && !name.ends_with('.'),
          "names are as DNS can carry them");
  size_t dots = 0;
  for (const char c : name) {
    Require(!(c >= 'A' && c <= 'Z') && static_cast<uint8_t>(c) < 0x80, "names are A-labels in lower case");
    dots += c == '.';
  }
  Require(dots + 1 >= labels, "a name has enough labels");
}

void Check(SignatureKind kind, std::string_view body) {
  Arena arena;
  const DkimSignature signature = ParseSignature(kind, body, arena);
  for (const std::string_view view :
       {signature.domain, signature.selector, signature.auid, signature.algorithm_text})
    fuzz::Touch(view);
  for (const SignedName& name : signature.names) fuzz::Touch(name.name);
  Require(fuzz::LiesIn(signature.signature_text, body), "b= lies inside of the field");
  if (!signature.domain.empty()) CheckName(signature.domain, 2);
  if (!signature.selector.empty()) CheckName(signature.selector, 1);
  Require(signature.instance <= kMaxArcInstance, "instances are bounded");
  if (signature.error) return;
  Require(!signature.domain.empty() && !signature.selector.empty(), "a signature says where its key is");
  Require(!signature.signature.empty() && signature.signature_text.data() != nullptr, "a signature has a b=");
  Require(signature.algorithm != DkimAlgorithm::kUnknown, "a signature names its algorithm");
  // Of any size: what is not as long as its hash matches none (RFC 6376, section 6.1.3).
  if (kind != SignatureKind::kArcSeal) Require(!signature.body_hash.empty(), "a signature has a bh=");
  if (kind == SignatureKind::kDkim) Require(!signature.names.empty(), "a signature signs fields");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const fuzz::Exact text(fuzz::InputText(data, size));
  for (const SignatureKind kind :
       {SignatureKind::kDkim, SignatureKind::kArcMessage, SignatureKind::kArcSeal}) {
    Check(kind, text.view());
  }
  return 0;
}
