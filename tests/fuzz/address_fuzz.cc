// Address lists and addr-specs: the tolerant parser finds what the strict one says is valid.
#include <string>
#include <string_view>

#include "engine/mail/addr_spec.h"
#include "engine/mail/arena.h"
#include "engine/mail/display_name.h"
#include "engine/mail/mailbox.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace kenpin;
  using fuzz::Require;
  const fuzz::Exact text(fuzz::InputText(data, size));
  Arena arena;
  const AddressList list = ParseAddressList(text.view(), arena);
  Require(list.mailboxes.size() <= kMaxMailboxes, "mailboxes are bounded");
  size_t octets = 0;
  for (const Mailbox& mailbox : list.mailboxes) {
    for (const std::string_view view : {mailbox.display_name, mailbox.local_part, mailbox.domain}) {
      fuzz::Touch(view);
      octets += view.size();
    }
    HoldsOtherAddress(mailbox, arena);
  }
  Require(octets <= text.view().size(), "parts of the list do not overlap");
  const AddrSpecVerdict verdict = CheckAddrSpec(text.view());
  if (verdict == AddrSpecVerdict::kInvalid) return 0;
  Require(list.mailboxes.size() == 1 && !list.malformed && !list.has_group, "an addr-spec is a list of one");
  const Mailbox& only = list.mailboxes[0];
  Require(!only.domain.empty() && !only.local_part.empty(), "an addr-spec has two parts");
  if (verdict != AddrSpecVerdict::kValid) return 0;
  Require(text.view().size() <= kMaxAddrSpecOctets && only.local_part.size() <= kMaxLocalPartOctets,
          "a valid addr-spec is as long as SMTP allows");
  Require(std::string(only.local_part) + "@" + std::string(only.domain) == text.view(),
          "its parts are all of it");
  return 0;
}
