// ICU knows the restriction levels; whether a label is confusable as a whole is asked by its skeleton: a
// label without Latin letters whose skeleton is made of ASCII only looks like an ASCII label.
#include "engine/mail/shown_domain.h"

#include <idn2.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

struct FreeIdn2 {
  void operator()(char* text) const { idn2_free(text); }
};
using Idn2Text = std::unique_ptr<char, FreeIdn2>;

// The checker of this thread, or null where the tables are missing.
const USpoofChecker* FindChecker() {
  thread_local const std::unique_ptr<USpoofChecker, void (*)(USpoofChecker*)> checker = [] {
    UErrorCode error = U_ZERO_ERROR;
    USpoofChecker* opened = uspoof_open(&error);
    if (U_SUCCESS(error)) {
      uspoof_setRestrictionLevel(opened, USPOOF_HIGHLY_RESTRICTIVE);
      uspoof_setChecks(opened, USPOOF_RESTRICTION_LEVEL | USPOOF_AUX_INFO, &error);
    }
    if (U_FAILURE(error)) {
      uspoof_close(opened);
      opened = nullptr;
    }
    return std::unique_ptr<USpoofChecker, void (*)(USpoofChecker*)>(opened, uspoof_close);
  }();
  return checker.get();
}

bool IsAscii(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return IsClass(c, kEightBit); });
}

// The scripts of a text but for Common and Inherited, each once, e.g. "Latin Cyrillic".
std::string ScriptNames(std::string_view text) {
  std::string names;
  const icu::UnicodeString unicode = icu::UnicodeString::fromUTF8(std::string(text));
  for (int32_t i = 0; i < unicode.length(); i = unicode.moveIndex32(i, 1)) {
    UErrorCode error = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(unicode.char32At(i), &error);
    if (script == USCRIPT_COMMON || script == USCRIPT_INHERITED || U_FAILURE(error)) continue;
    const std::string name = uscript_getName(script);
    if (names.find(name) != names.npos) continue;
    if (!names.empty()) names += ' ';
    names += name;
  }
  return names;
}

// Whether the label looks like an ASCII one though none of its letters is Latin.
bool IsWholeScriptConfusable(const USpoofChecker* checker, std::string_view label,
                             const std::string& scripts) {
  if (scripts.find("Latin") != scripts.npos) return false;
  UErrorCode error = U_ZERO_ERROR;
  char skeleton[512];
  const int32_t size = uspoof_getSkeletonUTF8(checker, 0, label.data(), static_cast<int32_t>(label.size()),
                                              skeleton, sizeof(skeleton), &error);
  return U_SUCCESS(error) && IsAscii({skeleton, static_cast<size_t>(size)});
}

DomainScripts JudgeLabel(const USpoofChecker* checker, std::string_view label, const std::string& scripts) {
  if (IsWholeScriptConfusable(checker, label, scripts)) return DomainScripts::kConfusable;
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<USpoofCheckResult, void (*)(USpoofCheckResult*)> result(
      uspoof_openCheckResult(&error), uspoof_closeCheckResult);
  uspoof_check2UTF8(checker, label.data(), static_cast<int32_t>(label.size()), result.get(), &error);
  const URestrictionLevel level = uspoof_getCheckResultRestrictionLevel(result.get(), &error);
  if (U_FAILURE(error)) return DomainScripts::kUnknown;
  if (level <= USPOOF_HIGHLY_RESTRICTIVE) return DomainScripts::kHighly;
  return level == USPOOF_MODERATELY_RESTRICTIVE ? DomainScripts::kModerately : DomainScripts::kBelow;
}

// Of two labels the worse decides.
int Badness(DomainScripts scripts) {
  switch (scripts) {
    case DomainScripts::kAscii:
      return 0;
    case DomainScripts::kHighly:
      return 1;
    case DomainScripts::kModerately:
      return 2;
    case DomainScripts::kUnknown:
      return 3;
    case DomainScripts::kBelow:
      return 4;
    case DomainScripts::kConfusable:
      return 5;
  }
  return 3;
}

// What is known of a domain's labels.
struct Judged {
  DomainScripts scripts = DomainScripts::kAscii;
  std::string script_names;
};

void TakeLabel(const USpoofChecker* checker, std::string_view a_label, Judged* domain) {
  DomainScripts scripts = DomainScripts::kUnknown;
  std::string names;
  char* decoded = nullptr;
  if (checker != nullptr && idn2_to_unicode_8z8z(std::string(a_label).c_str(), &decoded, 0) == IDN2_OK) {
    const Idn2Text label(decoded);
    names = ScriptNames(label.get());
    scripts = JudgeLabel(checker, label.get(), names);
  }
  if (Badness(scripts) <= Badness(domain->scripts)) return;
  domain->scripts = scripts;
  domain->script_names =
      Badness(scripts) > Badness(DomainScripts::kHighly) ? std::move(names) : std::string();
}

Judged JudgeLabels(std::string_view domain) {
  Judged judged;
  const USpoofChecker* const checker = FindChecker();
  for (size_t begin = 0; begin < domain.size();) {
    const size_t end = std::min(domain.find('.', begin), domain.size());
    const std::string_view label = domain.substr(begin, end - begin);
    if (label.substr(0, 4) == "xn--") TakeLabel(checker, label, &judged);
    begin = end + 1;
  }
  return judged;
}

struct HashText {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

// The domains of a campaign are few, and ICU allocates: this thread's last ones, forgotten all at once.
const Judged& FindJudged(std::string_view domain) {
  thread_local std::unordered_map<std::string, Judged, HashText, std::equal_to<>> known;
  const auto found = known.find(domain);
  if (found != known.end()) return found->second;
  if (known.size() >= kMaxJudgedDomains) known.clear();
  return known.emplace(std::string(domain), JudgeLabels(domain)).first->second;
}

}  // namespace

ShownDomain JudgeDomain(std::string_view domain, Arena& arena) {
  ShownDomain shown;
  shown.domain = domain;
  if (domain.find("xn--") == domain.npos) return shown;
  const Judged& judged = FindJudged(domain);
  shown.scripts = judged.scripts;
  shown.script_names = arena.Copy(judged.script_names);
  return shown;
}

}  // namespace kenpin
