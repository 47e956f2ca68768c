#include "bench/floor.h"

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>

#include "engine/crypto/base64.h"
#include "engine/dkim/field_selector.h"
#include "engine/dkim/header_hash.h"
#include "engine/dkim/prepare.h"
#include "engine/dkim/signature.h"
#include "engine/mail/message_view.h"
#include "engine/mail/tag_list.h"
#include "io/corpus.h"

namespace kenpin::bench {
namespace {

constexpr BodyHashRequest kBodyDigest{Canonicalization::kRelaxed, HashAlgorithm::kSha256, kNoBodyLimit};

// The octets of the first usable p= at a name, or nothing.
std::string KeyOctets(const DnsAnswer& answer) {
  for (const std::string& record : answer.records) {
    Arena arena;
    const TagList tags = ParseTagList(record, arena);
    const Tag* p = tags.Find("p");
    if (p == nullptr || p->value.empty()) continue;
    std::string octets(MaxBase64DecodedSize(p->value.size()), '\0');
    const std::optional<size_t> size =
        DecodeBase64(p->value, {reinterpret_cast<uint8_t*>(octets.data()), octets.size()});
    if (size) return octets.substr(0, *size);
  }
  return {};
}

class Collector {
 public:
  explicit Collector(DnsClient& dns) : dns_(dns) {}

  void Add(const MessageRange& range) {
    const MessageView view = IndexMessage(range.bytes, arena_);
    const std::span<PendingSignature> signatures =
        preparer_.Prepare(view, MessageExtent::kWhole, dns_, arena_, arena_).signatures;
    const BodyHashPlan plan = PlanBodyHashes(signatures, {&kBodyDigest, 1}, arena_);
    hasher_.Compute(view.body(), FirstBodyReading(range.quoted_from_lines), plan.hashes, nullptr);
    const uint64_t body_at = range.ordinal.offset + range.length - view.body().size();
    AddBodies(plan.hashes, body_at);
    AddHeaders(view, range.ordinal.offset);
    for (const PendingSignature& signature : signatures) AddSignature(signature);
    ++work_.messages;
    arena_.Reset();
  }

  FloorWork Take() { return std::move(work_); }

 private:
  // Two forms of a body with the same digest are the same octets, which need be hashed once only.
  void AddBodies(std::span<const BodyHash> hashes, uint64_t offset) {
    for (size_t i = 0; i < hashes.size(); ++i) {
      const BodyHash& hash = hashes[i];
      const bool known = std::any_of(hashes.begin(), hashes.begin() + i, [&hash](const BodyHash& other) {
        return std::ranges::equal(other.bytes(), hash.bytes());
      });
      if (!known) AddDigest(offset, std::min(hash.canonical_length, hash.request.limit), hash.request.hash);
    }
  }

  void AddDigest(uint64_t offset, uint64_t length, HashAlgorithm hash) {
    work_.digests.push_back({offset, length, hash});
    work_.digest_octets += length;
  }

  void AddHeaders(const MessageView& view, uint64_t offset) {
    FieldSelector selector(view, arena_);
    for (uint32_t i = view.First(FieldId::kDkimSignature); i != HeaderField::kNoField; i = view.Next(i)) {
      const DkimSignature signature = ParseDkimSignature(view.Body(view.fields()[i]), arena_);
      if (signature.error) continue;
      DkimCoverage coverage;
      const std::span<const uint32_t> fields = selector.Select(signature, i, &coverage);
      const std::string header = CanonicalHeader(view, signature, fields, i, LineEndReading::kStandard);
      AddDigest(offset, header.size(), signature.hash());
    }
  }

  void AddSignature(const PendingSignature& signature) {
    if (!signature.question || signature.decided) return;
    const DnsAnswer* answer = dns_.Find(*signature.question, 0);
    if (answer == nullptr) return;
    std::map<DnsQuestionId, uint32_t>::iterator key = keys_.find(*signature.question);
    if (key == keys_.end()) {
      std::string octets = KeyOctets(*answer);
      if (octets.empty()) return;
      key = keys_.emplace(*signature.question, static_cast<uint32_t>(work_.keys.size())).first;
      work_.keys.push_back(std::move(octets));
    }
    if (work_.keys[key->second].size() == 32) ++work_.ed25519;
    const std::span<const uint8_t> digest = signature.header_digest.bytes();
    work_.signatures.push_back({key->second,
                                signature.hash,
                                {digest.begin(), digest.end()},
                                {signature.signature.begin(), signature.signature.end()}});
  }

  DnsClient& dns_;
  FloorWork work_;
  std::map<DnsQuestionId, uint32_t> keys_;
  Arena arena_;
  SignaturePreparer preparer_;
  BodyHasher hasher_;
};

// One thread's contexts, all made before the clock starts.
class FloorThread {
 public:
  FloorThread(const FloorWork& work, const std::string& file, const EVP_MD* sha256, const EVP_MD* sha1)
      : work_(work),
        file_(file),
        sha256_(sha256),
        sha1_(sha1),
        context_(EVP_MD_CTX_new()),
        ed_context_(EVP_MD_CTX_new()) {
    for (const std::string& octets : work.keys) {
      const unsigned char* at = reinterpret_cast<const unsigned char*>(octets.data());
      EVP_PKEY* key = octets.size() == 32
                          ? EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, at, octets.size())
                          : d2i_PUBKEY(nullptr, &at, static_cast<long>(octets.size()));
      keys_.push_back(key);
      EVP_PKEY_CTX* context = nullptr;
      if (key != nullptr && octets.size() != 32) {
        context = EVP_PKEY_CTX_new(key, nullptr);
        EVP_PKEY_verify_init(context);
        EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING);
        EVP_PKEY_CTX_set_signature_md(context, sha256_);
      }
      contexts_.push_back(context);
    }
  }
  ~FloorThread() {
    for (EVP_PKEY_CTX* context : contexts_) EVP_PKEY_CTX_free(context);
    for (EVP_PKEY* key : keys_) EVP_PKEY_free(key);
    EVP_MD_CTX_free(context_);
    EVP_MD_CTX_free(ed_context_);
  }

  void Run(unsigned part, unsigned parts) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    for (size_t i = part; i < work_.digests.size(); i += parts) {
      const DigestWork& d = work_.digests[i];
      EVP_DigestInit_ex2(context_, d.hash == HashAlgorithm::kSha256 ? sha256_ : sha1_, nullptr);
      EVP_DigestUpdate(context_, file_.data() + d.offset,
                       std::min<uint64_t>(d.length, file_.size() - d.offset));
      EVP_DigestFinal_ex(context_, digest, nullptr);
    }
    for (size_t i = part; i < work_.signatures.size(); i += parts)
      failures_ += Check(work_.signatures[i]) ? 0 : 1;
  }

  uint64_t failures() const { return failures_; }

 private:
  bool Check(const SignatureWork& s) {
    EVP_PKEY* key = keys_[s.key];
    if (key == nullptr) return false;
    if (contexts_[s.key] == nullptr) {
      EVP_MD_CTX_reset(ed_context_);
      return EVP_DigestVerifyInit(ed_context_, nullptr, nullptr, nullptr, key) == 1 &&
             EVP_DigestVerify(ed_context_, s.signature.data(), s.signature.size(), s.digest.data(),
                              s.digest.size()) == 1;
    }
    if (s.hash == HashAlgorithm::kSha1)
      return false;  // Never counts; the checks of sha1 are too few to matter.
    return EVP_PKEY_verify(contexts_[s.key], s.signature.data(), s.signature.size(), s.digest.data(),
                           s.digest.size()) == 1;
  }

  const FloorWork& work_;
  const std::string& file_;
  const EVP_MD* sha256_;
  const EVP_MD* sha1_;
  EVP_MD_CTX* context_;
  EVP_MD_CTX* ed_context_;
  std::vector<EVP_PKEY*> keys_;
  std::vector<EVP_PKEY_CTX*> contexts_;
  uint64_t failures_ = 0;
};

}  // namespace

FloorWork CollectFloorWork(const std::string& path, DnsClient& dns) {
  Collector collector(dns);
  Corpus corpus({path}, {});
  Chunk chunk;
  while (std::unique_ptr<ChunkRequest> request = corpus.Next()) {
    corpus.Load(std::move(request), &chunk);
    for (const MessageRange& range : chunk.messages) collector.Add(range);
  }
  return collector.Take();
}

double CpuSeconds() {
  struct rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

FloorTime RunFloor(const FloorWork& work, const std::string& file, unsigned threads, uint64_t* failures) {
  EVP_MD* sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_MD* sha1 = EVP_MD_fetch(nullptr, "SHA1", nullptr);
  FloorTime time;
  {
    std::vector<std::unique_ptr<FloorThread>> parts;
    for (unsigned i = 0; i < threads; ++i)
      parts.push_back(std::make_unique<FloorThread>(work, file, sha256, sha1));
    const double cpu_start = CpuSeconds();
    const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
    std::vector<std::thread> running;
    for (unsigned i = 1; i < threads; ++i)
      running.emplace_back([&parts, i, threads] { parts[i]->Run(i, threads); });
    parts[0]->Run(0, threads);
    for (std::thread& thread : running) thread.join();
    time.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    time.cpu_seconds = CpuSeconds() - cpu_start;
    *failures = 0;
    for (const std::unique_ptr<FloorThread>& part : parts) *failures += part->failures();
  }
  EVP_MD_free(sha256);
  EVP_MD_free(sha1);
  return time;
}

}  // namespace kenpin::bench
