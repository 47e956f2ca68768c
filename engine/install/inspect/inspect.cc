// inspect ZONE SUFFIXES FILE...: which rules each message fails, and why; then the summary as JSON.
#include <fstream>
#include <iostream>
#include <iterator>

#include <kenpin/engine/kenpin.h>
#include <kenpin/engine/report/summary_json.h>

int main(int argc, char** argv) {
  if (argc < 4) return 64;
  kenpin::EngineOptions options;
  options.dns = argv[1];
  options.public_suffix_list = argv[2];
  absl::StatusOr<std::unique_ptr<kenpin::Engine>> engine = kenpin::Engine::Open(options);
  if (!engine.ok()) return std::cerr << engine.status() << "\n", 2;
  kenpin::Inspector& inspector = (*engine)->NewInspector();
  for (int i = 3; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    const kenpin::Inspection& seen =
        inspector.Inspect({.bytes = bytes, .source = argv[i], .number = static_cast<uint32_t>(i)});
    for (const kenpin::RuleInfo& rule : kenpin::Rules()) {
      const kenpin::Verdict verdict = seen.verdicts[static_cast<size_t>(rule.id)];
      if (verdict.outcome != kenpin::Outcome::kFail) continue;
      std::cerr << argv[i] << ": " << rule.name << ": " << kenpin::ReasonName(verdict.reason) << "\n";
    }
  }
  const absl::StatusOr<kenpin::RunSummary> run = (*engine)->Finish();
  if (!run.ok()) return std::cerr << run.status() << "\n", 2;
  std::cout << kenpin::SummaryAsJson(*run);
}
