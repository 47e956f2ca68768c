// Is a name server there at all? A question of our own, past libunbound, which tells a server that is silent
// from names whose own servers are.
#ifndef KENPIN_IO_DNS_PROBE_H_
#define KENPIN_IO_DNS_PROBE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/dns_live.h"
#include "io/file.h"

namespace kenpin {

// The name servers of a resolver's configuration (resolv.conf(5)), at most kMaxProbedServers of them; those
// that are no plain addresses are left out. Without any that of this host, as resolv.conf(5) has it.
std::vector<DnsServer> ReadNameServers(std::string_view text);
// The same of a file; empty if it cannot be read.
std::vector<DnsServer> NameServersOf(const std::string& path);

inline constexpr size_t kMaxProbedServers = 3;

// Used by one thread at a time. Never waits.
class DnsProbe {
 public:
  // Opens a socket for each of the first kMaxProbedServers of `servers` that can be had.
  explicit DnsProbe(std::span<const DnsServer> servers);

  // Whether there is a socket to ask by; else nothing can be said.
  bool can_ask() const { return !sockets_.empty(); }
  // Asks all of them for the root's SOA over UDP. May be called again: datagrams are lost.
  void Ask();
  // Whether one of them has answered, whatever it said, since the probe was made.
  bool Answered();

 private:
  std::vector<File> sockets_;
  bool answered_ = false;
};

}  // namespace kenpin

#endif  // KENPIN_IO_DNS_PROBE_H_
