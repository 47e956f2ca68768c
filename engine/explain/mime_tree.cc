#include "engine/explain/mime_tree.h"

#include <mimetic/mimetic.h>

#include <algorithm>
#include <exception>
#include <string>
#include <string_view>

#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

constexpr std::string_view kField = "Content-Type";

constexpr std::string_view kNests = "message/";

// What could become an entity, and the longest that could be a field in one's header section.
struct Candidates {
  size_t types = 0;
  size_t delimiters = 0;
  size_t longest_field = 0;
};

// A header section of a message within this one begins without a delimiter, and where only a parser knows.
bool CouldHoldMessages(std::string_view bytes) {
  const auto found = std::search(bytes.begin(), bytes.end(), kNests.begin(), kNests.end(),
                                 [](char c, char expected) { return ToLower(c) == expected; });
  return found != bytes.end();
}

Candidates Count(std::string_view bytes) {
  Candidates count;
  const bool is_header_throughout = CouldHoldMessages(bytes);
  bool in_header = true;
  size_t field = 0;  // Where the last line that continues none began.
  for (size_t line = 0; line < bytes.size();) {
    const std::string_view rest = bytes.substr(line);
    const bool is_delimiter = rest.starts_with("--");
    if (is_delimiter) ++count.delimiters;
    if (EqualsIgnoreCase(rest.substr(0, kField.size()), kField)) ++count.types;
    if (is_delimiter || is_header_throughout) in_header = true;
    if (rest.front() != ' ' && rest.front() != '\t') field = line;
    // A lone CR ends a line for some readers.
    const size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
    const bool is_empty_line = end == 0 && !(line > 0 && bytes[line - 1] == '\r' && rest.front() == '\n');
    if (is_empty_line) in_header = false;
    line += end;
    if (in_header) count.longest_field = std::max(count.longest_field, line - field);
    ++line;
  }
  return count;
}

void AddNodes(mimetic::MimeEntity& entity, uint32_t depth, MimeTree* tree) {
  if (tree->nodes.size() == kMaxTreeNodes) {
    tree->not_drawn = "there are more parts than are drawn";
    return;
  }
  MimeNode& node = tree->nodes.emplace_back();
  node.depth = depth;
  const mimetic::Header& header = entity.header();
  const mimetic::ContentType& type = header.contentType();
  node.type = type.type().empty() ? "text/plain" : type.type() + "/" + type.subtype();
  node.charset = type.param("charset");
  node.encoding = header.contentTransferEncoding().mechanism();
  const mimetic::ContentDisposition& disposition = header.contentDisposition();
  node.disposition = disposition.type();
  node.file_name = disposition.param("filename");
  if (node.file_name.empty()) node.file_name = type.param("name");
  const mimetic::MimeEntityList& parts = entity.body().parts();
  if (parts.empty()) node.octets = entity.body().size();
  if (depth == kMaxTreeDepth && !parts.empty()) {
    tree->not_drawn = "it is nested deeper than is drawn";
    return;
  }
  for (mimetic::MimeEntity* part : parts) AddNodes(*part, depth + 1, tree);
}

}  // namespace

MimeTree DrawMimeTree(const MessageView& view) {
  MimeTree tree;
  const std::string_view bytes = view.bytes();
  if (bytes.size() > kMaxTreeOctets) {
    tree.not_drawn = "the message is too large";
    return tree;
  }
  const Candidates count = Count(bytes);
  if (count.types > kMaxTreeTypes || count.delimiters > kMaxTreeDelimiters) {
    tree.not_drawn = "there is too much that could be a part";
    return tree;
  }
  if (count.longest_field > kMaxTreeField) {
    tree.not_drawn = "a header field is too long";
    return tree;
  }
  try {
    mimetic::MimeEntity entity;
    entity.load(bytes.begin(), bytes.end(), mimetic::imPreamble | mimetic::imEpilogue);
    AddNodes(entity, 0, &tree);
  } catch (const std::exception&) {
    tree.not_drawn = "the MIME parser gave up";
  }
  return tree;
}

}  // namespace kenpin
