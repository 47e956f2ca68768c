// Organizational Domains by the public suffix list (RFC 7489 §3.2). The tree walk of RFC 9989 needs DNS and
// stands apart.
#ifndef KENPIN_ENGINE_AUTH_ORGANIZATIONAL_DOMAIN_H_
#define KENPIN_ENGINE_AUTH_ORGANIZATIONAL_DOMAIN_H_

#include <memory>
#include <string>
#include <string_view>

#include "engine/auth/dmarc_result.h"
#include "engine/auth/evidence.h"

namespace kenpin {

// An immutable list; any thread.
class PublicSuffixList {
 public:
  // The list that libpsl was built with.
  static std::unique_ptr<PublicSuffixList> Builtin();
  // Reads the list at `path`; null if it can not be read or holds no rule.
  static std::unique_ptr<PublicSuffixList> Load(const std::string& path);
  ~PublicSuffixList();
  PublicSuffixList(const PublicSuffixList&) = delete;
  PublicSuffixList& operator=(const PublicSuffixList&) = delete;

  // The registrable domain: one label more than the longest public suffix (§3.2). `domain` is A-labels in
  // lower case; the result is a view into it, empty when the domain is itself a public suffix, empty, or
  // longer than a name can be.
  std::string_view OrganizationalDomain(std::string_view domain) const;

  // Whether a rule of the list itself (not the implicit "*") names a suffix of `domain`, and the domain is
  // more than that suffix.
  bool HasKnownSuffix(std::string_view domain) const;

  // Whether `domain` is itself a suffix below which a registry registers names: a top-level domain, or a rule
  // outside the list's section of private domains.
  bool IsRegistrySuffix(std::string_view domain) const;

  // How `--version` and the report name the list: its path or "built-in", and its date if known.
  const std::string& description() const { return description_; }

 private:
  struct Impl;
  PublicSuffixList(std::unique_ptr<Impl> impl, std::string description);
  std::unique_ptr<Impl> impl_;
  std::string description_;
};

// Identifier Alignment of two names by the list (RFC 7489 §3.1). kUnknown when `author` is empty.
AlignmentResult Align(std::string_view author, std::string_view identifier, const PublicSuffixList& list);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_ORGANIZATIONAL_DOMAIN_H_
