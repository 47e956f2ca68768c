// What the mails say: paragraphs put together once from word lists, kept in every encoding that a body may
// want.
#ifndef KENPIN_BENCH_CORPUS_TEXT_H_
#define KENPIN_BENCH_CORPUS_TEXT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bench/corpus/random.h"
#include "bench/corpus/senders.h"

namespace kenpin::corpus {

// A piece of text in whole CRLF lines, ready in the encodings that can be joined line by line.
struct TextBlock {
  std::string utf8;
  std::string quoted_printable;
  std::string iso2022jp;  // Of Japanese blocks; of English ones the same bytes as utf8.
};

// Plain paragraphs and HTML product cards of one language.
struct TextShelf {
  std::vector<TextBlock> paragraphs;
  std::vector<TextBlock> cards;
};

// The shelf of a language, made at first use, the same in every run. Immutable; any thread.
const TextShelf& GetTextShelf(Language language);

// What a mail says beside its paragraphs. UTF-8; the words of unsubscribing are those that people use.
struct Phrases {
  std::string_view tag;          // Of the language (RFC 5646).
  std::string_view greeting;     // Lines with "{}" for the name, points, and a link.
  std::string_view leave;        // The line above the link to unsubscribe.
  std::string_view leave_label;  // The text of that link in HTML.
  std::string_view record;       // What transactional mail says instead.
};
const Phrases& GetPhrases(Language language);

// Whole sentences and subjects, for languages that have no word lists.
struct PlainWords {
  std::array<std::string_view, 4> sentences;
  std::array<std::string_view, 2> subjects;
};
// Null for those that have.
const PlainWords* FindPlainWords(Language language);

std::string CampaignSubject(Language language, Random& random);
std::string NoticeSubject(Language language, Random& random);

struct Person {
  std::string name;        // UTF-8, as a greeting has it.
  std::string local_part;  // ASCII.
};
Person DrawPerson(Language language, Random& random);

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_TEXT_H_
