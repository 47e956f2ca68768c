// The only file that talks to libpsl. Its functions want NUL-terminated lower-case names and answer with
// pointers into their argument, so each call copies the name to the stack; a name longer than DNS allows has
// no Organizational Domain.
#include "engine/auth/organizational_domain.h"

#include <libpsl.h>

#include <cstring>
#include <utility>

namespace kenpin {
namespace {

constexpr size_t kMaxNameOctets = 253;

// A NUL-terminated copy that libpsl may point into.
struct CName {
  char text[kMaxNameOctets + 1];
  bool ok = false;

  explicit CName(std::string_view name) {
    ok = !name.empty() && name.size() <= kMaxNameOctets &&
         std::memchr(name.data(), '\0', name.size()) == nullptr;
    if (!ok) return;
    std::memcpy(text, name.data(), name.size());
    text[name.size()] = '\0';
  }
};

}  // namespace

struct PublicSuffixList::Impl {
  const psl_ctx_t* list = nullptr;
  psl_ctx_t* owned = nullptr;
  ~Impl() { psl_free(owned); }
};

PublicSuffixList::PublicSuffixList(std::unique_ptr<Impl> impl, std::string description)
    : impl_(std::move(impl)), description_(std::move(description)) {}

PublicSuffixList::~PublicSuffixList() = default;

std::unique_ptr<PublicSuffixList> PublicSuffixList::Builtin() {
  const psl_ctx_t* list = psl_builtin();
  if (list == nullptr) return nullptr;
  std::unique_ptr<Impl> impl(new Impl);
  impl->list = list;
  return std::unique_ptr<PublicSuffixList>(new PublicSuffixList(std::move(impl), "built-in"));
}

std::unique_ptr<PublicSuffixList> PublicSuffixList::Load(const std::string& path) {
  psl_ctx_t* list = psl_load_file(path.c_str());
  if (list == nullptr) return nullptr;
  std::unique_ptr<Impl> impl(new Impl);
  impl->list = impl->owned = list;
  if (psl_suffix_count(list) <= 0) return nullptr;
  return std::unique_ptr<PublicSuffixList>(new PublicSuffixList(std::move(impl), path));
}

std::string_view PublicSuffixList::OrganizationalDomain(std::string_view domain) const {
  const CName name(domain);
  if (!name.ok) return {};
  const char* registrable = psl_registrable_domain(impl_->list, name.text);
  if (registrable == nullptr) return {};
  return domain.substr(static_cast<size_t>(registrable - name.text));
}

bool PublicSuffixList::HasKnownSuffix(std::string_view domain) const {
  const CName name(domain);
  if (!name.ok) return false;
  const char* suffix = psl_unregistrable_domain(impl_->list, name.text);
  if (suffix == nullptr || suffix == name.text) return false;
  return psl_is_public_suffix2(impl_->list, suffix, PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE) != 0;
}

bool PublicSuffixList::IsRegistrySuffix(std::string_view domain) const {
  const CName name(domain);
  if (!name.ok) return false;
  // A list without sections has no private rules either, so that the question is put this way around.
  return psl_is_public_suffix(impl_->list, name.text) != 0 &&
         psl_is_public_suffix2(impl_->list, name.text, PSL_TYPE_PRIVATE | PSL_TYPE_NO_STAR_RULE) == 0;
}

AlignmentResult Align(std::string_view author, std::string_view identifier, const PublicSuffixList& list) {
  if (author.empty()) return AlignmentResult::kUnknown;
  if (identifier.empty()) return AlignmentResult::kNone;
  if (author == identifier) return AlignmentResult::kStrict;
  const std::string_view author_org = list.OrganizationalDomain(author);
  if (author_org.empty()) return AlignmentResult::kNone;
  return author_org == list.OrganizationalDomain(identifier) ? AlignmentResult::kRelaxed
                                                             : AlignmentResult::kNone;
}

}  // namespace kenpin
