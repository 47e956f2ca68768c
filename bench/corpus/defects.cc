// Gathers the tables and decides which message gets which defect.
#include "bench/corpus/defects.h"

#include <algorithm>
#include <charconv>

namespace kenpin::corpus {
namespace {

constexpr uint64_t kMillion = 1'000'000;
// "all": nine messages in ten have a defect.
constexpr uint64_t kAllMillionths = 900'000;
// "usual": a little more than half of the mail has one.
constexpr uint64_t kUsualMillionths = 540'000;
constexpr uint64_t kSecondDefectPercent = 15;

std::vector<Defect> GatherDefects() {
  std::vector<Defect> result;
  for (const std::span<const DefectRow> rows :
       {HeaderDefects(), BodyDefects(), SignatureDefects(), KeyDefects(), UnsubscribeDefects(),
        IdentityDefects(), ContentDefects()}) {
    for (const DefectRow& row : rows)
      result.push_back({row, ParseExpectations(row.claims),
                        (row.needs & ~uint32_t{kEditsSubject}) == 0 && row.sender.empty()});
  }
  for (const std::span<const DefectRow> rows :
       {SpfDefects(), DmarcDefects(), DeliveryDefects(), RelayDefects(), SystemDefects(), CorpusDefects()}) {
    for (const DefectRow& row : rows) result.push_back({row, ParseExpectations(row.claims), false, true});
  }
  return result;
}

bool FitsMode(const Defect& defect, MailMode mode, EnvelopeGiven given) {
  uint32_t barred = 0;
  if (mode != MailMode::kDelivered) barred |= kDeliveredOnly;
  if (mode != MailMode::kPresend) barred |= kPresendOnly;
  // Whether an archive is the author's own can not be told without an author.
  if (mode == MailMode::kSent) barred |= kAuthorNull | kAuthorOpen;
  if (mode != MailMode::kDelivered && given == EnvelopeGiven::kNothing) barred |= kClientKnown;
  if (given == EnvelopeGiven::kOptions) barred |= kEnvelope;
  return !(defect.row.needs & barred);
}

// Whether the truth of one defect would depend on the other.
bool Clash(const Defect& a, const Defect& b) {
  if (a.row.needs & b.row.needs & kEditsSubject) return true;
  return std::any_of(a.claims.begin(), a.claims.end(), [&b](const Expectation& claim) {
    return std::any_of(b.claims.begin(), b.claims.end(),
                       [&claim](const Expectation& other) { return claim.rule == other.rule; });
  });
}

// A rate like "0.02" in millionths, without floating point.
bool ParseRate(std::string_view text, uint64_t* millionths) {
  double rate = 0;
  const std::from_chars_result result = std::from_chars(text.data(), text.data() + text.size(), rate);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size() || !(rate >= 0 && rate <= 1))
    return false;
  *millionths = static_cast<uint64_t>(rate * static_cast<double>(kMillion) + 0.5);
  return true;
}

}  // namespace

std::span<const Defect> Defects() {
  static const std::vector<Defect> all = GatherDefects();
  return all;
}

const Defect* FindDefect(std::string_view name) {
  for (const Defect& defect : Defects()) {
    if (defect.row.name == name) return &defect;
  }
  return nullptr;
}

DefectMix DefectMix::Parse(std::string_view text, MailMode mode, EnvelopeGiven given, std::string* error) {
  DefectMix mix;
  if (text == "none" || text == "flawless") return mix;
  if (text == "demo" || text == "all" || text == "usual") {
    for (const Defect& defect : Defects()) {
      if (FitsMode(defect, mode, given)) mix.shares_.push_back({&defect, defect.row.demo_millionths});
    }
    if (text == "all") {
      for (Share& share : mix.shares_) share.millionths = kAllMillionths / mix.shares_.size();
    }
    if (text == "usual") mix.ScaleTo(kUsualMillionths);
    mix.pairs_ = true;
    return mix;
  }
  uint64_t total = 0;
  while (!text.empty() && error->empty()) {
    const size_t end = std::min(text.find(','), text.size());
    const std::string_view item = text.substr(0, end);
    const size_t equals = std::min(item.find('='), item.size());
    Share share{FindDefect(item.substr(0, equals)), 0};
    if (share.defect == nullptr || !FitsMode(*share.defect, mode, given)) {
      *error = "no defect of this name fits the mode: " + std::string(item.substr(0, equals)) +
               " (see --list-defects)";
    } else if (equals == item.size() || !ParseRate(item.substr(equals + 1), &share.millionths)) {
      *error = "not NAME=RATE with a rate from 0 to 1: " + std::string(item);
    }
    mix.shares_.push_back(share);
    total += share.millionths;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (error->empty() && total > kMillion) *error = "the rates of the defects add up to more than 1";
  return error->empty() ? mix : DefectMix();
}

void DefectMix::ScaleTo(uint64_t millionths) {
  uint64_t total = 0;
  for (const Share& share : shares_) total += share.millionths;
  for (Share& share : shares_) share.millionths = share.millionths * millionths / total;
}

ChosenDefects DefectMix::Choose(uint64_t seed, uint64_t ordinal) const {
  // Multiples of the golden ratio fall evenly on the circle, so each share gets its part of any run of
  // ordinals.
  const uint64_t circle = ordinal * kGoldenStep + Mix(seed ^ 0x646566656374ULL);
  uint64_t place = (circle >> 32) * kMillion >> 32;
  ChosenDefects chosen;
  for (const Share& share : shares_) {
    if (place < share.millionths) {
      chosen.push_back(share.defect);
      break;
    }
    place -= share.millionths;
  }
  if (chosen.empty() || !pairs_) return chosen;
  Random random(Mix(seed) + ordinal);
  // Without a certain author too much would depend on him.
  const bool author_in_doubt = (chosen.front()->row.needs & (kAuthorNull | kAuthorOpen)) != 0;
  if (author_in_doubt || chosen.front()->row.alone || !random.Percent(kSecondDefectPercent)) return chosen;
  std::vector<const Defect*> others;
  for (const Share& share : shares_) {
    if (share.defect->may_be_second && !Clash(*share.defect, *chosen.front())) others.push_back(share.defect);
  }
  if (!others.empty()) chosen.push_back(others[random.Below(others.size())]);
  return chosen;
}

}  // namespace kenpin::corpus
