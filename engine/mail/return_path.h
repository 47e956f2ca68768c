// The envelope sender as stored mail shows it: the Return-Path field that final delivery writes (RFC 5321
// §4.4), or the address in the From_ line of an mbox.
#ifndef KENPIN_ENGINE_MAIL_RETURN_PATH_H_
#define KENPIN_ENGINE_MAIL_RETURN_PATH_H_

#include <cstdint>
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/message_view.h"

namespace kenpin {

struct ReversePath {
  enum class Form : uint8_t {
    kAbsent,   // No such field, or nothing in it.
    kGarbage,  // Neither a path nor an address.
    kNull,     // <> or a bare MAILER-DAEMON, the null sender.
    kAddress,  // An address; its domain may still be missing or unusable.
  };
  Form form = Form::kAbsent;
  std::string_view address;  // As written, without brackets and source route; empty unless kAddress.
  std::string_view domain;   // A-labels in lower case; empty where DNS cannot be asked about it.
};

// Reads a path as mail systems store it: "<>", "<user@host>", "<@relay:user@host>" (the route is dropped,
// RFC 5321 §4.1.1.3), "user@host". Comments and white space around it are skipped; a local part without a
// domain is an address, but for "MAILER-DAEMON", which stands for the null sender. Views point into `text` or
// the arena. Linear. Any thread.
ReversePath ParseReversePath(std::string_view text, Arena& arena);

// The topmost Return-Path field.
ReversePath ParseReturnPath(const MessageView& message, Arena& arena);

// The sender named by a From_ line (FromLineSender() of io/from_line.h), where it may stand for the envelope
// sender: an address with a usable domain. kAbsent for all else: "-", "MAILER-DAEMON", a bare name, the
// number at "xxx" of Google Takeout, a null sender (delivery agents write a placeholder for it).
ReversePath ParseFromLinePath(std::string_view sender, Arena& arena);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_RETURN_PATH_H_
