// Reads a directory of messages: hands out lists of files, each of which is loaded on any thread.
//
// A file that begins with a From_ line is an mbox, and is split like one, unless its name ends with .eml:
// that is one message, which may quote a From_ line. In a Maildir, and where --input-format says eml-dir,
// every file is one message.
#ifndef KENPIN_IO_MESSAGE_FILES_H_
#define KENPIN_IO_MESSAGE_FILES_H_

#include <memory>

#include "io/directory.h"
#include "io/input.h"

namespace kenpin {

// `listing` is complete; not of a Maildir if `splits_mboxes`. A file that cannot be read, is empty, or (where
// all files were taken for messages) does not look like one is a named error; the rest is read. Of a `part`
// in files only those are.
std::unique_ptr<InputReader> MakeMessageFilesReader(std::shared_ptr<DirectoryListing> listing, uint32_t input,
                                                    bool splits_mboxes,
                                                    std::shared_ptr<const ReadSettings> settings,
                                                    const InputPart& part = {});

}  // namespace kenpin

#endif  // KENPIN_IO_MESSAGE_FILES_H_
