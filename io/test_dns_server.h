// For tests: name servers on loopback that a test starts and stops. One is scripted and may be late, silent
// or sick; the other is NSD, a real one, with a zone that the test writes.
#ifndef KENPIN_IO_TEST_DNS_SERVER_H_
#define KENPIN_IO_TEST_DNS_SERVER_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "io/dns.h"
#include "io/file.h"

namespace kenpin::test {

// What the scripted server does with a question.
struct ScriptedReply {
  int rcode = 0;
  std::vector<std::string> records;  // The answer section, in master-file form.
  std::chrono::milliseconds delay{0};
  enum class Kind : uint8_t { kAnswer, kSilence } kind = Kind::kAnswer;
  // Unless empty, changes the packet that is sent.
  std::function<void(std::vector<uint8_t>*)> spoil = nullptr;
};

// Answers over UDP. The script runs on the server's thread with the name as a master file has it (lower case,
// no final dot), the type and how often this question came before.
class ScriptedServer {
 public:
  using Script = std::function<ScriptedReply(const std::string& name, RrType type, int before)>;

  explicit ScriptedServer(Script script);
  ~ScriptedServer();
  uint16_t port() const { return port_; }
  // Questions that came, repeated ones included: in all, and at most for one name and type.
  int received() const;
  int most_for_one() const;

 private:
  void Run();
  void Receive();

  const Script script_;
  File socket_;
  File wake_;
  uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, RrType>, int> received_;
  struct Due;
  std::vector<Due> due_;
  std::thread thread_;
};

// Serves `zone` (a whole master file of the root) at 127.0.0.1 over UDP, in packets of 512 octets at most,
// and TCP. port() is 0 if NSD is not installed or did not start; output() then says why.
class NsdServer {
 public:
  explicit NsdServer(const std::string& zone);
  ~NsdServer();
  uint16_t port() const { return port_; }
  std::string output() const;

 private:
  std::string folder_;
  uint16_t port_ = 0;
  int process_ = -1;
};

}  // namespace kenpin::test

#endif  // KENPIN_IO_TEST_DNS_SERVER_H_
