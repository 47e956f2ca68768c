// For tests: what the workers of a run share, beside DNS and options.
#ifndef KENPIN_ENGINE_TEST_STORES_H_
#define KENPIN_ENGINE_TEST_STORES_H_

#include <memory>

#include "engine/process_chunk.h"

namespace kenpin {

struct TestStores {
  // The stores live as long as this object.
  ScanContext Context(DnsClient& dns) {
    ScanContext context;
    context.dns = &dns;
    context.stores = &answers;
    context.suffixes = suffixes.get();
    return context;
  }

  AnswerStores answers;
  std::unique_ptr<PublicSuffixList> suffixes = PublicSuffixList::Builtin();
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_TEST_STORES_H_
