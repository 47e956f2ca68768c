// Authentication-Results and its twin of ARC: bounded, and the twin reads behind "i=1;" what the other reads.
#include <string>
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/authentication_results.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace kenpin;
using fuzz::Require;

void Check(const AuthenticationResults& field) {
  fuzz::Touch(field.authserv_id);
  Require(field.results.size() <= kMaxAuthResults, "results are bounded");
  Require(field.comments.size() <= kMaxAuthComments, "comments are bounded");
  size_t properties = 0;
  for (const AuthResult& result : field.results) {
    properties += result.properties.size();
    for (const std::string_view view : {result.method_text, result.result_text, result.reason})
      fuzz::Touch(view);
    Require(result.comments.empty() || (result.comments.data() >= field.comments.data() &&
                                        result.comments.data() + result.comments.size() <=
                                            field.comments.data() + field.comments.size()),
            "the comments of a result are some of all comments");
    for (const std::string_view comment : result.comments) fuzz::Touch(comment);
    for (const AuthProperty& property : result.properties) {
      for (const std::string_view view : {property.type, property.name, property.value, property.comment})
        fuzz::Touch(view);
      Require(result.Find(property.type, property.name) != nullptr, "a property is found by its name");
      for (const char c : property.name) Require(c < 'A' || c > 'Z', "names are in lower case");
    }
    Require(field.Find(result.method) != nullptr, "a result is found by its method");
  }
  Require(properties <= kMaxAuthProperties, "properties are bounded");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const fuzz::Exact text(fuzz::InputText(data, size));
  Arena arena;
  const AuthenticationResults field = ParseAuthenticationResults(text.view(), arena);
  Check(field);
  const AuthenticationResults sealed = ParseArcAuthenticationResults(text.view(), arena);
  Check(sealed);
  const ArcInstance instance = ParseArcInstance(text.view());
  Require(instance.instance <= 999 && fuzz::LiesIn(instance.rest, text.view()), "instances are bounded");
  Require(sealed.instance == instance.instance, "both say the same instance");
  if (size + 4 > kMaxAuthResultsBytes) return 0;
  const std::string with_instance = "i=1;" + std::string(text.view());
  const AuthenticationResults twin = ParseArcAuthenticationResults(with_instance, arena);
  Require(twin.instance == 1 && twin.authserv_id == field.authserv_id && twin.none == field.none &&
              twin.results.size() == field.results.size(),
          "the twin reads the same");
  for (size_t i = 0; i < field.results.size(); ++i) {
    Require(twin.results[i].method_text == field.results[i].method_text &&
                twin.results[i].word == field.results[i].word &&
                twin.results[i].properties.size() == field.results[i].properties.size(),
            "the twin reads the same results");
  }
  return 0;
}
