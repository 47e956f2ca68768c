// kenpin-corpus: makes a corpus of campaign mail with its DNS, its public suffix list and the truth about
// every message.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <map>
#include <optional>
#include <string>
#include <thread>

#include "bench/corpus/codec.h"
#include "bench/corpus/generate.h"

namespace kenpin::corpus {
namespace {

constexpr int kExitUsage = 64;
constexpr int kExitFailed = 2;

// Options as they stand on the command line, before they are understood.
struct CommandLine {
  std::string out, name = "corpus";
  std::string format = "mbox", line_end = "lf", mode = "archive", envelope = "none", defects = "usual",
              signatures = "usual", start = "2026-04-06";
  uint64_t seed = 1, messages = 1000, median = 30000, mean = 60000;
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  bool list_defects = false;
};

void AddOptions(CLI::App& app, CommandLine& line) {
  app.add_option("--out", line.out,
                 "Folder to write to; it gets the store, dns.zone, psl.dat and truth.ndjson");
  app.add_option("--name", line.name, "An mbox is called NAME.mbox")->capture_default_str();
  app.add_option("--seed", line.seed, "Same seed and options, same bytes")->capture_default_str();
  app.add_option("--messages", line.messages, "How many")
      ->check(CLI::Range(uint64_t{1}, uint64_t{100'000'000}))
      ->capture_default_str();
  app.add_option("--format", line.format, "Store")
      ->check(CLI::IsMember({"mbox", "maildir", "eml"}))
      ->capture_default_str();
  app.add_option("--eol", line.line_end, "Line ends in the store")
      ->check(CLI::IsMember({"lf", "crlf"}))
      ->capture_default_str();
  app.add_option("--mode", line.mode, "Delivered mail, a sender's own archive, or mail before sending")
      ->check(CLI::IsMember({"archive", "sent", "presend"}))
      ->capture_default_str();
  app.add_option("--envelope", line.envelope,
                 "What a scan is to be told of the SMTP sessions of mail that does not show them: none, csv "
                 "(envelope.csv), or options (one client and envelope sender for all)")
      ->check(CLI::IsMember({"none", "csv", "options"}))
      ->capture_default_str();
  app.add_option("--median-body", line.median, "Median size of bodies, in octets")
      ->check(CLI::Range(100, 10'000'000))
      ->capture_default_str();
  app.add_option("--mean-body", line.mean, "Mean size of bodies, in octets")
      ->check(CLI::Range(100, 10'000'000))
      ->capture_default_str();
  app.add_option("--signatures", line.signatures,
                 "usual (as senders sign: one or two, of several kinds), or one (RSA 2048, of the author)")
      ->check(CLI::IsMember({"usual", "one"}))
      ->capture_default_str();
  app.add_option("--defects", line.defects,
                 "usual (a little more than half of the mail has one), demo (four in five), none, flawless "
                 "(none, and nothing for a rule to remark on), all (nine "
                 "in ten have one), or NAME=RATE,NAME=RATE,...")
      ->capture_default_str();
  app.add_option("--start", line.start, "Day of the first delivery, YYYY-MM-DD; the last is ten days later")
      ->capture_default_str();
  app.add_option("--threads", line.threads, "Does not change the result")->check(CLI::Range(1, 256));
  app.add_flag("--list-defects", line.list_defects,
               "Print the defects and the outcomes that they change, and exit");
}

int ComplainOfUsage(const std::string& what) {
  fmt::print(stderr, "kenpin-corpus: {}\n", what);
  return kExitUsage;
}

void ListDefects() {
  for (const Defect& defect : Defects())
    fmt::print("{}\t{}\t{}\n", defect.row.name, defect.row.about, defect.row.claims);
}

int Generate(const CommandLine& line) {
  const std::map<std::string, StoreFormat> formats = {
      {"mbox", StoreFormat::kMbox}, {"maildir", StoreFormat::kMaildir}, {"eml", StoreFormat::kEml}};
  CorpusOptions options;
  if (line.out.empty()) return ComplainOfUsage("--out DIR is missing");
  if (line.mode == "archive" && line.envelope != "none")
    return ComplainOfUsage("--envelope is for --mode sent and presend: delivered mail shows its session");
  if (line.mean < line.median) return ComplainOfUsage("--mean-body must not be below --median-body");
  const std::optional<int64_t> start = ParseDay(line.start);
  if (!start) return ComplainOfUsage("--start is no day YYYY-MM-DD: " + line.start);
  options.seed = line.seed;
  options.messages = line.messages;
  options.folder = line.out;
  options.name = line.name;
  options.format = formats.at(line.format);
  options.line_end = line.line_end == "lf" ? LineEnd::kLf : LineEnd::kCrlf;
  options.mode = line.mode == "archive" ? MailMode::kDelivered
                 : line.mode == "sent"  ? MailMode::kSent
                                        : MailMode::kPresend;
  options.given = line.envelope == "none"  ? EnvelopeGiven::kNothing
                  : line.envelope == "csv" ? EnvelopeGiven::kFile
                                           : EnvelopeGiven::kOptions;
  options.median_body = line.median;
  options.mean_body = line.mean;
  options.single_signature = line.signatures == "one";
  options.start = *start;
  options.threads = line.threads;
  std::string error;
  options.flawless = line.defects == "flawless";
  options.mix = DefectMix::Parse(line.defects, options.mode, options.given, &error);
  if (!error.empty()) return ComplainOfUsage(error);
  const CorpusTotals totals = GenerateCorpus(options);
  fmt::print(stderr, "{} messages, {} bytes in {}\n", totals.messages, totals.bytes, line.out);
  // Mail before sending is judged by a clock; the truth holds for this one.
  if (options.mode == MailMode::kPresend)
    fmt::print(stderr, "judge it with --at {}\n", Rfc3339(options.start + SpanOf(options.mode)));
  const Client client = GivenClient();
  if (options.given == EnvelopeGiven::kFile)
    fmt::print(stderr, "judge it with --envelope {}/envelope.csv\n", line.out);
  if (options.given == EnvelopeGiven::kOptions)
    fmt::print(stderr, "judge it with --client-ip {} --mail-from b@{} --helo {}\n", client.address,
               GivenBounceDomain(), client.helo);
  return 0;
}

int Run(int argc, char** argv) {
  CLI::App app(
      "Makes a corpus of campaign mail with known defects, its DNS snapshot and the truth about every "
      "message.",
      "kenpin-corpus");
  CommandLine line;
  AddOptions(app, line);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kExitUsage;
  }
  if (line.list_defects) {
    ListDefects();
    return 0;
  }
  try {
    return Generate(line);
  } catch (const std::exception& error) {
    fmt::print(stderr, "kenpin-corpus: {}\n", error.what());
    return kExitFailed;
  }
}

}  // namespace
}  // namespace kenpin::corpus

int main(int argc, char** argv) { return kenpin::corpus::Run(argc, argv); }
