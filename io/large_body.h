// What becomes of a record that is too large to be kept: its octets pass by whoever wants to see them.
//
// A reader knows no mail. It says where such a record begins, hands over its octets in order, piece by piece,
// as it drops them, and says where the record ends; what was made of them goes with the record.
#ifndef KENPIN_IO_LARGE_BODY_H_
#define KENPIN_IO_LARGE_BODY_H_

#include <memory>
#include <string_view>

namespace kenpin {

// One record that passes by. Used by one thread at a time.
class LargeBody {
 public:
  virtual ~LargeBody() = default;

  // The next octets behind those seen so far, valid during the call; kBufferSlack readable octets stand
  // before and after them. What separates the record from the next one, an empty line, is the last of them.
  virtual void Take(std::string_view octets) = 0;
  // There are no more. Not called for a record that could not be read to its end.
  virtual void End() = 0;
};

// Thread-safe.
class LargeBodies {
 public:
  virtual ~LargeBodies() = default;

  // A record has turned out to be too large: `message` is what is kept of it (as MessageRange::bytes), valid
  // during the call, and Take() goes on behind it. `in_mbox`: lines may be quoted. Returns null if nobody
  // wants to see the rest.
  virtual std::unique_ptr<LargeBody> Begin(std::string_view message, bool in_mbox) const = 0;
};

}  // namespace kenpin

#endif  // KENPIN_IO_LARGE_BODY_H_
