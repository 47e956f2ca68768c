// Cuts a record at its semicolons and reads each tag by a table. RFC 9989 §4.7: what is wrong after v= is
// dropped, and the rest holds; so that every complaint is a flaw, and none ends the reading.
#include "engine/auth/dmarc_record.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <utility>

#include <absl/container/flat_hash_map.h>

#include "engine/mail/ascii.h"
#include "engine/mail/domain_name.h"

namespace kenpin {
namespace {

constexpr std::array<std::string_view, static_cast<size_t>(DmarcFlaw::kCount)> kFlawNames = {
    "policy_missing",
    "policy_invalid",
    "subdomain_policy_invalid",
    "nonexistent_policy_invalid",
    "policy_not_second",
    "unknown_tag",
    "duplicate_tag",
    "tag_name_case",
    "bad_tag",
    "invalid_value",
    "invalid_uri",
    "report_size_limit",
    "obsolete_tag",
    "too_many_tags",
    "too_many_uris",
};

// §4.8 knows WSP only: a line end in a record is an octet that does not belong there.
std::string_view TrimWsp(std::string_view text) {
  while (!text.empty() && IsWsp(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsWsp(text.back())) text.remove_suffix(1);
  return text;
}

// Cuts the part before the next `separator` off *rest; what is behind it stays.
std::string_view TakePart(std::string_view* rest, char separator) {
  const size_t end = std::min(rest->find(separator), rest->size());
  const std::string_view part = rest->substr(0, end);
  rest->remove_prefix(std::min(end + 1, rest->size()));
  return part;
}

// Cuts dmarc-version off *text: "v" equals %s"DMARC1", and then a semicolon or the end.
bool TakeVersion(std::string_view* text) {
  std::string_view rest = *text;
  std::string_view version = TakePart(&rest, ';');
  const size_t equals = version.find('=');
  if (equals == std::string_view::npos || version.empty() || IsWsp(version.front())) return false;
  if (!EqualsIgnoreCase(TrimWsp(version.substr(0, equals)), "v")) return false;
  if (TrimWsp(version.substr(equals + 1)) != "DMARC1") return false;
  *text = rest;
  return true;
}

std::optional<DmarcPolicy> ReadPolicy(std::string_view value) {
  for (const DmarcPolicy policy : {DmarcPolicy::kNone, DmarcPolicy::kQuarantine, DmarcPolicy::kReject}) {
    if (EqualsIgnoreCase(value, DmarcPolicyName(policy))) return policy;
  }
  return std::nullopt;
}

// unreserved, reserved and percent-encoded octets of RFC 3986 §2, without the comma and the exclamation mark,
// which §4.8 wants encoded.
bool IsUriText(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size() || !IsClass(text[i + 1], kHexDigit) || !IsClass(text[i + 2], kHexDigit))
        return false;
    } else if (!IsClass(c, kAlpha | kDigit) &&
               std::string_view("-._~:/?#[]@$&'()*+;=").find(c) == std::string_view::npos) {
      return false;
    }
  }
  return true;
}

// scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )
bool IsScheme(std::string_view text) {
  return !text.empty() && IsClass(text[0], kAlpha) && std::all_of(text.begin(), text.end(), [](char c) {
    return IsClass(c, kAlpha | kDigit) || c == '+' || c == '-' || c == '.';
  });
}

// The domain of "mailto:user@domain?...", in lower case; empty if there is none that DNS could carry.
std::string MailDomain(std::string_view address) {
  address = address.substr(0, address.find('?'));
  const size_t at = address.rfind('@');
  if (at == std::string_view::npos || at == 0) return "";
  std::string_view domain = address.substr(at + 1);
  if (!domain.empty() && domain.back() == '.') domain.remove_suffix(1);
  if (domain.empty() || domain.size() > kMaxDomainOctets) return "";
  std::string_view rest = domain;
  while (true) {
    const bool last = rest.find('.') == std::string_view::npos;
    const std::string_view label = TakePart(&rest, '.');
    const bool good = !label.empty() && label.size() <= kMaxLabelOctets &&
                      std::all_of(label.begin(), label.end(),
                                  [](char c) { return IsClass(c, kAlpha | kDigit) || c == '-' || c == '_'; });
    if (!good) return "";
    if (last) break;
  }
  std::string lower(domain);
  std::transform(lower.begin(), lower.end(), lower.begin(), ToLower);
  return lower;
}

// RFC 7489 §6.4: [ "!" 1*DIGIT [ "k" / "m" / "g" / "t" ] ].
bool IsSizeLimit(std::string_view text) {
  if (!text.empty() && std::string_view("kmgt").find(ToLower(text.back())) != std::string_view::npos)
    text.remove_suffix(1);
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

std::optional<ReportUri> ReadUri(std::string_view text, DmarcFlaws* flaws) {
  const size_t mark = text.rfind('!');
  if (mark != std::string_view::npos && IsSizeLimit(text.substr(mark + 1))) {
    flaws->Add(DmarcFlaw::kReportSizeLimit);
    text = text.substr(0, mark);
  }
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon + 1 == text.size() || !IsScheme(text.substr(0, colon)) ||
      !IsUriText(text)) {
    return std::nullopt;
  }
  ReportUri uri;
  uri.text = text;
  if (EqualsIgnoreCase(text.substr(0, colon), "mailto")) {
    uri.domain = MailDomain(text.substr(colon + 1));
    if (uri.domain.empty()) return std::nullopt;
  }
  return uri;
}

void ReadUris(std::string_view value, std::vector<ReportUri>* uris, DmarcFlaws* flaws) {
  bool more = true;
  for (size_t count = 0; more; ++count) {
    if (count == kMaxReportUris) {
      flaws->Add(DmarcFlaw::kTooManyUris);
      return;
    }
    more = value.find(',') != std::string_view::npos;
    std::optional<ReportUri> uri = ReadUri(TrimWsp(TakePart(&value, ',')), flaws);
    if (uri) {
      uris->push_back(std::move(*uri));
    } else {
      flaws->Add(DmarcFlaw::kInvalidUri);
    }
  }
}

void ReadRua(std::string_view value, DmarcRecord* r) { ReadUris(value, &r->rua, &r->flaws); }
void ReadRuf(std::string_view value, DmarcRecord* r) { ReadUris(value, &r->ruf, &r->flaws); }

void ReadP(std::string_view value, DmarcRecord* r) {
  r->p = ReadPolicy(value);
  if (!r->p) r->flaws.Add(DmarcFlaw::kPolicyInvalid);
}

void ReadSp(std::string_view value, DmarcRecord* r) {
  r->sp = ReadPolicy(value);
  if (!r->sp) r->flaws.Add(DmarcFlaw::kSubdomainPolicyInvalid);
}

void ReadNp(std::string_view value, DmarcRecord* r) {
  r->np = ReadPolicy(value);
  if (!r->np) r->flaws.Add(DmarcFlaw::kNonexistentPolicyInvalid);
}

// The index of the letter that `value` is, of `letters`; the first one, and a flaw, if it is none of them.
size_t ReadLetter(std::string_view value, std::string_view letters, DmarcFlaws* flaws) {
  const size_t index = value.size() == 1 ? letters.find(ToLower(value[0])) : std::string_view::npos;
  if (index != std::string_view::npos) return index;
  flaws->Add(DmarcFlaw::kInvalidValue);
  return 0;
}

void ReadPsd(std::string_view value, DmarcRecord* r) {
  constexpr DmarcPsd kPsd[] = {DmarcPsd::kUndefined, DmarcPsd::kYes, DmarcPsd::kNo};
  r->psd = kPsd[ReadLetter(value, "uyn", &r->flaws)];
}

void ReadT(std::string_view value, DmarcRecord* r) { r->testing = ReadLetter(value, "ny", &r->flaws) == 1; }

AlignmentMode ReadMode(std::string_view value, DmarcFlaws* flaws) {
  return ReadLetter(value, "rs", flaws) == 1 ? AlignmentMode::kStrict : AlignmentMode::kRelaxed;
}

void ReadAdkim(std::string_view value, DmarcRecord* r) { r->adkim = ReadMode(value, &r->flaws); }
void ReadAspf(std::string_view value, DmarcRecord* r) { r->aspf = ReadMode(value, &r->flaws); }

// RFC 7489 §6.3 allows any colon-separated list of the four; RFC 9989 only some of them.
void ReadFo(std::string_view value, DmarcRecord* r) {
  uint8_t fo = 0;
  bool more = true;
  while (more) {
    more = value.find(':') != std::string_view::npos;
    const std::string_view option = TrimWsp(TakePart(&value, ':'));
    const size_t index =
        option.size() == 1 ? std::string_view("01ds").find(ToLower(option[0])) : std::string_view::npos;
    if (index == std::string_view::npos) {
      r->flaws.Add(DmarcFlaw::kInvalidValue);
      return;
    }
    fo |= static_cast<uint8_t>(1u << index);
  }
  r->fo = fo;
}

bool IsNumber(std::string_view text, size_t max_digits) {
  return !text.empty() && text.size() <= max_digits && std::all_of(text.begin(), text.end(), IsDigit);
}

void KeepObsolete(std::string_view value, bool legal, std::optional<std::string>* kept, DmarcRecord* r) {
  r->flaws.Add(DmarcFlaw::kObsoleteTag);
  if (!legal) r->flaws.Add(DmarcFlaw::kInvalidValue);
  *kept = std::string(value);
}

void ReadPct(std::string_view value, DmarcRecord* r) {
  KeepObsolete(value, IsNumber(value, 2) || value == "100" || (IsNumber(value, 3) && value[0] == '0'),
               &r->pct, r);
}
void ReadRf(std::string_view value, DmarcRecord* r) { KeepObsolete(value, !value.empty(), &r->rf, r); }
void ReadRi(std::string_view value, DmarcRecord* r) { KeepObsolete(value, IsNumber(value, 10), &r->ri, r); }
void ReadVersionAgain(std::string_view, DmarcRecord* r) { r->flaws.Add(DmarcFlaw::kDuplicateTag); }

struct TagReader {
  std::string_view name;
  void (*read)(std::string_view value, DmarcRecord* record);
};
constexpr TagReader kTags[] = {
    {"v", ReadVersionAgain}, {"p", ReadP},     {"sp", ReadSp},       {"np", ReadNp},
    {"psd", ReadPsd},        {"t", ReadT},     {"adkim", ReadAdkim}, {"aspf", ReadAspf},
    {"rua", ReadRua},        {"ruf", ReadRuf}, {"fo", ReadFo},       {"pct", ReadPct},
    {"rf", ReadRf},          {"ri", ReadRi},
};

// dmarc-value = %x20-3A / %x3C-7E, and not none of it.
bool IsValue(std::string_view value) {
  return !value.empty() &&
         std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

class RecordReader {
 public:
  explicit RecordReader(DmarcRecord* record) : record_(*record) {}

  void ReadTags(std::string_view rest) {
    for (size_t count = 0; !rest.empty(); ++count) {
      if (count == kMaxDmarcTags) {
        record_.flaws.Add(DmarcFlaw::kTooManyTags);
        break;
      }
      const std::string_view part = TrimWsp(TakePart(&rest, ';'));
      if (!part.empty()) {
        ReadTag(part, count);
      } else if (!rest.empty()) {
        record_.flaws.Add(DmarcFlaw::kBadTag);
      }
    }
    if (!record_.p && !record_.flaws.Has(DmarcFlaw::kPolicyInvalid))
      record_.flaws.Add(DmarcFlaw::kPolicyMissing);
  }

 private:
  void ReadTag(std::string_view part, size_t position) {
    const size_t equals = part.find('=');
    const std::string_view name = TrimWsp(part.substr(0, equals));
    const std::string_view value = equals == std::string_view::npos ? "" : TrimWsp(part.substr(equals + 1));
    const bool letters =
        !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return IsClass(c, kAlpha); });
    if (!letters || !IsValue(value)) record_.flaws.Add(DmarcFlaw::kBadTag);
    if (!letters || equals == std::string_view::npos) return;
    for (size_t i = 0; i < std::size(kTags); ++i) {
      if (!EqualsIgnoreCase(name, kTags[i].name)) continue;
      if (name != kTags[i].name) record_.flaws.Add(DmarcFlaw::kTagNameCase);
      ReadKnown(i, value, position);
      return;
    }
    record_.flaws.Add(DmarcFlaw::kUnknownTag);
  }

  // A known tag without a legal value is read nevertheless: p= that asks for nothing is an invalid p=.
  void ReadKnown(size_t tag, std::string_view value, size_t position) {
    if (seen_[tag]) {
      record_.flaws.Add(DmarcFlaw::kDuplicateTag);
      return;
    }
    seen_[tag] = true;
    if (kTags[tag].name == "p" && position > 0) record_.flaws.Add(DmarcFlaw::kPolicyNotSecond);
    kTags[tag].read(value, &record_);
  }

  DmarcRecord& record_;
  std::array<bool, std::size(kTags)> seen_{};
};

// Somebody meant "v=DMARC": written with other letters, behind something else, or with the semicolon left
// out.
bool LooksLikeRecord(std::string_view text) {
  constexpr std::string_view kMark = "dmarc1";
  if (StartsWithIgnoreCase(TrimBlanks(text), "v=dmarc")) return true;
  for (size_t i = 0; i + kMark.size() <= text.size(); ++i) {
    if (EqualsIgnoreCase(text.substr(i, kMark.size()), kMark)) return true;
  }
  return false;
}

}  // namespace

std::string_view DmarcPolicyName(DmarcPolicy policy) {
  constexpr std::string_view kNames[] = {"none", "quarantine", "reject"};
  return kNames[static_cast<size_t>(policy)];
}

std::string_view DmarcPsdName(DmarcPsd psd) {
  constexpr std::string_view kNames[] = {"u", "y", "n"};
  return kNames[static_cast<size_t>(psd)];
}

std::string_view AlignmentModeName(AlignmentMode mode) { return mode == AlignmentMode::kStrict ? "s" : "r"; }

std::string_view DmarcFlawName(DmarcFlaw flaw) { return kFlawNames[static_cast<size_t>(flaw)]; }

std::optional<DmarcRecord> ParseDmarcRecord(std::string_view text) {
  std::string_view rest = text;
  if (!TakeVersion(&rest)) return std::nullopt;
  DmarcRecord record;
  record.text = text;
  RecordReader(&record).ReadTags(rest);
  return record;
}

DmarcAnswer ParseDmarcAnswer(const DnsAnswer& answer) {
  DmarcAnswer parsed;
  for (const std::string& text : answer.records) {
    // What is past the kept ones is counted only.
    std::string_view rest = text;
    if (!TakeVersion(&rest)) {
      if (parsed.near_record.empty() && LooksLikeRecord(text)) parsed.near_record = text;
      continue;
    }
    ++parsed.record_count;
    if (parsed.records.size() == kMaxDmarcRecordsKept) continue;
    if (std::optional<DmarcRecord> record = ParseDmarcRecord(text))
      parsed.records.push_back(std::move(*record));
  }
  return parsed;
}

// As of keys: sharded, so that threads which look for different domains do not share a lock's cache line.
struct DmarcStore::Impl {
  struct Shard {
    std::shared_mutex mutex;
    absl::flat_hash_map<const DnsAnswer*, std::unique_ptr<const DmarcAnswer>> answers;
  };
  static constexpr size_t kShards = 32;
  std::array<Shard, kShards> shards;
};

DmarcStore::DmarcStore() : impl_(std::make_unique<Impl>()) {}
DmarcStore::~DmarcStore() = default;

const DmarcAnswer& DmarcStore::Get(const DnsAnswer& answer) {
  Impl::Shard& shard = impl_->shards[absl::Hash<const DnsAnswer*>()(&answer) % Impl::kShards];
  {
    const std::shared_lock lock(shard.mutex);
    const auto found = shard.answers.find(&answer);
    if (found != shard.answers.end()) return *found->second;
  }
  // Parsed outside the lock; the first thread to come keeps its result.
  std::unique_ptr<const DmarcAnswer> parsed = std::make_unique<const DmarcAnswer>(ParseDmarcAnswer(answer));
  const std::unique_lock lock(shard.mutex);
  return *shard.answers.try_emplace(&answer, std::move(parsed)).first->second;
}

}  // namespace kenpin
