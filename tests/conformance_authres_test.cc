// Authentication-Results against the doctests of the Python library authres: every field that it parses or
// prints is parsed here, and every answer that its examples print about a parsed field is compared. Of
// Python's language only the few forms are read in which the examples ask.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/mail/authentication_results.h"

namespace kenpin {
namespace {

const std::filesystem::path kDoctests =
    std::filesystem::path(KENPIN_CONFORMANCE_DIR) / "authres-python" / "doctests.txt";

// Examples that are known to fail, by the line of their question, each with its reason. One that passes and
// stands here is a failure, too.
const std::map<size_t, std::string> kKnownFailures = {};

// What is asked, and the lines that Python prints for it.
struct Example {
  size_t line = 0;
  std::string question;
  std::vector<std::string> answer;
};

std::vector<Example> ReadExamples() {
  std::vector<Example> examples;
  std::ifstream file(kDoctests);
  std::string line;
  bool answering = false;
  for (size_t number = 1; std::getline(file, line); ++number) {
    if (line.starts_with(">>> ")) {
      examples.push_back({number, line.substr(4), {}});
      answering = true;
    } else if (line.starts_with("... ") && answering) {
      examples.back().question += "\n" + line.substr(4);
    } else if (line.empty()) {
      answering = false;
    } else if (answering) {
      examples.back().answer.push_back(line);
    }
  }
  return examples;
}

// A field that stays while its views are used.
struct Parsed {
  explicit Parsed(std::string body)
      : text(std::move(body)), fields(ParseAuthenticationResults(text, arena)) {}
  Parsed(const Parsed&) = delete;
  std::string text;
  Arena arena;
  AuthenticationResults fields;
};

// Quoted where it has to be, as the library prints it.
std::string Value(std::string_view value) {
  const bool bare = value.find_first_of(" ;:,\"()<>[]\\") == std::string_view::npos;
  return bare ? std::string(value) : "\"" + std::string(value) + "\"";
}

enum class Comments { kOmit, kPrint };

std::string Print(const AuthResult& result, Comments comments) {
  const bool print = comments == Comments::kPrint;
  std::string out = std::string(result.method_text) + "=" + std::string(result.result_text);
  const bool own =
      !result.comments.empty() &&
      std::none_of(result.properties.begin(), result.properties.end(),
                   [&](const AuthProperty& p) { return p.comment.data() == result.comments.front().data(); });
  if (print && own) out += " (" + std::string(result.comments.front()) + ")";
  if (!result.reason.empty()) out += " reason=\"" + std::string(result.reason) + "\"";
  for (const AuthProperty& property : result.properties) {
    if (property.type.empty()) continue;  // The library throws away what has no ptype.
    out += " " + std::string(property.type) + "." + std::string(property.name) + "=" + Value(property.value);
    if (print && !property.comment.empty()) out += " (" + std::string(property.comment) + ")";
  }
  return out;
}

std::string Print(const AuthenticationResults& fields) {
  std::string out = "Authentication-Results: " + std::string(fields.authserv_id);
  if (fields.none) {
    // The library writes the version there, and only there.
    out += "; none";
    if (!fields.comments.empty()) out += " (" + std::string(fields.comments.front()) + ")";
  }
  for (const AuthResult& result : fields.results) out += "; " + Print(result, Comments::kPrint);
  return out;
}

// The Python string literal without its quotes.
std::string Literal(const std::string& text) {
  if (text.size() < 2 || (text.front() != '\'' && text.front() != '"')) return text;
  return text.substr(1, text.size() - 2);
}

std::string OrNone(std::string_view text) { return text.empty() ? "None" : std::string(text); }

// An attribute of a result: a name of its own, or ptype_property.
std::string Attribute(const AuthResult& result, const std::string& name) {
  if (name == "method") return std::string(result.method_text);
  if (name == "result") return std::string(result.result_text);
  if (name == "reason") return OrNone(result.reason);
  const size_t underscore = name.find('_');
  std::string property = name.substr(std::min(underscore + 1, name.size()));
  std::replace(property.begin(), property.end(), '_', '-');
  return OrNone(result.Value(name.substr(0, underscore), property));
}

// What `path` ("authserv_id", "results[0].properties[1].name") means; nullopt for what is not read here.
std::optional<std::string> Ask(const AuthenticationResults& fields, const std::string& path) {
  static const std::regex kResult(R"(results\[(\d+)\](?:\.properties\[(\d+)\])?(?:\.(\w+))?)");
  if (path == "authserv_id") return std::string(fields.authserv_id);
  std::smatch match;
  if (!std::regex_match(path, match, kResult)) return std::nullopt;
  const size_t index = std::stoul(match[1]);
  if (index >= fields.results.size()) return "(no such result)";
  const AuthResult& result = fields.results[index];
  if (!match[3].matched) return Print(result, Comments::kOmit);
  if (!match[2].matched) return Attribute(result, match[3]);
  std::vector<AuthProperty> typed;
  std::copy_if(result.properties.begin(), result.properties.end(), std::back_inserter(typed),
               [](const AuthProperty& property) { return !property.type.empty(); });
  const size_t property = std::stoul(match[2]);
  if (property >= typed.size()) return "(no such property)";
  if (match[3] == "type") return std::string(typed[property].type);
  if (match[3] == "name") return std::string(typed[property].name);
  return std::string(typed[property].value);
}

// Goes through the examples and remembers the fields that were parsed.
class Interpreter {
 public:
  // What is wrong with the example; empty if nothing is. Counts what it could compare.
  std::string Check(const Example& example) {
    static const std::regex kParse(R"((?:try:)?\s*(\w+) = [\w.]+\.parse\('([^\n]*)'\)(?:\nexcept[^]*)?)");
    static const std::regex kParseInTry(R"(try:\n\s*(\w+) = [\w.]+\.parse\('([^\n]*)'\)\nexcept[^]*)");
    static const std::regex kAsk(R"((?:str\()?(\w+)\.([\w.\[\]]+)\)?)");
    std::smatch match;
    if (std::regex_match(example.question, match, kParse) ||
        std::regex_match(example.question, match, kParseInTry)) {
      return CheckParse(match[1], match[2], example.answer);
    }
    if (example.question.starts_with("for result in arobj.results:")) return CheckLoop(example.answer);
    if (example.answer.size() != 1) return {};
    const std::string answer = Literal(example.answer.front());
    if (answer.starts_with("Authentication-Results: ")) return CheckPrinted(answer);
    if (!std::regex_match(example.question, match, kAsk) || parsed_.count(match[1]) == 0) return {};
    const std::optional<std::string> got = Ask(parsed_.at(match[1])->fields, match[2]);
    if (!got) return {};
    ++compared;
    return *got == answer ? "" : "got " + *got + ", not " + answer;
  }

  size_t parsed = 0;
  size_t printed = 0;
  size_t compared = 0;

 private:
  std::string CheckParse(const std::string& name, const std::string& header,
                         const std::vector<std::string>& answer) {
    ++parsed;
    parsed_[name] = std::make_unique<Parsed>(header.substr(header.find(':') + 1));
    const bool refused = !answer.empty() && answer.front().starts_with("Syntax error");
    const bool error = parsed_[name]->fields.error != AuthResultsError::kNone;
    return refused == error ? "" : error ? "has an error" : "has no error";
  }

  // A header that the library made and printed: what it says must survive.
  std::string CheckPrinted(const std::string& header) {
    static const std::regex kVersion(R"(^(Authentication-Results: \S+) (\d+);)");
    ++printed;
    const Parsed parsed_header(header.substr(header.find(':') + 1));
    const std::string got = Print(parsed_header.fields);
    if (parsed_header.fields.error != AuthResultsError::kNone) return "has an error: " + header;
    return got == std::regex_replace(header, kVersion, "$1;") ? "" : "printed as " + got;
  }

  // Methods and results of all of the field in turn.
  std::string CheckLoop(const std::vector<std::string>& answer) {
    ++compared;
    std::vector<std::string> got;
    for (const AuthResult& result : parsed_.at("arobj")->fields.results) {
      got.push_back("'" + std::string(result.method_text) + "'");
      got.push_back("'" + std::string(result.result_text) + "'");
    }
    return got == answer ? "" : "other methods or results";
  }

  std::map<std::string, std::unique_ptr<Parsed>> parsed_;
};

TEST(ConformanceAuthres, Doctests) {
  if (!std::filesystem::exists(kDoctests)) GTEST_SKIP() << "no test suite at " << kDoctests;
  Interpreter interpreter;
  size_t known = 0;
  for (const Example& example : ReadExamples()) {
    const std::string complaint = interpreter.Check(example);
    const auto reason = kKnownFailures.find(example.line);
    if (reason == kKnownFailures.end()) {
      EXPECT_EQ(complaint, "") << "line " << example.line << ": " << example.question;
    } else {
      ++known;
      EXPECT_NE(complaint, "") << "line " << example.line
                               << " passes, but is listed as failing: " << reason->second;
    }
  }
  EXPECT_EQ(known, kKnownFailures.size());
  // Nothing is lost unseen.
  EXPECT_EQ(interpreter.parsed, 23u);
  EXPECT_EQ(interpreter.printed, 18u);
  EXPECT_EQ(interpreter.compared, 205u);
}

}  // namespace
}  // namespace kenpin
