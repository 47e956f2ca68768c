// What the body's text says: the last part of the facts that a message gives by itself, and the only one that
// reads the body as text. See ContentFacts in engine/mail/facts.h.
//
// HTML comes first: it is what people see. Text is read only where the HTML did not answer, so that the usual
// newsletter costs one pass over its HTML.
#ifndef KENPIN_ENGINE_MAIL_CONTENT_FACTS_H_
#define KENPIN_ENGINE_MAIL_CONTENT_FACTS_H_

#include <cstddef>
#include <memory>
#include <span>

#include "engine/mail/arena.h"
#include "engine/mail/facts.h"
#include "engine/mail/html_content.h"
#include "engine/mail/message_view.h"
#include "engine/mail/mime_walk.h"
#include "engine/mail/text_source.h"

namespace kenpin {

// An HTML text with an image and at most this many characters is only an image.
inline constexpr size_t kImageOnlyMarks = 40;
// A token of List-Unsubscribe has at least this many characters; shorter ones stand in other links by chance.
inline constexpr size_t kMinToken = 16;
// Links of one text without markup that are looked at (ParseFlaw::kTextTooLong).
inline constexpr size_t kMaxPlainLinks = 10'000;

// Not thread-safe: one a worker. Keeps its buffers from message to message.
class ContentReader {
 public:
  // Reads the leaves that WalkMime() found in `message`. Views of the result live in `arena`. Adds
  // kTextTooLong and kTooMuchMarkup to `flaws`. Never fails; bounded by kMaxDecodedText and the limits of
  // html_content.h.
  ContentFacts Read(const MessageView& message, std::span<const MimeLeaf> leaves, Arena& arena,
                    ParseFlaws* flaws);

 private:
  struct Reading;

  LeafText ReadLeaf(Reading& reading, const MimeLeaf& leaf);
  void ReadHtml(Reading& reading, const MimeLeaf& leaf);
  void ReadPlain(Reading& reading, const MimeLeaf& leaf);
  // The questions that matter only where no word of unsubscribing is to be seen.
  void ReadAgain(Reading& reading);

  // The leaf that a source decoded last, whole: it is not decoded again.
  struct Decoder {
    TextSource source;
    const MimeLeaf* leaf = nullptr;
    LeafText text;
  };

  Decoder html_text_;
  Decoder plain_text_;
  HtmlContent html_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_CONTENT_FACTS_H_
