// What was found out once, by the time for which DNS was asked and a text. Campaigns repeat domains and
// clients over and over, so that a worker that remembers them asks DNS for almost nothing.
#ifndef KENPIN_ENGINE_AUTH_FACT_MEMO_H_
#define KENPIN_ENGINE_AUTH_FACT_MEMO_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace kenpin {

// Not thread-safe; one a worker. References stay valid until Trim().
template <typename Value>
class FactMemo {
 public:
  struct Slot {
    std::string_view text;  // The key's own copy.
    bool known = false;     // `value` is complete: all questions are answered.
    Value value{};
  };

  // Remembers at most about `limit` texts.
  explicit FactMemo(size_t limit) : limit_(limit) {}

  // The slot for `text` in `epoch`; a new one is not known. No allocation where there is one already.
  Slot& Get(int64_t epoch, std::string_view text) {
    const auto found = slots_.find(KeyView{epoch, text});
    if (found != slots_.end()) return found->second;
    const auto added = slots_.try_emplace(Key{epoch, std::string(text)}).first;
    added->second.text = added->first.text;
    return added->second;
  }

  // Forgets all once the limit is reached: cheaper than to know which slot is the oldest, and as good when
  // campaigns follow one another.
  void Trim() {
    if (slots_.size() >= limit_) slots_.clear();
  }

  size_t size() const { return slots_.size(); }

 private:
  struct KeyView {
    int64_t epoch = 0;
    std::string_view text;
  };
  struct Key {
    int64_t epoch = 0;
    std::string text;
    // NOLINTNEXTLINE(google-explicit-constructor): Hash and Equal take keys of either type.
    operator KeyView() const { return {epoch, text}; }
  };
  struct Hash {
    using is_transparent = void;
    size_t operator()(const KeyView& key) const {
      return std::hash<std::string_view>()(key.text) ^ std::hash<int64_t>()(key.epoch) * 0x9E3779B97F4A7C15u;
    }
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(const KeyView& a, const KeyView& b) const {
      return a.epoch == b.epoch && a.text == b.text;
    }
  };

  const size_t limit_;
  std::unordered_map<Key, Slot, Hash, Equal> slots_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_FACT_MEMO_H_
