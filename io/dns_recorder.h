// Writes down what a run asked and was told, as a snapshot (dns_snapshot.h) that gives the same answers again
// and that a name server can serve.
#ifndef KENPIN_IO_DNS_RECORDER_H_
#define KENPIN_IO_DNS_RECORDER_H_

#include <memory>
#include <string>

#include <absl/status/status.h>

#include "io/dns.h"
#include "io/sink.h"

namespace kenpin {

// Hands every call on to the client that it owns, and remembers each different question once. As thread-safe
// as that client, but for WriteTo(). Memory: the questions' names; answers stay with the client, whose bounds
// (dns_live.h) hold here as well: what is asked after kMaxDnsQuestions different questions is not written.
class DnsRecorder final : public DnsClient {
 public:
  explicit DnsRecorder(std::unique_ptr<DnsClient> client);
  ~DnsRecorder() override;

  DnsQuestionId Ask(std::string_view name, RrType type) override;
  const DnsAnswer* Find(DnsQuestionId question, int64_t at) const override;
  void WhenAnswered(std::span<const DnsQuestionId> questions, std::function<void()> ready) override;
  std::optional<DnsAskedRange> asked_range() const override;
  int64_t Epoch(int64_t at) const override;
  bool answers_at_once() const override;
  std::string Describe() const override;

  // The snapshot of all answers so far that apply at `at`: ordered by name, whoever asked first. Questions
  // that are open, kNotRecorded or kOff leave no line, nor do those for SOA, which only the root may have in
  // a zone of the root.
  //
  // Where answers contradict one another, as those of broken or just changed zones do (a CNAME beside other
  // records, two answers to one question by two ways), each question keeps its records and loses its chain of
  // CNAMEs. A TXT record that a master file cannot hold (kMaxZoneText), or a name with records that it cannot
  // hold (kMaxZoneOwner), makes the question a failed one.
  std::string Snapshot(int64_t at) const;

  // Appends Snapshot(at); the sink is the caller's to commit.
  absl::Status WriteTo(Sink& sink, int64_t at) const;

 private:
  struct Questions;
  const std::unique_ptr<DnsClient> client_;
  const std::unique_ptr<Questions> questions_;
};

}  // namespace kenpin

#endif  // KENPIN_IO_DNS_RECORDER_H_
