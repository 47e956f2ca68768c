// Who brought the message, and what the machines on its way wrote: the client, the envelope, Return-Path,
// Received fields in the manner of several MTAs, and the receiver's Authentication-Results.
#ifndef KENPIN_BENCH_CORPUS_TRACE_H_
#define KENPIN_BENCH_CORPUS_TRACE_H_

#include <string>

#include "bench/corpus/message.h"

namespace kenpin::corpus {

// The machine from which the sender's or its service's mail leaves: one of four, by the ordinal. A service's
// fourth has an IPv6 address.
Client OutboundClient(const Plan& plan);
// A machine of the third party that lists and forwarders stand for.
Client RelayClient();

// The usual domain of the envelope sender: the service's or the sender's own.
std::string UsualBounceDomain(const Plan& plan);

// "b-token@bounce.example", or "" for the null sender.
std::string EnvelopeSender(const Plan& plan);

bool IsIPv6(const std::string& address);

// Puts Return-Path and Received fields on top of an empty header, as the plan's mode has them, and sets the
// slots. Presend mail gets none.
void AddTraceFields(Message& message);

// Inserts the receiver's Authentication-Results, if the plan has one. After signing: some receivers quote the
// signature.
void AddReceiverResults(Message& message);

// "198.51.100.7" as "7.100.51.198.in-addr.arpa", IPv6 likewise under ip6.arpa (its text has one "::").
std::string ReverseDomain(const std::string& address);

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_TRACE_H_
