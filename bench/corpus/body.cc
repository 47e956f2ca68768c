// The body: text and HTML parts of about the planned size, with a few lines for this recipient among blocks
// that all mail shares.
#include <fmt/core.h>

#include "bench/corpus/compose.h"

namespace kenpin::corpus {
namespace {

// Collects one part. Blocks come encoded from the shelf; lines are encoded here. Base64 can only be made at
// the end.
class PartWriter {
 public:
  explicit PartWriter(BodyCoding coding) : coding_(coding) {}

  void Block(const TextBlock& block) {
    switch (coding_) {
      case BodyCoding::kQuotedPrintable:
        text_ += block.quoted_printable;
        break;
      case BodyCoding::kIso2022Jp:
        text_ += block.iso2022jp;
        break;
      case BodyCoding::kSevenBit:
      case BodyCoding::kBase64:
      case BodyCoding::kEightBit:
        text_ += block.utf8;
        break;
    }
  }

  // Whole CRLF lines in UTF-8.
  void Lines(std::string_view lines) {
    switch (coding_) {
      case BodyCoding::kQuotedPrintable:
        text_ += QuotedPrintable(lines);
        break;
      case BodyCoding::kIso2022Jp:
        text_ += ToIso2022Jp(lines);
        break;
      case BodyCoding::kSevenBit:
      case BodyCoding::kBase64:
      case BodyCoding::kEightBit:
        text_ += lines;
        break;
    }
  }

  // Octets that a block takes in this part. Sizes are met on average: a block is taken if at least half of it
  // still fits.
  size_t SizeOf(const TextBlock& block) const {
    if (coding_ == BodyCoding::kQuotedPrintable) return block.quoted_printable.size();
    if (coding_ == BodyCoding::kIso2022Jp) return block.iso2022jp.size();
    return coding_ == BodyCoding::kBase64 ? block.utf8.size() / 57 * 78 : block.utf8.size();
  }

  // Octets that the part will have.
  size_t size() const { return coding_ == BodyCoding::kBase64 ? text_.size() / 57 * 78 : text_.size(); }

  std::string Finish() { return coding_ == BodyCoding::kBase64 ? Base64Lines(text_) : std::move(text_); }

 private:
  BodyCoding coding_;
  std::string text_;
};

std::string_view TransferEncodingName(BodyCoding coding) {
  switch (coding) {
    case BodyCoding::kSevenBit:
    case BodyCoding::kIso2022Jp:
      return "7bit";
    case BodyCoding::kQuotedPrintable:
      return "quoted-printable";
    case BodyCoding::kBase64:
      return "base64";
    case BodyCoding::kEightBit:
      return "8bit";
  }
  return "";
}

std::string_view CharsetOf(BodyCoding coding) {
  if (coding == BodyCoding::kSevenBit) return "us-ascii";
  return coding == BodyCoding::kIso2022Jp ? "ISO-2022-JP" : "UTF-8";
}

std::string ServiceDomain(const Plan& plan) {
  return std::string(plan.service != nullptr ? plan.service->domain : plan.sender->org_domain);
}

std::string Link(const Plan& plan, std::string_view path) {
  return fmt::format("https://click.{}/{}/{}", ServiceDomain(plan), path, plan.token.substr(0, 20));
}

// The address has a line to itself, so that no soft line break falls into it.
std::string Greeting(Plan& plan) {
  const bool japanese = plan.sender->language == Language::kJapanese;
  const uint64_t points = 100 + plan.random.Below(4900);
  return japanese ? fmt::format("{} 様\r\n\r\n現在のポイント: {}点\r\n{}\r\n\r\n", plan.recipient.name,
                                points, Link(plan, "p"))
                  : fmt::format("Dear {},\r\n\r\nyou have {} points.\r\n{}\r\n\r\n", plan.recipient.name,
                                points, Link(plan, "p"));
}

// Transactional mail says nothing of unsubscribing: its class shall not be told from its words either.
std::string Footer(const Plan& plan) {
  const bool japanese = plan.sender->language == Language::kJapanese;
  std::string text = fmt::format("--\r\n{}\r\nhttps://{}/\r\n", plan.sender->name, plan.sender->org_domain);
  if (plan.kind == MailKind::kCampaign) {
    text += japanese ? "配信停止はこちら\r\n" : "Unsubscribe here:\r\n";
    text += Link(plan, "u") + "\r\n";
  } else {
    text += japanese ? "このメールはご利用の控えとしてお送りしています。\r\n"
                     : "This is a record of your own request; please keep it.\r\n";
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

// Octets of what follows the last card, roughly.
constexpr size_t kHtmlEnd = 200;

void WriteHtml(Plan& plan, PartWriter& part, size_t size) {
  const TextShelf& shelf = GetTextShelf(plan.sender->language);
  part.Lines(fmt::format(
      "<!DOCTYPE html>\r\n<html lang=\"{}\">\r\n<head>\r\n<meta "
      "charset=\"{}\">\r\n<title>{}</title>\r\n</head>\r\n",
      plan.sender->language == Language::kJapanese ? "ja" : "en", CharsetOf(plan.coding), plan.sender->name));
  part.Lines(
      fmt::format("<body style=\"margin:0;background:#f6f6f2\">\r\n<p>{}</p>\r\n<table role=\"presentation\" "
                  "width=\"600\">\r\n",
                  plan.recipient.name));
  size_t number = 0;
  while (part.size() + kHtmlEnd < size) {
    const TextBlock& card = shelf.cards[plan.random.Below(shelf.cards.size())];
    if (part.size() + kHtmlEnd + part.SizeOf(card) / 2 > size) break;
    part.Block(card);
    part.Lines(fmt::format("<tr><td><a href=\"{}\">No. {}</a></td></tr>\r\n", Link(plan, "c"), ++number));
  }
  part.Lines("</table>\r\n");
  if (plan.kind == MailKind::kCampaign) {
    part.Lines(fmt::format("<p><a href=\"{}\">{}</a></p>\r\n", Link(plan, "u"),
                           plan.sender->language == Language::kJapanese ? "配信停止" : "Unsubscribe"));
  }
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
