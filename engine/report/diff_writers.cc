#include "engine/report/diff_writers.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "engine/report/content_policy.h"
#include "engine/report/domain_rules.h"
#include "engine/report/page_assets.h"
#include "engine/report/printable_text.h"
#include "engine/report/words.h"
#include "engine/report/xml_text.h"

namespace kenpin {
namespace {

using Json = nlohmann::ordered_json;

// A change as cells of a line, the same for text and HTML.
using Cells = std::vector<std::string>;

constexpr size_t kDomainColumns = 32;

std::string DomainName(const std::string& domain, const Speaker& say) {
  return PrintableText(ShownName(domain, say.language()), kDomainColumns);
}

std::string Percent(double share) { return fmt::format("{:.1f} %", share * 100); }

Cells CellsOf(const RuleChange& change, const Speaker& say) {
  const std::string shares = change.corpus
                                 ? std::string(say(change.after > change.before ? Word("diff_fails_now")
                                                                                : Word("diff_fails_no_more")))
                                 : fmt::format("{} -> {}", Percent(change.before), Percent(change.after));
  std::string notes(change.required ? std::string_view() : say("recommended"));
  if (change.new_domain) notes.append(notes.empty() ? "" : ", ").append(say("diff_new_domain"));
  return {DomainName(change.domain, say), change.rule, shares, notes};
}

Cells CellsOf(const StateChange& change, const Speaker& say) {
  return {DomainName(change.domain, say), change.requirement, change.before + " -> " + change.after};
}

Cells CellsOf(const KeyChange& change, const Speaker& say) {
  std::string key(say(change.added ? Word("diff_key_new") : Word("diff_key_gone")));
  if (change.signer != change.domain) key += " d=" + PrintableText(change.signer, kDomainColumns);
  key += fmt::format(" s={} {}", PrintableText(change.selector, 24), PrintableText(change.algorithm, 16));
  if (change.bits > 0) key += " " + say("diff_key_bits", {{"n", std::to_string(change.bits)}});
  return {DomainName(change.domain, say), key};
}

Cells CellsOf(const DomainChange& change, const Speaker& say) {
  return {DomainName(change.domain, say), say("some_messages", {{"n", GroupDigits(change.messages)}})};
}

// One kind of change.
struct Block {
  std::string_view title;
  std::vector<Cells> lines;
};

template <typename Change>
Block BlockOf(Word title, const std::vector<Change>& changes, const Speaker& say) {
  Block block{say(title), {}};
  block.lines.reserve(changes.size());
  for (const Change& change : changes) block.lines.push_back(CellsOf(change, say));
  return block;
}

std::vector<Block> BlocksOf(const SummaryDiff& diff, const Speaker& say) {
  return {
      BlockOf("diff_head_worse", diff.worse, say),       BlockOf("diff_head_better", diff.better, say),
      BlockOf("diff_head_states", diff.states, say),     BlockOf("diff_head_appeared", diff.appeared, say),
      BlockOf("diff_head_vanished", diff.vanished, say), BlockOf("diff_head_keys", diff.keys, say)};
}

std::string VerdictOf(const SummaryDiff& diff, const Speaker& say) {
  if (!diff.same_rules) {
    return say("diff_other_rules", {{"before", diff.rules_before}, {"after", diff.rules_after}});
  }
  if (diff.regressions() > 0) return say("diff_worse", {{"n", std::to_string(diff.regressions())}});
  return std::string(say(diff.empty() ? Word("diff_none") : Word("diff_no_worse")));
}

Json RulesAsJson(const std::vector<RuleChange>& changes) {
  Json list = Json::array();
  for (const RuleChange& change : changes) {
    list.push_back({{"domain", change.domain.empty() ? Json(nullptr) : Json(change.domain)},
                    {"rule", change.rule},
                    {"before", change.before},
                    {"after", change.after},
                    {"failing", change.failing},
                    {"corpus", change.corpus},
                    {"required", change.required},
                    {"new_domain", change.new_domain}});
  }
  return list;
}

Json DomainsAsJson(const std::vector<DomainChange>& changes) {
  Json list = Json::array();
  for (const DomainChange& change : changes) {
    list.push_back({{"domain", change.domain.empty() ? Json(nullptr) : Json(change.domain)},
                    {"messages", change.messages}});
  }
  return list;
}

}  // namespace

std::string DiffAsText(const SummaryDiff& diff, Language language) {
  const Speaker say(language);
  std::string out = VerdictOf(diff, say) + "\n";
  for (const Block& block : BlocksOf(diff, say)) {
    if (block.lines.empty()) continue;
    out += fmt::format("\n{}\n", block.title);
    for (size_t i = 0; i < std::min(block.lines.size(), kMaxDiffLines); ++i) {
      const Cells& cells = block.lines[i];
      std::string line = fmt::format("  {:<32} {:<22}", cells[0], cells[1]);
      for (size_t cell = 2; cell < cells.size(); ++cell) line += " " + cells[cell];
      out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
    if (block.lines.size() > kMaxDiffLines) {
      out += "  " + say("diff_more", {{"n", std::to_string(block.lines.size() - kMaxDiffLines)}}) + "\n";
    }
  }
  return out;
}

std::string DiffAsJson(const SummaryDiff& diff) {
  Json json = {{"schema_version", 1},
               {"same_rules", diff.same_rules},
               {"rules_before", diff.rules_before},
               {"rules_after", diff.rules_after},
               {"regressions", diff.regressions()},
               {"worse", RulesAsJson(diff.worse)},
               {"better", RulesAsJson(diff.better)}};
  json["states"] = Json::array();
  for (const StateChange& change : diff.states) {
    json["states"].push_back({{"domain", change.domain.empty() ? Json(nullptr) : Json(change.domain)},
                              {"requirement", change.requirement},
                              {"before", change.before},
                              {"after", change.after}});
  }
  json["appeared"] = DomainsAsJson(diff.appeared);
  json["vanished"] = DomainsAsJson(diff.vanished);
  json["keys"] = Json::array();
  for (const KeyChange& change : diff.keys) {
    json["keys"].push_back({{"domain", change.domain.empty() ? Json(nullptr) : Json(change.domain)},
                            {"d", change.signer},
                            {"s", change.selector},
                            {"a", change.algorithm},
                            {"bits", change.bits > 0 ? Json(change.bits) : Json(nullptr)},
                            {"added", change.added}});
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string DiffAsHtml(const SummaryDiff& diff, Language language) {
  const Speaker say(language);
  std::string verdict;
  AppendXmlText(VerdictOf(diff, say), &verdict);
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {}\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>kenpin diff</title>\n<style>{}</style>\n</head>\n<body>\n<h1 class=\"verdict "
      "verdict-{}\">{}</h1>\n",
      LanguageName(language), HashSource(kPageStyle), kPageStyle, diff.regressions() > 0 ? "N" : "C",
      verdict);
  for (const Block& block : BlocksOf(diff, say)) {
    if (block.lines.empty()) continue;
    out += fmt::format("<h2>{}</h2>\n<table>\n", block.title);
    for (const Cells& cells : block.lines) {
      out += "<tr>";
      for (const std::string& cell : cells) {
        out += "<td>";
        AppendXmlText(cell, &out);
        out += "</td>";
      }
      out += "</tr>\n";
    }
    out += "</table>\n";
  }
  return out + "</body>\n</html>\n";
}

}  // namespace kenpin
