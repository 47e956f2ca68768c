// Outside mail against the mail room: the parse trees of mime4j, the same bounces with LF and with CRLF,
// Japanese carrier mail. A suite that is not there is skipped with a notice. Deviations are listed exactly,
// with the reason; a listed one that no longer deviates fails.
#include <gtest/gtest.h>
#include <mimetic/mimetic.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/mail/mail_facts.h"
#include "engine/mail/received.h"
#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

namespace fs = std::filesystem;

const fs::path kSuites = KENPIN_CONFORMANCE_DIR;

// Base names that are known to differ, each with the reason.
using Deviations = std::map<std::string, std::string>;

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// The files below `folder` with this extension, in the order of their names.
std::vector<fs::path> FilesBelow(const fs::path& folder, std::string_view extension) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == extension) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string WithLf(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') out += text[i];
  }
  return out;
}

// Compares the names that differ with those that are known to.
void ExpectDeviations(const std::vector<std::string>& differing, const Deviations& known) {
  for (const std::string& name : differing) EXPECT_TRUE(known.count(name) > 0) << name << " deviates";
  for (const auto& [name, reason] : known) {
    EXPECT_TRUE(std::find(differing.begin(), differing.end(), name) != differing.end())
        << name << " no longer deviates: " << reason;
  }
}

// --- mime4j ---

std::string Unescape(std::string_view text) {
  const std::pair<std::string_view, char> kEntities[] = {
      {"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};
  std::string out;
  for (size_t i = 0; i < text.size();) {
    size_t length = 1;
    char c = text[i];
    for (const auto& [entity, meaning] : kEntities) {
      if (text.substr(i, entity.size()) != entity) continue;
      length = entity.size();
      c = meaning;
    }
    out += c;
    i += length;
  }
  return out;
}

// The contents of all <tag> elements in `xml`, without the line end behind the opening tag.
std::vector<std::string> Elements(std::string_view xml, const std::string& tag) {
  std::vector<std::string> texts;
  const std::string open = "<" + tag + ">";
  const std::string close = "</" + tag + ">";
  for (size_t at = xml.find(open); at != std::string_view::npos; at = xml.find(open, at)) {
    at += open.size();
    if (xml.substr(at, 2) == "\r\n") at += 2;
    const size_t end = std::min(xml.find(close, at), xml.size());
    texts.push_back(WithLf(Unescape(xml.substr(at, end - at))));
    at = end;
  }
  return texts;
}

// The trees are UTF-8 and decode raw octets as Latin-1.
std::string Latin1ToUtf8(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const unsigned octet = static_cast<unsigned char>(c);
    if (octet < 0x80) {
      out += c;
    } else {
      out += static_cast<char>(0xc0 | octet >> 6);
      out += static_cast<char>(0x80 | (octet & 0x3f));
    }
  }
  return out;
}

bool SameText(const std::string& got, const std::string& expected) {
  return got == expected || Latin1ToUtf8(got) == expected;
}

bool SameTexts(const std::vector<std::string>& got, const std::vector<std::string>& expected) {
  return got.size() == expected.size() && std::equal(got.begin(), got.end(), expected.begin(), SameText);
}

TEST(ConformanceMime4j, FieldListEqualsTheParseTree) {
  const fs::path folder = kSuites / "mime4j";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is absent";
  const Deviations known = {
      {"malformedHeaderStartsBody-nocrlfcrlf",
       "read with an option of mime4j by which any line without a colon begins the body; without it mime4j "
       "agrees"},
      {"obsolete", "a field whose name holds an 8-bit octet is a field with a flaw; mime4j drops it"},
  };
  std::vector<std::string> differing;
  for (const fs::path& path : FilesBelow(folder, ".msg")) {
    const TestMessage message(ReadFile(path));
    const std::string xml = ReadFile(fs::path(path).replace_extension(".xml"));
    const std::vector<std::string> expected =
        Elements(std::string_view(xml).substr(0, xml.find("</header>")), "field");
    std::vector<std::string> got;
    for (const HeaderField& field : message.view.fields()) {
      got.push_back(WithLf(message.view.bytes().substr(field.begin, field.value_end - field.begin)));
    }
    if (!SameTexts(got, expected)) differing.push_back(path.stem());
  }
  ExpectDeviations(differing, known);
}

TEST(ConformanceMime4j, LeavesEqualTheParseTree) {
  const fs::path folder = kSuites / "mime4j";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is absent";
  const Deviations known = {
      {"basic-plain-with-bad-header-separator",
       "the text below a separator of one space belongs to the body; mime4j drops it up to the empty line"},
      {"ending-boundaries",
       "words behind a boundary make it an ordinary line: boundaries that extend one another are more "
       "common"},
      {"hdr-fakeout", "as basic-plain-with-bad-header-separator"},
      {"malformedHeader-noheader", "a message without a header is all body; mime4j drops it"},
      {"malformedHeaderStartsBody-noheader", "as malformedHeader-noheader; mime4j keeps the first line only"},
      {"malformedHeaderStartsBody-nocrlfcrlf",
       "read with an option of mime4j by which any line without a colon begins the body"},
      {"very-long-boundary", "the boundary is longer than kMaxBoundaryLength"},
      {"very-very-long-boundary", "the boundary is longer than kMaxBoundaryLength"},
      {"weird-boundary", "the boundary ends with spaces, which RFC 2046 forbids: they are taken for padding"},
  };
  std::vector<std::string> differing;
  for (const fs::path& path : FilesBelow(folder, ".msg")) {
    const std::string xml = ReadFile(fs::path(path).replace_extension(".xml"));
    // mime4j goes into message/rfc822 parts, kenpin does not.
    if (xml.find("<message>", 1) != std::string::npos) continue;
    TestMessage message(ReadFile(path));
    const MimeWalk walk = WalkMime(message.view, message.arena);
    std::vector<std::string> got;
    for (const MimeLeaf& leaf : walk.leaves)
      got.push_back(WithLf(message.view.bytes().substr(leaf.begin, leaf.end - leaf.begin)));
    if (!SameTexts(got, Elements(xml, "body"))) differing.push_back(path.stem());
  }
  ExpectDeviations(differing, known);
}

// --- mimetic ---

size_t CountMimeticLeaves(mimetic::MimeEntity& entity) {
  if (!entity.header().contentType().isMultipart()) return 1;
  size_t leaves = 0;
  for (mimetic::MimeEntity* part : entity.body().parts()) leaves += CountMimeticLeaves(*part);
  return leaves;
}

TEST(ConformanceMimetic, LeavesOfRealMailEqualMimetics) {
  const Deviations known = {
      {"rfc3464-35.eml", "mimetic takes a boundary that a space stands in front of for a delimiter"},
  };
  std::vector<std::string> differing;
  size_t compared = 0;
  for (const std::string suite : {"maildir-sisimai/bsd", "maildir-sisimai/dos", "japanese"}) {
    if (!fs::exists(kSuites / suite)) GTEST_SKIP() << kSuites / suite << " is absent";
    for (const fs::path& path : FilesBelow(kSuites / suite, ".eml")) {
      TestMessage message(ReadFile(path));
      const MimeWalk walk = WalkMime(message.view, message.arena);
      // mimetic recurses: nothing is given to it that nests too deep or has too many parts. It also stops
      // reading a header at a line without colon (a From_ line), and it splits at "--" where there is no
      // boundary.
      if (!walk.flaws.empty() || !message.view.flaws().empty() || walk.facts.multipart_without_boundary)
        continue;
      const std::string_view bytes = message.view.bytes();
      mimetic::MimeEntity entity(bytes.begin(), bytes.end());
      ++compared;
      if (CountMimeticLeaves(entity) != walk.leaves.size()) differing.push_back(path.filename());
    }
  }
  EXPECT_GT(compared, 600u);
  ExpectDeviations(differing, known);
}

// --- maildir-sisimai ---

// Every fact that does not depend on the form of line ends, as text.
std::string Describe(TestMessage& message) {
  MailFacts f = CollectMailFacts(message.view, message.arena);
  AddMime(WalkMime(message.view, message.arena), &f);
  std::string out;
  const auto number = [&out](const char* name, int64_t value) {
    out += std::string(name) + "=" + std::to_string(value) + "\n";
  };
  const auto text = [&out](const char* name, std::string_view value) {
    out += std::string(name) + "=" + std::string(value) + "\n";
  };
  for (const HeaderField& field : message.view.fields())
    text("field", WithLf(message.view.bytes().substr(field.begin, field.value_end - field.begin)));
  number("body", static_cast<int64_t>(WithLf(message.view.body()).size()));
  number("flaws", f.flaws.bits());
  number("lines", static_cast<int64_t>(f.header_line_ends.lines()));
  number("longest_header_line", static_cast<int64_t>(f.longest_header_line));
  number("over_78", f.header_lines_over_78);
  number("header_text", static_cast<int>(f.header_text));
  number("date_form", static_cast<int>(f.date.form));
  number("date", f.date.time);
  number("weekday_wrong", f.date.weekday_wrong);
  number("obsolete_zone", f.date.obsolete_zone);
  number("from_count", f.from.field_count);
  number("mailboxes", f.from.mailbox_count);
  number("from_unparsable", f.from.unparsable);
  number("domain_form", static_cast<int>(f.from.domain_form));
  text("domain", f.from.domain);
  text("local_part", f.from.local_part);
  text("sender", f.sender.domain);
  number("message_id_form", static_cast<int>(f.message_id.form));
  text("message_id", f.message_id.id);
  number("repeated", f.repeats.repeated_5322);
  number("repeated_mime_list", f.repeats.repeated_mime_list);
  number("encoded", f.encoded_words.any | f.encoded_words.in_structured << 1 |
                        f.encoded_words.undecodable << 2 | f.encoded_words.too_long << 3 |
                        f.encoded_words.split_character << 4);
  number("fields", f.sizes.fields);
  number("subject_length", f.sizes.subject_length);
  number("mime", f.mime.has_version | f.mime.version_ok << 1 | f.mime.content_type_unparsable << 2 |
                     f.mime.multipart_without_boundary << 3 | f.mime.boundary_never_occurs << 4 |
                     f.mime.closing_boundary_missing << 5 | f.mime.encoding_unknown << 6 |
                     f.mime.encoding_illegal << 7 | f.mime.base64_garbage << 8 |
                     f.mime.html_without_text << 9 | f.mime.misspelled_field << 10);
  number("parts", f.mime.parts);
  const ReceivedFacts received = ParseReceivedFacts(message.view, message.arena);
  number("received", f.received.count);
  number("top_time", received.top_time.value_or(-1));
  text("top_by", received.top_by);
  number("unsubscribe", f.unsubscribe.field_count);
  text("https", f.unsubscribe.first_https);
  number("signs", f.signs.count());
  number("feedback", f.feedback_id.parts);
  return out;
}

TEST(ConformanceSisimai, SameFactsWithLfAndWithCrlf) {
  const fs::path folder = kSuites / "maildir-sisimai";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is absent";
  const Deviations known = {};
  std::vector<std::string> differing;
  size_t twins = 0;
  for (const fs::path& dos : FilesBelow(folder / "dos", ".eml")) {
    const fs::path bsd = folder / "bsd" / dos.filename();
    const std::string dos_bytes = ReadFile(dos);
    // The same name does not always mean the same mail.
    if (!fs::exists(bsd) || WithLf(dos_bytes) != ReadFile(bsd)) continue;
    ++twins;
    TestMessage crlf(dos_bytes);
    TestMessage lf(ReadFile(bsd));
    const std::string got = Describe(crlf);
    const std::string expected = Describe(lf);
    if (got != expected) differing.push_back(dos.filename());
  }
  EXPECT_GT(twins, 50u);
  ExpectDeviations(differing, known);
}

TEST(ConformanceSisimai, EveryMailIsReadAndGivesTheSameFactsWithTheOtherLineEnd) {
  const fs::path folder = kSuites / "maildir-sisimai";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is absent";
  for (const fs::path& path : FilesBelow(folder / "bsd", ".eml")) {
    const std::string bytes = ReadFile(path);
    if (bytes.find('\r') != std::string::npos) continue;
    TestMessage lf(bytes);
    TestMessage crlf(WithCrlf(bytes));
    EXPECT_EQ(Describe(lf), Describe(crlf)) << path;
  }
}

TEST(ConformanceSisimai, BareCrIsReportedAsMalformed) {
  const fs::path folder = kSuites / "maildir-sisimai" / "mac";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is absent";
  for (const fs::path& path : FilesBelow(folder, ".eml")) {
    TestMessage message(ReadFile(path));
    // Where a From_ line comes first, not even one field is found, and all is body.
    const ParseFlaws flaws = message.view.flaws();
    EXPECT_TRUE(flaws.Has(ParseFlaw::kBareCr) || flaws.Has(ParseFlaw::kMissingSeparator)) << path;
    EXPECT_FALSE(Describe(message).empty());
  }
}

TEST(ConformanceSisimai, BrokenOnPurpose) {
  const fs::path folder = kSuites / "maildir-sisimai";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is absent";
  for (const char* name : {"err", "not", "tmp"}) {
    for (const fs::path& path : FilesBelow(folder / name, ".eml")) {
      TestMessage message(ReadFile(path));
      EXPECT_FALSE(Describe(message).empty()) << path;
    }
  }
}

// --- japanese ---

TEST(ConformanceJapanese, FactsArePlausible) {
  const fs::path folder = kSuites / "japanese";
  if (!fs::exists(folder)) GTEST_SKIP() << folder << " is absent";
  for (const fs::path& path : FilesBelow(folder, ".eml")) {
    SCOPED_TRACE(path.filename());
    TestMessage message(ReadFile(path));
    MailFacts facts = CollectMailFacts(message.view, message.arena);
    AddMime(WalkMime(message.view, message.arena), &facts);
    EXPECT_FALSE(facts.flaws.Has(ParseFlaw::kMissingSeparator));
    EXPECT_EQ(facts.from.field_count, 1u);
    EXPECT_EQ(facts.from.mailbox_count, 1u);
    EXPECT_FALSE(facts.from.domain.empty());
    EXPECT_EQ(facts.date.form, facts.date.count > 0 ? DateFacts::Form::kOk : DateFacts::Form::kAbsent);
    EXPECT_GE(facts.mime.parts, 1u);
    EXPECT_FALSE(facts.mime.base64_garbage);
    EXPECT_FALSE(facts.encoded_words.undecodable);
  }
}

}  // namespace
}  // namespace kenpin
