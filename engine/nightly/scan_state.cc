#include "engine/nightly/scan_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "engine/corpus_fold.h"
#include "engine/mail/date.h"
#include "engine/nightly/renumber.h"
#include "engine/partial/state_tables.h"

namespace kenpin {
namespace {

constexpr int64_t kNanosecondsPerSecond = 1'000'000'000;

absl::Status Precondition(const std::string& text) {
  return absl::FailedPreconditionError(absl::string_view(text.data(), text.size()));
}

bool IsDirectoryFormat(const std::optional<InputFormat>& format) {
  return format == InputFormat::kMaildir || format == InputFormat::kEmlDir;
}

std::string_view NameOf(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// The ranks of the files of whose messages something was counted. All that is known of a message's place is
// in the samples and in the fingerprints of Message-IDs.
std::set<uint32_t> CountedFiles(RunState& counted) {
  std::set<uint32_t> ranks;
  for (const InputSummary& input : counted.inputs) {
    for (const PlaceInInput& place : input.ambiguous_at) ranks.insert(place.file);
  }
  const auto take = [&ranks](const SampleList& list) {
    for (const Sample& sample : list.samples()) ranks.insert(sample.ordinal.file);
  };
  for (const auto& [org_domain, subdomains] : counted.domains) {
    for (const auto& [domain, counts] : subdomains) {
      for (const RuleCounts& rule : counts.rules) take(rule.samples);
      for (const SampleList& list : counts.corpus.samples) take(list);
    }
  }
  std::vector<SortedRuns*> sources;
  sources.reserve(counted.fingerprints.size());
  for (SortedRuns& runs : counted.fingerprints) sources.push_back(&runs);
  // An error of their temporary files is met again when they are stored.
  SortedRuns::Merge(sources, [&ranks](const Fingerprint& fingerprint) {
    if (const std::optional<Ordinal> place = PlaceOf(fingerprint)) ranks.insert(place->file);
  }).IgnoreError();
  return ranks;
}

// Files of a directory, and what was read of them.
struct FailedFileSet {
  std::set<std::string> names;
  uint64_t bytes = 0;
};

// The names of a directory's files that errors tell of and of which no message was counted. What an error
// says of the directory, or of what stands in no listing, concerns no file. An error behind the first octet
// concerns the rest of a file whose beginning was counted.
FailedFileSet FailedFiles(const std::string& path, const InputLook& look,
                          const std::vector<InputError>& errors, RunState& counted) {
  FailedFileSet failed;
  if (look.listing == nullptr || errors.empty()) return failed;
  std::map<std::string, uint32_t, std::less<>> listed;
  for (const DirectoryEntry& entry : look.listing->entries()) {
    listed.emplace(entry.base(), static_cast<uint32_t>(listed.size()));
  }
  const std::set<uint32_t> counted_files = CountedFiles(counted);
  for (const InputError& error : errors) {
    if (error.path == path || error.offset > 0) continue;
    std::string_view name = NameOf(error.path);
    if (look.after.format == InputFormat::kMaildir) name = MaildirBaseName(name);
    auto found = listed.find(name);
    // A member of an archive: the archive.
    if (found == listed.end()) {
      found = listed.find(NameOf(std::string_view(error.path).substr(0, error.path.find('!'))));
    }
    if (found == listed.end() || counted_files.contains(found->second)) continue;
    failed.names.insert(found->first);
    failed.bytes += error.junk_bytes;
  }
  return failed;
}

// The ranks of a listing's files when those that failed, which have no messages, are left out.
std::vector<uint32_t> RanksWithout(const std::set<std::string>& failed, const InputLook& look) {
  std::vector<uint32_t> ranks;
  uint32_t next = 0;
  for (const DirectoryEntry& entry : look.listing->entries()) {
    ranks.push_back(next);
    if (!failed.contains(std::string(entry.base()))) ++next;
  }
  return ranks;
}

bool HasContent(const InputSummary& input) {
  return input.messages > 0 || input.bytes > 0 || input.ambiguous_lines > 0;
}

std::string DescribeCondition(const std::string& name, const std::string* value) {
  return value == nullptr ? fmt::format("no {}", name) : fmt::format("{} {}", name, *value);
}

// Null if they are the same.
absl::Status Compare(const ScanConditions& before, const ScanConditions& now) {
  std::set<std::string> names;
  for (const auto& [name, value] : before) names.insert(name);
  for (const auto& [name, value] : now) names.insert(name);
  for (const std::string& name : names) {
    const auto was = before.find(name);
    const auto is = now.find(name);
    if (was != before.end() && is != now.end() && was->second == is->second) continue;
    return Precondition(
        fmt::format("was made with {}, and this run has {}; scan as then, or begin another state",
                    DescribeCondition(name, was == before.end() ? nullptr : &was->second),
                    DescribeCondition(name, is == now.end() ? nullptr : &is->second)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<ScanState>> ScanState::Open(const ScanStateOptions& options,
                                                           const ScanConditions& conditions) {
  absl::StatusOr<std::unique_ptr<StateFile>> file = StateFile::Open(options.path);
  if (!file.ok()) return file.status();
  std::unique_ptr<ScanState> state(new ScanState(*std::move(file), options));
  if (const absl::Status status = state->Load(conditions); !status.ok()) return status;
  return state;
}

ScanState::ScanState(std::unique_ptr<StateFile> file, const ScanStateOptions& options)
    : file_(std::move(file)),
      options_(options),
      inputs_(options.inputs.size()),
      tonight_(options.sample_limit) {
  for (size_t i = 0; i < inputs_.size(); ++i) inputs_[i].path = options.inputs[i];
  tonight_.inputs.resize(inputs_.size());
}

absl::Status ScanState::Load(const ScanConditions& conditions) {
  if (file_->is_new()) {
    const absl::Status created = CreateStateTables(file_->database());
    return created.ok() ? file_->SetAbout(conditions) : file_->Named(created);
  }
  const absl::StatusOr<ScanConditions> about = file_->About();
  if (!about.ok()) return about.status();
  if (const absl::Status same = Compare(*about, conditions); !same.ok()) return file_->Named(same);
  absl::StatusOr<std::vector<StateNight>> nights = file_->Nights();
  if (!nights.ok()) return nights.status();
  nights_ = *std::move(nights);
  if (!nights_.empty()) night_ = nights_.back().number + 1;
  has_mail_ = true;
  absl::StatusOr<std::vector<StatePart>> parts = file_->Parts();
  if (!parts.ok()) return parts.status();
  parts_ = *std::move(parts);
  for (const StateNight& night : nights_) {
    const bool is_old = night.at < options_.now - int64_t{options_.keep_days} * kSecondsPerDay;
    if (options_.keep_days > 0 && is_old) dropped_.insert(night.number);
  }
  return absl::OkStatus();
}

std::vector<StatePart> ScanState::PartsOf(const std::string& path) const {
  std::vector<StatePart> parts;
  for (const StatePart& part : parts_) {
    if (part.path == path && !IsDropped(part.night)) parts.push_back(part);
  }
  return parts;
}

absl::StatusOr<StateFile::Places> ScanState::PlacesOf(const std::string& path) {
  absl::StatusOr<StateFile::Places> places = file_->PlacesOf(path);
  if (places.ok())
    std::erase_if(*places, [this](const auto& place) { return IsDropped(place.second.night); });
  return places;
}

bool ScanState::ForgetDropped(KnownFiles* files) const {
  bool changed = false;
  for (size_t i = 0; !dropped_.empty() && i < files->size(); ++i) {
    if (!IsDropped(files->file(i).night)) continue;
    files->set_night(i, kForgottenNight);
    changed = true;
  }
  return changed;
}

absl::StatusOr<InputLook*> ScanState::LookAt(size_t index) {
  Input& input = inputs_[index];
  absl::StatusOr<std::optional<SeenInput>> before = file_->Seen(input.path);
  if (!before.ok()) return before.status();
  input.before = *std::move(before);
  SeenInput* seen = input.before ? &*input.before : nullptr;
  if (seen != nullptr) ForgetDropped(&seen->files);
  absl::StatusOr<StateFile::Places> places = PlacesOf(input.path);
  if (!places.ok()) return places.status();
  input.places = *std::move(places);
  input.look = std::make_unique<InputLook>(seen, options_.now * kNanosecondsPerSecond);
  for (const auto& [base, place] : input.places) input.look->followed.insert(base);
  return input.look.get();
}

absl::Status ScanState::Add(size_t index, RunState&& counted, const std::vector<InputError>& errors) {
  Input& input = inputs_[index];
  InputLook& look = *input.look;
  counted.inputs.resize(1);
  counted.inputs[0].path = input.path;
  input.told = counted.inputs[0];
  if (input.told.format.empty() && look.after.format) input.told.format = InputFormatName(*look.after.format);
  has_mail_ |= input.told.messages > 0;
  const FailedFileSet failed_files = FailedFiles(input.path, look, errors, counted);
  const std::set<std::string>& failed = failed_files.names;
  input.junk_bytes = failed_files.bytes;
  // An archive of a Maildir is a file.
  const bool is_directory = IsDirectoryFormat(look.after.format) && look.after.modified == 0;
  input.failed = !is_directory && !errors.empty();
  if (look.change == InputChange::kReplaced) {
    // Nobody is told of what had counted nothing.
    if (!PartsOf(input.path).empty()) replaced_.push_back(input.path);
    input.places_changed = !input.places.empty();
    input.places.clear();
  }
  const bool is_listed = look.listing != nullptr;
  const bool was_forgotten = !look.met.empty() && !dropped_.empty();
  if (!input.failed && (look.change != InputChange::kUnchanged || was_forgotten || !failed.empty())) {
    input.after = Remember(look, night_, failed);
  }
  for (auto& [base, place] : input.places) {
    const auto found = look.places.find(base);
    if (found == look.places.end() || found->second == place.where) continue;
    place.where = found->second;
    input.places_changed = true;
  }
  absl::Status stored = absl::OkStatus();
  if (HasContent(input.told)) {
    if (is_listed && !failed.empty()) {
      RunState dense(options_.sample_limit);
      const std::vector<uint32_t> ranks = RanksWithout(failed, look);
      stored = AddAt({0, ranks}, std::move(counted), &dense);
      counted = std::move(dense);
    }
    counted.inputs[0].bytes -= std::min(counted.inputs[0].bytes, input.junk_bytes);
    if (stored.ok() && HasContent(counted.inputs[0])) stored = StorePart(input, counted);
    counted.inputs[0].bytes = input.told.bytes;
    if (stored.ok()) {
      stored = AddAt({static_cast<uint32_t>(index), {}}, std::move(counted), &tonight_);
    }
  }
  tonight_.inputs[index] = input.told;
  return file_->Named(stored);
}

absl::Status ScanState::StorePart(Input& input, RunState& counted) {
  // What could not be read is no news of this night: the next run tries again, and tells again.
  counted.inputs[0].error.clear();
  counted.inputs[0].errors = 0;
  uint32_t number = 1;
  for (const StatePart& part : parts_) {
    if (part.number == number) ++number;
  }
  if (number > kMaxStateNumber) {
    return Precondition(
        fmt::format("holds {} parts (nights by inputs with something new), and no more fit; scan with "
                    "--keep-days, or keep a "
                    "state for some of the inputs only",
                    kMaxStateNumber));
  }
  const absl::StatusOr<std::string> digest = WriteState(file_->database(), number, counted);
  if (!digest.ok()) return digest.status();
  const StatePart part{number, night_, input.path};
  parts_.insert(std::upper_bound(parts_.begin(), parts_.end(), part,
                                 [](const StatePart& a, const StatePart& b) { return a.number < b.number; }),
                part);
  input.part = number;
  if (input.look->after.format != InputFormat::kMaildir || input.look->listing == nullptr)
    return absl::OkStatus();
  VisitSources(
      [this, &input](std::string* source) {
        input.places[std::string(MaildirBaseName(NameOf(*source)))] = {*source, night_};
        input.places_changed = true;
      },
      &counted);
  return absl::OkStatus();
}

absl::StatusOr<RunState> ScanState::Cumulative() {
  RunState sum(options_.sample_limit);
  absl::Status status = absl::OkStatus();
  std::set<std::string> named;
  for (uint32_t i = 0; i < inputs_.size() && status.ok(); ++i) {
    Input& input = inputs_[i];
    named.insert(input.path);
    if (sum.inputs.size() <= i) sum.inputs.resize(i + 1);
    sum.inputs[i].path = input.path;
    const SeenInput* before = input.before ? &*input.before : nullptr;
    status = AddParts(i, input.after ? &*input.after : before, input, &sum);
    InputSummary& told = sum.inputs[i];
    if (told.format.empty()) told.format = input.told.format;
    told.bytes += input.junk_bytes;
    told.error = input.told.error;
    told.errors = input.told.errors;
  }
  if (!status.ok()) return status;
  const absl::StatusOr<std::vector<std::string>> paths = file_->SeenPaths();
  if (!paths.ok()) return paths.status();
  for (const std::string& path : *paths) {
    if (named.contains(path)) continue;
    Input other;
    other.path = path;
    absl::StatusOr<std::optional<SeenInput>> seen = file_->Seen(path);
    if (!seen.ok()) return seen.status();
    absl::StatusOr<StateFile::Places> places = PlacesOf(path);
    if (!places.ok()) return places.status();
    other.places = *std::move(places);
    if (PartsOf(path).empty()) continue;
    const uint32_t index = static_cast<uint32_t>(sum.inputs.size());
    sum.inputs.emplace_back().path = path;
    status = AddParts(index, *seen ? &**seen : nullptr, other, &sum);
    if (!status.ok()) return status;
  }
  return sum;
}

absl::Status ScanState::AddParts(uint32_t index, const SeenInput* seen, const Input& input, RunState* sum) {
  std::map<uint32_t, std::vector<uint32_t>> ranks;  // By night.
  for (size_t i = 0; seen != nullptr && i < seen->files.size(); ++i) {
    ranks[seen->files.file(i).night].push_back(static_cast<uint32_t>(i));
  }
  const bool is_replaced = input.look != nullptr && input.look->change == InputChange::kReplaced;
  std::vector<StatePart> parts = PartsOf(input.path);
  if (is_replaced)
    std::erase_if(parts, [&input](const StatePart& part) { return part.number != input.part; });
  std::sort(parts.begin(), parts.end(),
            [](const StatePart& a, const StatePart& b) { return a.night < b.night; });
  for (const StatePart& part : parts) {
    RunState state(options_.sample_limit);
    absl::Status status = ReadState(file_->database(), part.number, &state);
    if (status.ok() && !input.places.empty()) {
      VisitSources(
          [&input](std::string* source) {
            const auto place = input.places.find(MaildirBaseName(NameOf(*source)));
            if (place != input.places.end()) *source = place->second.where;
          },
          &state);
    }
    if (status.ok()) status = AddAt({index, ranks[part.night]}, std::move(state), sum);
    if (!status.ok()) return file_->Named(status);
  }
  return absl::OkStatus();
}

absl::Status ScanState::RemovePart(uint32_t number) {
  const absl::Status status = DeleteState(file_->database(), number);
  return status.ok() ? file_->DeletePart(number) : file_->Named(status);
}

absl::Status ScanState::CommitInput(Input& input) {
  absl::Status status = absl::OkStatus();
  if (input.failed)
    return input.part == 0 ? status : file_->Named(DeleteState(file_->database(), input.part));
  const InputLook& look = *input.look;
  if (input.part != 0) status = file_->AddPart({input.part, night_, input.path});
  if (look.change == InputChange::kReplaced) {
    for (const StatePart& part : PartsOf(input.path)) {
      if (part.number != input.part && status.ok()) status = RemovePart(part.number);
    }
  }
  if (status.ok() && input.after) {
    status = file_->SetSeen(input.path, *input.after);
  } else if (status.ok() && look.listing != nullptr && input.before) {
    // Worth writing only if the next run can do without listing, or must look closer than before.
    const bool is_news = look.after.folder_times != input.before->folder_times ||
                         IsAtRest(look.after, look.after.folder_times);
    if (is_news) status = file_->SetListed(input.path, look.after);
  }
  if (status.ok() && input.places_changed) status = file_->SetPlaces(input.path, input.places);
  return status;
}

absl::Status ScanState::DropNights() {
  if (dropped_.empty()) return absl::OkStatus();
  absl::Status status = absl::OkStatus();
  for (const StatePart& part : parts_) {
    if (IsDropped(part.night) && status.ok()) status = RemovePart(part.number);
  }
  for (const uint32_t night : dropped_) {
    if (status.ok()) status = file_->DeleteNight(night);
  }
  if (!status.ok()) return status;
  const absl::StatusOr<std::vector<std::string>> paths = file_->SeenPaths();
  if (!paths.ok()) return paths.status();
  for (const std::string& path : *paths) {
    absl::StatusOr<std::optional<SeenInput>> seen = file_->Seen(path);
    if (!seen.ok()) return seen.status();
    if (*seen && ForgetDropped(&(*seen)->files)) status = file_->SetSeen(path, **seen);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status ScanState::Commit() {
  absl::Status status = absl::OkStatus();
  const bool is_news = std::any_of(inputs_.begin(), inputs_.end(),
                                   [](const Input& input) { return input.part != 0 && !input.failed; });
  if (is_news) status = file_->AddNight({night_, options_.now});
  for (Input& input : inputs_) {
    if (status.ok() && input.look != nullptr) status = CommitInput(input);
  }
  if (status.ok()) status = DropNights();
  return status.ok() ? file_->Commit() : status;
}

}  // namespace kenpin
