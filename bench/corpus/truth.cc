// Names of rules and outcomes, and the JSON of a truth row.
#include "bench/corpus/truth.h"

#include <algorithm>
#include <stdexcept>

namespace kenpin::corpus {
namespace {

constexpr std::array<std::string_view, 6> kWords = {"?", "pass", "warn", "fail", "na", "unknown"};

size_t FindRule(std::string_view name) {
  const size_t at = static_cast<size_t>(std::find(kRules.begin(), kRules.end(), name) - kRules.begin());
  if (at == kRules.size()) throw std::logic_error("no such rule: " + std::string(name));
  return at;
}

Outcome FindOutcome(std::string_view word) {
  const size_t at = static_cast<size_t>(std::find(kWords.begin(), kWords.end(), word) - kWords.begin());
  if (at == kWords.size()) throw std::logic_error("no such outcome: " + std::string(word));
  return static_cast<Outcome>(at);
}

}  // namespace

std::string_view OutcomeWord(Outcome outcome) { return kWords[static_cast<size_t>(outcome)]; }

std::vector<Expectation> ParseExpectations(std::string_view claims) {
  std::vector<Expectation> result;
  while (!claims.empty()) {
    const size_t end = std::min(claims.find(' '), claims.size());
    const std::string_view claim = claims.substr(0, end);
    const size_t equals = claim.find('=');
    if (equals == std::string_view::npos)
      throw std::logic_error("a claim without '=': " + std::string(claim));
    result.push_back({FindRule(claim.substr(0, equals)), FindOutcome(claim.substr(equals + 1))});
    claims.remove_prefix(std::min(end + 1, claims.size()));
  }
  return result;
}

void Truth::Set(std::string_view rule, Outcome outcome) { outcomes_[FindRule(rule)] = outcome; }

Outcome Truth::Get(std::string_view rule) const { return outcomes_[FindRule(rule)]; }

std::string RulesAsJson(const Truth& truth) {
  std::string out = "\"rules\":{";
  const size_t empty = out.size();
  for (size_t i = 0; i < kRules.size(); ++i) {
    if (truth.Get(i) == Outcome::kUndecided) continue;
    if (out.size() > empty) out += ',';
    out += JsonString(kRules[i]);
    out += ':';
    out += JsonString(OutcomeWord(truth.Get(i)));
  }
  return out + '}';
}

std::string JsonString(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

}  // namespace kenpin::corpus
