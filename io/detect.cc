#include "io/detect.h"

#include <utility>

#include "io/from_line.h"

namespace kenpin {
namespace {

bool HasFieldInFirstLines(std::string_view text) {
  for (size_t line = 0; line < kDetectLines && !text.empty(); ++line) {
    if (BeginsWithField(text)) return true;
    const size_t lf = text.find('\n');
    if (lf == std::string_view::npos) return false;
    text.remove_prefix(lf + 1);
  }
  return false;
}

bool IsCut(std::string_view beginning) { return beginning.size() >= kDetectBytes; }

bool IsMbox(InputFormat format) {
  return format == InputFormat::kMbox || format == InputFormat::kMboxcl || format == InputFormat::kMboxcl2;
}

Classification Refuse(std::string error) {
  Classification refused;
  refused.error = std::move(error);
  return refused;
}

}  // namespace

DetectedContent DetectContent(std::string_view beginning) {
  DetectedContent content;
  size_t& p = content.first_line;
  p = ByteOrderMarkLength(beginning);
  while (beginning.substr(p).starts_with("\n") || beginning.substr(p).starts_with("\r\n")) {
    p += beginning[p] == '\r' ? 2 : 1;
  }
  const std::string_view rest = beginning.substr(p);
  const bool stands_like_one = rest.starts_with("From ");
  if (rest.empty()) {
    content.kind = ContentKind::kEmpty;
  } else if (SplitsRecords(ClassifyFromLine(beginning.substr(0, p), rest)) ||
             (!BeginsWithField(rest) && FindSeparator(beginning, IsCut(beginning)))) {
    content.kind = ContentKind::kMbox;
  } else if (HasFieldInFirstLines(rest)) {
    content.kind = stands_like_one ? ContentKind::kUndatedMessage : ContentKind::kMessage;
  }
  return content;
}

Classification Classify(std::string_view beginning, std::optional<InputFormat> wanted) {
  if (wanted == InputFormat::kMaildir || wanted == InputFormat::kEmlDir) {
    return Refuse("is not a directory, as --input-format " + std::string(InputFormatName(*wanted)) +
                  " wants it");
  }
  const DetectedContent content = DetectContent(beginning);
  if (content.kind == ContentKind::kEmpty) return Refuse("no message found: it is empty");
  if (wanted == InputFormat::kEml) return {};
  const bool wants_mbox = wanted && IsMbox(*wanted);
  if (content.kind == ContentKind::kMbox || (wants_mbox && FindSeparator(beginning, IsCut(beginning))))
    return {wanted.value_or(InputFormat::kMbox), content.first_line, ""};
  if (wants_mbox) {
    return Refuse(
        "no message found: it does not begin with a From_ line, as an mbox does; leave out --input-format");
  }
  if (content.kind == ContentKind::kUnknown) {
    return Refuse(
        "no message found: it begins neither with a From_ line nor with header fields; name it with "
        "--input-format");
  }
  return {};
}

}  // namespace kenpin
