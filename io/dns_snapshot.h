// DNS as recorded in a file: an RFC 1035 master file, with comment lines for what a zone cannot say. Read
// once, then immutable, so that a question is one look-up in a table without a lock, and memory is bounded by
// the file, whatever names the mail asks for.
//
//   ;kenpin 1                       the file is a snapshot of this version (a plain zone file has none of
//   these lines) ;kenpin recorded TIME [to TIME] when the questions were asked; repeatable, the range is from
//   the earliest to the latest ;kenpin nxdomain NAME           the name does not exist ;kenpin nodata NAME
//   TYPE        the name exists and has no record of the type ;kenpin servfail NAME TYPE      the question
//   failed ;kenpin from TIME [to TIME]     all below, until the next such line, holds in this range only
//   (both ends included)
// TIME is RFC 3339 or '@' and Unix seconds; NAME is absolute, its final dot may be absent. They count only at
// the beginning of a line, outside of parentheses.
//
// What is answered, the first that applies at the judged time (where several ranges hold, the one that began
// last):
//   a record of the type, or its nodata or servfail line; a CNAME, which is followed (kMaxCnameChain, beyond
//   it and in loops kFailed); an nxdomain line; kNoData, if the name has records of other types, for a zone
//   gives all records of a name that it gives at all; a wildcard of the closest encloser (RFC 4592), if the
//   name stands nowhere in the file; else kNotRecorded, never kNxDomain.
#ifndef KENPIN_IO_DNS_SNAPSHOT_H_
#define KENPIN_IO_DNS_SNAPSHOT_H_

#include <memory>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "io/dns.h"

namespace kenpin {

// A chain of CNAMEs longer than this is an error in every resolver that is known (unbound stops at 11, BIND
// at 17).
inline constexpr int kMaxCnameChain = 16;

// Reads the file at `path`. An unreadable file or a line that is neither a record nor one of the lines above
// is an error that names path:line, what is wrong and what to do. The client keeps nothing open. Every
// question is answered at once: Find never returns null, and WhenAnswered calls back before it returns.
absl::StatusOr<std::unique_ptr<DnsClient>> OpenDnsSnapshot(const std::string& path);

// The same from memory; `path` is for messages and Describe().
absl::StatusOr<std::unique_ptr<DnsClient>> ParseDnsSnapshot(std::string_view text, const std::string& path);

// A client that answers kOff to every question.
std::unique_ptr<DnsClient> MakeDnsOff();

}  // namespace kenpin

#endif  // KENPIN_IO_DNS_SNAPSHOT_H_
