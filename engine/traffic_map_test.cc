#include "engine/traffic_map.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "engine/mail/from.h"
#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

absl::StatusOr<std::unique_ptr<TrafficMap>> ReadText(const std::string& text) {
  const std::string path = testing::TempDir() + "traffic-" + std::to_string(getpid());
  std::ofstream(path) << text;
  absl::StatusOr<std::unique_ptr<TrafficMap>> map = TrafficMap::Read(path);
  std::remove(path.c_str());
  return map;
}

TEST(TrafficMap, TheFirstRowThatAgreesDecides) {
  const absl::StatusOr<std::unique_ptr<TrafficMap>> map = ReadText(
      "from,list_id,feedback_id,class\n"
      "receipts@shop.example,,,transactional\n"
      ",talk.shop.example,,list\n"
      "shop.example,,MailShop,marketing\n"
      "tx.shop.example,,,Transactional\n"
      "a.example,,a:b:c:sender,marketing\n");
  ASSERT_TRUE(map.ok());
  struct MapCase {
    const char* header;
    std::optional<TrafficClass> traffic;
  };
  const MapCase cases[] = {
      {"From: Receipts@Shop.example\n", TrafficClass::kTransactional},
      {"From: x@shop.example\n", std::nullopt},
      {"From: x@y.example\nList-Id: Talk <Talk.shop.example>\n", TrafficClass::kList},
      {"From: x@y.example\nList-Id: talk.shop.example\n", TrafficClass::kList},
      {"From: x@news.shop.example\nFeedback-ID: 1:2:3:mailshop\n", TrafficClass::kMarketing},
      {"From: x@tx.shop.example\nFeedback-ID: 1:2:3:mailshop\n", TrafficClass::kMarketing},
      {"From: x@tx.shop.example\n", TrafficClass::kTransactional},
      {"From: x@notx.shop.example\n", std::nullopt},
      {"From: x@a.example\nFeedback-ID: a:b:c:sender\n", TrafficClass::kMarketing},
      {"From: x@a.example\nFeedback-ID: z:b:c:sender\n", std::nullopt},
      {"Subject: x\n", std::nullopt},
  };
  for (const MapCase& test : cases) {
    SCOPED_TRACE(test.header);
    TestMessage message(std::string(test.header) + "\nbody\n");
    ParseFlaws flaws;
    const AddressList list = ParseShownAddresses(message.view, message.arena).from;
    const FromFacts from = ParseFromFacts(message.view, list, message.arena, &flaws);
    EXPECT_EQ((*map)->Find(message.view, from), test.traffic);
  }
}

TEST(TrafficMap, ErrorsNameWhatIsWrong) {
  for (const auto& [text, what] : {std::pair("from,kind\na.example,x\n", "unknown column 'kind'"),
                                   std::pair("class\nmarketing\n", "needs the column class and one of"),
                                   std::pair("from\na.example\n", "needs the column class"),
                                   std::pair("from,class\na.example,spam\n", "line 2: class 'spam'")}) {
    const absl::Status status = ReadText(text).status();
    const std::string message(status.message().data(), status.message().size());
    EXPECT_NE(message.find(what), std::string::npos) << message;
  }
}

TEST(TrafficMap, ListsOweAnUnsubscribe) {
  EXPECT_EQ(UnsubscribeClassOf(TrafficClass::kList), UnsubscribeClass::kMarketing);
  EXPECT_EQ(UnsubscribeClassOf(TrafficClass::kTransactional), UnsubscribeClass::kTransactional);
  EXPECT_EQ(UnsubscribeClassOf(TrafficClass::kUnknown), UnsubscribeClass::kUnknown);
}

}  // namespace
}  // namespace kenpin
