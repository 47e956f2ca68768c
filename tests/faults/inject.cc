// Faults for the program under test, by LD_PRELOAD: calls of the C library fail, or change the file below
// them.
//
// KENPIN_FAULT is CALL:FILE:AFTER:ACTION. The first CALL (write, fsync, rename, open, read) on a file whose
// path holds FILE, after AFTER octets of that file went through it (calls, for fsync, rename and open), does
// ACTION:
//   a name of errno (ENOSPC, EIO, EACCES, ENOENT, ENOMEM): the call fails so, and every later one, too;
//   cut=N, grow=PATH, replace=PATH: the file is truncated to N octets, PATH is appended to it, or PATH is
//   renamed over it, once; then the call goes on.
// When it strikes, a line is appended to the file that KENPIN_FAULT_LOG names, so that a test can tell a
// fault that did no harm from one that never came.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <string_view>

namespace {

struct Fault {
  std::string call;
  std::string file;
  uint64_t after = 0;
  std::string action;
};

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

Fault ReadFault() {
  const std::string text = Environment("KENPIN_FAULT");
  Fault fault;
  const size_t file = text.find(':');
  const size_t after = file == std::string::npos ? file : text.find(':', file + 1);
  const size_t action = after == std::string::npos ? after : text.find(':', after + 1);
  if (action == std::string::npos) return fault;
  fault.call = text.substr(0, file);
  fault.file = text.substr(file + 1, after - file - 1);
  fault.after = std::strtoull(text.c_str() + after + 1, nullptr, 10);
  fault.action = text.substr(action + 1);
  return fault;
}

const Fault& TheFault() {
  static const Fault fault = ReadFault();
  return fault;
}

int ErrorOf(std::string_view action) {
  if (action == "ENOSPC") return ENOSPC;
  if (action == "EIO") return EIO;
  if (action == "EACCES") return EACCES;
  if (action == "ENOENT") return ENOENT;
  if (action == "ENOMEM") return ENOMEM;
  return 0;
}

template <typename Function>
Function Real(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

using Write = ssize_t (*)(int, const void*, size_t);

void Log(std::string_view path) {
  const std::string log = Environment("KENPIN_FAULT_LOG");
  const int fd = log.empty() ? -1
                             : Real<int (*)(const char*, int, ...)>("open")(
                                   log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (fd < 0) return;
  const std::string line = TheFault().call + " " + std::string(path) + "\n";
  [[maybe_unused]] const ssize_t written = Real<Write>("write")(fd, line.data(), line.size());
  ::close(fd);
}

void Append(const std::string& from, const std::string& to) {
  const int in = Real<int (*)(const char*, int, ...)>("open")(from.c_str(), O_RDONLY);
  const int out = Real<int (*)(const char*, int, ...)>("open")(to.c_str(), O_WRONLY | O_APPEND);
  std::array<char, 4096> block;
  for (ssize_t n = 0;
       (n = Real<ssize_t (*)(int, void*, size_t)>("read")(in, block.data(), block.size())) > 0;) {
    if (Real<Write>("write")(out, block.data(), static_cast<size_t>(n)) != n) break;
  }
  ::close(in);
  ::close(out);
}

void Change(const std::string& path) {
  const std::string& action = TheFault().action;
  const size_t equals = action.find('=');
  const std::string kind = action.substr(0, equals);
  const std::string value = equals == std::string::npos ? std::string() : action.substr(equals + 1);
  if (kind == "cut" && ::truncate(path.c_str(), std::atol(value.c_str())) != 0) std::abort();
  if (kind == "grow") Append(value, path);
  if (kind == "replace" &&
      Real<int (*)(const char*, const char*)>("rename")(value.c_str(), path.c_str()) != 0)
    std::abort();
}

std::string PathOf(int fd) {
  std::array<char, PATH_MAX> path;
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  const ssize_t n = ::readlink(link.c_str(), path.data(), path.size());
  return n < 0 ? std::string() : std::string(path.data(), static_cast<size_t>(n));
}

// Whether the call of `path`, which would let `octets` through, fails; errno says how.
bool Strikes(std::string_view call, const std::string& path, uint64_t octets) {
  const Fault& fault = TheFault();
  if (fault.call != call || path.find(fault.file) == std::string::npos) return false;
  static std::mutex mutex;
  static uint64_t passed = 0;
  static bool struck = false;
  const std::lock_guard lock(mutex);
  passed += octets;
  if (passed <= fault.after) return false;
  const int error = ErrorOf(fault.action);
  if (!struck) {
    struck = true;
    Log(path);
    if (error == 0) Change(path);
  }
  errno = error;
  return error != 0;
}

}  // namespace

extern "C" {

ssize_t write(int fd, const void* data, size_t size) {
  if (Strikes("write", PathOf(fd), size)) return -1;
  return Real<Write>("write")(fd, data, size);
}

ssize_t pwrite64(int fd, const void* data, size_t size, off64_t offset) {
  if (Strikes("write", PathOf(fd), size)) return -1;
  return Real<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64")(fd, data, size, offset);
}

ssize_t pread(int fd, void* data, size_t size, off_t offset) {
  if (Strikes("read", PathOf(fd), size)) return -1;
  return Real<ssize_t (*)(int, void*, size_t, off_t)>("pread")(fd, data, size, offset);
}

ssize_t pread64(int fd, void* data, size_t size, off64_t offset) {
  if (Strikes("read", PathOf(fd), size)) return -1;
  return Real<ssize_t (*)(int, void*, size_t, off64_t)>("pread64")(fd, data, size, offset);
}

ssize_t read(int fd, void* data, size_t size) {
  if (Strikes("read", PathOf(fd), size)) return -1;
  return Real<ssize_t (*)(int, void*, size_t)>("read")(fd, data, size);
}

int fsync(int fd) {
  if (Strikes("fsync", PathOf(fd), 1)) return -1;
  return Real<int (*)(int)>("fsync")(fd);
}

int fdatasync(int fd) {
  if (Strikes("fsync", PathOf(fd), 1)) return -1;
  return Real<int (*)(int)>("fdatasync")(fd);
}

int rename(const char* from, const char* to) {
  if (Strikes("rename", to, 1)) return -1;
  return Real<int (*)(const char*, const char*)>("rename")(from, to);
}

int mkostemp64(char* name, int flags) {
  if (Strikes("open", name, 1)) return -1;
  return Real<int (*)(char*, int)>("mkostemp64")(name, flags);
}

int mkostemp(char* name, int flags) {
  if (Strikes("open", name, 1)) return -1;
  return Real<int (*)(char*, int)>("mkostemp")(name, flags);
}

int openat(int folder, const char* path, int flags, ...) {
  std::va_list more;
  va_start(more, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  if (Strikes("open", path, 1)) return -1;
  return Real<int (*)(int, const char*, int, ...)>("openat")(folder, path, flags, mode);
}

}  // extern "C"
