#include "engine/await_dns.h"

#include <future>
#include <memory>

namespace kenpin {

void AwaitAnswers(DnsClient& dns, std::vector<DnsQuestionId>* questions) {
  if (questions->empty()) return;
  // Shared with the callback, which may still be at work in its thread when the wait is over.
  const std::shared_ptr<std::promise<void>> answered = std::make_shared<std::promise<void>>();
  std::future<void> done = answered->get_future();
  dns.WhenAnswered(*questions, [answered] { answered->set_value(); });
  done.wait();
  questions->clear();
}

}  // namespace kenpin
