// One pass that alternates between outside (commas, comments, and text that should not be there) and inside
// the angle brackets.
#include "engine/mail/list_unsubscribe.h"

#include <algorithm>

#include "engine/mail/ascii.h"
#include "engine/mail/encoded_word.h"
#include "engine/mail/field_lexer.h"
#include "engine/mail/tag_list.h"

namespace kenpin {
namespace {

constexpr size_t kNone = std::string_view::npos;

struct UriList {
  std::span<const std::string_view> uris;
  bool white_space_inside = false;
  bool text_outside = false;
  bool cut = false;  // There may be more than kMaxListUris.
};

// The position of the next '<' at or behind `pos`, or npos. Comments do not count as text, and a bracket in
// one opens nothing.
size_t FindOpenAngle(std::string_view body, size_t pos, LexicalNotes& notes, UriList* list) {
  while (true) {
    pos = SkipCfws(body, pos, notes);
    if (pos >= body.size()) return kNone;
    if (body[pos] == '<') return pos;
    if (body[pos] != ',') list->text_outside = true;
    ++pos;
  }
}

UriList ReadUriList(std::string_view body, Arena& arena) {
  UriList list;
  LexicalNotes notes;
  const size_t most = static_cast<size_t>(std::count(body.begin(), body.end(), '<'));
  const std::span<std::string_view> uris = arena.NewArray<std::string_view>(std::min(most, kMaxListUris));
  size_t count = 0;
  size_t pos = 0;
  while (count < uris.size()) {
    const size_t open = FindOpenAngle(body, pos, notes, &list);
    const size_t close = open == kNone ? kNone : body.find('>', open);
    if (close == kNone) break;
    const std::string_view raw = body.substr(open + 1, close - open - 1);
    uris[count] = RemoveFws(raw, arena);
    if (uris[count].size() != raw.size()) list.white_space_inside = true;
    ++count;
    pos = close + 1;
  }
  // Behind the last URI nothing should follow; a bracket there was never closed, or is one too many.
  if (FindOpenAngle(body, pos, notes, &list) != kNone) list.text_outside = true;
  list.uris = uris.first(count);
  list.cut = count == kMaxListUris && body.find('<', pos) != kNone;
  return list;
}

void Count(UriScheme scheme, ListUnsubscribeFacts* facts) {
  switch (scheme) {
    case UriScheme::kHttps:
      ++facts->https_uris;
      break;
    case UriScheme::kHttp:
      ++facts->http_uris;
      break;
    case UriScheme::kMailto:
      ++facts->mailto_uris;
      break;
    case UriScheme::kOther:
      ++facts->other_uris;
      facts->unknown_scheme = true;
      break;
  }
}

ListUnsubscribeFacts::Post ClassifyPost(std::string_view body) {
  constexpr std::string_view kOneClick = "List-Unsubscribe=One-Click";
  const std::string_view value = TrimBlanks(body);
  if (value == kOneClick) return ListUnsubscribeFacts::Post::kExact;
  size_t matched = 0;
  for (const char c : value) {
    if (IsClass(c, kBlank)) continue;
    if (matched == kOneClick.size() || ToLower(c) != ToLower(kOneClick[matched])) {
      return ListUnsubscribeFacts::Post::kWrong;
    }
    ++matched;
  }
  return matched == kOneClick.size() ? ListUnsubscribeFacts::Post::kLoose
                                     : ListUnsubscribeFacts::Post::kWrong;
}

// The field body as it was sent: Exchange stores long fields of delivered mail as encoded-words, which the
// sender did not write.
std::string_view SentBody(const MessageView& message, FieldId id, Arena& arena) {
  const std::string_view body = message.Body(id);
  return message.count(FieldId::kXMsExchange) > 0 ? DecodeEncodedWords(body, arena) : body;
}

}  // namespace

UriScheme ClassifyUriScheme(std::string_view uri) {
  if (StartsWithIgnoreCase(uri, "https:")) return UriScheme::kHttps;
  if (StartsWithIgnoreCase(uri, "http:")) return UriScheme::kHttp;
  if (StartsWithIgnoreCase(uri, "mailto:")) return UriScheme::kMailto;
  return UriScheme::kOther;
}

std::span<const std::string_view> ParseUriList(std::string_view body, Arena& arena) {
  return ReadUriList(body, arena).uris;
}

ListUnsubscribeFacts ParseListUnsubscribeFacts(const MessageView& message, Arena& arena) {
  ListUnsubscribeFacts facts;
  facts.post_count = message.count(FieldId::kListUnsubscribePost);
  if (facts.post_count > 0)
    facts.post = ClassifyPost(SentBody(message, FieldId::kListUnsubscribePost, arena));
  facts.field_count = message.count(FieldId::kListUnsubscribe);
  if (facts.field_count == 0) return facts;
  const UriList list = ReadUriList(SentBody(message, FieldId::kListUnsubscribe, arena), arena);
  facts.no_brackets = list.uris.empty();
  facts.white_space_inside = list.white_space_inside;
  facts.text_outside = list.text_outside;
  facts.cut = list.cut;
  for (const std::string_view uri : list.uris) {
    const UriScheme scheme = ClassifyUriScheme(uri);
    if (scheme == UriScheme::kHttps && facts.https_uris == 0) facts.first_https = uri;
    Count(scheme, &facts);
  }
  return facts;
}

}  // namespace kenpin
