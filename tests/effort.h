// How much of a test whose rounds are random, or whose input is merely long, is run.
#ifndef KENPIN_TESTS_EFFORT_H_
#define KENPIN_TESTS_EFFORT_H_

namespace kenpin::test {

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define KENPIN_SANITIZED 1
#endif
#endif
#if defined(KENPIN_SANITIZED) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

// Why a test that reads much and finds nothing for a sanitizer is skipped under one.
inline constexpr const char* kInReleaseAlone = "takes minutes under a sanitizer; Release runs it";

// `full` rounds or octets; under a sanitizer an eighth of them. There each takes many times as long, and what
// a sanitizer looks for shows in the first as well as in the last, while the values are compared in full
// elsewhere.
template <typename T>
constexpr T Effort(T full) {
  return kSanitized ? full / 8 : full;
}

}  // namespace kenpin::test

#endif  // KENPIN_TESTS_EFFORT_H_
