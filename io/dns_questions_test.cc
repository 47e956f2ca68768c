#include "io/dns_questions.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace kenpin {
namespace {

using Known = DnsQuestions::Known;
constexpr DnsBounds kWide{1u << 16, 1u << 20};

TEST(DnsQuestions, EachOnce) {
  DnsQuestions questions(kWide);
  const DnsQuestions::Interned first = questions.Intern("A.Example.", RrType::kTxt);
  EXPECT_EQ(first.known, Known::kNew);
  EXPECT_EQ(questions.name(first.id), "a.example");
  EXPECT_EQ(questions.type(first.id), RrType::kTxt);
  EXPECT_EQ(questions.Find(first.id), nullptr);
  const DnsQuestions::Interned again = questions.Intern("a.example", RrType::kTxt);
  EXPECT_EQ(again.known, Known::kAlready);
  EXPECT_EQ(again.id, first.id);
  const DnsQuestions::Interned other = questions.Intern("a.example", RrType::kAaaa);
  EXPECT_EQ(other.known, Known::kNew);
  EXPECT_NE(other.id, first.id);
  const DnsQuestions::Interned no_name = questions.Intern("a..example", RrType::kTxt);
  EXPECT_EQ(no_name.known, Known::kNoName);
  EXPECT_EQ(questions.Find(no_name.id)->status, DnsStatus::kNxDomain);
}

TEST(DnsQuestions, AnswersStayWhereTheyAre) {
  DnsQuestions questions(kWide);
  std::vector<DnsQuestionId> ids;
  std::vector<const DnsAnswer*> answers;
  for (int i = 0; i < 5000; ++i) {
    ids.push_back(questions.Intern("n" + std::to_string(i), RrType::kTxt).id);
    questions.Answer(ids.back(), {DnsStatus::kFound, {std::to_string(i)}, {}});
    answers.push_back(questions.Find(ids.back()));
  }
  for (int i = 0; i < 5000; ++i) {
    EXPECT_EQ(questions.Find(ids[i]), answers[i]);
    EXPECT_EQ(answers[i]->records.front(), std::to_string(i));
    EXPECT_EQ(questions.name(ids[i]), "n" + std::to_string(i));
  }
}

TEST(DnsQuestions, CallsWhenTheLastIsAnswered) {
  DnsQuestions questions(kWide);
  const DnsQuestionId a = questions.Intern("a", RrType::kTxt).id;
  const DnsQuestionId b = questions.Intern("b", RrType::kTxt).id;
  int called = 0;
  const std::vector<DnsQuestionId> both = {a, b, a};
  questions.WhenAnswered({}, [&] { ++called; });
  EXPECT_EQ(called, 1);
  questions.WhenAnswered(both, [&] { ++called; });
  questions.WhenAnswered({&b, 1}, [&] { ++called; });
  questions.Answer(a, {DnsStatus::kNoData, {}, {}});
  EXPECT_EQ(called, 1);
  questions.Answer(b, {DnsStatus::kFailed, {}, {}});
  EXPECT_EQ(called, 3);
  questions.WhenAnswered(both, [&] { ++called; });
  EXPECT_EQ(called, 4);
  EXPECT_EQ(questions.failed(), 1u);
}

TEST(DnsQuestions, Bounds) {
  DnsQuestions questions({2, 1000});
  const DnsQuestionId a = questions.Intern("a", RrType::kTxt).id;
  const DnsQuestionId b = questions.Intern("b", RrType::kTxt).id;
  const DnsQuestions::Interned third = questions.Intern("c", RrType::kTxt);
  EXPECT_EQ(third.known, Known::kTooMany);
  EXPECT_EQ(questions.Find(third.id)->status, DnsStatus::kFailed);
  EXPECT_EQ(questions.Intern("a", RrType::kTxt).known, Known::kAlready);
  questions.Answer(a, {DnsStatus::kFound, {std::string(2000, 'x')}, {}});
  EXPECT_EQ(questions.Find(a)->status, DnsStatus::kFailed);
  questions.Answer(b, {DnsStatus::kFound, {"x"}, {}});
  EXPECT_EQ(questions.Find(b)->status, DnsStatus::kFound);
}

// Many ask and wait while one answers. Under ThreadSanitizer this is what proves the locking.
TEST(DnsQuestions, Threads) {
  constexpr int kNames = 2000;
  constexpr int kThreads = 4;
  DnsQuestions questions(kWide);
  std::atomic<int> fresh{0};
  std::atomic<int> ready{0};
  const auto ask = [&] {
    for (int i = 0; i < kNames; ++i) {
      const DnsQuestions::Interned asked = questions.Intern("n" + std::to_string(i), RrType::kTxt);
      if (asked.known == Known::kNew) {
        ++fresh;
        questions.Answer(asked.id, {DnsStatus::kFound, {questions.name(asked.id).data()}, {}});
      }
      questions.WhenAnswered({&asked.id, 1}, [&questions, &ready, id = asked.id] {
        ready += questions.Find(id)->status == DnsStatus::kFound ? 1 : 0;
      });
    }
  };
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) threads.emplace_back(ask);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(fresh, kNames);
  EXPECT_EQ(ready, kNames * kThreads);
}

}  // namespace
}  // namespace kenpin
