// --traffic-map: what the mail of each stream is for, told by somebody who knows.
#ifndef KENPIN_ENGINE_TRAFFIC_MAP_H_
#define KENPIN_ENGINE_TRAFFIC_MAP_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "engine/mail/facts.h"
#include "engine/mail/message_view.h"
#include "rules/corpus_rule.h"

namespace kenpin {

// Read once, then only asked: any thread.
class TrafficMap {
 public:
  // A CSV with the column class (marketing, transactional or list) and at least one of
  //   from         a domain, which stands for the names below it, too, or an address
  //   list_id      the identifier between the brackets of List-Id
  //   feedback_id  the whole Feedback-ID, or its last part (the SenderId)
  // Letter case does not matter. A row with several of them holds where all agree; an empty field agrees with
  // everything. An error names file, line and field.
  static absl::StatusOr<std::unique_ptr<TrafficMap>> Read(const std::string& path);

  // The class of the first row that agrees; absent if none does. Allocates nothing.
  std::optional<TrafficClass> Find(const MessageView& message, const FromFacts& from) const;

 private:
  struct Row {
    std::string from;
    std::string list_id;
    std::string feedback_id;
    TrafficClass traffic = TrafficClass::kUnknown;
  };
  std::vector<Row> rows_;
};

// What --traffic would say in this class: mailing lists owe an unsubscribe as marketing mail does.
UnsubscribeClass UnsubscribeClassOf(TrafficClass traffic);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_TRAFFIC_MAP_H_
