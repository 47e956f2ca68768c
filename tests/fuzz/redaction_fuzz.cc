// --redact: what is told of a message instead of what is personal in it is made of hashes, names of hosts and
// punctuation alone; all else, verdicts first of all, is told as without.
#include <algorithm>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "engine/mail/field_id.h"
#include "engine/report/redact_field.h"
#include "engine/report/redactor.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/judged.h"

namespace {

using namespace kenpin;
using fuzz::Require;

constexpr std::string_view kKey = "a key of a fuzz target";
constexpr uint64_t kMessagesPerWorker = 1000;

bool IsHash(std::string_view text) {
  return text.size() == kRedactedDigits && text.find_first_not_of("0123456789abcdef") == text.npos;
}

// A name or an address by its octets; a hash is one, too.
bool IsHost(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._-:[]").find(c) != std::string_view::npos;
  });
}

// With or without a local part, which is a hash.
bool IsAddress(std::string_view text) {
  const size_t at = text.find('@');
  if (at == text.npos) return IsHost(text);
  return (at == 0 || IsHash(text.substr(0, at))) && IsHost(text.substr(at + 1));
}

// "scheme:" and an address or a hash, "?hash"; "scheme://hash@host:1/hash".
bool IsUri(std::string_view text) {
  if (text.empty() || IsHash(text)) return true;
  const size_t colon = text.find(':');
  if (colon == text.npos || text.find_first_of("@/?") < colon) return false;
  text.remove_prefix(colon + 1);
  if (!text.starts_with("//")) {
    const size_t query = std::min(text.find('?'), text.size());
    const std::string_view rest = text.substr(query);
    return IsAddress(text.substr(0, query)) && (rest.size() <= 1 || IsHash(rest.substr(1)));
  }
  text.remove_prefix(2);
  const size_t path = std::min(text.find('/'), text.size());
  const std::string_view rest = text.substr(path);
  return IsAddress(text.substr(0, path)) && (rest.size() <= 1 || IsHash(rest.substr(1)));
}

bool IsWord(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return IsHost({&c, 1}) || c == '/' || c == '+';
  });
}

void CheckTexts(std::string_view text) {
  static Redactor redactor(kKey);
  Require(text.empty() ? redactor.Hash(text).empty() : IsHash(redactor.Hash(text)), "a hash is one");
  Require(IsHost(redactor.Host(text)), "a host is one");
  Require(IsAddress(redactor.Address(text)), "an address is one");
  Require(IsAddress(redactor.AddressOrHost(text)), "an address or host is one");
  Require(IsUri(redactor.Uri(text)), "a URI is one");
  Require(IsWord(redactor.Word(text)), "a word is one");
  for (size_t i = 0; i < static_cast<size_t>(FieldId::kCount); ++i) {
    const std::string told = RedactField(static_cast<FieldId>(i), text, redactor);
    Require(std::all_of(told.begin(), told.end(), [](char c) { return c >= ' ' && c <= '~'; }),
            "a field is one line of ASCII");
  }
}

// Fields of a record that --redact may change, and what they look like then.
struct Rule {
  std::string_view path;
  bool (*fits)(std::string_view text);
};
constexpr Rule kRules[] = {
    {"/message_id", IsAddress}, {"/envelope/mail_from", IsAddress},
    {"/dkim/i", IsAddress},     {"/unsubscribe/uri", IsUri},
    {"/envelope/helo", IsHost}, {"/receiver/authserv_id", IsHost},
    {"/tls/by", IsHost},        {"/tls/cipher", IsWord},
    {"/dkim/a", IsWord},
};

void Compare(const std::string& path, const nlohmann::json& plain, const nlohmann::json& told) {
  Require(plain.type() == told.type() && plain.size() == told.size(), "a record has the same fields");
  if (plain.is_object()) {
    for (const auto& [name, value] : plain.items()) {
      Require(told.contains(name), "no field is gone");
      Compare(path + "/" + name, value, told[name]);
    }
  } else if (plain.is_array()) {
    for (size_t i = 0; i < plain.size(); ++i) Compare(path, plain[i], told[i]);
  } else {
    const auto rule = std::find_if(std::begin(kRules), std::end(kRules),
                                   [&path](const Rule& row) { return row.path == path; });
    const bool may_change = rule != std::end(kRules) && told.is_string();
    Require(may_change || plain == told, "what is not personal is told as it is");
    Require(!may_change || rule->fits(told.get_ref<const std::string&>()), "what is personal is hashed");
  }
}

class Teller {
 public:
  explicit Teller(std::string_view key) : scene_(CryptoKernels::kAuto), context_(scene_.context()) {
    context_.redact_key = key;
  }

  nlohmann::json RecordOf(std::string_view message) {
    if (count_++ % kMessagesPerWorker == 0) worker_ = std::make_unique<Worker>(context_, 3, size_t{1} << 20);
    fuzz::Judge(*worker_, message, "", "", "mail.mbox", &pending_);
    nlohmann::json record = nlohmann::json::parse(pending_.records, nullptr, false);
    pending_.Clear();
    return record;
  }

 private:
  fuzz::Scene scene_;
  ScanContext context_;
  std::unique_ptr<Worker> worker_;
  PendingChunk pending_;
  uint64_t count_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input = fuzz::InputText(data, size);
  CheckTexts(input.substr(0, std::min<size_t>(input.find('\n'), 1000)));
  static Teller plain("");
  static Teller redacted(kKey);
  const nlohmann::json before = plain.RecordOf(input);
  Require(before.is_object(), "a record is JSON");
  Compare("", before, redacted.RecordOf(input));
  return 0;
}
