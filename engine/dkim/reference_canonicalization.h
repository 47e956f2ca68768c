// RFC 6376 §3.4.3 and §3.4.4 written down as they are read: the whole body in memory, one step after the
// other. Slow and obvious; what the engine computes is compared with this.
#ifndef KENPIN_ENGINE_DKIM_REFERENCE_CANONICALIZATION_H_
#define KENPIN_ENGINE_DKIM_REFERENCE_CANONICALIZATION_H_

#include <string>
#include <string_view>
#include <vector>

#include "engine/dkim/body_hash.h"

namespace kenpin::test {

// The length of the line end at `at`, which is not the end; 0 if none stands there.
inline size_t ReferenceLineEnd(std::string_view body, size_t at, LineEndReading reading) {
  const bool lf = body[at] == '\n', cr = body[at] == '\r';
  const bool crlf = cr && at + 1 < body.size() && body[at + 1] == '\n';
  switch (reading) {
    case LineEndReading::kStandard:
      return crlf ? 2 : lf ? 1 : 0;
    case LineEndReading::kCrBeforeLfIsData:
      return lf ? 1 : 0;
    case LineEndReading::kLoneLfIsData:
      return crlf ? 2 : 0;
    case LineEndReading::kLoneCrEndsLine:
      return crlf ? 2 : lf || cr ? 1 : 0;
  }
  return 0;
}

inline std::vector<std::string> ReferenceLines(std::string_view body, LineEndReading reading) {
  std::vector<std::string> lines;
  std::string line;
  for (size_t at = 0; at < body.size();) {
    const size_t line_end = ReferenceLineEnd(body, at, reading);
    if (line_end == 0) {
      line += body[at++];
      continue;
    }
    lines.push_back(line);
    line.clear();
    at += line_end;
  }
  // "If there is no body or no trailing CRLF on the message body, a CRLF is added."
  if (!line.empty()) lines.push_back(line);
  return lines;
}

// "Ignore all whitespace at the end of lines. Reduce all sequences of WSP within a line to a single SP
// character."
inline std::string ReferenceRelaxedLine(const std::string& line) {
  std::string reduced;
  for (char c : line) {
    const bool wsp = c == ' ' || c == '\t';
    if (wsp && !reduced.empty() && reduced.back() == ' ') continue;
    reduced += wsp ? ' ' : c;
  }
  if (!reduced.empty() && reduced.back() == ' ') reduced.pop_back();
  return reduced;
}

inline std::string ReferenceCanonicalBody(std::string_view body, Canonicalization canonicalization,
                                          LineEndReading reading = LineEndReading::kStandard) {
  std::vector<std::string> lines = ReferenceLines(body, reading);
  if (canonicalization == Canonicalization::kRelaxed) {
    for (std::string& line : lines) line = ReferenceRelaxedLine(line);
  }
  // "Ignore all empty lines at the end of the message body."
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  std::string canonical;
  for (const std::string& line : lines) canonical += line + "\r\n";
  // §3.4.3: an empty body is a single CRLF; §3.4.4: it stays empty.
  if (canonical.empty() && canonicalization == Canonicalization::kSimple) canonical = "\r\n";
  return canonical;
}

// One '>' off every line that matches ">+From ".
inline std::string ReferenceUnquoted(std::string_view body) {
  std::string unquoted;
  for (size_t begin = 0; begin < body.size();) {
    size_t end = body.find('\n', begin);
    end = end == body.npos ? body.size() : end + 1;
    std::string_view line = body.substr(begin, end - begin);
    const size_t quotes = std::min(line.find_first_not_of('>'), line.size());
    if (quotes > 0 && line.substr(quotes).starts_with("From ")) line.remove_prefix(1);
    unquoted += line;
    begin = end;
  }
  return unquoted;
}

}  // namespace kenpin::test

#endif  // KENPIN_ENGINE_DKIM_REFERENCE_CANONICALIZATION_H_
