#include "engine/scan.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace kenpin {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr const char* kMessage =
    "Date: Tue, 16 Jan 2024 09:00:00 +0900\r\n"
    "From: Shop <news@shop.com>\r\n"
    "Message-ID: <1@shop.com>\r\n"
    "\r\n"
    "Hello.\r\n";

class Scan : public ::testing::Test {
 protected:
  void SetUp() override {
    dir_ = fs::path(testing::TempDir()) / ("kenpin_scan_" + std::to_string(::getpid()));
    fs::create_directories(dir_);
    options_.progress = ProgressMode::kNever;
    options_.threads = 1;
  }
  void TearDown() override { fs::remove_all(dir_); }

  std::string Write(const std::string& name, const std::string& text) {
    const std::string path = (dir_ / name).string();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  std::string Read(const std::string& name) {
    std::ifstream in(dir_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  int Run(ReportFormat format) {
    options_.outputs = {{format, (dir_ / "out").string()}};
    return RunScan(options_);
  }

  fs::path dir_;
  ScanOptions options_;
};

TEST_F(Scan, SummaryOfOneMessage) {
  options_.inputs = {Write("a.eml", kMessage)};
  options_.fail_on = FailOn::kNever;
  EXPECT_EQ(Run(ReportFormat::kJson), kExitClean);
  const Json json = Json::parse(Read("out"));
  EXPECT_EQ(json["totals"]["messages"], 1);
  EXPECT_EQ(json["run"]["dns"], "off");
  EXPECT_EQ(json["run"]["inputs"][0]["format"], "eml");
  EXPECT_EQ(json["run"]["inputs"][0]["bytes"], std::string(kMessage).size());
  EXPECT_EQ(json["domains"][0]["org_domain"], "shop.com");
  EXPECT_EQ(json["domains"][0]["compliance"]["MESSAGE_FORMATTING"], "COMPLIANT");
}

TEST_F(Scan, FindingsMakeTheExitCode) {
  std::string undated = kMessage;
  undated.erase(0, undated.find("From"));
  options_.inputs = {Write("a.eml", undated)};
  EXPECT_EQ(Run(ReportFormat::kText), kExitFindings);
  EXPECT_NE(Read("out").find("format-date"), std::string::npos);
}

TEST_F(Scan, FailedInputIsNamedAndTheRestIsScanned) {
  options_.inputs = {(dir_ / "absent.mbox").string(), Write("a.eml", kMessage)};
  options_.fail_on = FailOn::kNever;
  EXPECT_EQ(Run(ReportFormat::kJson), kExitOperational);
  const Json json = Json::parse(Read("out"));
  EXPECT_EQ(json["totals"]["messages"], 1);
  EXPECT_EQ(json["run"]["inputs"][0]["path"], options_.inputs[0]);
  EXPECT_EQ(json["run"]["inputs"][0]["format"], nullptr);
  EXPECT_NE(json["run"]["inputs"][0]["error"].get<std::string>().find("No such file"), std::string::npos);
  EXPECT_EQ(json["run"]["inputs"][1]["error"], nullptr);
}

TEST_F(Scan, EmptyInputIsAnErrorWithAReport) {
  options_.inputs = {Write("a.mbox", "")};
  EXPECT_EQ(Run(ReportFormat::kJson), kExitOperational);
  EXPECT_EQ(Json::parse(Read("out"))["totals"]["messages"], 0);
}

TEST_F(Scan, BadSnapshotStopsBeforeTheScan) {
  options_.inputs = {Write("a.eml", kMessage)};
  options_.dns = {DnsSpec::Kind::kSnapshot, Write("bad.zone", "this is no record\n"), {}};
  EXPECT_EQ(Run(ReportFormat::kJson), kExitOperational);
  EXPECT_FALSE(fs::exists(dir_ / "out"));
}

TEST_F(Scan, UnwritableOutputIsFoundBeforeTheScan) {
  options_.inputs = {Write("a.eml", kMessage)};
  options_.outputs = {{ReportFormat::kJson, (dir_ / "no-such-directory" / "out").string()}};
  EXPECT_EQ(RunScan(options_), kExitOperational);
}

TEST_F(Scan, LimitTakesTheFirst) {
  std::string mbox;
  for (int i = 0; i < 50; ++i)
    mbox += "From a@shop.com Tue Jan 16 09:00:00 2024\n" + std::string(kMessage) + "\n";
  options_.inputs = {Write("a.mbox", mbox)};
  options_.limit = 7;
  options_.threads = 4;
  options_.fail_on = FailOn::kNever;
  EXPECT_EQ(Run(ReportFormat::kNdjson), kExitClean);
  const std::string records = Read("out");
  EXPECT_EQ(std::count(records.begin(), records.end(), '\n'), 7);
}

}  // namespace
}  // namespace kenpin
