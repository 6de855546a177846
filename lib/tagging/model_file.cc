#include "lib/tagging/model_file.h"

#include <fcntl.h>
#include <openssl/sha.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cstring>
#include <fstream>

#include "absl/strings/str_cat.h"

namespace wiredesk::tagging {
namespace {

static_assert(std::endian::native == std::endian::little, "model files are read in place");

struct Header {
  char kind[8] = {};
  uint32_t version = 0;
  uint32_t zero = 0;
  uint64_t payload_bytes = 0;
  unsigned char sha256[SHA256_DIGEST_LENGTH] = {};
  char padding[8] = {};
};
static_assert(sizeof(Header) == ModelFile::kHeaderBytes);

Header HeaderOf(std::string_view kind, uint32_t version, std::span<const std::byte> payload) {
  Header header;
  std::memcpy(header.kind, kind.data(), std::min(kind.size(), sizeof(header.kind)));
  header.version = version;
  header.payload_bytes = payload.size();
  SHA256(reinterpret_cast<const unsigned char*>(payload.data()), payload.size(), header.sha256);
  return header;
}

}  // namespace

ModelFile::ModelFile(void* address, size_t size)
    : address_(address),
      size_(size),
      payload_(static_cast<const std::byte*>(address) + kHeaderBytes, size - kHeaderBytes) {}

ModelFile::~ModelFile() {
  munmap(address_, size_);
}

absl::StatusOr<std::shared_ptr<const ModelFile>> ModelFile::Open(const std::string& path, std::string_view kind,
                                                                 uint32_t version) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return absl::NotFoundError(absl::StrCat("cannot open ", path, ": ", strerror(errno)));
  struct stat status = {};
  const bool sized = fstat(file, &status) == 0 && static_cast<size_t>(status.st_size) >= kHeaderBytes;
  void* const address =
      sized ? mmap(nullptr, static_cast<size_t>(status.st_size), PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;
  close(file);
  if (address == MAP_FAILED) return absl::DataLossError(absl::StrCat(path, " is no model: too short, or not readable"));
  std::shared_ptr<const ModelFile> model(new ModelFile(address, static_cast<size_t>(status.st_size)));
  Header found;
  std::memcpy(&found, address, sizeof(found));
  const Header expected = HeaderOf(kind, version, model->payload());
  if (std::memcmp(found.kind, expected.kind, sizeof(found.kind)) != 0 || found.version != version) {
    return absl::DataLossError(absl::StrCat(path, " is no model of kind ", std::string(kind), ", version ", version));
  }
  if (std::memcmp(&found, &expected, sizeof(found)) != 0) {
    return absl::DataLossError(absl::StrCat(path, " is damaged: its content does not have the hash that it names"));
  }
  return model;
}

absl::Status ModelFile::Write(const std::string& path, std::string_view kind, uint32_t version,
                              std::string_view payload) {
  const Header header = HeaderOf(kind, version, std::as_bytes(std::span(payload)));
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(&header), sizeof(header));
  file.write(payload.data(), static_cast<std::streamsize>(payload.size()));
  file.close();
  return file ? absl::OkStatus() : absl::InternalError(absl::StrCat("cannot write ", path));
}

}  // namespace wiredesk::tagging
