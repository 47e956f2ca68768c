// Runs inputs through one fuzz target without a fuzzer: fuzz_replay NAME FILE|DIRECTORY... Names the file at
// which the program ends before its time. Exit code 1: there was nothing to run.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

using FuzzTarget = int (*)(const uint8_t* data, size_t size);

#define KENPIN_FUZZ_TARGET(name) extern "C" int Fuzz_##name(const uint8_t* data, size_t size);
#include "fuzz_targets.inc"  // Written by CMakeLists.txt.
#undef KENPIN_FUZZ_TARGET

// Absent unless the program is built with a sanitizer.
extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));

namespace {

struct Row {
  std::string_view name;
  FuzzTarget target;
};
constexpr Row kRows[] = {
#define KENPIN_FUZZ_TARGET(name) {#name, Fuzz_##name},
#include "fuzz_targets.inc"
#undef KENPIN_FUZZ_TARGET
};

std::string current;  // The file that is running.

void NameFile() {
  const std::string_view label = "replay: failed at ";
  for (const std::string_view part : {label, std::string_view(current), std::string_view("\n")}) {
    if (write(STDERR_FILENO, part.data(), part.size()) < 0) return;
  }
}

void NameFileAndDie(int signal) {
  NameFile();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

std::vector<std::string> FilesOf(const std::string& path) {
  if (!std::filesystem::is_directory(path)) return {path};
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(path)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

int Replay(const Row& row, int count, char** paths) {
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) std::signal(signal, NameFileAndDie);
  if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(NameFile);
  size_t files = 0;
  for (int i = 0; i < count; ++i) {
    for (const std::string& path : FilesOf(paths[i])) {
      std::ifstream stream(path, std::ios::binary);
      const std::vector<char> bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
      if (!stream.is_open()) {
        std::fprintf(stderr, "replay: cannot open %s\n", path.c_str());
        return 1;
      }
      current = path;
      row.target(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
      ++files;
    }
  }
  // No input at all is hostile, too.
  current = "(nothing)";
  row.target(nullptr, 0);
  std::printf("replay: %zu inputs held\n", files);
  return files > 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  for (const Row& row : kRows) {
    if (argc >= 3 && row.name == argv[1]) return Replay(row, argc - 2, argv + 2);
  }
  std::fprintf(stderr, "usage: fuzz_replay NAME FILE|DIRECTORY...\nNames:\n");
  for (const Row& row : kRows) std::fprintf(stderr, "  %s\n", std::string(row.name).c_str());
  return 1;
}
