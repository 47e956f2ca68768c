#include "engine/plan_command.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "engine/partial/manifest.h"

namespace kenpin {
namespace {

namespace fs = std::filesystem;

TEST(PlanCommand, WritesTheManifest) {
  const fs::path root = fs::temp_directory_path() / ("kenpin-plan-command-" + std::to_string(::getpid()));
  fs::create_directories(root);
  std::ofstream(root / "one.eml") << "From: a@b.example\n\ntext\n";
  PlanOptions options;
  options.inputs = {(root / "one.eml").string()};
  options.shards = 2;
  options.out_path = (root / "manifest").string();
  EXPECT_EQ(RunPlan(options), kExitClean);
  std::ifstream file(root / "manifest");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const absl::StatusOr<Manifest> manifest = ReadManifest(text);
  ASSERT_TRUE(manifest.ok()) << manifest.status();
  EXPECT_EQ(manifest->paths, options.inputs);

  options.out_path = (root / "nowhere/manifest").string();
  EXPECT_EQ(RunPlan(options), kExitOperational);
  options.inputs = {"-"};
  EXPECT_EQ(RunPlan(options), kExitOperational);
  fs::remove_all(root);
}

}  // namespace
}  // namespace kenpin
