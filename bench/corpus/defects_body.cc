// Defects of the body: line lengths, line ends, MIME. All stand before signing, so that signatures stay valid
// over them.
#include "bench/corpus/defects.h"

namespace kenpin::corpus {
namespace {

void AddLongLine(Message& message) {
  message.body += "And one line more: " + message.plan.random.Token(1200) + "\r\n";
}

void AddBareCr(Message& message) { message.body += "progress 10%\rprogress 50%\rprogress 100%\r\n"; }

// CR CR LF, as a program writes it that translates line ends twice. Stored with LF this becomes CR LF among
// bare LFs.
void DoubleSomeCrs(Message& message) {
  size_t at = 0;
  for (int i = 0; i < 3; ++i) {
    at = message.body.find("\r\n", at);
    if (at == std::string::npos) return;
    message.body.insert(at, 1, '\r');
    at += 3;
  }
}

void LoseBoundaryParameter(Message& message) { SetField(message, "Content-Type", "multipart/alternative"); }

void NameAnotherBoundary(Message& message) {
  SetField(message, "Content-Type",
           "multipart/alternative;\r\n\tboundary=\"=_" + message.plan.random.Token(18) + "\"");
}

void DropClosingBoundary(Message& message) {
  const size_t at = message.body.rfind("\r\n--=_");
  message.body.resize(at + 2);
}

void WriteGarbageInBase64(Message& message) {
  message.body.clear();
  for (int i = 0; i < 12; ++i) message.body += "!!! {not base64} <at all> ??? %% ~~ [[ ]] \\\\ ^^ !!!\r\n";
}

void MisspellTransferEncoding(Message& message) {
  const std::string value(FieldBody(GetField(message, "Content-Transfer-Encoding")));
  RemoveField(message, "Content-Transfer-Encoding");
  AppendField(message, "Content-Transfer-Encaoding", value);
}

// Obsolete folding: a continuation line of white space only.
void FoldWithBlankLine(Message& message) { AppendField(message, "X-Note", "first\r\n \t\r\n second"); }

// What a reader makes of such a body is open.
#define KENPIN_UNREADABLE "format-mime=fail content-hidden-html=? content-links=? unsub-body-link=?"

const std::array<DefectRow, 13> kRows = {{
    {.name = "body-line-long",
     .about = "a body line of more than 998 octets",
     .needs = kAsciiText | kSingle,
     .claims = "format-line-length=fail",
     .compose = AddLongLine},
    {.name = "bare-cr",
     .about = "a CR without LF in the body",
     .needs = kAsciiText | kSingle | kNoFromLines,
     .claims = "format-bare-crlf=fail",
     .compose = AddBareCr},
    {.name = "mixed-line-ends",
     .about = "some lines end with LF and some with CRLF",
     .needs = kAsciiText | kSingle | kNoFromLines,
     .claims = "format-bare-crlf=fail",
     .compose = [](Message& m) { m.mixed_line_ends = true; }},
    {.name = "cr-cr-lf",
     .about = "some lines end with CR CR LF",
     .needs = kAsciiText | kSingle | kNoFromLines,
     .claims = "format-bare-crlf=fail",
     .compose = DoubleSomeCrs},
    {.name = "mime-no-boundary",
     .about = "multipart without boundary parameter",
     .needs = kMultipart,
     .claims = KENPIN_UNREADABLE,
     .compose = LoseBoundaryParameter},
    {.name = "mime-boundary-unused",
     .about = "the boundary never occurs",
     .needs = kMultipart,
     .claims = KENPIN_UNREADABLE,
     .compose = NameAnotherBoundary},
    {.name = "mime-not-closed",
     .about = "no closing boundary",
     .needs = kMultipart,
     .claims = "format-mime=warn",
     .compose = DropClosingBoundary},
    {.name = "mime-base64-garbage",
     .about = "a base64 part that is none",
     .needs = kBase64Text,
     .claims = KENPIN_UNREADABLE,
     .compose = WriteGarbageInBase64},
    {.name = "mime-8bit-under-7bit",
     .about = "8-bit octets in a part declared 7bit",
     .needs = kEightBitText,
     .claims = "format-mime=fail",
     .compose = [](Message& m) { SetField(m, "Content-Transfer-Encoding", "7bit"); }},
    {.name = "mime-no-version",
     .about = "MIME fields without MIME-Version",
     .needs = kMultipart,
     .claims = "format-mime=warn",
     .compose = [](Message& m) { RemoveField(m, "MIME-Version"); }},
    {.name = "mime-html-only",
     .about = "HTML without a text alternative",
     .needs = kMultipart,
     .claims = "format-mime=warn",
     .plan = [](Plan& p) { p.shape = BodyShape::kHtmlOnly; }},
    {.name = "mime-misspelled-field",
     .about = "Content-Transfer-Encaoding",
     .needs = kAsciiText,
     .claims = "format-mime=warn",
     .compose = MisspellTransferEncoding},
    {.name = "header-blank-fold",
     .about = "a folded field with a line of white space",
     .needs = kSingle,
     .claims = "format-parse=warn",
     .compose = FoldWithBlankLine},
}};

}  // namespace

std::span<const DefectRow> BodyDefects() { return kRows; }

}  // namespace kenpin::corpus
