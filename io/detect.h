// Says what a file or stream is by its first octets, or whether it can be what the user says that it is.
#ifndef KENPIN_IO_DETECT_H_
#define KENPIN_IO_DETECT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "io/corpus.h"

namespace kenpin {

// Octets at the start of a file that decide what it is.
inline constexpr size_t kDetectBytes = 16384;
// Lines within them in which one message must show a header field.
inline constexpr size_t kDetectLines = 32;

enum class ContentKind : uint8_t {
  kEmpty,    // No octets, or only empty lines.
  kMbox,     // The first line that is not empty is a From_ line; or it is no header field, and a line that
             // surely separates records follows: an mbox whose beginning is damaged or cut off. What stands
             // before is its first record, so that nothing is lost in silence.
  kMessage,  // One message: a header field stands in the first lines.
  kUndatedMessage,  // One message, but it begins with a "From " line without a valid date: perhaps a damaged
                    // mbox.
  kUnknown,         // Neither.
};

struct DetectedContent {
  ContentKind kind = ContentKind::kUnknown;
  size_t first_line = 0;  // Offset of the first line behind a byte order mark and empty lines.
};

// `beginning` holds the first kDetectBytes of the file, or all of it.
DetectedContent DetectContent(std::string_view beginning);

struct Classification {
  InputFormat format = InputFormat::kEml;
  uint64_t first_record = 0;  // Offset of the first From_ line; 0 for one message.
  std::string error;          // Empty when it can be read; else what is wrong and what to do.
};

// Decides by the content (kMbox or kEml), unless the user asked for a format. Who asks for an mbox gets one
// if any line of the beginning separates records.
Classification Classify(std::string_view beginning, std::optional<InputFormat> wanted);

}  // namespace kenpin

#endif  // KENPIN_IO_DETECT_H_
