// Line ends, mbox quoting and file names.
#include "bench/corpus/store.h"

#include <fmt/core.h>

#include <stdexcept>

#include "bench/corpus/codec.h"
#include "bench/corpus/trace.h"

namespace kenpin::corpus {
namespace {

// One Maildir message in so many lies in new/.
constexpr uint64_t kNewEvery = 10;
constexpr size_t kMixedEvery = 3;

std::string_view LineEndText(LineEnd line_end) { return line_end == LineEnd::kLf ? "\n" : "\r\n"; }

// Appends CRLF text with the store's line ends; only CR LF pairs are line ends, any other CR is data.
void AppendLines(std::string& out, std::string_view text, LineEnd line_end) {
  if (line_end == LineEnd::kCrlf) {
    out += text;
    return;
  }
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find("\r\n", at);
    if (end == std::string_view::npos) {
      out += text.substr(at);
      return;
    }
    out += text.substr(at, end - at);
    out += '\n';
    at = end + 2;
  }
}

// The same, but every third line ends in the other way.
void AppendMixedLines(std::string& out, std::string_view text, LineEnd line_end) {
  const std::string_view other = LineEndText(line_end == LineEnd::kLf ? LineEnd::kCrlf : LineEnd::kLf);
  size_t line = 0;
  while (!text.empty()) {
    const size_t end = text.find("\r\n");
    out += text.substr(0, end);
    if (end == std::string_view::npos) return;
    out += ++line % kMixedEvery == 0 ? other : LineEndText(line_end);
    text.remove_prefix(end + 2);
  }
}

// ">*From " at the beginning of a line (mboxrd).
bool NeedsQuote(std::string_view line) {
  const size_t from = line.find_first_not_of('>');
  return from != std::string_view::npos && line.substr(from).starts_with("From ");
}

}  // namespace

std::string StoredBytes(const Message& message, LineEnd line_end) {
  std::string out;
  out.reserve(message.body.size() + 8192);
  for (const Field& field : message.fields) AppendLines(out, field.text, line_end);
  out += LineEndText(line_end);
  if (message.mixed_line_ends) {
    AppendMixedLines(out, message.body, line_end);
  } else {
    AppendLines(out, message.body, line_end);
  }
  return out;
}

std::string MboxRecord(const Message& message, LineEnd line_end) {
  const std::string bytes = StoredBytes(message, line_end);
  const Plan& plan = message.plan;
  // Who writes mail into an mbox before it is sent has no envelope yet.
  const std::string sender = plan.mode == MailMode::kPresend ? std::string() : EnvelopeSender(plan);
  std::string out = fmt::format("From {} {}{}", sender.empty() ? "MAILER-DAEMON" : sender,
                                AsctimeDate(plan.received_at), LineEndText(line_end));
  out.reserve(bytes.size() + 256);
  for (size_t at = 0; at < bytes.size();) {
    const size_t end = std::min(bytes.find('\n', at), bytes.size() - 1) + 1;
    const std::string_view line = std::string_view(bytes).substr(at, end - at);
    if (NeedsQuote(line)) out += '>';
    out += line;
    at = end;
  }
  return out.append(LineEndText(line_end));
}

StoreWriter::StoreWriter(const std::filesystem::path& folder, const std::string& name, StoreFormat format)
    : folder_(folder), name_(name), format_(format) {
  std::filesystem::create_directories(folder);
  switch (format) {
    case StoreFormat::kMbox:
      mbox_.open(folder / RelativePath(name, format, 0), std::ios::binary | std::ios::trunc);
      break;
    case StoreFormat::kMaildir:
      for (const char* part : {"cur", "new", "tmp"})
        std::filesystem::create_directories(folder / "maildir" / part);
      break;
    case StoreFormat::kEml:
      std::filesystem::create_directories(folder / "eml");
      break;
  }
}

std::string StoreWriter::RelativePath(const std::string& name, StoreFormat format, uint64_t ordinal) {
  switch (format) {
    case StoreFormat::kMbox:
      return name + ".mbox";
    case StoreFormat::kMaildir:
      return ordinal % kNewEvery == kNewEvery - 1 ? fmt::format("maildir/new/{:09}.made.corpus", ordinal)
                                                  : fmt::format("maildir/cur/{:09}.made.corpus:2,S", ordinal);
    case StoreFormat::kEml:
      return fmt::format("eml/{:09}.eml", ordinal);
  }
  return "";
}

void StoreWriter::Write(uint64_t ordinal, const std::string& bytes) {
  if (format_ == StoreFormat::kMbox) {
    mbox_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!mbox_)
      throw std::runtime_error("can not write " + (folder_ / RelativePath(name_, format_, 0)).string());
    return;
  }
  WriteFile(folder_ / RelativePath(name_, format_, ordinal), bytes);
}

void StoreWriter::Finish() {
  if (format_ != StoreFormat::kMbox) return;
  mbox_.close();
  if (!mbox_)
    throw std::runtime_error("can not write " + (folder_ / RelativePath(name_, format_, 0)).string());
}

void WriteFile(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) throw std::runtime_error("can not write " + path.string());
}

}  // namespace kenpin::corpus
