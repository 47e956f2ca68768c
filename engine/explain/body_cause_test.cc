#include "engine/explain/body_cause.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "engine/mail/arena.h"
#include "io/buffer.h"

namespace kenpin {
namespace {

struct CauseCase {
  const char* what;
  std::string body;  // That was signed.
  std::string now;   // That is there.
  BodyCauseKind kind;
  Canonicalization canonicalization = Canonicalization::kSimple;
  const char* content_type = "text/plain; charset=UTF-8";
  TransferEncoding encoding = TransferEncoding::k7bit;
  uint64_t limit = kNoBodyLimit;
};

Buffer Stored(const std::string& text) {
  Buffer buffer;
  buffer.Reserve(text.size());
  std::copy(text.begin(), text.end(), buffer.data());
  buffer.Resize(text.size());
  return buffer;
}

const std::string kLine = "Hello,\r\nhere is news.\r\n";

const CauseCase kCases[] = {
    {"a footer of two lines", kLine, kLine + "--\r\nlist\r\n", BodyCauseKind::kLinesAppended},
    {"a footer behind empty lines", kLine, kLine + "\r\n\r\n___\r\nlist\r\n", BodyCauseKind::kLinesAppended},
    {"content was changed", kLine, "Hullo,\r\nhere is news.\r\n", BodyCauseKind::kUnexplained},
    {"white space was changed and c= says simple", "a b\r\n", "a  b\r\n",
     BodyCauseKind::kOtherCanonicalization},
    {"a CR for an LF", "a\r\nb\r\n", "a\rb\r\n", BodyCauseKind::kLineEnds},
    {"quoted by an mbox", "From here\r\n", ">From here\r\n", BodyCauseKind::kMboxQuoting},
    {"nothing was signed", "", kLine, BodyCauseKind::kEmptyBody, Canonicalization::kRelaxed},
    {"decoded", "caf\xc3\xa9\r\n", "caf=C3=A9\r\n", BodyCauseKind::kTransferEncoded,
     Canonicalization::kSimple, "text/plain", TransferEncoding::kQuotedPrintable},
    {"base64", "Hello\r\n", "SGVsbG8NCg==\r\n", BodyCauseKind::kTransferEncoded, Canonicalization::kSimple,
     "text/plain", TransferEncoding::kBase64},
    {"UTF-8 was Latin-1", "caf\xe9\r\n", "caf\xc3\xa9\r\n", BodyCauseKind::kCharsetChanged},
    {"Latin-1 was UTF-8", "caf\xc3\xa9\r\n", "caf\xe9\r\n", BodyCauseKind::kCharsetChanged,
     Canonicalization::kSimple, "text/plain; charset=iso-8859-1"},
    {"wrapped by a list", kLine,
     "--x\r\nContent-Type: text/plain\r\n\r\n" + kLine + "\r\n--x\r\n\r\nfooter\r\n--x--\r\n",
     BodyCauseKind::kPartWrapped, Canonicalization::kSimple, "multipart/mixed; boundary=\"x\""},
    {"a footer, and quoted by an mbox", "From here\r\n", ">From here\r\n--\r\nlist\r\n",
     BodyCauseKind::kLinesAppended},
};

BodyCause Explain(const CauseCase& c, Canonicalization signed_by) {
  BodyHasher hasher;
  const Buffer was = Stored(c.body);
  const Buffer is = Stored(c.now);
  BodyHash hash;
  hash.request = {signed_by, HashAlgorithm::kSha256, kNoBodyLimit};
  hasher.Compute(was.view(), {}, {&hash, 1}, nullptr);
  Arena arena;
  return FindBodyCause({is.view(),
                        {c.canonicalization, HashAlgorithm::kSha256, c.limit},
                        hash.bytes(),
                        ParseContentType(c.content_type, arena),
                        c.encoding},
                       hasher);
}

TEST(BodyCause, NamesWhatWasDone) {
  for (const CauseCase& c : kCases) {
    EXPECT_EQ(BodyCauseName(Explain(c, c.canonicalization).kind), BodyCauseName(c.kind)) << c.what;
  }
}

TEST(BodyCause, CountsTheLines) {
  EXPECT_EQ(Explain(kCases[0], Canonicalization::kSimple).lines, 2u);
  EXPECT_STREQ(std::string(Explain(kCases[9], Canonicalization::kSimple).charset).c_str(), "ISO-8859-1");
}

TEST(BodyCause, TheSignerUsedTheOtherCanonicalization) {
  const CauseCase c{"", "a  b\r\n", "a  b\r\n", BodyCauseKind::kOtherCanonicalization};
  EXPECT_EQ(Explain(c, Canonicalization::kRelaxed).kind, BodyCauseKind::kOtherCanonicalization);
}

TEST(BodyCause, ALimitThatIsNotTheSigners) {
  CauseCase c{"", kLine, kLine, BodyCauseKind::kLimitWrong};
  c.limit = 3;
  EXPECT_EQ(Explain(c, Canonicalization::kSimple).kind, BodyCauseKind::kLimitWrong);
}

// The limits hold, and nothing of a body is taken for granted.
TEST(BodyCause, OddBodies) {
  const std::string bodies[] = {"",
                                "\n",
                                "\r",
                                "\n\n\n",
                                "x",
                                std::string(3, '\0'),
                                "--x",
                                "--x\n",
                                "--x\n--x\n--x",
                                std::string(100000, '\n'),
                                "--x\n\n--x--\n"};
  for (const std::string& body : bodies) {
    for (const char* type : {"text/plain; charset=nonsense", "multipart/mixed; boundary=x"}) {
      const CauseCase c{"",
                        "never",
                        body,
                        BodyCauseKind::kUnexplained,
                        Canonicalization::kRelaxed,
                        type,
                        TransferEncoding::kBase64};
      EXPECT_EQ(Explain(c, Canonicalization::kRelaxed).kind, BodyCauseKind::kUnexplained) << body.size();
    }
  }
}

TEST(BodyCause, EveryKindHasItsWords) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(BodyCauseKind::kCharsetChanged); ++i) {
    EXPECT_TRUE(names.insert(BodyCauseName(static_cast<BodyCauseKind>(i))).second);
    EXPECT_FALSE(BodyCauseText(static_cast<BodyCauseKind>(i)).empty());
  }
}

}  // namespace
}  // namespace kenpin
