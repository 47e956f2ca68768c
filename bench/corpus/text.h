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

std::string CampaignSubject(Language language, Random& random);
std::string NoticeSubject(Language language, Random& random);

struct Person {
  std::string name;        // UTF-8, as a greeting has it.
  std::string local_part;  // ASCII.
};
Person DrawPerson(Language language, Random& random);

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_TEXT_H_
