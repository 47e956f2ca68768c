// Encoded-words: grammar, decoding, and the places where they may stand.
#include "engine/mail/encoded_word.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

TEST(EncodedWordTest, FindsAndDecodes) {
  struct DecodeCase {
    const char* what;
    std::string_view body;
    std::vector<std::string> texts;  // "-" for one that does not decode.
  };
  const DecodeCase cases[] = {
      {"none", "plain = text?", {}},
      {"Q", "=?utf-8?Q?a_b=3D=c3=a4?=", {"a b=\xc3\xa4"}},
      {"B", "=?utf-8?b?QUJD?= =?utf-8?B?REU=?=", {"ABC", "DE"}},
      {"B without padding", "=?utf-8?B?REU?=", {"DE"}},
      {"language", "=?us-ascii*en?Q?x?=", {"x"}},
      {"glued together", "=?a?Q?x?==?a?Q?y?=", {"x", "y"}},
      {"empty text",
       "=?a?Q?"
       "?=",
       {""}},
      {"space in the text is no word", "=?a?Q?x y?=", {}},
      {"no charset", "=??Q?x?=", {}},
      {"not ended", "=?a?Q?x", {}},
      {"ended too early", "=?a?Q?x?", {}},
      {"another word behind a broken one", "=?a?Q =?b?Q?x?=", {"x"}},
      {"unknown encoding", "=?utf-8?X?abc?=", {"-"}},
      {"bad hex", "=?utf-8?Q?a=zz?=", {"-"}},
      {"cut hex", "=?utf-8?Q?a=4?=", {"-"}},
      {"bad base64", "=?utf-8?B?QU-D?=", {"-"}},
      {"one base64 character too many", "=?utf-8?B?QUJDR?=", {"-"}},
  };
  for (const DecodeCase& c : cases) {
    Arena arena;
    std::vector<std::string> texts;
    for (auto word = FindEncodedWord(c.body, 0); word.has_value();
         word = FindEncodedWord(c.body, word->end)) {
      const std::optional<std::string_view> text = DecodeEncodedWord(*word, arena);
      texts.push_back(text.has_value() ? std::string(*text) : "-");
    }
    EXPECT_EQ(texts, c.texts) << c.what;
  }
}

TEST(EncodedWordTest, DecodesWholeBodies) {
  struct BodyCase {
    const char* what;
    std::string_view body;
    std::string_view decoded;
  };
  const BodyCase cases[] = {
      {"empty", "", ""},
      {"none", "plain = text?", "plain = text?"},
      {"one", "=?us-ascii?Q?=3Chttps=3A=3E?=", "<https:>"},
      {"text on both sides", "a =?a?Q?x?= b", "a x b"},
      {"white space between two words goes", "=?a?Q?x?=\r\n =?a?B?eQ==?=\n\t=?a?Q?z?=", "xyz"},
      {"text between two words stays", "=?a?Q?x?= , =?a?Q?y?=", "x , y"},
      {"a word that cannot be decoded stays, and its white space",
       "=?a?Q?x?= =?a?X?y?= =?a?Q?z?=", "x =?a?X?y?= z"},
      {"empty word",
       "<=?a?Q?"
       "?=>",
       "<>"},
  };
  for (const BodyCase& c : cases) {
    Arena arena;
    EXPECT_EQ(DecodeEncodedWords(c.body, arena), c.decoded) << c.what;
  }
}

struct PlaceCase {
  const char* what;
  std::string field;
  std::string facts;  // Letters: a any, s in_structured, u undecodable, l too_long, c split_character.
};

std::string Letters(const EncodedWordFacts& facts) {
  std::string letters;
  if (facts.any) letters += 'a';
  if (facts.in_structured) letters += 's';
  if (facts.undecodable) letters += 'u';
  if (facts.too_long) letters += 'l';
  if (facts.split_character) letters += 'c';
  return letters;
}

TEST(EncodedWordTest, Facts) {
  const std::string word = "=?utf-8?Q?x?=";
  const PlaceCase cases[] = {
      {"none", "Subject: plain =? text", ""},
      {"subject", "Subject: " + word, "a"},
      {"unknown field", "X-Anything: <" + word + ">", "a"},
      {"display name", "From: " + word + " <a@b.example>", "a"},
      {"quoted display name", "From: \"" + word + "\" <a@b.example>", "a"},
      {"comment", "From: a@b.example (" + word + ")", "a"},
      {"comment with an escaped parenthesis", "Date: x (\\)" + word + ")", "a"},
      {"addr-spec in brackets", "From: x <" + word + "@b.example>", "as"},
      {"bare addr-spec", "To: " + word + "@b.example", "as"},
      {"domain", "To: a@" + word, "as"},
      {"second mailbox", "Cc: <a@b.example>, " + word + " <c@d.example>", "a"},
      {"List-Id description", "List-Id: " + word + " <l.example>", "a"},
      {"Message-ID", "Message-ID: <" + word + "@b.example>", "as"},
      {"List-Unsubscribe", "List-Unsubscribe: " + word, "as"},
      {"DKIM-Signature", "DKIM-Signature: v=1; i=" + word, "as"},
      {"parameter", "Content-Disposition: attachment; filename=\"" + word + "\"", "as"},
      {"comment of a trace field", "Received: from x (" + word + ")", "a"},
      {"unknown charset", "Subject: =?x-nobody?Q?x?=", "au"},
      {"bad base64", "Subject: =?utf-8?B?x?=", "au"},
      {"75 octets", "Subject: =?utf-8?Q?" + std::string(63, 'x') + "?=", "a"},
      {"76 octets", "Subject: =?utf-8?Q?" + std::string(64, 'x') + "?=", "al"},
      {"split UTF-8 character", "Subject: =?utf-8?Q?=E6=A4?=\n =?utf-8?Q?=9C?=", "ac"},
      {"whole characters", "Subject: =?utf-8?Q?=E6=A4=9C?=\n =?UTF-8?Q?=E5=93=81?=", "a"},
      {"cut, but text stands between", "Subject: =?utf-8?Q?=E6=A4?= and =?utf-8?Q?=9C?=", "a"},
      {"split Shift_JIS character", "Subject: =?Shift_JIS?B?jJ+V?= =?Shift_JIS?B?aQ==?=", "ac"},
  };
  for (const PlaceCase& c : cases) {
    TestMessage message(c.field + "\n\n");
    EXPECT_EQ(Letters(ParseEncodedWordFacts(message.view, message.arena)), c.facts) << c.what;
  }
}

// Quadratic code would need hours for these.
TEST(EncodedWordTest, HostileFieldsAreReadInLinearTime) {
  for (const std::string_view piece :
       {"=?", "=?a", "=?a?Q?", "=?a?Q?x?=", "=?a?Q?x?= =?b?B?QQ==?= ", "(", "\\", "<\""}) {
    std::string text = "From: =?a?Q?x?= ";
    while (text.size() < 2'000'000) text += piece;
    TestMessage message(text);
    EXPECT_TRUE(ParseEncodedWordFacts(message.view, message.arena).any) << piece;
  }
}

TEST(EncodedWordTest, AnyBytesEnd) {
  constexpr unsigned kSeed = 9;
  std::mt19937 random(kSeed);
  const std::string_view pieces[] = {"=?",
                                     "?=",
                                     "?",
                                     "=",
                                     "utf-8",
                                     "Q",
                                     "B",
                                     "QUJD",
                                     "<",
                                     ">",
                                     "\"",
                                     "(",
                                     ")",
                                     "\\",
                                     " ",
                                     "@",
                                     "\n ",
                                     "\xff",
                                     "=?utf-8?B?QUJD?=",
                                     "=?iso-2022-jp?B?GyRC?="};
  for (int round = 0; round < 20000; ++round) {
    std::string text = round % 2 == 0 ? "From: " : "Subject: ";
    for (size_t i = random() % 30; i > 0; --i) text += pieces[random() % std::size(pieces)];
    TestMessage message(text);
    const EncodedWordFacts facts = ParseEncodedWordFacts(message.view, message.arena);
    ASSERT_TRUE(facts.any || Letters(facts).empty()) << "seed " << kSeed << " round " << round;
  }
}

}  // namespace
}  // namespace kenpin
