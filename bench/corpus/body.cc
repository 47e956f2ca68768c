// The body: text and HTML parts of about the planned size, with a few lines for this recipient among blocks
// that all mail shares.
#include <fmt/core.h>

#include "bench/corpus/compose.h"

namespace kenpin::corpus {
namespace {

enum class Transfer : uint8_t { kSevenBit, kEightBit, kQuotedPrintable, kBase64 };

struct CodingForm {
  std::string_view charset;
  Transfer transfer;
  bool converted;  // From UTF-8, when the part is complete.
};

CodingForm FormOf(BodyCoding coding) {
  switch (coding) {
    case BodyCoding::kSevenBit:
      return {"us-ascii", Transfer::kSevenBit, false};
    case BodyCoding::kIso2022Jp:
      return {"ISO-2022-JP", Transfer::kSevenBit, false};
    case BodyCoding::kQuotedPrintable:
      return {"UTF-8", Transfer::kQuotedPrintable, false};
    case BodyCoding::kBase64:
      return {"UTF-8", Transfer::kBase64, false};
    case BodyCoding::kEightBit:
      return {"UTF-8", Transfer::kEightBit, false};
    case BodyCoding::kShiftJis:
      return {"Shift_JIS", Transfer::kBase64, true};
    case BodyCoding::kEucJp:
      return {"EUC-JP", Transfer::kEightBit, true};
    case BodyCoding::kWindows1252:
      return {"windows-1252", Transfer::kQuotedPrintable, true};
    case BodyCoding::kLatin1:
      return {"ISO-8859-1", Transfer::kEightBit, true};
    case BodyCoding::kGb2312:
      return {"GB2312", Transfer::kBase64, true};
    case BodyCoding::kBig5:
      return {"Big5", Transfer::kBase64, true};
    case BodyCoding::kEucKr:
      return {"EUC-KR", Transfer::kBase64, true};
    case BodyCoding::kKoi8R:
      return {"KOI8-R", Transfer::kQuotedPrintable, true};
  }
  return {"", Transfer::kSevenBit, false};
}

// Collects one part. Blocks come encoded from the shelf; lines are encoded here. Base64 and other charsets
// than ISO-2022-JP can only be made at the end.
class PartWriter {
 public:
  explicit PartWriter(BodyCoding coding) : coding_(coding), form_(FormOf(coding)) {}

  void Block(const TextBlock& block) {
    if (coding_ == BodyCoding::kQuotedPrintable) {
      text_ += block.quoted_printable;
    } else {
      text_ += coding_ == BodyCoding::kIso2022Jp ? block.iso2022jp : block.utf8;
    }
  }

  // Whole CRLF lines in UTF-8.
  void Lines(std::string_view lines) {
    if (coding_ == BodyCoding::kQuotedPrintable) {
      text_ += QuotedPrintable(lines);
    } else if (coding_ == BodyCoding::kIso2022Jp) {
      text_ += ToIso2022Jp(lines);
    } else {
      text_ += lines;
    }
  }

  // Octets that a block takes in this part. Sizes are met on average: a block is taken if at least half of it
  // still fits.
  size_t SizeOf(const TextBlock& block) const {
    if (coding_ == BodyCoding::kQuotedPrintable) return block.quoted_printable.size();
    if (coding_ == BodyCoding::kIso2022Jp) return block.iso2022jp.size();
    return Encoded(block.utf8.size());
  }

  // Octets that the part will have, about.
  size_t size() const { return Encoded(text_.size()); }

  std::string Finish() {
    if (form_.converted) text_ = FromUtf8(text_, form_.charset);
    if (form_.transfer == Transfer::kBase64) return Base64Lines(text_);
    if (form_.converted && form_.transfer == Transfer::kQuotedPrintable) return QuotedPrintable(text_);
    return std::move(text_);
  }

 private:
  size_t Encoded(size_t octets) const {
    return form_.transfer == Transfer::kBase64 ? octets / 57 * 78 : octets;
  }

  BodyCoding coding_;
  CodingForm form_;
  std::string text_;
};

std::string_view TransferEncodingName(BodyCoding coding) {
  switch (FormOf(coding).transfer) {
    case Transfer::kSevenBit:
      return "7bit";
    case Transfer::kEightBit:
      return "8bit";
    case Transfer::kQuotedPrintable:
      return "quoted-printable";
    case Transfer::kBase64:
      return "base64";
  }
  return "";
}

std::string_view CharsetOf(BodyCoding coding) { return FormOf(coding).charset; }

std::string Link(const Plan& plan, std::string_view path) {
  return fmt::format("https://click.{}/{}/{}", LinkDomain(plan), path, plan.link_token);
}

// The address has a line to itself, so that no soft line break falls into it.
std::string Greeting(Plan& plan) {
  const uint64_t points = 100 + plan.random.Below(4900);
  const std::string link = plan.without_links ? std::string() : Link(plan, "p");
  return fmt::format(fmt::runtime(GetPhrases(plan.sender->language).greeting), plan.recipient.name, points,
                     link);
}

// Transactional mail says nothing of unsubscribing: its class shall not be told from its words either.
std::string Footer(const Plan& plan) {
  const Phrases& phrases = GetPhrases(plan.sender->language);
  std::string text = fmt::format("--\r\n{}\r\n", plan.sender->name);
  if (!plan.without_links) text += fmt::format("https://{}/\r\n", plan.sender->org_domain);
  if (plan.kind != MailKind::kCampaign) {
    text += fmt::format("{}\r\n", phrases.record);
  } else if (plan.way_out == WayOut::kUsual) {
    text += fmt::format("{}\r\n{}\r\n", phrases.leave, Link(plan, "u"));
  }
  return text;
}

// Lines that an mbox must quote, and one that looks quoted already.
constexpr std::string_view kFromLines =
    "From the workshop we send our best wishes.\r\n"
    ">From the archive: this line was quoted before.\r\n"
    "From: is no such line.\r\n\r\n";

void WriteText(Plan& plan, PartWriter& part, size_t size) {
  const TextShelf& shelf = GetTextShelf(plan.sender->language);
  const std::string footer = Footer(plan);
  part.Lines(Greeting(plan));
  if (plan.with_from_lines) part.Lines(kFromLines);
  if (plan.with_odd_space) part.Lines("Two  spaces,\ta tab, and white space at the end. \t\r\n \r\n");
  while (part.size() + footer.size() < size) {
    const TextBlock& block = shelf.paragraphs[plan.random.Below(shelf.paragraphs.size())];
    if (part.size() + footer.size() + part.SizeOf(block) / 2 > size) break;
    part.Block(block);
  }
  part.Lines(footer);
}

constexpr std::string_view kForMachines =
    "These words are meant for machines that read mail, and nobody shall ever see them in it. They go on for "
    "longer than the line that mail programs show beside a subject, so that nobody can take them for one: "
    "they "
    "praise the goods, name the town, and wish a good day to every filter.";

// An element that hides `text`.
std::string Hidden(Hiding hiding, std::string_view text) {
  const auto style = [hiding]() -> std::string_view {
    switch (hiding) {
      case Hiding::kNone:
        return "";
      case Hiding::kPreheader:
      case Hiding::kDisplay:
        return "display:none";
      case Hiding::kVisibility:
        return "visibility:hidden";
      case Hiding::kOpacity:
        return "opacity:0";
      case Hiding::kFontSize:
        return "font-size:0px";
      case Hiding::kColour:
        return "color:#ffffff;background-color:#ffffff";
      case Hiding::kOffScreen:
        return "position:absolute;left:-9999px";
    }
    return "";
  };
  return fmt::format("<div style=\"{}\">{}</div>\r\n", style(), text);
}

std::string TrickyLink(const Plan& plan) {
  const auto target = [&plan]() -> std::string {
    switch (plan.link_trick) {
      case LinkTrick::kNone:
      case LinkTrick::kElsewhere:
        return Link(plan, "s");
      case LinkTrick::kIpLiteral:
        return "http://192.0.2.80/sale";
      case LinkTrick::kScript:
        return "javascript:void(0)";
      case LinkTrick::kData:
        return "data:text/html,Sale";
      case LinkTrick::kShortener:
        return "https://bit.ly/" + plan.link_token;
      case LinkTrick::kMixedScripts:  // "paypost" with a Cyrillic "a".
        return "https://xn--pypost-3nf.example/sale";
    }
    return "";
  };
  const std::string_view shown =
      plan.link_trick == LinkTrick::kElsewhere ? "https://www.lantern-shop.example/sale" : "Sale";
  return fmt::format("<p><a href=\"{}\">{}</a></p>\r\n", target(), shown);
}

// The last line of a campaign's HTML.
std::string LeaveLine(const Plan& plan) {
  const std::string_view label = GetPhrases(plan.sender->language).leave_label;
  const std::string link = Link(plan, "u");
  switch (plan.way_out) {
    case WayOut::kUsual:
      return fmt::format("<p><a href=\"{}\">{}</a></p>\r\n", link, label);
    case WayOut::kNone:
      return "";
    case WayOut::kHidden:
      return Hidden(Hiding::kDisplay, fmt::format("<a href=\"{}\">{}</a> {}", link, label, kForMachines));
    case WayOut::kLowContrast:
      return fmt::format("<p><a style=\"color:#f4f4f4\" href=\"{}\">{}</a></p>\r\n", link, label);
    case WayOut::kImage:
      return fmt::format("<p><a href=\"{}\"><img src=\"https://img.{}/leave.png\" alt=\"{}\"></a></p>\r\n",
                         link, LinkDomain(plan), label);
    case WayOut::kSameLink:
      return fmt::format("<p><a href=\"https://u.{}/o/{}\">No. 0</a></p>\r\n", LinkDomain(plan), plan.token);
  }
  return "";
}

// Octets of what follows the last card, roughly.
constexpr size_t kHtmlEnd = 200;

void WriteHtml(Plan& plan, PartWriter& part, size_t size) {
  if (plan.image_only) {
    part.Lines(
        fmt::format("<html>\r\n<body>\r\n<a href=\"{}\"><img src=\"https://img.{}/spring.png\" "
                    "alt=\"\"></a>\r\n</body>\r\n</html>\r\n",
                    Link(plan, "c"), LinkDomain(plan)));
    return;
  }
  const TextShelf& shelf = GetTextShelf(plan.sender->language);
  part.Lines(
      fmt::format("<!DOCTYPE html>\r\n<html lang=\"{}\">\r\n<head>\r\n<meta "
                  "charset=\"{}\">\r\n<title>{}</title>\r\n</head>\r\n",
                  GetPhrases(plan.sender->language).tag, CharsetOf(plan.coding), plan.sender->name));
  part.Lines(
      fmt::format("<body style=\"margin:0;background:#f6f6f2\">\r\n<p>{}</p>\r\n<table role=\"presentation\" "
                  "width=\"600\">\r\n",
                  plan.recipient.name));
  if (plan.hiding == Hiding::kPreheader) part.Lines(Hidden(plan.hiding, "Three things for spring"));
  size_t number = 0;
  while (part.size() + kHtmlEnd < size) {
    const TextBlock& card = shelf.cards[plan.random.Below(shelf.cards.size())];
    if (part.size() + kHtmlEnd + part.SizeOf(card) / 2 > size) break;
    part.Block(card);
    part.Lines(fmt::format("<tr><td><a href=\"{}\">No. {}</a></td></tr>\r\n", Link(plan, "c"), ++number));
  }
  part.Lines(fmt::format("</table>\r\n<p><a href=\"https://{}/\">{}</a></p>\r\n", plan.sender->org_domain,
                         plan.sender->name));
  if (plan.link_trick != LinkTrick::kNone) part.Lines(TrickyLink(plan));
  if (plan.hiding != Hiding::kNone && plan.hiding != Hiding::kPreheader)
    part.Lines(Hidden(plan.hiding, kForMachines));
  if (plan.kind == MailKind::kCampaign) part.Lines(LeaveLine(plan));
  part.Lines("</body>\r\n</html>\r\n");
}

std::string OnePart(Plan& plan, size_t size, void (*write)(Plan&, PartWriter&, size_t)) {
  PartWriter part(plan.coding);
  write(plan, part, size);
  return part.Finish();
}

MimeBody ComposeAlternative(Plan& plan) {
  const std::string boundary = "=_" + plan.random.Token(22);
  const std::string_view encoding = TransferEncodingName(plan.coding);
  const std::string_view charset = CharsetOf(plan.coding);
  constexpr size_t kStructure = 350;
  const size_t size = plan.body_size > 2 * kStructure ? plan.body_size - kStructure : kStructure;
  const std::string part_head =
      "--{}\r\nContent-Type: {}; charset={}\r\nContent-Transfer-Encoding: {}\r\n\r\n";
  MimeBody body;
  body.content_type = fmt::format("multipart/alternative;\r\n\tboundary=\"{}\"", boundary);
  body.text.reserve(plan.body_size + 2048);
  body.text += fmt::format(fmt::runtime(part_head), boundary, "text/plain", charset, encoding);
  // Newsletters repeat in HTML, at more length, what their text says.
  body.text += OnePart(plan, size * 3 / 10, WriteText) + "\r\n";
  body.text += fmt::format(fmt::runtime(part_head), boundary, "text/html", charset, encoding);
  body.text += OnePart(plan, size * 7 / 10, WriteHtml) + fmt::format("\r\n--{}--\r\n", boundary);
  return body;
}

}  // namespace

MimeBody ComposeBody(Plan& plan) {
  MimeBody body;
  if (plan.shape == BodyShape::kAlternative) {
    body = ComposeAlternative(plan);
  } else {
    const bool html = plan.shape == BodyShape::kHtmlOnly;
    body.text = OnePart(plan, plan.body_size, html ? WriteHtml : WriteText);
    if (plan.shape != BodyShape::kPlain) {
      body.content_type = fmt::format("text/{}; charset={}", html ? "html" : "plain", CharsetOf(plan.coding));
      body.transfer_encoding = TransferEncodingName(plan.coding);
    }
  }
  if (plan.with_odd_space) body.text.append("\r\n\r\n");
  return body;
}

}  // namespace kenpin::corpus
