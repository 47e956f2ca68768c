#include "engine/report/diff_writers.h"

#include <fmt/format.h>

#include <array>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string_view>

#include "engine/report/content_policy.h"
#include "engine/report/domain_rules.h"
#include "engine/report/page_assets.h"
#include "engine/report/printable_text.h"
#include "engine/report/xml_text.h"

namespace kenpin {
namespace {

using Json = nlohmann::ordered_json;

// A change as cells of a line, the same for text and HTML.
using Cells = std::vector<std::string>;

constexpr size_t kDomainColumns = 32;

std::string DomainName(const std::string& domain) { return PrintableText(ShownName(domain), kDomainColumns); }

std::string Percent(double share) { return fmt::format("{:.1f} %", share * 100); }

Cells CellsOf(const RuleChange& change) {
  const std::string shares = change.corpus
                                 ? (change.after > change.before ? "fails now" : "fails no more")
                                 : fmt::format("{} -> {}", Percent(change.before), Percent(change.after));
  std::string notes = change.required ? "" : "recommended";
  if (change.new_domain) notes += notes.empty() ? "new domain" : ", new domain";
  return {DomainName(change.domain), change.rule, shares, notes};
}

Cells CellsOf(const StateChange& change) {
  return {DomainName(change.domain), change.requirement, change.before + " -> " + change.after};
}

Cells CellsOf(const KeyChange& change) {
  std::string key = change.added ? "new:" : "gone:";
  if (change.signer != change.domain) key += " d=" + PrintableText(change.signer, kDomainColumns);
  key += fmt::format(" s={} {}", PrintableText(change.selector, 24), PrintableText(change.algorithm, 16));
  if (change.bits > 0) key += fmt::format(" {} bits", change.bits);
  return {DomainName(change.domain), key};
}

Cells CellsOf(const DomainChange& change) {
  return {DomainName(change.domain), GroupDigits(change.messages) + " messages"};
}

// One kind of change.
struct Block {
  std::string_view title;
  std::vector<Cells> lines;
};

template <typename Change>
Block BlockOf(std::string_view title, const std::vector<Change>& changes) {
  Block block{title, {}};
  block.lines.reserve(changes.size());
  for (const Change& change : changes) block.lines.push_back(CellsOf(change));
  return block;
}

std::vector<Block> BlocksOf(const SummaryDiff& diff) {
  return {BlockOf("Worse", diff.worse),         BlockOf("Better", diff.better),
          BlockOf("Requirements", diff.states), BlockOf("New domains", diff.appeared),
          BlockOf("Gone", diff.vanished),       BlockOf("Keys", diff.keys)};
}

std::string VerdictOf(const SummaryDiff& diff) {
  if (!diff.same_rules) {
    return fmt::format("Judged by other rules ({}, now {}): what differs is told, nothing counts as worse.",
                       diff.rules_before, diff.rules_after);
  }
  if (diff.regressions() > 0) return fmt::format("{} required rules got worse.", diff.regressions());
  return diff.empty() ? "Nothing has changed." : "No required rule got worse.";
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

std::string DiffAsText(const SummaryDiff& diff) {
  std::string out = VerdictOf(diff) + "\n";
  for (const Block& block : BlocksOf(diff)) {
    if (block.lines.empty()) continue;
    fmt::format_to(std::back_inserter(out), "\n{}\n", block.title);
    for (size_t i = 0; i < std::min(block.lines.size(), kMaxDiffLines); ++i) {
      const Cells& cells = block.lines[i];
      std::string line = fmt::format("  {:<32} {:<22}", cells[0], cells[1]);
      for (size_t cell = 2; cell < cells.size(); ++cell) line += " " + cells[cell];
      out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
    if (block.lines.size() > kMaxDiffLines) {
      fmt::format_to(std::back_inserter(out), "  ... and {} more; --format json tells all\n",
                     block.lines.size() - kMaxDiffLines);
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

std::string DiffAsHtml(const SummaryDiff& diff) {
  std::string verdict;
  AppendXmlText(VerdictOf(diff), &verdict);
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {}\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>kenpin diff</title>\n<style>{}</style>\n</head>\n<body>\n<h1 class=\"verdict "
      "verdict-{}\">{}</h1>\n",
      HashSource(kPageStyle), kPageStyle, diff.regressions() > 0 ? "N" : "C", verdict);
  for (const Block& block : BlocksOf(diff)) {
    if (block.lines.empty()) continue;
    fmt::format_to(std::back_inserter(out), "<h2>{}</h2>\n<table>\n", block.title);
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
