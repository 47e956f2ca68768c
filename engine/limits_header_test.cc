// Header fields at their limits.
#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>

#include "engine/mail/authentication_results.h"
#include "engine/process_chunk.h"
#include "engine/test_limit_cases.h"
#include "engine/test_stores.h"
#include "io/dns_snapshot.h"

namespace kenpin::test {
namespace {

// The message that a case adds to.
const std::string kUsual =
    "From: a@example.com\r\nDate: Mon, 06 Apr 2026 00:00:00 +0000\r\nMessage-ID: <1@example.com>\r\n";

const std::string kBorder =
    "Received: from out.example.com (out.example.com [198.51.100.7]) by mx.receiver.org (Exim 4) with ESMTPS "
    "id "
    "1; Mon, 06 Apr 2026 00:00:00 +0000\r\n";

std::string Flaws(std::string_view header) {
  return JudgeForLimits(std::string(header) + "\r\nHello.\r\n", "flaws");
}

std::string Reasons(std::string_view header) {
  return JudgeForLimits(std::string(header) + "\r\nHello.\r\n", "reasons");
}

// `header` made `size` octets long by a field of its own, in lines that are short enough.
std::string Filled(std::string header, uint64_t size) {
  header += "X-Fill: x\r\n";
  while (header.size() + 100 < size) header += " " + std::string(87, 'x') + "\r\n";
  if (header.size() < size) header += " " + std::string(size - header.size() - 3, 'x') + "\r\n";
  return header;
}

// A field of `name` whose body, what stands behind the colon, is `size` octets long.
std::string LongField(std::string_view name, uint64_t size) {
  return std::string(name) + ": " + std::string(size - 1, 'x') + "\r\n";
}

std::string ReadResults(std::string_view body) {
  Arena arena;
  const bool cut = ParseAuthenticationResults(body, arena).error == AuthResultsError::kTooLong;
  return cut ? Quoted("auth_results_too_long") : "";
}

const std::string kResults = "Authentication-Results: mx.receiver.org; ";

std::string AddressField(uint64_t size) {
  std::string field = "From: a@example.com, ";
  while (field.size() + 200 < size) field += "(" + std::string(90, 'x') + ")\r\n ";
  return field;
}

}  // namespace

std::string JudgeForLimits(std::string_view message, std::string_view list) {
  const std::unique_ptr<DnsClient> dns = MakeDnsOff();
  TestStores stores;
  ScanContext context = stores.Context(*dns);
  context.judged_time.now = 1775433600;
  context.write_records = true;
  Worker worker(context, 1, 1 << 20);
  Chunk& chunk = worker.chunk();
  chunk.buffer.Reserve(message.size());
  chunk.buffer.Resize(message.size());
  std::memcpy(chunk.buffer.data(), message.data(), message.size());
  chunk.files = {"limit.eml"};
  MessageRange range;
  range.bytes = chunk.buffer.view();
  range.length = message.size();
  chunk.messages.push_back(range);
  PendingChunk pending;
  worker.ProcessBytes(&pending);
  worker.JudgeMessages(&pending);
  return nlohmann::json::parse(pending.records).at(std::string(list)).dump();
}

std::vector<LimitCase> HeaderLimitCases() {
  return {
      {"kMaxHeaderBytes", [](uint64_t n) { return Flaws(Filled(kUsual, n)); }},
      {"kMaxFields", [](uint64_t n) { return Flaws(kUsual + Times(n - 3, "X: y\r\n")); }},
      {"kMaxMailboxes",
       [](uint64_t n) { return Flaws("From: " + Times(n - 1, "a@b.example,\r\n ") + "a@b.example\r\n"); }},
      {"kMaxAddressListBytes",
       [](uint64_t n) {
         std::string field = AddressField(n);
         field += "(" + std::string(n + 5 - field.size() - 2, 'x') + ")";
         return Flaws(field + "\r\n");
       }},
      {"kMaxShownText",
       [](uint64_t n) { return Flaws(kUsual + "Subject: " + std::string(n, 'x') + "\r\n"); }},
      {"kMaxListUris",
       [](uint64_t n) {
         return Flaws(kUsual + "List-Unsubscribe: " + Times(n - 1, "<https://u.example/>,\r\n ") +
                      "<mailto:u@u.example>\r\n");
       }},
      {"kMaxHops", [](uint64_t n) { return Flaws(Times(n, kBorder) + kUsual); }},
      {"kMaxClaims",
       [](uint64_t n) { return Flaws(Times(n, kResults + "spf=pass\r\n") + kBorder + kUsual); }},
      {"kMaxAuthResultsBytes", [](uint64_t n) { return ReadResults("a; none" + std::string(n - 7, ' ')); }},
      {"kMaxAuthResults", [](uint64_t n) { return ReadResults("a" + Times(n, "; dkim=pass")); }},
      {"kMaxAuthProperties",
       [](uint64_t n) { return ReadResults("a; dkim=pass" + Times(n, " header.d=b.example")); }},
      {"kMaxAuthComments", [](uint64_t n) { return ReadResults("a; dkim=pass" + Times(n, " (c)")); }},
      {"kMaxReceiverDkim",
       [](uint64_t n) {
         const std::string half =
             kResults + "spf=pass" + Times(n / 2, "; dkim=pass header.d=b.example") + "\r\n";
         const std::string rest =
             kResults + "arc=none" + Times(n - n / 2, "; dkim=pass header.d=b.example") + "\r\n";
         return Flaws(half + rest + kBorder + kUsual);
       }},
      {"kMaxReceivedSpfBytes",
       [](uint64_t n) {
         std::string field = " pass (mx.receiver.org: good) client-ip=198.51.100.7;";
         field += std::string(n - field.size(), ' ');
         return Flaws("Received-SPF:" + field + "\r\n" + kBorder + kUsual);
       }},
      {"kMaxHeaderSectionBytes", [](uint64_t n) { return Reasons(Filled(kUsual, n)); }},
      {"kMaxHeaderFields", [](uint64_t n) { return Reasons(kUsual + Times(n - 3, "X: y\r\n")); }},
      {"kMaxValueBytes", [](uint64_t n) { return Reasons(kUsual + LongField("X", n)); }},
      {"kMaxNameBytes", [](uint64_t n) { return Reasons(kUsual + std::string(n, 'X') + ": y\r\n"); }},
      {"kMaxSubjectCharacters",
       [](uint64_t n) { return Reasons(kUsual + "Subject: " + std::string(n, 'x') + "\r\n"); }},
      {"kMaxMessageIdCharacters",
       [](uint64_t n) {
         return Reasons("From: a@example.com\r\nMessage-ID: <" + std::string(n - 14, 'x') +
                        "@example.com>\r\n");
       }},
      {"kMaxReceivedFields", [](uint64_t n) { return Reasons(Times(n, kBorder) + kUsual); }},
      {"kMaxLineOctets",
       [](uint64_t n) { return JudgeForLimits(kUsual + "\r\n" + std::string(n, 'x') + "\r\n", "reasons"); }},
  };
}

}  // namespace kenpin::test
