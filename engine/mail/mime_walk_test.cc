// The leaf walker: a table of good and broken bodies, each with LF and CRLF, and mimetic as the oracle on
// generated trees.
#include "engine/mail/mime_walk.h"

#include <gtest/gtest.h>
#include <mimetic/mimetic.h>

#include <random>
#include <string>
#include <vector>

#include "engine/mail/test_message.h"
#include "tests/effort.h"

namespace kenpin {
namespace {

// The facts that are set, as words; version and use of MIME left out.
std::vector<std::string> Words(const MimeWalk& walk) {
  std::vector<std::string> words;
  const MimeFacts& f = walk.facts;
  if (f.content_type_unparsable) words.push_back("unparsable");
  if (f.multipart_without_boundary) words.push_back("no-boundary");
  if (f.boundary_never_occurs) words.push_back("never-occurs");
  if (f.closing_boundary_missing) words.push_back("not-closed");
  if (f.encoding_unknown) words.push_back("encoding-unknown");
  if (f.encoding_illegal) words.push_back("encoding-illegal");
  if (f.base64_garbage) words.push_back("base64");
  if (f.html_without_text) words.push_back("html-only");
  if (f.misspelled_field) words.push_back("misspelled");
  if (walk.flaws.Has(ParseFlaw::kMimeTooDeep)) words.push_back("too-deep");
  if (walk.flaws.Has(ParseFlaw::kTooManyParts)) words.push_back("too-many");
  return words;
}

std::vector<std::string> LeafTexts(const MessageView& view, const MimeWalk& walk) {
  std::vector<std::string> texts;
  for (const MimeLeaf& leaf : walk.leaves) {
    std::string text(view.bytes().substr(leaf.begin, leaf.end - leaf.begin));
    for (size_t at; (at = text.find("\r\n")) != std::string::npos;) text.erase(at, 1);
    texts.push_back(text);
  }
  return texts;
}

const std::string kMixed = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n";

struct WalkCase {
  const char* what;
  std::string text;
  std::vector<std::string> leaves;
  std::vector<std::string> words;
};

const WalkCase kWalks[] = {
    {"plain text", "Subject: x\n\nhello\n--b\n", {"hello\n--b\n"}, {}},
    {"no body", "Subject: x\n\n", {""}, {}},
    {"html alone", "Content-Type: text/html\n\n<p>", {"<p>"}, {"html-only"}},
    {"two parts",
     kMixed + "--b\n\none\n--b\nContent-Type: text/html\n\ntwo\n\n--b--\n",
     {"one", "two\n"},
     {}},
    {"preamble and epilogue", kMixed + "pre\n--bx\n--b\n\none\n--b--\nepi\n--b\n\nno part\n", {"one"}, {}},
    {"padding after the boundary", kMixed + "--b \t\n\none\n--b-- \n", {"one"}, {}},
    {"a longer line is no delimiter",
     kMixed + "--b\n\none\n--bb\n--b-\n--b\n\ntwo\n--b--",
     {"one\n--bb\n--b-", "two"},
     {}},
    {"empty parts", kMixed + "--b\n\n--b\n\n\n--b\n--b--\n", {"", "", ""}, {}},
    {"part without header or empty line", kMixed + "--b\nhello\n--b--\n", {"hello"}, {}},
    {"part that is header only", kMixed + "--b\nContent-Type: text/html\n--b--\n", {""}, {"html-only"}},
    {"folded part header", kMixed + "--b\nContent-Type:\n text/html\n\nx\n--b--\n", {"x"}, {"html-only"}},
    {"not closed", kMixed + "--b\n\none\n", {"one\n"}, {"not-closed"}},
    {"boundary never occurs", kMixed + "one\n--c\n", {}, {"never-occurs"}},
    {"no boundary", "Content-Type: multipart/mixed\n\n--b\n\none\n", {"--b\n\none\n"}, {"no-boundary"}},
    {"nested",
     kMixed + "--b\nContent-Type: multipart/alternative; boundary=\"c\"\n\n--c\n\nt\n--c\nContent-Type: "
              "text/html\n\nh\n--c--\n\n--b\n\nlast\n--b--\n",
     {"t", "h", "last"},
     {}},
    {"inner not closed",
     kMixed + "--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\nt\n--b\n\nlast\n--b--\n",
     {"t", "last"},
     {"not-closed"}},
    {"inner never occurs",
     kMixed + "--b\nContent-Type: multipart/alternative; boundary=c\n\nt\n--b\n\nlast\n--b--\n",
     {"last"},
     {"never-occurs"}},
    {"inner boundary extends the outer one",
     kMixed + "--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n\nt\n--bb--\n--b--\n",
     {"t"},
     {}},
    {"message part is a leaf",
     kMixed + "--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed\n\nx\n--b--\n",
     {"Content-Type: multipart/mixed\n\nx"},
     {}},
    {"good base64", "Content-Transfer-Encoding: base64\n\nQUJD\nREU=\n\n", {"QUJD\nREU=\n\n"}, {}},
    {"base64 with foreign octets",
     "Content-Transfer-Encoding: base64\n\nQUJD\n[ad]\n",
     {"QUJD\n[ad]\n"},
     {"base64"}},
    {"base64 that ends inside a quantum",
     "Content-Transfer-Encoding: base64\n\nQUJDR\n",
     {"QUJDR\n"},
     {"base64"}},
    {"base64 with text after the padding",
     "Content-Transfer-Encoding: base64\n\nQUI=\nQUJD\n",
     {"QUI=\nQUJD\n"},
     {"base64"}},
    {"three padding characters", "Content-Transfer-Encoding: base64\n\nQ===\n", {"Q===\n"}, {"base64"}},
    {"base64 garbage in a part",
     kMixed + "--b\nContent-Transfer-Encoding: base64\n\nQU.D\n--b--\n",
     {"QU.D"},
     {"base64"}},
    {"unknown encoding", "Content-Transfer-Encoding: x-uue\n\nx", {"x"}, {"encoding-unknown"}},
    {"base64 multipart",
     "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n--b\n\none\n--b--\n",
     {"one"},
     {"encoding-illegal"}},
    {"unparsable type of a part",
     kMixed + "--b\nContent-Type: text\n\none\n--b--\n",
     {"one"},
     {"unparsable"}},
    {"misspelled field", "Content-Transfer-Encaoding: base64\n\nx", {"x"}, {"misspelled"}},
    {"misspelled field of a part",
     kMixed + "--b\nContent-Tpye: text/html\n\nx\n--b--\n",
     {"x"},
     {"misspelled"}},
    {"html with a text alternative",
     kMixed + "--b\n\nt\n--b\nContent-Type: text/html\n\nh\n--b--\n",
     {"t", "h"},
     {}},
};

TEST(MimeWalkTest, TableWithLfAndWithCrlf) {
  for (const WalkCase& c : kWalks) {
    for (const bool crlf : {false, true}) {
      SCOPED_TRACE(std::string(c.what) + (crlf ? ", CRLF" : ", LF"));
      TestMessage message(crlf ? WithCrlf(c.text) : c.text);
      const MimeWalk walk = WalkMime(message.view, message.arena);
      EXPECT_EQ(LeafTexts(message.view, walk), c.leaves);
      EXPECT_EQ(Words(walk), c.words);
      EXPECT_EQ(walk.facts.parts, c.leaves.size());
    }
  }
}

TEST(MimeWalkTest, VersionAndUse) {
  struct VersionCase {
    const char* header;
    bool has, ok, uses;
  };
  const VersionCase cases[] = {
      {"Subject: x\n", false, false, false},
      {"MIME-Version: 1.0 (x)\n", true, true, true},
      {"MIME-Version: 2\n", true, false, true},
      {"Content-Disposition: inline\n", false, false, true},
      {"Content-Transfer-Encoding: 8bit\n", false, false, true},
  };
  for (const VersionCase& c : cases) {
    TestMessage message(std::string(c.header) + "\nx");
    const MimeFacts facts = WalkMime(message.view, message.arena).facts;
    EXPECT_EQ(facts.has_version, c.has) << c.header;
    EXPECT_EQ(facts.version_ok, c.ok) << c.header;
    EXPECT_EQ(facts.uses_mime, c.uses) << c.header;
  }
}

TEST(MimeWalkTest, EightBitUnderSevenBitLooksAtDeclaredLeavesOnly) {
  struct EightBitCase {
    const char* what;
    std::string text;
    bool found;
  };
  const EightBitCase cases[] = {
      {"by default", "Subject: x\n\n\xe4", true},
      {"declared 8bit", "Content-Transfer-Encoding: 8bit\n\n\xe4", false},
      {"in the epilogue", kMixed + "--b\n\nx\n--b--\n\xe4", false},
      {"in a 7bit part", kMixed + "--b\n\nx\xe4\n--b--\n", true},
      {"in the 8bit part beside it",
       kMixed + "--b\n\nx\n--b\nContent-Transfer-Encoding: 8bit\n\n\xe4\n--b--\n", false},
  };
  for (const EightBitCase& c : cases) {
    TestMessage message(c.text);
    const MimeWalk walk = WalkMime(message.view, message.arena);
    EXPECT_EQ(FindEightBitUnder7bit(message.view, walk.leaves), c.found) << c.what;
  }
}

TEST(MimeWalkTest, DigestPartsAreMessages) {
  TestMessage message(
      "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\ny\n--b\nContent-Type: "
      "text/plain\n\nz\n--b--\n");
  const MimeWalk walk = WalkMime(message.view, message.arena);
  ASSERT_EQ(walk.leaves.size(), 2u);
  EXPECT_EQ(walk.leaves[0].type, MediaType::kMessage);
  EXPECT_EQ(walk.leaves[1].type, MediaType::kTextPlain);
}

TEST(MimeWalkTest, DepthAndPartsAreCapped) {
  std::string text;
  for (size_t i = 0; i < 50'000; ++i) {
    if (i > 0) text += "--b" + std::to_string(i - 1) + "\n";
    text += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\n\n";
  }
  TestMessage deep(text);
  const MimeWalk deep_walk = WalkMime(deep.view, deep.arena);
  EXPECT_TRUE(deep_walk.flaws.Has(ParseFlaw::kMimeTooDeep));
  EXPECT_EQ(deep_walk.leaves.size(), 1u);
  EXPECT_EQ(deep_walk.leaves[0].depth, kMaxMimeDepth);

  text = kMixed;
  for (size_t i = 0; i < kMaxMimeParts + 5; ++i) text += "--b\n\nx\n";
  TestMessage wide(text);
  const MimeWalk wide_walk = WalkMime(wide.view, wide.arena);
  EXPECT_TRUE(wide_walk.flaws.Has(ParseFlaw::kTooManyParts));
  EXPECT_EQ(wide_walk.facts.parts, kMaxMimeParts);
  EXPECT_FALSE(wide_walk.facts.closing_boundary_missing);
}

// Quadratic code would need hours for these.
TEST(MimeWalkTest, HostileBodiesAreWalkedInLinearTime) {
  constexpr size_t kSize = test::Effort(4'000'000);
  std::string nested;
  for (size_t i = 0; i < kMaxMimeDepth; ++i) nested += "--b\nContent-Type: multipart/mixed; boundary=b\n\n";
  for (const std::string_view piece : {"\n--", "\n--b", "--b\n", "--b\n--b--\n", "--b\nA: b\n", "--b\n (",
                                       "--b\nContent-Type: (((", "-", "\n--b  "}) {
    std::string text = kMixed + nested;
    while (text.size() < kSize) text += piece;
    TestMessage message(text);
    const MimeWalk walk = WalkMime(message.view, message.arena);
    EXPECT_LE(walk.leaves.size(), kMaxMimeParts);
  }
}

TEST(MimeWalkTest, AnyBytesKeepTheLeavesInOrder) {
  constexpr unsigned kSeed = 11;
  std::mt19937 random(kSeed);
  const std::string_view pieces[] = {"--b",
                                     "--c",
                                     "\n",
                                     "\r\n",
                                     "--",
                                     "\n\n",
                                     "x",
                                     "Content-Type: multipart/mixed; boundary=c\n\n",
                                     "\r",
                                     "Content-Type: text/html\n",
                                     "Content-Transfer-Encoding: base64\n",
                                     " ",
                                     "QUJD",
                                     "=",
                                     "-",
                                     "\n--b\n",
                                     "\n--c--\n",
                                     ":",
                                     "\xff"};
  for (int round = 0; round < 20000; ++round) {
    std::string text = kMixed;
    for (size_t i = random() % 60; i > 0; --i) text += pieces[random() % std::size(pieces)];
    TestMessage message(text);
    const MimeWalk walk = WalkMime(message.view, message.arena);
    size_t end = text.size() - message.view.body().size();
    for (const MimeLeaf& leaf : walk.leaves) {
      ASSERT_LE(end, leaf.header_begin) << "seed " << kSeed << " round " << round;
      ASSERT_LE(leaf.header_begin, leaf.begin);
      ASSERT_LE(leaf.begin, leaf.end);
      end = leaf.end;
    }
    ASSERT_LE(end, text.size());
    FindEightBitUnder7bit(message.view, walk.leaves);
  }
}

// A tree that both walkers must read alike. Returns header and body of a part.
std::string RandomPart(std::mt19937& random, int depth, int* serial) {
  if (depth > 0 && random() % 2 == 0) {
    const std::string boundary = "=_b" + std::to_string((*serial)++) + "_";
    std::string text = "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n";
    if (random() % 2 == 0) text += "preamble -- of it\r\n";
    for (size_t parts = 1 + random() % 4; parts > 0; --parts) {
      text += "--" + boundary + "\r\n" + RandomPart(random, depth - 1, serial) + "\r\n";
    }
    return text + "--" + boundary + "--\r\n";
  }
  const std::string_view types[] = {"text/plain", "text/html", "application/pdf", "image/png"};
  std::string text = "Content-Type: " + std::string(types[random() % 4]) + "\r\nX-N: 1\r\n\r\n";
  for (size_t lines = random() % 5; lines > 0; --lines)
    text += std::string(random() % 90, random() % 5 == 0 ? '-' : 'x') + "\r\n";
  return text + "leaf " + std::to_string((*serial)++);
}

void CollectLeaves(mimetic::MimeEntity& entity, std::vector<std::string>* leaves) {
  if (!entity.header().contentType().isMultipart()) {
    leaves->push_back(entity.header().contentType().str() + "\n" + std::string(entity.body()));
    return;
  }
  for (mimetic::MimeEntity* part : entity.body().parts()) CollectLeaves(*part, leaves);
}

TEST(MimeWalkTest, GeneratedTreesEqualMimetics) {
  constexpr unsigned kSeed = 5;
  std::mt19937 random(kSeed);
  for (int round = 0; round < 1000; ++round) {
    int serial = 0;
    TestMessage message("MIME-Version: 1.0\r\n" + RandomPart(random, 4, &serial));
    const MimeWalk walk = WalkMime(message.view, message.arena);
    std::vector<std::string> got;
    for (const MimeLeaf& leaf : walk.leaves) {
      const std::string_view header = message.view.bytes().substr(leaf.depth == 0 ? 19 : leaf.header_begin);
      got.push_back(std::string(header.substr(14, header.find('\r') - 14)) + "\n" +
                    std::string(message.view.bytes().substr(leaf.begin, leaf.end - leaf.begin)));
    }
    const std::string_view bytes = message.view.bytes();
    mimetic::MimeEntity entity(bytes.begin(), bytes.end());
    std::vector<std::string> expected;
    CollectLeaves(entity, &expected);
    ASSERT_EQ(got, expected) << "seed " << kSeed << " round " << round;
    ASSERT_TRUE(walk.flaws.empty());
  }
}

}  // namespace
}  // namespace kenpin
