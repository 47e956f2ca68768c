// Puts together what the address list and the domain's form say.
#include "engine/mail/from.h"

#include "engine/mail/display_name.h"
#include "engine/mail/domain_name.h"

namespace kenpin {
namespace {

void AddFlaw(const AddressList& list, ParseFlaws* flaws) {
  if (list.too_many && flaws != nullptr) flaws->Add(ParseFlaw::kTooManyAddresses);
}

// The first mailbox with a domain, or null.
const Mailbox* FindDomain(const AddressList& list) {
  for (const Mailbox& mailbox : list.mailboxes) {
    if (!mailbox.domain.empty()) return &mailbox;
  }
  return nullptr;
}

bool IsAskable(DomainForm form) {
  return form == DomainForm::kOk || form == DomainForm::kUnicode || form == DomainForm::kUnderscore;
}

}  // namespace

ShownAddresses ParseShownAddresses(const MessageView& message, Arena& arena) {
  ShownAddresses addresses;
  if (message.count(FieldId::kFrom) > 0)
    addresses.from = ParseAddressList(message.Body(FieldId::kFrom), arena);
  if (message.count(FieldId::kTo) > 0) addresses.to = ParseAddressList(message.Body(FieldId::kTo), arena);
  return addresses;
}

FromFacts ParseFromFacts(const MessageView& message, const AddressList& from, Arena& arena,
                         ParseFlaws* flaws) {
  FromFacts facts;
  facts.field_count = message.count(FieldId::kFrom);
  if (facts.field_count == 0) return facts;
  AddFlaw(from, flaws);
  facts.mailbox_count = static_cast<uint32_t>(from.mailboxes.size());
  facts.has_group = from.has_group;
  facts.unparsable = from.malformed;
  for (const Mailbox& mailbox : from.mailboxes)
    facts.address_in_display_name |= HoldsOtherAddress(mailbox, arena);
  const Mailbox* author = FindDomain(from);
  if (author == nullptr) return facts;
  facts.has_addr_spec = true;
  facts.local_part = author->local_part;
  const DomainName domain = ParseDomainName(author->domain, arena);
  facts.domain_form = domain.form;
  if (IsAskable(domain.form)) facts.domain = domain.ascii;
  return facts;
}

SenderFacts ParseSenderFacts(const MessageView& message, Arena& arena, ParseFlaws* flaws) {
  SenderFacts facts;
  facts.field_count = message.count(FieldId::kSender);
  if (facts.field_count == 0) return facts;
  const AddressList list = ParseAddressList(message.Body(FieldId::kSender), arena);
  AddFlaw(list, flaws);
  facts.mailbox_count = static_cast<uint32_t>(list.mailboxes.size());
  const Mailbox* sender = FindDomain(list);
  if (sender == nullptr) return facts;
  const DomainName domain = ParseDomainName(sender->domain, arena);
  if (IsAskable(domain.form)) facts.domain = domain.ascii;
  return facts;
}

}  // namespace kenpin
