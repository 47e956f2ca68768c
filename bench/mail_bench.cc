// What one message costs in the mail room: header index, every fact of the header, MIME walk. The mail is a
// newsletter as services send it: 25 fields, two signatures, text and HTML of 60 KB together. 16 copies of
// it, 1 MB, take turns, as messages of a chunk do.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "engine/mail/byte_scan.h"
#include "engine/mail/mail_facts.h"

namespace kenpin {
namespace {

constexpr size_t kSlack = 64;
constexpr size_t kCopies = 16;

// Base64 as it stands in signatures and seals: folded, `size` characters.
std::string Base64Text(std::mt19937& random, size_t size, std::string_view fold) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (size_t i = 0; i < size; ++i) {
    if (i % 72 == 0 && i > 0) text += fold;
    text += kAlphabet[random() % kAlphabet.size()];
  }
  return text;
}

std::string Signature(std::mt19937& random, std::string_view domain) {
  return "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; s=k1; d=" + std::string(domain) +
         ";\r\n h=From:To:Subject:Date:Message-ID:MIME-Version:Content-Type:List-Unsubscribe:\r\n "
         "List-Unsubscribe-Post; bh=" +
         Base64Text(random, 43, "\r\n ") + "=;\r\n b=" + Base64Text(random, 342, "\r\n ") + "==\r\n";
}

std::string MakeHeader(std::mt19937& random, int serial) {
  const std::string id = std::to_string(1'000'000 + serial);
  std::string h;
  h += "Return-Path: <bounce-" + id + "@bounce.news.example>\r\n";
  h += "Delivered-To: reader@mail.example\r\n";
  h += "Received: by 2002:a05:6a10:1234 with SMTP id x" + id +
       ";\r\n        Tue, 16 Jan 2024 00:00:03 -0800 (PST)\r\n";
  h += "Authentication-Results: mx.mail.example;\r\n       dkim=pass header.i=@shop.example header.s=k1;\r\n "
       "      spf=pass smtp.mailfrom=bounce@bounce.news.example\r\n";
  h += "Received: from o1.news.example (o1.news.example [192.0.2.1])\r\n        by mx.mail.example with "
       "ESMTPS id k" +
       id +
       "\r\n        for <reader@mail.example>\r\n        (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 "
       "bits=256/256);\r\n        Tue, 16 Jan 2024 00:00:02 -0800 (PST)\r\n";
  h += Signature(random, "shop.example") + Signature(random, "news.example");
  h += "Received: by filter (SG) with SMTP id 1; Tue, 16 Jan 2024 08:00:01 +0000 (UTC)\r\n";
  h += "Date: Tue, 16 Jan 2024 08:00:00 +0000\r\nFrom: =?utf-8?Q?The_Shop?= <news@shop.example>\r\nReply-To: "
       "help@shop.example\r\n";
  h += "To: reader@mail.example\r\nSubject: =?UTF-8?B?5pyA5paw44Gu44GK55+l44KJ44Gb?= "
       "=?UTF-8?B?44Go44K744O844Or?=\r\n";
  h += "Message-ID: <" + id + ".abc@shop.example>\r\nMIME-Version: 1.0\r\n";
  h += "Content-Type: multipart/alternative;\r\n boundary=\"----=_Part_" + id + "_abcdef.1705392000\"\r\n";
  h += "List-Unsubscribe: <https://shop.example/u/" + id + "/abcdefabcdefabcdef>, <mailto:u-" + id +
       "@shop.example>\r\n";
  h += "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nList-Id: <news.shop.example>\r\nPrecedence: "
       "bulk\r\n";
  h += "Feedback-ID: jan:shop:news:Service01\r\nX-SG-EID: " + Base64Text(random, 100, "\r\n ") + "\r\n";
  h += "X-Entity-ID: 1\r\nX-Report-Abuse: abuse@news.example\r\n";
  return h + "\r\n";
}

std::string MakeBody(std::mt19937& random, int serial) {
  const std::string boundary = "------=_Part_" + std::to_string(1'000'000 + serial) + "_abcdef.1705392000";
  std::string body =
      boundary +
      "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";
  while (body.size() < 8'000) body += std::string(60 + random() % 15, 't') + "\r\n";
  body += boundary +
          "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";
  while (body.size() < 60'000)
    body += (random() % 20 == 0 ? "<!-- -->" : "<td style=3D\"x\">") + std::string(40 + random() % 20, 'h') +
            "=\r\n";
  return body + boundary + "--\r\n";
}

// All copies in one buffer, each with its slack.
class Corpus {
 public:
  explicit Corpus(std::string (*make)(std::mt19937&, int)) {
    std::mt19937 random(1);
    std::vector<std::string> texts;
    for (size_t i = 0; i < kCopies; ++i) texts.push_back(make(random, static_cast<int>(i)));
    for (const std::string& text : texts) {
      begins_.push_back(bytes_.size() + kSlack);
      sizes_.push_back(text.size());
      bytes_ += std::string(kSlack, '\n') + text;
    }
    bytes_ += std::string(kSlack, '\n');
  }
  std::string_view Next() {
    const size_t i = next_++ % kCopies;
    return std::string_view(bytes_).substr(begins_[i], sizes_[i]);
  }
  size_t size() const { return sizes_[0]; }

 private:
  std::string bytes_;
  std::vector<size_t> begins_;
  std::vector<size_t> sizes_;
  size_t next_ = 0;
};

std::string MakeNewsletter(std::mt19937& random, int serial) {
  return MakeHeader(random, serial) + MakeBody(random, serial);
}

std::string MakeAttachment(std::mt19937& random, int) {
  return "MIME-Version: 1.0\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
         Base64Text(random, 60'000, "\r\n");
}

void SetBytes(benchmark::State& state, size_t per_round) {
  state.SetBytesProcessed(static_cast<int64_t>(per_round) * static_cast<int64_t>(state.iterations()));
}

void BM_HeaderIndex(benchmark::State& state) {
  Corpus corpus(MakeNewsletter);
  Arena arena;
  size_t header = 0;
  for (auto _ : state) {
    const MessageView view = IndexMessage(corpus.Next(), arena);
    header = view.header().size();
    benchmark::DoNotOptimize(view);
    arena.Reset();
  }
  SetBytes(state, header);
}
BENCHMARK(BM_HeaderIndex);

void BM_HeaderFacts(benchmark::State& state) {
  Corpus corpus(MakeNewsletter);
  Arena arena;
  const MessageView view = IndexMessage(corpus.Next(), arena);
  Arena scratch;
  for (auto _ : state) {
    MailFacts facts = CollectMailFacts(view, scratch);
    benchmark::DoNotOptimize(facts);
    scratch.Reset();
  }
  SetBytes(state, view.header().size());
}
BENCHMARK(BM_HeaderFacts);

template <std::string (*kMake)(std::mt19937&, int)>
void BM_MimeWalk(benchmark::State& state) {
  Corpus corpus(kMake);
  Arena arena;
  std::vector<MessageView> views;
  for (size_t i = 0; i < kCopies; ++i) views.push_back(IndexMessage(corpus.Next(), arena));
  Arena scratch;
  size_t next = 0;
  for (auto _ : state) {
    MimeWalk walk = WalkMime(views[next++ % kCopies], scratch);
    benchmark::DoNotOptimize(walk);
    scratch.Reset();
  }
  SetBytes(state, views[0].body().size());
}
BENCHMARK(BM_MimeWalk<MakeNewsletter>)->Name("BM_MimeWalk/newsletter");
BENCHMARK(BM_MimeWalk<MakeAttachment>)->Name("BM_MimeWalk/base64");

void BM_WholeMessage(benchmark::State& state) {
  Corpus corpus(MakeNewsletter);
  Arena arena;
  for (auto _ : state) {
    const MessageView view = IndexMessage(corpus.Next(), arena);
    MailFacts facts = CollectMailFacts(view, arena);
    AddMime(WalkMime(view, arena), &facts);
    benchmark::DoNotOptimize(facts);
    arena.Reset();
  }
  SetBytes(state, corpus.size());
}
BENCHMARK(BM_WholeMessage);

void BM_FindFieldId(benchmark::State& state) {
  const std::string_view names[] = {"Received",    "DKIM-Signature",        "from",
                                    "X-Entity-ID", "List-Unsubscribe-Post", "X-MS-Exchange-A",
                                    "To",          "Content-Type"};
  size_t next = 0;
  for (auto _ : state) benchmark::DoNotOptimize(FindFieldId(names[next++ % std::size(names)]));
}
BENCHMARK(BM_FindFieldId);

}  // namespace
}  // namespace kenpin
