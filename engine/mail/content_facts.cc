// Puts together what the leaves say. A leaf is decoded when it is its turn, and forgotten.
#include "engine/mail/content_facts.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "engine/mail/ascii.h"
#include "engine/mail/link_host.h"
#include "engine/mail/list_unsubscribe.h"
#include "engine/mail/unsubscribe_words.h"

namespace kenpin {
namespace {

constexpr size_t kNone = std::string_view::npos;

// Linear whatever the two are, which std::string_view::find is not.
size_t FindText(std::string_view text, std::string_view what, size_t from) {
  if (from >= text.size()) return kNone;
  const void* found = memmem(text.data() + from, text.size() - from, what.data(), what.size());
  return found == nullptr ? kNone : static_cast<size_t>(static_cast<const char*>(found) - text.data());
}

bool IsTokenOctet(char c) { return IsClass(c, kAlpha | kDigit) || c == '-' || c == '_' || c == '='; }

// The longest run of token octets behind the host; empty if none is long enough.
std::string_view TokenOf(std::string_view uri) {
  const size_t slashes = uri.find("//");
  const size_t path = uri.find('/', slashes == kNone ? 0 : slashes + 2);
  std::string_view longest;
  for (size_t i = path == kNone ? uri.size() : path; i < uri.size();) {
    size_t end = i;
    while (end < uri.size() && IsTokenOctet(uri[end])) ++end;
    if (end - i > longest.size()) longest = uri.substr(i, end - i);
    i = end + 1;
  }
  return longest.size() >= kMinToken ? longest : std::string_view();
}

// What links are compared with.
struct UnsubscribeUris {
  struct Sign {
    std::string_view host;  // Of http and https.
    std::string_view token;
  };
  std::array<Sign, 4> signs;
  size_t count = 0;
};

UnsubscribeUris ReadUris(const MessageView& message, Arena& arena) {
  UnsubscribeUris uris;
  if (message.count(FieldId::kListUnsubscribe) == 0) return uris;
  for (const std::string_view uri : ParseUriList(message.Body(FieldId::kListUnsubscribe), arena)) {
    const std::string_view host = HostOfUrl(uri);
    if (!host.empty() && uris.count < uris.signs.size()) uris.signs[uris.count++] = {host, TokenOf(uri)};
  }
  return uris;
}

// Whether "//host" stands in the text, with an end behind it.
bool HasLinkTo(std::string_view text, std::string_view host) {
  for (size_t at = FindText(text, host, 0); at != kNone; at = FindText(text, host, at + host.size())) {
    const char behind = at + host.size() < text.size() ? text[at + host.size()] : '/';
    const bool ends = !IsClass(behind, kAlpha | kDigit) && behind != '-' && behind != '.';
    if (ends && at >= 2 && text[at - 1] == '/' && text[at - 2] == '/') return true;
  }
  return false;
}

bool Shares(std::string_view text, const UnsubscribeUris& uris) {
  return std::any_of(
      uris.signs.begin(), uris.signs.begin() + uris.count, [text](const UnsubscribeUris::Sign& sign) {
        return HasLinkTo(text, sign.host) || (!sign.token.empty() && FindText(text, sign.token, 0) != kNone);
      });
}

// <html lang="...">.
std::string_view LanguageOf(std::string_view html) {
  constexpr size_t kHead = 2048;
  const std::string_view head = html.substr(0, kHead);
  for (size_t at = head.find('<'); at != kNone; at = head.find('<', at + 1)) {
    if (!StartsWithIgnoreCase(head.substr(at + 1), "html")) continue;
    const HtmlTag tag = ReadHtmlTag(head, at);
    return tag.kind == HtmlTag::Kind::kOpen ? FindAttribute(tag.attributes, "lang") : std::string_view();
  }
  return {};
}

// The links of a text without markup. Returns false when there are more than kMaxPlainLinks.
bool ReadPlainLinks(std::string_view text, Arena& arena, ContentFacts* facts) {
  size_t links = 0;
  for (size_t at = text.find("://"); at != kNone; at = text.find("://", at + 3)) {
    if (links++ == kMaxPlainLinks) return false;
    if (at < 4 || ToLower(text[at - 1] == 's' ? text[at - 2] : text[at - 1]) != 'p') continue;
    const std::string_view host = HostAt(text.substr(at + 3));
    if (host.empty()) continue;
    facts->has_link = true;
    facts->ip_literal_link |= IsIpHost(host);
    facts->shortener_link |= IsShortener(host);
    AddInternationalHost(host, arena, facts);
  }
  return true;
}

// The footer is where the words are, so it is searched first.
bool HasUnsubscribeWord(const LeafText& leaf) {
  constexpr size_t kFooter = 2 * 1024;
  const size_t footer = leaf.text.size() > kFooter ? leaf.text.size() - kFooter : 0;
  if (FindUnsubscribeWord(leaf.text, leaf.charset, footer)) return true;
  // A word may reach into the footer.
  const std::string_view above = leaf.text.substr(0, std::min(leaf.text.size(), footer + kLongestWord));
  return footer > 0 && FindUnsubscribeWord(above, leaf.charset, 0);
}

bool HasImage(std::string_view text) {
  for (size_t at = text.find('<'); at != kNone; at = text.find('<', at + 1)) {
    if (StartsWithIgnoreCase(text.substr(at + 1), "img")) return true;
  }
  return false;
}

bool IsBetter(UnsubscribeSign a, UnsubscribeSign b) {
  if (a == UnsubscribeSign::kNone) return false;
  return b == UnsubscribeSign::kNone || a < b;
}

}  // namespace

struct ContentReader::Reading {
  const MessageView& message;
  std::span<const MimeLeaf> leaves;
  Arena& arena;
  ParseFlaws* flaws;
  ContentFacts facts;
  size_t left = kMaxDecodedText;
  bool has_image = false;
};

LeafText ContentReader::ReadLeaf(Reading& reading, const MimeLeaf& leaf) {
  Decoder& decoder = leaf.type == MediaType::kTextHtml ? html_text_ : plain_text_;
  const bool whole = leaf.end - leaf.begin <= reading.left;
  if (decoder.leaf != &leaf || !whole) {
    decoder.text = decoder.source.Read(reading.message.bytes(), leaf, reading.left);
    decoder.leaf = whole ? &leaf : nullptr;
  }
  reading.left -= std::min<size_t>(reading.left, leaf.end - leaf.begin);
  if (decoder.text.cut) reading.flaws->Add(ParseFlaw::kTextTooLong);
  reading.facts.text_undecodable |= decoder.text.unknown_charset;
  return decoder.text;
}

void ContentReader::ReadHtml(Reading& reading, const MimeLeaf& leaf) {
  const LeafText text = ReadLeaf(reading, leaf);
  const HtmlVerdict verdict = html_.Read(text.text, text.charset, reading.arena, &reading.facts);
  if (verdict.too_much) reading.flaws->Add(ParseFlaw::kTooMuchMarkup);
  reading.has_image |= verdict.has_image;
  if (IsBetter(verdict.unsubscribe, reading.facts.unsubscribe))
    reading.facts.unsubscribe = verdict.unsubscribe;
}

void ContentReader::ReadPlain(Reading& reading, const MimeLeaf& leaf) {
  const LeafText text = ReadLeaf(reading, leaf);
  if (!reading.facts.has_html && !ReadPlainLinks(text.text, reading.arena, &reading.facts)) {
    reading.flaws->Add(ParseFlaw::kTextTooLong);
  }
  if (reading.facts.unsubscribe == UnsubscribeSign::kNone && HasUnsubscribeWord(text)) {
    reading.facts.unsubscribe = UnsubscribeSign::kVisible;
  }
}

void ContentReader::ReadAgain(Reading& reading) {
  const UnsubscribeUris uris = ReadUris(reading.message, reading.arena);
  ContentFacts& facts = reading.facts;
  bool has_text = false;
  bool covered = true;
  reading.left = kMaxDecodedText;
  for (const MimeLeaf& leaf : reading.leaves) {
    if (leaf.attachment || (leaf.type != MediaType::kTextHtml && leaf.type != MediaType::kTextPlain))
      continue;
    const LeafText text = ReadLeaf(reading, leaf);
    facts.shares_unsubscribe_link |= Shares(text.text, uris);
    if (facts.shares_unsubscribe_link) return;
    covered = covered && CoversScriptOf(text.text, text.charset) && CoversLanguage(LanguageOf(text.text));
    if (leaf.type != MediaType::kTextHtml && facts.has_html) continue;
    has_text = has_text || HasMoreMarksThan(text.text, kImageOnlyMarks, WidthOf(text.charset));
    // Where there is text, images do not matter.
    reading.has_image = reading.has_image || (!has_text && HasImage(text.text));
  }
  if (facts.unsubscribe != UnsubscribeSign::kNone) return;
  facts.language_covered = covered;
  facts.image_only = reading.has_image && !has_text;
}

ContentFacts ContentReader::Read(const MessageView& message, std::span<const MimeLeaf> leaves, Arena& arena,
                                 ParseFlaws* flaws) {
  Reading reading{message, leaves, arena, flaws, ContentFacts(), kMaxDecodedText, false};
  ContentFacts& facts = reading.facts;
  html_text_.leaf = plain_text_.leaf = nullptr;
  for (const MimeLeaf& leaf : leaves) {
    if (leaf.attachment) continue;
    facts.has_html |= leaf.type == MediaType::kTextHtml;
    facts.has_text |= leaf.type == MediaType::kTextPlain;
    // Any other part may be an image: what a reader shows for it is no text.
    reading.has_image |= leaf.type == MediaType::kOther;
  }
  for (const MimeLeaf& leaf : leaves) {
    if (!leaf.attachment && leaf.type == MediaType::kTextHtml) ReadHtml(reading, leaf);
  }
  const bool needs_text = !facts.has_html || facts.unsubscribe == UnsubscribeSign::kNone;
  for (const MimeLeaf& leaf : leaves) {
    if (needs_text && !leaf.attachment && leaf.type == MediaType::kTextPlain) ReadPlain(reading, leaf);
  }
  if (facts.unsubscribe != UnsubscribeSign::kVisible) ReadAgain(reading);
  return facts;
}

}  // namespace kenpin
