// opendkim_bench: how fast libopendkim verifies the mail of an mbox, for compare_opendkim.py. The library is
// called as its mail filter calls it: one handle a message, field by field, the body in pieces as large as
// those that an MTA hands over. Two times are told: that of the library's calls alone, and that of the whole
// process, with what any program around it must do: read, split, find the fields, have the keys.
//
//   opendkim_bench --dns /tmp/ten/dns.zone [--stored] /tmp/ten/corpus.mbox
//   opendkim_bench --dns /tmp/ten/dns.zone --key-file /tmp/keys --write-keys /tmp/ten/corpus.mbox
//   opendkim_bench --dns /tmp/ten/dns.zone --key-file /tmp/keys --stored /tmp/ten/corpus.mbox
//
// Mail is given with CRLF; with --stored the body keeps its line ends, and the library makes CRLF of LF. Keys
// come from memory, or, with --key-file, from a file that the library reads itself and --write-keys has made.
// Prints one line of JSON: messages, octets, signatures that pass, CPU seconds.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "io/dns_snapshot.h"

// The header is one of C and knows no other name of the type.
#define _Bool bool
#include <opendkim/dkim.h>
#undef _Bool

namespace kenpin::bench {
namespace {

// How long behind its youngest signature a message is judged.
constexpr time_t kTravel = 60;

// What Sendmail and Postfix give a filter at a time.
constexpr size_t kBodyPiece = 65535;

struct Options {
  std::string corpus;
  std::string zone;
  std::string key_file;
  bool stored = false;
  bool write_keys = false;
};

struct Message {
  std::string header;
  std::string crlf_body;
  std::vector<std::string_view> fields;
  std::string_view body;
};

struct Counts {
  uint64_t octets = 0;
  uint64_t without_signature = 0;
  uint64_t passed = 0;  // Signatures.
};

time_t& LibraryTime() {
  static time_t now = 0;
  return now;
}

// Key records by name. libopendkim gives a callback no context of one's own before a signature is chosen, so
// that they are a global.
using KeyRecords = std::unordered_map<std::string, std::string>;
KeyRecords& Keys() {
  static KeyRecords keys;
  return keys;
}

DKIM_CBSTAT FindKey(DKIM*, DKIM_SIGINFO* signature, u_char* buffer, size_t size) {
  const auto text = [](const unsigned char* chars) {
    return std::string(reinterpret_cast<const char*>(chars));
  };
  const std::string name =
      text(dkim_sig_getselector(signature)) + "._domainkey." + text(dkim_sig_getdomain(signature));
  const auto found = Keys().find(name);
  if (found == Keys().end() || found->second.size() >= size) return DKIM_CBSTAT_NOTFOUND;
  std::memcpy(buffer, found->second.c_str(), found->second.size() + 1);
  return DKIM_CBSTAT_CONTINUE;
}

// Calls use(text) for each message of an mbox, without its From_ line and without the empty line behind it.
template <typename Use>
void ForEachMessage(std::string_view mbox, Use use) {
  constexpr std::string_view kSeparator = "\n\nFrom ";
  size_t begin = 0;
  while (begin < mbox.size()) {
    const size_t end = std::min(mbox.find(kSeparator, begin), mbox.size());
    const size_t first = std::min(mbox.find('\n', begin) + 1, end);
    use(mbox.substr(first, std::min(end + 1, mbox.size()) - first));
    begin = end + 2;
  }
}

// Whether the first line of `text` is one that an mbox of the mboxrd kind has quoted.
bool IsQuoted(std::string_view text) {
  const size_t quotes = std::min(text.find_first_not_of('>'), text.size());
  return quotes > 0 && text.substr(quotes).starts_with("From ");
}

// Takes one '>' from every line that is quoted. Returns `stored` itself when there is none, else `*copy`.
std::string_view Unquote(std::string_view stored, std::string* copy) {
  copy->clear();
  size_t kept = 0;
  for (size_t at = stored.find("\n>"); at != stored.npos; at = stored.find("\n>", at + 1)) {
    if (!IsQuoted(stored.substr(at + 1))) continue;
    copy->append(stored, kept, at + 1 - kept);
    kept = at + 2;
  }
  if (kept == 0) return stored;
  copy->append(stored, kept);
  return *copy;
}

std::string WithCrlf(std::string_view stored) {
  std::string text;
  text.reserve(stored.size() + stored.size() / 16);
  for (size_t lf = stored.find('\n'); lf != stored.npos; lf = stored.find('\n')) {
    const bool crlf = lf > 0 && stored[lf - 1] == '\r';
    text.append(stored, 0, crlf ? lf - 1 : lf);
    text += "\r\n";
    stored.remove_prefix(lf + 1);
  }
  return text.append(stored);
}

// The header always with CRLF, as the library wants it. `stored` must outlive the message.
Message MakeMessage(std::string_view stored, bool body_as_stored) {
  Message message;
  const size_t header_end = std::min(stored.find("\n\n"), stored.size());
  const std::string_view body = stored.substr(std::min(header_end + 2, stored.size()));
  message.header = WithCrlf(stored.substr(0, header_end));
  std::string_view rest = message.header;
  while (!rest.empty()) {
    size_t end = rest.find("\r\n");
    while (end != rest.npos && end + 2 < rest.size() && (rest[end + 2] == ' ' || rest[end + 2] == '\t'))
      end = rest.find("\r\n", end + 2);
    end = std::min(end, rest.size());
    message.fields.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  if (!body_as_stored) message.crlf_body = WithCrlf(body);
  message.body = body_as_stored ? body : std::string_view(message.crlf_body);
  return message;
}

// Names of keys are all below _domainkey; a name is asked for once.
void ReadKeys(const std::string& zone, DnsClient& dns) {
  std::ifstream in(zone);
  for (std::string line; std::getline(in, line);) {
    if (line.find("._domainkey.") == line.npos) continue;
    std::string name = line.substr(0, line.find_first_of(" \t"));
    if (name.ends_with('.')) name.pop_back();
    const DnsAnswer* answer = dns.Find(dns.Ask(name, RrType::kTxt), std::numeric_limits<int32_t>::max());
    if (answer != nullptr && answer->status == DnsStatus::kFound) Keys()[name] = answer->records.front();
  }
}

// The youngest t= of the message's signatures, or 0.
time_t YoungestSignature(const Message& message) {
  time_t youngest = 0;
  for (const std::string_view field : message.fields) {
    if (!field.starts_with("DKIM-Signature:")) continue;
    for (size_t at = 0; (at = field.find("t=", at)) != field.npos; at += 2) {
      const bool begins_tag = field[at - 1] == ' ' || field[at - 1] == '\t' || field[at - 1] == ';';
      if (begins_tag) youngest = std::max<time_t>(youngest, std::atoll(field.data() + at + 2));
    }
  }
  return youngest;
}

u_char* Unsigned(std::string_view text) {
  return reinterpret_cast<u_char*>(const_cast<char*>(text.data()));  // The library only reads.
}

void Verify(DKIM_LIB* library, const Message& message, Counts* counts) {
  DKIM_STAT status = DKIM_STAT_OK;
  constexpr char kId[] = "bench";
  DKIM* handle = dkim_verify(library, reinterpret_cast<const unsigned char*>(kId), nullptr, &status);
  if (handle == nullptr) return;
  counts->octets += message.header.size() + 4 + message.body.size();
  for (const std::string_view field : message.fields) dkim_header(handle, Unsigned(field), field.size());
  status = dkim_eoh(handle);
  if (status == DKIM_STAT_NOSIG) ++counts->without_signature;
  if (status == DKIM_STAT_OK) {
    for (std::string_view rest = message.body; !rest.empty();) {
      const std::string_view piece = rest.substr(0, kBodyPiece);
      dkim_body(handle, Unsigned(piece), piece.size());
      rest.remove_prefix(piece.size());
    }
    dkim_eom(handle, nullptr);
    DKIM_SIGINFO** signatures = nullptr;
    int count = 0;
    if (dkim_getsiglist(handle, &signatures, &count) == DKIM_STAT_OK) {
      for (int i = 0; i < count; ++i) {
        counts->passed += DKIM_SIG_CHECK(signatures[i]) ? 1 : 0;
      }
    }
  }
  dkim_free(handle);
}

double CpuSeconds() {
  timespec time = {};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// Where the library finds keys: by a callback in memory, or by itself in the file.
bool SetKeys(DKIM_LIB* library, const Options& options) {
  if (options.key_file.empty()) return dkim_set_key_lookup(library, FindKey) == DKIM_STAT_OK;
  dkim_query_t method = DKIM_QUERY_FILE;
  std::string path = options.key_file;
  return dkim_options(library, DKIM_OP_SETOPT, DKIM_OPTS_QUERYMETHOD, &method, sizeof(method)) ==
             DKIM_STAT_OK &&
         dkim_options(library, DKIM_OP_SETOPT, DKIM_OPTS_QUERYINFO, path.data(), path.size()) == DKIM_STAT_OK;
}

bool SetOptions(DKIM_LIB* library, const Options& options) {
  unsigned int flags = options.stored ? DKIM_LIBFLAGS_FIXCRLF : DKIM_LIBFLAGS_NONE;
  return SetKeys(library, options) &&
         dkim_options(library, DKIM_OP_SETOPT, DKIM_OPTS_FLAGS, &flags, sizeof(flags)) == DKIM_STAT_OK;
}

std::string ReadWhole(const std::string& path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  std::string text(static_cast<size_t>(std::max<std::streamoff>(in.tellg(), 0)), '\0');
  in.seekg(0);
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(in.gcount()));
  return text;
}

// The library's own form: a name, white space, the record.
int WriteKeys(const std::string& path) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  for (const auto& [name, record] : Keys()) out << name << ' ' << record << '\n';
  out.close();
  return out ? 0 : 2;
}

int Main(const Options& options) {
  if (options.key_file.empty() || options.write_keys) {
    const absl::StatusOr<std::unique_ptr<DnsClient>> dns = OpenDnsSnapshot(options.zone);
    if (!dns.ok()) {
      fmt::print(stderr, "opendkim_bench: cannot read --dns\n");
      return 2;
    }
    ReadKeys(options.zone, **dns);
  }
  if (options.write_keys) return WriteKeys(options.key_file);
  DKIM_LIB* library = dkim_init(nullptr, nullptr);
  if (library == nullptr || !SetOptions(library, options)) {
    fmt::print(stderr, "opendkim_bench: libopendkim does not want to begin\n");
    return 2;
  }
  const std::string mbox = ReadWhole(options.corpus);
  Counts counts;
  std::string unquoted;
  double seconds = 0;
  uint64_t messages = 0;
  ForEachMessage(mbox, [&](std::string_view stored) {
    const Message message = MakeMessage(Unquote(stored, &unquoted), options.stored);
    LibraryTime() = YoungestSignature(message) + kTravel;
    const double start = CpuSeconds();
    Verify(library, message, &counts);
    seconds += CpuSeconds() - start;
    ++messages;
  });
  dkim_close(library);
  const uint32_t version = dkim_libversion();
  fmt::print(
      "{{\"libopendkim\": \"{}.{}.{}\", \"messages\": {}, \"octets\": {}, \"without_signature\": {}, "
      "\"signatures_passed\": {}, \"cpu_seconds\": {:.4f}, "
      "\"process_cpu_seconds\": {:.4f}}}\n",
      version >> 24, version >> 16 & 0xff, version >> 8 & 0xff, messages, counts.octets,
      counts.without_signature, counts.passed, seconds, CpuSeconds());
  return 0;
}

}  // namespace
}  // namespace kenpin::bench

// Goes before that of the C library: for x= and t= libopendkim asks the clock, whatever its option for a
// fixed time says, and old signatures that have expired would not be verified at all.
extern "C" time_t time(time_t* out) noexcept {
  if (out != nullptr) *out = kenpin::bench::LibraryTime();
  return kenpin::bench::LibraryTime();
}

int main(int argc, char** argv) {
  kenpin::bench::Options options;
  CLI::App app("Measures libopendkim over the messages of an mbox.");
  app.add_option("CORPUS", options.corpus, "an mbox")->required()->check(CLI::ExistingFile);
  app.add_option("--dns", options.zone, "its DNS snapshot")->required()->check(CLI::ExistingFile);
  app.add_option("--key-file", options.key_file, "the library reads keys from it");
  app.add_flag("--write-keys", options.write_keys, "only write that file, with the keys of the snapshot");
  app.add_flag("--stored", options.stored, "give the body with the line ends that it has");
  CLI11_PARSE(app, argc, argv);
  return kenpin::bench::Main(options);
}
