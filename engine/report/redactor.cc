#include "engine/report/redactor.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

constexpr size_t kMaxHostOctets = 255;
constexpr size_t kMaxWordOctets = 80;
constexpr size_t kMaxSchemeOctets = 20;

bool IsAlnum(char c) { return IsClass(c, kAlpha | kDigit); }
bool IsNameOctet(char c) { return IsAlnum(c) || c == '.' || c == '-' || c == '_'; }

bool IsHostName(std::string_view text) { return std::all_of(text.begin(), text.end(), IsNameOctet); }

// Digits, dots and colons, with or without the tag of RFC 5321 §4.1.3; not checked any further.
bool IsHostAddress(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  constexpr std::string_view kTag = "IPv6:";
  if (text.size() > kTag.size() && EqualsIgnoreCase(text.substr(0, kTag.size()), kTag)) {
    text.remove_prefix(kTag.size());
  }
  const auto fits = [](char c) { return IsClass(c, kHexDigit) || c == '.' || c == ':'; };
  const bool has_mark = text.find_first_of(".:") != std::string_view::npos;
  return has_mark && std::all_of(text.begin(), text.end(), fits);
}

bool IsHost(std::string_view text) {
  return !text.empty() && text.size() <= kMaxHostOctets && (IsHostName(text) || IsHostAddress(text));
}

// The scheme with its colon; empty if there is none.
std::string_view SchemeOf(std::string_view uri) {
  const size_t colon = uri.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > kMaxSchemeOctets) return {};
  const std::string_view name = uri.substr(0, colon);
  return std::all_of(name.begin(), name.end(), IsAlnum) ? uri.substr(0, colon + 1) : std::string_view();
}

}  // namespace

struct Redactor::Impl {
  EVP_MAC* mac = nullptr;
  EVP_MAC_CTX* context = nullptr;
};

Redactor::Redactor(std::string_view key) : impl_(std::make_unique<Impl>()) {
  impl_->mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  impl_->context = EVP_MAC_CTX_new(impl_->mac);
  std::array<char, 7> digest = {"SHA256"};
  const std::array<OSSL_PARAM, 2> parameters = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0), OSSL_PARAM_construct_end()};
  const unsigned char* octets = reinterpret_cast<const unsigned char*>(key.data());
  // An OpenSSL without HMAC-SHA-256 is no OpenSSL that this program can be built with.
  if (EVP_MAC_init(impl_->context, octets, key.size(), parameters.data()) != 1) std::abort();
}

Redactor::~Redactor() {
  if (impl_ == nullptr) return;
  EVP_MAC_CTX_free(impl_->context);
  EVP_MAC_free(impl_->mac);
}

Redactor::Redactor(Redactor&&) noexcept = default;

std::string Redactor::Hash(std::string_view text) {
  if (text.empty()) return {};
  std::array<unsigned char, 32> digest{};
  size_t size = 0;
  const unsigned char* octets = reinterpret_cast<const unsigned char*>(text.data());
  // Begins anew with the same key.
  const bool done = EVP_MAC_init(impl_->context, nullptr, 0, nullptr) == 1 &&
                    EVP_MAC_update(impl_->context, octets, text.size()) == 1 &&
                    EVP_MAC_final(impl_->context, digest.data(), &size, digest.size()) == 1;
  if (!done) std::abort();
  static_assert(kRedactedDigits % 2 == 0 && kRedactedDigits <= 2 * digest.size());
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hash;
  for (size_t i = 0; i < kRedactedDigits / 2; ++i) {
    hash += kDigits[digest[i] >> 4];
    hash += kDigits[digest[i] & 15];
  }
  return hash;
}

std::string Redactor::Host(std::string_view text) { return IsHost(text) ? std::string(text) : Hash(text); }

std::string Redactor::Address(std::string_view text) {
  const size_t at = text.rfind('@');
  if (at == std::string_view::npos) return Hash(text);
  return Hash(text.substr(0, at)) + "@" + Host(text.substr(at + 1));
}

std::string Redactor::AddressOrHost(std::string_view text) {
  return text.find('@') == std::string_view::npos ? Host(text) : Address(text);
}

std::string Redactor::Uri(std::string_view uri) {
  const std::string_view scheme = SchemeOf(uri);
  if (scheme.empty()) return Hash(uri);
  std::string_view rest = uri.substr(scheme.size());
  std::string told(scheme);
  if (EqualsIgnoreCase(scheme, "mailto:")) {
    const size_t query = std::min(rest.find('?'), rest.size());
    told += Address(rest.substr(0, query));
    if (query < rest.size()) told += "?" + Hash(rest.substr(query + 1));
    return told;
  }
  if (!rest.starts_with("//")) return told + Hash(rest);
  rest.remove_prefix(2);
  const size_t path = std::min(rest.find_first_of("/?#"), rest.size());
  std::string_view authority = rest.substr(0, path);
  rest.remove_prefix(path);
  told += "//";
  if (const size_t at = authority.rfind('@'); at != std::string_view::npos) {
    told += Hash(authority.substr(0, at)) + "@";
    authority.remove_prefix(at + 1);
  }
  std::string_view port;
  if (const size_t colon = authority.rfind(':');
      colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos) {
    port = authority.substr(colon + 1);
    authority = authority.substr(0, colon);
  }
  told += Host(authority);
  const bool is_number = std::all_of(port.begin(), port.end(), IsDigit);
  if (!port.empty()) told += ":" + (is_number && port.size() <= 5 ? std::string(port) : Hash(port));
  if (rest.empty()) return told;
  return told + "/" + Hash(rest == "/" ? std::string_view() : rest);
}

std::string Redactor::Word(std::string_view text) {
  const auto fits = [](char c) { return IsNameOctet(c) || c == '/' || c == '+'; };
  return text.size() <= kMaxWordOctets && std::all_of(text.begin(), text.end(), fits) ? std::string(text)
                                                                                      : Hash(text);
}

}  // namespace kenpin
