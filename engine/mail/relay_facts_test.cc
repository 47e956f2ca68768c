#include "engine/mail/relay_facts.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

struct ListIdCase {
  std::string body;
  bool ok;
};

const ListIdCase kListIds[] = {
    {"<talk.lists.example>", true},
    {" Talk about mail <talk.lists.example>", true},
    {"\"Talk <about> mail\" <talk.lists.example>", true},
    {"List (a comment) <talk.lists.example> (another)", true},
    {"See http://a.example/ <talk.lists.example>", true},
    {"[talk] mail <talk.lists.example>", true},
    {"=?UTF-8?Q?T=C3=A4lk?= <talk.lists.example>", true},
    {"Folded\r\n <x.localhost>", true},
    {"talk.lists.example", false},
    {"<talk>", false},
    {"<>", false},
    {"<talk..example>", false},
    {"<.talk.example>", false},
    {"<talk.example.>", false},
    {"<talk@lists.example>", false},
    {"<talk. lists.example>", false},
    {"<talk.lists.example", false},
    {"<talk.lists.example> x", false},
    {"<a.example> <b.example>", false},
    {"<" + std::string(300, 'a') + ".example>", false},
    {"", false},
};

TEST(RelayFacts, ListIds) {
  for (const ListIdCase& c : kListIds) EXPECT_EQ(IsListId(c.body), c.ok) << c.body;
}

RelayFacts Facts(std::string_view header) {
  const TestMessage message(std::string(header) + "\n");
  Arena arena;
  return FindRelayFacts(message.view, arena);
}

TEST(RelayFacts, NoSigns) {
  const RelayFacts facts = Facts("From: Ann via Service <a@a.example>\nPrecedence: bulk\nX-Mailer: x\n");
  EXPECT_EQ(facts.list_id_count, 0u);
  EXPECT_FALSE(facts.list_id_ok || facts.list_post || facts.precedence_list || facts.list_software);
  EXPECT_FALSE(facts.x_forwarded || facts.resent || facts.x_original_from);
}

TEST(RelayFacts, EachSign) {
  EXPECT_EQ(Facts("List-Id: <a.b>\nList-ID: x\n").list_id_count, 2u);
  EXPECT_TRUE(Facts("List-Id: <a.b>\nList-ID: x\n").list_id_ok);
  EXPECT_FALSE(Facts("List-Id: x\nList-ID: <a.b>\n").list_id_ok);
  EXPECT_TRUE(Facts("List-Post: <mailto:l@a.example>\n").list_post);
  EXPECT_TRUE(Facts("Precedence: bulk\nPrecedence: List \n").precedence_list);
  for (const std::string_view name :
       {"X-Mailman-Version", "X-BeenThere", "X-Sympa-To", "X-Loop", "Mailing-List", "X-Mailing-List",
        "X-ML-Name", "List-Software", "X-Google-Group-Id"}) {
    EXPECT_TRUE(Facts(std::string(name) + ": x\n").list_software) << name;
  }
  EXPECT_TRUE(Facts("X-Forwarded-For: a b\n").x_forwarded);
  EXPECT_TRUE(Facts("X-Forwarded-To: a\n").x_forwarded);
  EXPECT_TRUE(Facts("Resent-From: a@b.example\n").resent);
  EXPECT_TRUE(Facts("Resent-Date: x\n").resent);
  EXPECT_TRUE(Facts("X-Original-From: a@b.example\n").x_original_from);
}

TEST(RelayFacts, ViaNamesOfLists) {
  const std::string list = "List-Id: <l.example>\nFrom: ";
  for (const std::string_view from :
       {"Ann via List <l@a.example>", "\"'Ann' via List\" <l@a.example>",
        "=?UTF-8?Q?Ann_via_List?= <l@a.example>", "Ann\n via\n List <l@a.example>"}) {
    EXPECT_TRUE(Facts(list + std::string(from) + "\n").x_original_from) << from;
  }
  for (const std::string_view from :
       {"Ann <ann@a.example>", "Via List <l@a.example>", "Olivia Lee <o@a.example>", "Ann via <l@a.example>",
        "Ann", "u@a.example (sent via mail)", ""}) {
    EXPECT_FALSE(Facts(list + std::string(from) + "\n").x_original_from) << from;
  }
}

}  // namespace
}  // namespace kenpin
