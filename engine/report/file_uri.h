// Paths as URI references (RFC 3986), for formats that name files so.
#ifndef KENPIN_ENGINE_REPORT_FILE_URI_H_
#define KENPIN_ENGINE_REPORT_FILE_URI_H_

#include <string>
#include <string_view>

namespace kenpin {

// "file:///a/b" for an absolute path, else a relative reference; every octet that is neither unreserved nor a
// slash is percent-encoded, so that the text is plain ASCII whatever the path holds.
std::string FileUri(std::string_view path);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_FILE_URI_H_
