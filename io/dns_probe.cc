#include "io/dns_probe.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include <absl/status/statusor.h>

#include "io/whole_file.h"

namespace kenpin {
namespace {

// RFC 1035 §4.1: an id, "recursion desired", one question; the root, type SOA, class IN.
constexpr std::array<uint8_t, 17> kQuestion = {0x6b, 0x70, 0x01, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00,
                                               0x00, 0x00, 0x00, 0x00, 0x00, 0x06, 0x00, 0x01};
constexpr uint8_t kIsResponse = 0x80;  // In the third octet.

bool FillAddress(const DnsServer& server, sockaddr_storage* address, socklen_t* size) {
  auto* v4 = reinterpret_cast<sockaddr_in*>(address);
  if (::inet_pton(AF_INET, server.address.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(server.port);
    *size = sizeof *v4;
    return true;
  }
  auto* v6 = reinterpret_cast<sockaddr_in6*>(address);
  if (::inet_pton(AF_INET6, server.address.c_str(), &v6->sin6_addr) != 1) return false;
  v6->sin6_family = AF_INET6;
  v6->sin6_port = htons(server.port);
  *size = sizeof *v6;
  return true;
}

File OpenSocket(const DnsServer& server) {
  sockaddr_storage address = {};
  socklen_t size = 0;
  if (!FillAddress(server, &address, &size)) return File();
  File file(::socket(address.ss_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!file.is_open()) return File();
  if (::connect(file.fd(), reinterpret_cast<const sockaddr*>(&address), size) != 0) return File();
  return file;
}

std::string_view TakeField(std::string_view* line) {
  constexpr std::string_view kBlanks = " \t\r";
  line->remove_prefix(std::min(line->find_first_not_of(kBlanks), line->size()));
  const std::string_view word = line->substr(0, line->find_first_of(kBlanks));
  line->remove_prefix(word.size());
  return word;
}

}  // namespace

std::vector<DnsServer> ReadNameServers(std::string_view text) {
  std::vector<DnsServer> servers;
  bool named = false;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (TakeField(&line) != "nameserver") continue;
    named = true;
    DnsServer server{std::string(TakeField(&line)), 53};
    sockaddr_storage unused = {};
    socklen_t size = 0;
    if (FillAddress(server, &unused, &size) && servers.size() < kMaxProbedServers) {
      servers.push_back(std::move(server));
    }
  }
  if (!named) servers.push_back({"127.0.0.1", 53});
  return servers;
}

std::vector<DnsServer> NameServersOf(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadTextFile(path, "a resolver configuration");
  return text.ok() ? ReadNameServers(*text) : std::vector<DnsServer>();
}

DnsProbe::DnsProbe(std::span<const DnsServer> servers) {
  for (const DnsServer& server : servers.first(std::min(servers.size(), kMaxProbedServers))) {
    File file = OpenSocket(server);
    if (file.is_open()) sockets_.push_back(std::move(file));
  }
}

void DnsProbe::Ask() {
  for (const File& file : sockets_) {
    // What cannot be sent is not answered.
    [[maybe_unused]] const ssize_t sent = ::send(file.fd(), kQuestion.data(), kQuestion.size(), 0);
  }
}

bool DnsProbe::Answered() {
  for (const File& file : sockets_) {
    std::array<uint8_t, 512> packet{};
    const ssize_t size = ::recv(file.fd(), packet.data(), packet.size(), 0);
    if (size < 3) continue;
    answered_ |= std::memcmp(packet.data(), kQuestion.data(), 2) == 0 && (packet[2] & kIsResponse) != 0;
  }
  return answered_;
}

}  // namespace kenpin
