#include "lib/article/identity.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace wiredesk {
namespace {

constexpr size_t kOtherFieldsBytes = 2048;  // As a rule: what is hashed besides the body.

// OpenSSL 3 would look the algorithm up, under a lock, each time that it is not handed over ready.
const EVP_MD* Sha256() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

// SHA-256 over a sequence of fields, each preceded by its length. Many small updates would cost more than one copy.
class FieldHasher {
 public:
  explicit FieldHasher(size_t expected_bytes) { fields_.reserve(expected_bytes); }

  void Add(std::string_view field) {
    const uint64_t size = field.size();
    for (int i = 0; i < 8; ++i) fields_.push_back(static_cast<char>(size >> (8 * i)));
    fields_.append(field);
  }

  std::string Hex(size_t bytes) const {
    unsigned char digest[SHA256_DIGEST_LENGTH];
    EVP_Digest(fields_.data(), fields_.size(), digest, nullptr, Sha256(), nullptr);
    return absl::BytesToHexString(absl::string_view(reinterpret_cast<char*>(digest), bytes));
  }

 private:
  std::string fields_;
};

std::string TimeField(const std::optional<PublishedTime>& time) {
  return time ? FormatRfc3339(*time) : "";
}

}  // namespace

std::string ArticleId(std::string_view source, std::string_view external_id) {
  FieldHasher hasher(source.size() + external_id.size() + 16);
  hasher.Add(source);
  hasher.Add(external_id);
  return hasher.Hex(16);
}

std::string ContentHash(const Article& article) {
  FieldHasher hasher(article.body.size() + kOtherFieldsBytes);
  for (std::string_view field :
       {std::string_view(article.title), std::string_view(article.body), std::string_view(article.dateline),
        std::string_view(article.agency), std::string_view(article.rights), std::string_view(article.canonical_url),
        std::string_view(article.site_name), std::string_view(article.section), std::string_view(article.standfirst),
        std::string_view(article.slug), std::string_view(article.embargo)}) {
    hasher.Add(field);
  }
  hasher.Add(TimeField(article.published_time));
  hasher.Add(TimeField(article.modified_time));
  hasher.Add(absl::StrCat(static_cast<int>(article.publication_status)));
  hasher.Add(absl::StrCat(article.authors.size()));
  for (const std::string& author : article.authors) hasher.Add(author);
  for (const Block& block : article.blocks) {
    if (block.type != BlockType::kEmbed) continue;
    hasher.Add(block.text);
    hasher.Add(block.url);
  }
  for (const Image& image : article.images) {
    hasher.Add(image.url);
    hasher.Add(image.caption);
    hasher.Add(image.credit);
  }
  return hasher.Hex(SHA256_DIGEST_LENGTH);
}

std::string Sha256Hex(std::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  EVP_Digest(bytes.data(), bytes.size(), digest, nullptr, Sha256(), nullptr);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<char*>(digest), sizeof(digest)));
}

}  // namespace wiredesk
