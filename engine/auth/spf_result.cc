// One row for each word; the tests walk the whole range of the enums.
#include "engine/auth/spf_result.h"

#include <array>
#include <cstddef>

namespace kenpin {
namespace {

constexpr std::array<std::string_view, 7> kResults = {"none",     "neutral",   "pass",     "fail",
                                                      "softfail", "temperror", "permerror"};

struct ReasonRow {
  std::string_view name;
  std::string_view text;
};
constexpr std::array<ReasonRow, kSpfReasonCount> kReasons = {{
    {"matched", "A mechanism of the record matched."},
    {"no_match", "No mechanism of the record matched, and there is no redirect."},
    {"no_identity", "The sender is null and there is no HELO name to judge instead."},
    {"bad_domain", "The domain is not a fully qualified domain name."},
    {"sender_too_long", "The local part of the sender is longer than any server accepts."},
    {"no_domain", "The domain does not exist."},
    {"no_record", "The domain has no SPF record."},
    {"several_records", "The domain has more than one SPF record."},
    {"syntax", "A term of the record has a syntax error."},
    {"too_many_lookups", "More terms have to ask DNS than the 10 that RFC 7208 allows."},
    {"too_many_void_lookups", "More lookups found nothing than the 2 that RFC 7208 recommends to allow."},
    {"too_many_mx_hosts", "An mx mechanism leads to more than 10 hosts."},
    {"include_without_record", "The target of an include has no SPF record."},
    {"redirect_without_record", "The target of a redirect has no SPF record."},
    {"dns_failed", "DNS did not answer a question that had to be asked."},
    {"dns_not_recorded", "The DNS snapshot says nothing about a name that had to be asked for."},
    {"dns_off", "DNS is switched off."},
}};

}  // namespace

std::string_view SpfResultName(SpfResult result) { return kResults[static_cast<size_t>(result)]; }

std::string_view SpfReasonName(SpfReason reason) { return kReasons[static_cast<size_t>(reason)].name; }

std::string_view SpfReasonText(SpfReason reason) { return kReasons[static_cast<size_t>(reason)].text; }

std::string_view SpfIdentityName(SpfIdentity identity) {
  return identity == SpfIdentity::kMailFrom ? "mailfrom" : "helo";
}

}  // namespace kenpin
