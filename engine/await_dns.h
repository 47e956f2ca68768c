// Waiting for DNS, for commands that have nothing else to do in the meantime.
#ifndef KENPIN_ENGINE_AWAIT_DNS_H_
#define KENPIN_ENGINE_AWAIT_DNS_H_

#include <vector>

#include "io/dns.h"

namespace kenpin {

// Returns when all of `questions` are answered, and empties the list. Any thread but one of the client's.
void AwaitAnswers(DnsClient& dns, std::vector<DnsQuestionId>* questions);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AWAIT_DNS_H_
