#include "io/test_dns_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <ldns/ldns.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace kenpin::test {
namespace {

using Clock = std::chrono::steady_clock;

sockaddr_in Loopback(uint16_t port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

// Binds to a free port; returns it, or 0.
uint16_t Bind(int fd, uint16_t port) {
  sockaddr_in address = Loopback(port);
  socklen_t size = sizeof address;
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0) return 0;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

std::string LowerCaseName(const ldns_rdf* name) {
  char* raw = ldns_rdf2str(name);
  std::string text = raw;
  free(raw);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  if (text.ends_with('.')) text.pop_back();
  return text;
}

// The packet that answers `query`; empty if a record of the script cannot be read.
std::vector<uint8_t> MakePacket(const ldns_pkt* query, const ScriptedReply& reply) {
  ldns_pkt* packet = ldns_pkt_new();
  ldns_pkt_set_id(packet, ldns_pkt_id(query));
  ldns_pkt_set_qr(packet, true);
  ldns_pkt_set_rd(packet, true);
  ldns_pkt_set_ra(packet, true);
  ldns_pkt_set_rcode(packet, static_cast<uint8_t>(reply.rcode));
  ldns_pkt_push_rr(packet, LDNS_SECTION_QUESTION,
                   ldns_rr_clone(ldns_rr_list_rr(ldns_pkt_question(query), 0)));
  for (const std::string& text : reply.records) {
    ldns_rr* record = nullptr;
    if (ldns_rr_new_frm_str(&record, text.c_str(), 60, nullptr, nullptr) == LDNS_STATUS_OK)
      ldns_pkt_push_rr(packet, LDNS_SECTION_ANSWER, record);
  }
  uint8_t* wire = nullptr;
  size_t size = 0;
  std::vector<uint8_t> bytes;
  if (ldns_pkt2wire(&wire, packet, &size) == LDNS_STATUS_OK) bytes.assign(wire, wire + size);
  free(wire);
  ldns_pkt_free(packet);
  return bytes;
}

}  // namespace

struct ScriptedServer::Due {
  Clock::time_point when;
  std::vector<uint8_t> packet;
  sockaddr_in to;
};

ScriptedServer::ScriptedServer(Script script)
    : script_(std::move(script)),
      socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)),
      wake_(::eventfd(0, EFD_CLOEXEC)),
      port_(Bind(socket_.fd(), 0)),
      thread_([this] { Run(); }) {}

ScriptedServer::~ScriptedServer() {
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(wake_.fd(), &one, sizeof one);
  thread_.join();
}

int ScriptedServer::received() const {
  const std::lock_guard lock(mutex_);
  int all = 0;
  for (const auto& [question, times] : received_) all += times;
  return all;
}

int ScriptedServer::most_for_one() const {
  const std::lock_guard lock(mutex_);
  int most = 0;
  for (const auto& [question, times] : received_) most = std::max(most, times);
  return most;
}

void ScriptedServer::Run() {
  const auto later = [](const Due& a, const Due& b) { return a.when > b.when; };
  pollfd files[2] = {{socket_.fd(), POLLIN, 0}, {wake_.fd(), POLLIN, 0}};
  for (;;) {
    ::poll(files, 2, due_.empty() ? -1 : 1);
    if (files[1].revents != 0) return;
    Receive();
    std::make_heap(due_.begin(), due_.end(), later);
    while (!due_.empty() && due_.front().when <= Clock::now()) {
      const Due& due = due_.front();
      ::sendto(socket_.fd(), due.packet.data(), due.packet.size(), 0,
               reinterpret_cast<const sockaddr*>(&due.to), sizeof due.to);
      std::pop_heap(due_.begin(), due_.end(), later);
      due_.pop_back();
    }
  }
}

void ScriptedServer::Receive() {
  uint8_t bytes[4096];
  for (;;) {
    sockaddr_in from = {};
    socklen_t from_size = sizeof from;
    const ssize_t size =
        ::recvfrom(socket_.fd(), bytes, sizeof bytes, 0, reinterpret_cast<sockaddr*>(&from), &from_size);
    if (size < 0) return;
    ldns_pkt* query = nullptr;
    if (ldns_wire2pkt(&query, bytes, static_cast<size_t>(size)) != LDNS_STATUS_OK) continue;
    const ldns_rr* question = ldns_rr_list_rr(ldns_pkt_question(query), 0);
    const std::string name = LowerCaseName(ldns_rr_owner(question));
    const RrType type = static_cast<RrType>(ldns_rr_get_type(question));
    int before = 0;
    {
      const std::lock_guard lock(mutex_);
      before = received_[{name, type}]++;
    }
    const ScriptedReply reply = script_(name, type, before);
    if (reply.kind == ScriptedReply::Kind::kAnswer) {
      std::vector<uint8_t> packet = MakePacket(query, reply);
      if (reply.spoil) reply.spoil(&packet);
      due_.push_back({Clock::now() + reply.delay, std::move(packet), from});
    }
    ldns_pkt_free(query);
  }
}

namespace {

constexpr const char* kNsd = "/usr/sbin/nsd";

// A port that is free for UDP and TCP.
uint16_t FreePort() {
  for (int attempt = 0; attempt < 100; ++attempt) {
    const File udp(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    const File tcp(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const uint16_t port = Bind(udp.fd(), 0);
    if (Bind(tcp.fd(), port) != 0) return port;
  }
  return 0;
}

// Whether a server answers at the port within ten seconds.
bool AwaitServer(uint16_t port) {
  // ". SOA IN", id 1.
  constexpr uint8_t kQuery[] = {0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 1};
  const File socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const sockaddr_in address = Loopback(port);
  if (::connect(socket.fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return false;
  for (int attempt = 0; attempt < 200; ++attempt) {
    [[maybe_unused]] const ssize_t sent = ::send(socket.fd(), kQuery, sizeof kQuery, 0);
    pollfd file = {socket.fd(), POLLIN, 0};
    uint8_t answer[512];
    if (::poll(&file, 1, 50) == 1 && ::recv(socket.fd(), answer, sizeof answer, 0) > 0) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

}  // namespace

NsdServer::NsdServer(const std::string& zone) {
  if (::access(kNsd, X_OK) != 0) return;
  std::string folder = std::filesystem::temp_directory_path() / "kenpin-nsd-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) return;
  folder_ = folder;
  const uint16_t port = FreePort();
  std::ofstream(folder_ + "/zone") << zone;
  std::ofstream(folder_ + "/conf") << fmt::format(
      "server:\n  username: \"\"\n  chroot: \"\"\n  database: \"\"\n  ip-address: 127.0.0.1@{0}\n"
      "  pidfile: \"{1}/pid\"\n  xfrdfile: \"{1}/xfrd\"\n  xfrdir: \"{1}\"\n  zonelistfile: \"{1}/list\"\n"
      "  ipv4-edns-size: 512\n  server-count: 1\n  verbosity: 1\n"
      "remote-control:\n  control-enable: no\nzone:\n  name: \".\"\n  zonefile: \"{1}/zone\"\n",
      port, folder_);
  const std::string conf = folder_ + "/conf";
  const std::string log = folder_ + "/log";
  process_ = ::fork();
  if (process_ == 0) {
    const int fd = ::open(log.c_str(), O_WRONLY | O_CREAT, 0600);
    ::dup2(fd, STDOUT_FILENO);
    ::dup2(fd, STDERR_FILENO);
    ::execl(kNsd, kNsd, "-d", "-c", conf.c_str(), nullptr);
    ::_exit(127);
  }
  if (AwaitServer(port)) port_ = port;
}

NsdServer::~NsdServer() {
  if (process_ > 0) {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
  }
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

std::string NsdServer::output() const {
  if (folder_.empty()) return fmt::format("{} is not installed", kNsd);
  std::ifstream log(folder_ + "/log");
  return {std::istreambuf_iterator<char>(log), std::istreambuf_iterator<char>()};
}

}  // namespace kenpin::test
