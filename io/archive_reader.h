// Reads an archive: hands out the messages of its members in the archive's own order.
//
// Members are read forward, inside Next(); small messages share a chunk, and a member that is an mbox is cut
// like a stream (stream.h). A member is read if
//   - its name ends with .eml, or it stands in a folder cur or new (of a Maildir): it is one message;
//   - it begins with a From_ line: it is an mbox;
//   - its name ends with .mbox or holds no dot, and it begins with a header field like a message.
// All others are passed over: an archive may hold anything. Names that begin with a dot are left out, and so
// is what stands in a folder tmp, unless its name ends with .eml or .mbox. A member that should be read and
// cannot be (a link, encrypted, empty, itself compressed, damaged) is a named error; the rest is read.
#ifndef KENPIN_IO_ARCHIVE_READER_H_
#define KENPIN_IO_ARCHIVE_READER_H_

#include <memory>
#include <string>
#include <string_view>

#include "io/archive_members.h"
#include "io/input.h"

namespace kenpin {

// The path of a member, as it is reported: "ARCHIVE!MEMBER".
std::string ArchiveMemberPath(std::string_view archive, std::string_view member);

// `origin` is the archive itself. With --input-format eml or eml-dir every member is one message, with
// maildir those in cur and new, with mbox (mboxcl, mboxcl2) every member is an mbox.
std::unique_ptr<InputReader> MakeArchiveReader(std::unique_ptr<ArchiveMembers> members, RecordOrigin origin,
                                               std::shared_ptr<const ReadSettings> settings);

}  // namespace kenpin

#endif  // KENPIN_IO_ARCHIVE_READER_H_
