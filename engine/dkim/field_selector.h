// Which fields of a message h= means, and what of the message a signature thereby covers (RFC 6376 §3.5,
// §5.4).
#ifndef KENPIN_ENGINE_DKIM_FIELD_SELECTOR_H_
#define KENPIN_ENGINE_DKIM_FIELD_SELECTOR_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/dkim/result.h"
#include "engine/dkim/signature.h"
#include "engine/mail/arena.h"
#include "engine/mail/field_id.h"
#include "engine/mail/message_view.h"

namespace kenpin {

// Finds the fields that the h= lists of one message's signatures mean: a name listed for the n-th time is its
// n-th field from the bottom (§5.4.2), and nothing when there are no more (§3.5, over-signing). Linear in
// fields and names, whatever a message makes of them. Lives no longer than the view and the arena.
class FieldSelector {
 public:
  FieldSelector(const MessageView& view, Arena& scratch);

  // The indexes of the fields that `signature` signs, in the order of h=. `own` is the index of its own
  // field, which is not there as far as h= is concerned. Fills *coverage. The result lives in the arena.
  std::span<const uint32_t> Select(const DkimSignature& signature, uint32_t own, DkimCoverage* coverage);

 private:
  // The fields of one name, to be taken from the bottom up.
  struct Cursor {
    uint32_t bottom = HeaderField::kNoField;
    uint32_t next = HeaderField::kNoField;
    uint32_t round = 0;   // The Select() call that `next` belongs to.
    uint32_t listed = 0;  // In that call.
  };

  void LinkId(FieldId id);
  void LinkOthers();
  Cursor* FindOther(std::string_view name);
  Cursor* FindCursor(const SignedName& name);
  void FillCoverage(DkimCoverage* coverage) const;
  uint32_t Listed(FieldId id) const;

  const MessageView& view_;
  Arena& scratch_;
  uint32_t round_ = 0;
  std::array<Cursor, static_cast<size_t>(FieldId::kCount)> by_id_;
  std::span<uint32_t> above_;  // Of a field the next one above with the same name.
  std::span<Cursor> others_;   // Open addressing, by the hash of the name in lower case; a power of two.
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DKIM_FIELD_SELECTOR_H_
