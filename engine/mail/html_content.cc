// The scan's places come in order; each is first asked for a cheap reason to pass it by. What is left costs
// about 200 ns: the tag around the place is read, and what hides is walked to its end tag.
#include "engine/mail/html_content.h"

#include <algorithm>
#include <cstring>

#include "engine/mail/ascii.h"
#include "engine/mail/link_host.h"
#include "engine/mail/markup_scan.h"
#include "engine/mail/unsubscribe_words.h"

namespace kenpin {
namespace {

constexpr size_t kNone = std::string_view::npos;
// How far back a tag is looked for: farther than any tag without a data URI is long.
constexpr size_t kLookBack = 8 * 1024;
// Tags between a URL in the text and the <a> around it.
constexpr size_t kMaxTagsBack = 6;
constexpr size_t kPlaces = 512;

// Whether `name` ends right before `at`, and is no part of a longer word.
bool EndsWithProperty(std::string_view text, size_t at, std::string_view name) {
  if (at < name.size() || !EqualsIgnoreCase(text.substr(at - name.size(), name.size()), name)) return false;
  const char before = at > name.size() ? text[at - name.size() - 1] : ' ';
  return !IsClass(before, kAlpha) && before != '-';
}

std::string_view TrimBlanksAt(std::string_view text, size_t from, size_t most) {
  std::string_view rest = text.substr(std::min(from, text.size()), most);
  while (!rest.empty() && IsClass(rest.front(), kBlank)) rest.remove_prefix(1);
  return rest;
}

// A property's value, as far as it matters: up to what ends a declaration or an attribute.
std::string_view ValueAt(std::string_view text, size_t from) {
  constexpr size_t kMostOctets = 64;
  std::string_view rest = TrimBlanksAt(text, from, kMostOctets);
  if (!rest.empty() && (rest[0] == '"' || rest[0] == '\'')) rest.remove_prefix(1);
  size_t end = 0;
  while (end < rest.size() && rest[end] != ';' && rest[end] != '"' && rest[end] != '\'' && rest[end] != '>' &&
         rest[end] != '}') {
    ++end;
  }
  return rest.substr(0, end);
}

// "www." does not count: a host with it and without it are one.
std::string_view WithoutWww(std::string_view host) {
  return StartsWithIgnoreCase(host, "www.") ? host.substr(4) : host;
}

std::string_view LowerCopy(std::string_view text, Arena& arena) {
  const std::span<char> out = arena.NewArray<char>(text.size());
  std::transform(text.begin(), text.end(), out.begin(), ToLower);
  return {out.data(), out.size()};
}

// Whether a label of the host begins with the prefix of A-labels.
bool HasALabel(std::string_view host) {
  for (size_t at = host.find("--"); at != kNone; at = host.find("--", at + 1)) {
    if (at >= 2 && EqualsIgnoreCase(host.substr(at - 2, 2), "xn") && (at == 2 || host[at - 3] == '.'))
      return true;
  }
  return false;
}

void KeepPair(std::string_view shown, std::string_view target, Arena& arena, ContentFacts* facts) {
  if (facts->host_pairs == kMaxHostPairs) return;
  for (size_t i = 0; i < facts->host_pairs; ++i) {
    const HostPair& pair = facts->pairs[i];
    if (EqualsIgnoreCase(pair.shown, shown) && EqualsIgnoreCase(pair.target, target)) return;
  }
  facts->pairs[facts->host_pairs++] = {LowerCopy(shown, arena), LowerCopy(target, arena)};
}

int Rank(UnsubscribeSign sign) {
  // The order of the enum, but that nothing is the worst.
  return sign == UnsubscribeSign::kNone ? 100 : static_cast<int>(sign);
}

}  // namespace

void AddInternationalHost(std::string_view host, Arena& arena, ContentFacts* facts) {
  const bool eight_bit = std::any_of(host.begin(), host.end(), [](char c) { return IsClass(c, kEightBit); });
  if (eight_bit || HasALabel(host)) KeepPair(host, host, arena, facts);
}

bool HtmlContent::Colours::Has(Colour colour) const {
  return std::find(values.begin(), values.begin() + count, colour) != values.begin() + count;
}

void HtmlContent::Colours::Add(Colour colour) {
  if (count < values.size() && !Has(colour)) values[count++] = colour;
}

HtmlVerdict HtmlContent::Read(std::string_view html, std::string_view charset, Arena& arena,
                              ContentFacts* facts) {
  html_ = html;
  charset_ = charset;
  width_ = WidthOf(charset);
  walker_.SetWidth(width_);
  arena_ = &arena;
  facts_ = facts;
  verdict_ = HtmlVerdict();
  resume_ = hidden_until_ = looked_until_ = coloured_until_ = 0;
  known_hosts_.fill({});
  known_colours_.fill(0);
  next_host_ = places_ = looks_ = looked_octets_ = walked_ = stretch_count_ = 0;
  text_colours_.count = backgrounds_.count = classes_.count = 0;
  std::array<uint32_t, kPlaces> places;
  for (size_t from = 0; from < html.size() && !verdict_.too_much;) {
    const ScanRun run = FindMarkup(html, from, places);
    for (size_t i = 0; i < run.count && !verdict_.too_much; ++i) {
      if (places[i] >= resume_) TakePlace(places[i]);
    }
    places_ += run.count;
    if (places_ > kMaxPlaces) verdict_.too_much = true;
    from = std::max(run.next, std::min(resume_, html.size()));
  }
  TakeClasses();
  if (HasEqualColours()) {
    walker_.WalkColours(html_, kNone, [this](const HiddenStretch& stretch) { AddStretch(stretch); });
  }
  std::sort(stretches_.begin(), stretches_.begin() + stretch_count_,
            [](const HiddenStretch& a, const HiddenStretch& b) { return a.begin < b.begin; });
  CountHidden();
  verdict_.unsubscribe = FindSign();
  return verdict_;
}

void HtmlContent::TakePlace(size_t at) {
  // The neighbours of the first and the last octet are not the text's.
  if (at == 0) return;
  const char before = html_[at - 1];
  const bool last = at + 1 == html_.size();
  switch (ToLower(html_[at])) {
    case ':':
      return last ? void() : TakeColon(at);
    case '/':
      return last ? void() : TakeSlashes(at);
    case 'r':
      return TakeColour(at);
    case '!':
    case 's':
      return before == '<' ? TakeMarkup(at - 1) : void();
    case 'w':
      return before == '>' && StartsWithIgnoreCase(html_.substr(at), "www.") ? TakeShownUrl(at) : void();
    default:
      return !last && html_[at + 1] == ':' ? TakeScheme(at + 1) : void();
  }
}

// Comments, style sheets and scripts: nothing in them is text.
void HtmlContent::TakeMarkup(size_t at) {
  const std::string_view rest = html_.substr(at + 1);
  if (rest.empty()) return;
  const bool style = StartsWithIgnoreCase(rest, "style");
  if (rest[0] != '!' && !style && !StartsWithIgnoreCase(rest, "script")) return;
  const HtmlTag tag = ReadHtmlTag(html_, at);
  if (tag.kind == HtmlTag::Kind::kEndless) facts_->html_broken = true;
  resume_ = tag.end;
  if (tag.kind == HtmlTag::Kind::kOpen) {
    const std::string_view end_tag = style ? "</style" : "</script";
    size_t end = html_.find("</", tag.end);
    while (end != kNone && !StartsWithIgnoreCase(html_.substr(end), end_tag)) end = html_.find("</", end + 2);
    resume_ = std::min(end, html_.size());
    if (style) FindHiddenClasses(html_.substr(tag.end, resume_ - tag.end), &classes_);
  } else if (rest.substr(0, 3) != "!--" && tag.kind != HtmlTag::Kind::kEndless) {
    return;
  }
  AddStretch({at, resume_, 0, 0});
}

void HtmlContent::TakeSlashes(size_t at) {
  if (at < 5 || html_[at - 1] != ':') return;
  size_t begin = at - 1;
  while (begin > 0 && at - begin < 7 && IsClass(html_[begin - 1], kAlpha)) --begin;
  if (!StartsWithIgnoreCase(html_.substr(begin, at - begin), "http")) return;
  const char before = begin > 0 ? html_[begin - 1] : ' ';
  if (before == '(') return;  // url() of a style.
  const bool in_attribute = before == '"' || before == '\'' || before == '=';
  if (!in_attribute) return TakeShownUrl(begin);
  if (!facts_->has_link) LookAtTag(at);
  // Most hosts are ordinary names; the others are looked at closely.
  const size_t host = at + 2;
  if (host >= html_.size()) return;
  for (const std::string_view known : known_hosts_) {
    if (!known.empty() && html_.compare(host, known.size(), known) == 0) return;
  }
  size_t end = host;
  while (end < html_.size() && end - host <= kMaxLinkHost &&
         (IsClass(html_[end], kAlpha | kDigit) || html_[end] == '.' || html_[end] == '-')) {
    ++end;
  }
  const char stop = end < html_.size() ? html_[end] : '/';
  const bool plain = stop == '/' || stop == '"' || stop == '\'' || stop == '?';
  std::string_view name = html_.substr(host, end - host);
  while (name.ends_with('.')) name.remove_suffix(1);
  if (plain && !name.empty() && !IsIpHost(name) && !IsShortener(name) && !HasALabel(name)) {
    known_hosts_[next_host_++ % known_hosts_.size()] = html_.substr(host, end + 1 - host);
    return;
  }
  LookAtTag(at);
}

// A URL in the text, at `at`: what does the link around it say?
void HtmlContent::TakeShownUrl(size_t at) {
  size_t before = at;
  for (size_t i = 0; i < kMaxTagsBack; ++i) {
    size_t begin = 0;
    const HtmlTag tag = TagBefore(before, &begin);
    if (++looks_ > kMaxTagLooks) verdict_.too_much = true;
    if (tag.kind == HtmlTag::Kind::kNone || tag.end > before) return;
    before = begin;
    if (!EqualsIgnoreCase(tag.name, "a")) continue;
    if (tag.kind != HtmlTag::Kind::kOpen) return;
    const std::string_view target = HostOfUrl(FindAttribute(tag.attributes, "href"));
    const std::string_view shown = HostOfUrl(html_.substr(at, 2 * kMaxLinkHost));
    if (!target.empty() && shown.find('.') != kNone) AddPair(shown, target);
    return;
  }
}

void HtmlContent::TakeColour(size_t at) {
  constexpr size_t kKnown = sizeof(uint64_t);
  uint64_t declaration = 0;
  if (at >= 5 && at + 2 + kKnown <= html_.size() && html_[at + 2] == '#') {
    std::memcpy(&declaration, html_.data() + at + 2, kKnown);
    // The octet before "color" tells whose it is; it takes the place of the '#'.
    declaration = (declaration & ~uint64_t{0xff}) | static_cast<uint8_t>(html_[at - 5]);
  }
  uint64_t& known = known_colours_[(declaration * 0x9e3779b97f4a7c15u) >> 61];
  if (declaration != 0 && known == declaration) return;
  if (at < 5 || !EqualsIgnoreCase(html_.substr(at - 4, 5), "color")) return;
  const char before = html_[at - 5];
  const bool of_background =
      (before == '-' && at >= 6 && ToLower(html_[at - 6]) == 'd') || ToLower(before) == 'g';
  if (!of_background && (before == '-' || IsClass(before, kAlpha))) return;  // border-color and the like.
  const std::optional<Colour> colour = ParseColour(ValueAt(html_, at + 2));
  if (!colour) return;
  if (of_background) {
    backgrounds_.Add(*colour);
  } else if (!text_colours_.Has(*colour)) {
    if (HasOwnBackground(at)) return;
    text_colours_.Add(*colour);
  }
  known = declaration;
}

// Whether the tag that sets a text colour sets a background too, as buttons do: then nothing is learnt from
// what stands around it.
bool HtmlContent::HasOwnBackground(size_t at) {
  if (at < coloured_until_) return true;
  size_t begin = 0;
  const HtmlTag tag = TagBefore(at, &begin);
  if (tag.kind != HtmlTag::Kind::kOpen || tag.end <= at) return false;
  const StyleEffect effect = ReadStyle(FindAttribute(tag.attributes, "style"));
  if (!effect.background || !effect.colour || *effect.background == *effect.colour) return false;
  coloured_until_ = tag.end;
  return true;
}

void HtmlContent::TakeBackground(size_t at) {
  if (!EndsWithProperty(html_, at, "background")) return;
  const std::string_view value = ValueAt(html_, at + 1);
  const size_t begin = at - std::string_view("background").size();
  const size_t end = static_cast<size_t>(value.data() - html_.data()) + value.size();
  const StyleEffect effect = ReadStyle(html_.substr(begin, end - begin));
  if (effect.background) backgrounds_.Add(*effect.background);
}

// "data:", "javascript:", "vbscript:", and "background:" of a style.
void HtmlContent::TakeScheme(size_t at) {
  const char before = ToLower(html_[at - 1]);
  if (before == 'd') return TakeBackground(at);
  if ((before == 'a' && EndsWithProperty(html_, at, "data")) || EndsWithProperty(html_, at, "javascript") ||
      EndsWithProperty(html_, at, "vbscript")) {
    LookAtTag(at);
  }
}

void HtmlContent::TakeColon(size_t at) {
  if (at < hidden_until_) return;
  // Sizes like 14px are everywhere; one pixel is another thing.
  if (html_[at + 1] == '1' && (at + 2 >= html_.size() || ToLower(html_[at + 2]) != 'p')) return;
  if (IsHidingPlace(at)) LookAtTag(at);
}

// Whether the ':' at `at` stands between a property and a value that may hide.
bool HtmlContent::IsHidingPlace(size_t at) const {
  size_t end = at;
  while (end > 0 && at - end < 8 && IsClass(html_[end - 1], kBlank)) --end;
  // A comment between property and colon: let the style's own reader see.
  if (end >= 2 && html_.substr(end - 2, 2) == "*/") return true;
  const std::string_view value = TrimBlanksAt(html_, at + 1, 16);
  if (value.empty()) return false;
  if (value.substr(0, 2) == "/*") return true;
  const auto is = [this, end](std::string_view name) { return EndsWithProperty(html_, end, name); };
  const char first = ToLower(value[0]);
  const bool number = IsDigit(first) || first == '.' || first == '-';
  switch (end > 0 ? ToLower(html_[end - 1]) : ' ') {
    case 'y':
      return (first == 'n' && is("display")) || ((first == 'h' || first == 'c') && is("visibility")) ||
             (number && is("opacity"));
    case 'e':
      return number && is("font-size");
    case 't':
      return number &&
             (is("height") || is("max-height") || (first == '-' && (is("left") || is("text-indent"))));
    case 'h':
      return number && (is("width") || is("max-width"));
    case 'p':
      return first == '-' && is("top");
    default:
      return false;
  }
}

HtmlTag HtmlContent::TagBefore(size_t at, size_t* begin) {
  const size_t least = at > kLookBack ? at - kLookBack : 0;
  const void* open = memrchr(html_.data() + least, '<', at - least);
  if (open == nullptr) return {};
  *begin = static_cast<size_t>(static_cast<const char*>(open) - html_.data());
  if (looked_octets_ > kMaxTagOctetsRead) {
    verdict_.too_much = true;
    return {};
  }
  const HtmlTag tag = ReadHtmlTag(html_, *begin);
  looked_octets_ += tag.kind == HtmlTag::Kind::kEndless ? kMaxTagOctets : tag.end - *begin;
  return tag;
}

void HtmlContent::LookAtTag(size_t at) {
  if (at < looked_until_) return;
  if (++looks_ > kMaxTagLooks) {
    verdict_.too_much = true;
    return;
  }
  size_t begin = 0;
  const HtmlTag tag = TagBefore(at, &begin);
  if (tag.kind == HtmlTag::Kind::kEndless && begin >= resume_) facts_->html_broken = true;
  if (tag.kind != HtmlTag::Kind::kOpen || tag.end <= at) return;
  looked_until_ = tag.end;
  if (EqualsIgnoreCase(tag.name, "img")) verdict_.has_image = true;
  if (EqualsIgnoreCase(tag.name, "a") || EqualsIgnoreCase(tag.name, "area")) {
    CheckLink(FindAttribute(tag.attributes, "href"));
  }
  if (begin < hidden_until_ || IsVoidElement(tag.name)) return;
  const StyleEffect effect = ReadStyle(FindAttribute(tag.attributes, "style"));
  if (effect.hides != 0) WalkElement(begin, 0);
}

void HtmlContent::CheckLink(std::string_view href) {
  href = TrimBlanks(href);
  if (href.empty()) return;
  facts_->has_link = true;
  facts_->script_link |= StartsWithIgnoreCase(href, "javascript:") || StartsWithIgnoreCase(href, "vbscript:");
  facts_->data_link |= StartsWithIgnoreCase(href, "data:");
  CheckHost(HostOfUrl(href));
}

void HtmlContent::CheckHost(std::string_view host) {
  if (host.empty()) return;
  facts_->ip_literal_link |= IsIpHost(host);
  facts_->shortener_link |= IsShortener(host);
  AddInternationalHost(host, *arena_, facts_);
}

void HtmlContent::AddPair(std::string_view shown, std::string_view target) {
  if (!EqualsIgnoreCase(WithoutWww(shown), WithoutWww(target))) KeepPair(shown, target, *arena_, facts_);
}

void HtmlContent::WalkElement(size_t begin, uint8_t more_hides) {
  if (walked_ >= kMaxWalkedOctets) {
    verdict_.too_much = true;
    return;
  }
  const size_t end = walker_.WalkElement(html_, begin, begin + kMaxWalkedOctets - walked_, more_hides,
                                         [this](const HiddenStretch& stretch) { AddStretch(stretch); });
  walked_ += end - begin;
  if (walker_.is_open() && end < html_.size()) verdict_.too_much = true;
  hidden_until_ = std::max(hidden_until_, end);
}

void HtmlContent::AddStretch(const HiddenStretch& stretch) {
  if (stretch.marks == 0 && stretch.hidden_by != 0) return;
  if (stretch_count_ == stretches_.size()) {
    verdict_.too_much = true;
    return;
  }
  stretches_[stretch_count_++] = stretch;
}

// The innermost does not matter: a comment in a hidden element is one or the other.
const HiddenStretch* HtmlContent::FindStretch(size_t at) const {
  for (size_t i = 0; i < stretch_count_ && stretches_[i].begin <= at; ++i) {
    if (at < stretches_[i].end) return &stretches_[i];
  }
  return nullptr;
}

// Elements of classes that the style sheet hides.
void HtmlContent::TakeClasses() {
  for (size_t i = 0; i < classes_.count; ++i) {
    const std::string_view name = classes_.names[i];
    for (size_t at = html_.find(name); at != kNone && !verdict_.too_much;
         at = html_.find(name, at + name.size())) {
      if (++looks_ > kMaxTagLooks) verdict_.too_much = true;
      size_t begin = 0;
      const HtmlTag tag = TagBefore(at, &begin);
      if (tag.kind != HtmlTag::Kind::kOpen || tag.end <= at || IsVoidElement(tag.name)) continue;
      const std::string_view value = FindAttribute(tag.attributes, "class");
      const size_t in_value = static_cast<size_t>(html_.data() + at - value.data());
      if (value.empty() || html_.data() + at < value.data() || in_value >= value.size()) continue;
      const size_t end = in_value + name.size();
      const bool whole = (in_value == 0 || IsClass(value[in_value - 1], kBlank)) &&
                         (end >= value.size() || IsClass(value[end], kBlank));
      const size_t known = stretch_count_;
      const bool inside =
          std::any_of(stretches_.begin(), stretches_.begin() + known,
                      [begin](const HiddenStretch& s) { return s.begin <= begin && begin < s.end; });
      if (whole && !inside) WalkElement(begin, StyleBit(HidingStyle::kDisplayNone));
    }
  }
}

bool HtmlContent::HasEqualColours() const {
  for (size_t i = 0; i < text_colours_.count; ++i) {
    if (text_colours_.values[i] == 0xffffff || backgrounds_.Has(text_colours_.values[i])) return true;
  }
  return false;
}

bool HtmlContent::HasLowContrast() const {
  for (size_t i = 0; i < text_colours_.count; ++i) {
    if (ContrastOf(text_colours_.values[i], 0xffffff) < kLowContrast) return true;
    for (size_t k = 0; k < backgrounds_.count; ++k) {
      if (ContrastOf(text_colours_.values[i], backgrounds_.values[k]) < kLowContrast) return true;
    }
  }
  return false;
}

void HtmlContent::CountHidden() {
  bool first = true;
  size_t counted_until = 0;
  for (size_t i = 0; i < stretch_count_; ++i) {
    const HiddenStretch& stretch = stretches_[i];
    if (stretch.hidden_by == 0 || stretch.begin < counted_until) continue;
    counted_until = stretch.end;
    const uint32_t marks = static_cast<uint32_t>(std::min<size_t>(stretch.marks, UINT32_MAX / 2));
    constexpr size_t kFewMarks = 20;
    if (first && marks <= kMaxPreheader && facts_->preheader_characters == 0 &&
        !HasMoreMarksThan(html_.substr(0, stretch.begin), kFewMarks, width_)) {
      facts_->preheader_characters = marks;
    } else {
      facts_->hidden_characters = std::min(facts_->hidden_characters, UINT32_MAX / 2) + marks;
      facts_->hiding |= stretch.hidden_by;
    }
    first = false;
  }
}

// How the text at `at`, where a word begins, is shown.
HtmlContent::WordPlaceKind HtmlContent::Judge(size_t at) {
  const HiddenStretch* stretch = FindStretch(at);
  if (stretch != nullptr) return stretch->hidden_by == 0 ? WordPlaceKind::kNotShown : WordPlaceKind::kHidden;
  size_t begin = 0;
  const HtmlTag tag = TagBefore(at, &begin);
  if (tag.kind == HtmlTag::Kind::kNone) return WordPlaceKind::kShown;
  if (tag.end > at) return JudgeInTag(tag, at);
  const bool never = tag.kind == HtmlTag::Kind::kOpen && IsNeverShown(tag.name);
  return never ? WordPlaceKind::kNotShown : WordPlaceKind::kShown;
}

HtmlContent::WordPlaceKind HtmlContent::JudgeInTag(const HtmlTag& tag, size_t at) const {
  if (tag.kind != HtmlTag::Kind::kOpen) return WordPlaceKind::kNotShown;
  const char* const word = html_.data() + at;
  const auto stands_in = [&tag, word](std::string_view attribute) {
    const std::string_view value = FindAttribute(tag.attributes, attribute);
    return !value.empty() && word >= value.data() && word < value.data() + value.size();
  };
  if (EqualsIgnoreCase(tag.name, "img")) {
    return stands_in("alt") ? WordPlaceKind::kImage : WordPlaceKind::kNotShown;
  }
  if (EqualsIgnoreCase(tag.name, "input")) {
    return stands_in("value") ? WordPlaceKind::kShown : WordPlaceKind::kNotShown;
  }
  if (EqualsIgnoreCase(tag.name, "area")) return WordPlaceKind::kImage;
  if (!EqualsIgnoreCase(tag.name, "a") || !stands_in("href")) return WordPlaceKind::kNotShown;
  // A link by its target: what does it show?
  const std::string_view rest = html_.substr(tag.end, kLookBack);
  size_t end = rest.find("</");
  while (end != kNone && !StartsWithIgnoreCase(rest.substr(end + 2), "a>")) end = rest.find("</", end + 2);
  const std::string_view content = rest.substr(0, end);
  if (HasMoreMarksThan(content, 0, width_)) {
    const HiddenStretch* stretch = FindStretch(tag.end);
    return stretch != nullptr && stretch->hidden_by != 0 ? WordPlaceKind::kHidden : WordPlaceKind::kShown;
  }
  const bool image = content.find("<img") != kNone || content.find("<IMG") != kNone;
  return image ? WordPlaceKind::kImage : WordPlaceKind::kNotShown;
}

// The best sign whose word begins in [begin, end); `at` is where.
UnsubscribeSign HtmlContent::FindSign(size_t begin, size_t end, size_t* at) {
  UnsubscribeSign best = UnsubscribeSign::kNone;
  for (size_t hits = 0;; ++hits) {
    const std::optional<WordHit> hit =
        FindUnsubscribeWord(html_.substr(0, std::min(html_.size(), end + kLongestWord)), charset_, begin);
    if (!hit || hit->begin >= end) break;
    if (hits == kMaxWordHits) {
      verdict_.too_much = true;
      break;
    }
    begin = hit->end;
    UnsubscribeSign sign = UnsubscribeSign::kNone;
    const WordPlaceKind kind = Judge(hit->begin);
    if (kind == WordPlaceKind::kShown) sign = UnsubscribeSign::kVisible;
    if (kind == WordPlaceKind::kImage) sign = UnsubscribeSign::kImageOnly;
    if (kind == WordPlaceKind::kHidden) sign = UnsubscribeSign::kHidden;
    if (Rank(sign) >= Rank(best)) continue;
    best = sign;
    *at = hit->begin;
    if (best == UnsubscribeSign::kVisible) break;
  }
  return best;
}

// The footer is where the words are, so it is searched first.
UnsubscribeSign HtmlContent::FindSign() {
  constexpr size_t kFooter = 4 * 1024;
  const size_t footer = html_.size() > kFooter ? html_.size() - kFooter : 0;
  const size_t last_part = html_.size() - html_.size() / 20;
  size_t at = 0;
  UnsubscribeSign sign = FindSign(footer, html_.size(), &at);
  const bool faint_here = sign == UnsubscribeSign::kVisible && at >= last_part && HasLowContrast();
  if (sign == UnsubscribeSign::kVisible && !faint_here) return sign;
  size_t earlier = 0;
  const UnsubscribeSign above = FindSign(0, faint_here ? last_part : footer, &earlier);
  if (above == UnsubscribeSign::kVisible) return above;
  if (faint_here) {
    const ColourPair colours = walker_.WalkColours(html_, at, [](const HiddenStretch&) {});
    const bool faint = ContrastOf(colours.text, colours.background) < kLowContrast;
    return faint ? UnsubscribeSign::kLowContrast : sign;
  }
  return Rank(above) < Rank(sign) ? above : sign;
}

}  // namespace kenpin
