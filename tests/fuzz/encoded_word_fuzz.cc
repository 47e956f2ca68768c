// Encoded-words, charsets and what is shown of names: decoding never grows, what is converted is UTF-8 and
// what ICU makes of it in one go.
#include <unicode/ucnv.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/mail/arena.h"
#include "engine/mail/charset.h"
#include "engine/mail/encoded_word.h"
#include "engine/mail/identity_facts.h"
#include "engine/mail/mail_facts.h"
#include "engine/mail/message_view.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace kenpin;
using fuzz::Require;

// Whether a converter stands behind the name; what it names is not converted otherwise.
bool IsConverted(std::string_view charset) {
  std::string lower(charset);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return IsKnownCharset(charset) && lower.find("utf") == std::string::npos;
}

// What ICU makes of the text in one go; nothing if it finds a fault in it.
std::optional<std::string> ConvertedByIcu(std::string_view octets, std::string_view charset) {
  UErrorCode error = U_ZERO_ERROR;
  std::string out(4 * octets.size() + 16, '\0');
  const int32_t size =
      ucnv_convert("UTF-8", std::string(charset).c_str(), out.data(), static_cast<int32_t>(out.size()),
                   octets.data(), static_cast<int32_t>(octets.size()), &error);
  if (U_FAILURE(error) || out.find("\xef\xbf\xbd") != std::string::npos) return std::nullopt;
  out.resize(static_cast<size_t>(size));
  return out;
}

void CheckConversion(std::string_view octets, std::string_view charset) {
  const auto convert = [&](size_t room) {
    std::vector<char> out(room);
    const size_t written = ConvertToUtf8(octets, charset, out);
    Require(written <= room, "no more is written than fits");
    return std::string(out.data(), written);
  };
  // One octet becomes a character of at most four; stateful charsets may need room for one more.
  const std::string all = convert(4 * octets.size() + 16);
  Require(all.starts_with(convert(octets.size() / 2 + 7)), "less room gives the beginning");
  if (IsConverted(charset)) Require(IsUtf8(all), "what is converted is UTF-8");
  if (octets.empty() || !IsKnownCharset(charset)) return;
  if (const std::optional<std::string> whole = ConvertedByIcu(octets, charset))
    Require(all == *whole, "text without a fault is converted as ICU does in one go");
}

void CheckWords(std::string_view body) {
  Arena arena;
  size_t words = 0;
  size_t from = 0;
  while (const std::optional<EncodedWord> word = FindEncodedWord(body, from)) {
    Require(word->begin >= from && word->end > word->begin && word->end <= body.size(), "words are in order");
    const std::string_view all = body.substr(word->begin, word->end - word->begin);
    Require(all.starts_with("=?") && all.ends_with("?="), "a word has its brackets");
    for (const std::string_view part : {word->charset, word->encoding, word->text})
      Require(fuzz::LiesIn(part, all), "the parts of a word lie inside of it");
    if (const std::optional<std::string_view> octets = DecodeEncodedWord(*word, arena)) {
      Require(octets->size() <= word->text.size(), "decoding does not grow");
      fuzz::Touch(*octets);
      EndsInsideCharacter(*octets, word->charset);
      CheckConversion(*octets, word->charset);
    }
    ++words;
    from = word->end;
  }
  const std::string_view decoded = DecodeEncodedWords(body, arena);
  Require(decoded.size() <= body.size(), "decoding does not grow");
  if (words == 0) Require(decoded == body, "without a word nothing changes");
  fuzz::Touch(decoded);
}

// The fields that are shown, in a message.
void CheckShown(std::string_view body) {
  std::string text;
  for (const char* name : {"From", "Subject", "To", "Sender", "Reply-To"}) {
    text += std::string(name) + ": ";
    for (const char c : body) {
      text += c;
      if (c == '\n') text += ' ';
    }
    text += "\r\n";
  }
  text += "\r\n";
  const fuzz::Surrounded message(text, fuzz::Around::kMail);
  Arena arena;
  const MessageView view = IndexMessage(message.view(), arena);
  const MailFacts facts = CollectMailFacts(view, arena);
  bool raw = false;
  for (const char c : body) raw |= static_cast<uint8_t>(c) >= 0x80;
  for (const std::string_view shown : {facts.identity.display_name, facts.identity.subject}) {
    message.RequireSound(shown);
    Require(shown.size() <= kMaxShownText, "what is shown is bounded");
    Require(raw || body.find("=?") != body.npos || IsUtf8(shown), "ASCII is shown as ASCII");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const fuzz::Exact text(fuzz::InputText(data, size));
  CheckWords(text.view());
  CheckShown(text.view());
  return 0;
}
