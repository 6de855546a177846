// A model on disk: mapped, so that processes share it and a start reads only what it uses; checked, so that a damaged
// or foreign file is refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace wiredesk::tagging {

// The file: 8 bytes of kind ("names", zeros behind), a version (32 bits), 4 bytes of zero, the payload's size (64
// bits), the payload's SHA-256, then the payload, which begins at byte 64. Numbers are little-endian. Immutable and
// thread-safe.
class ModelFile {
 public:
  static constexpr size_t kHeaderBytes = 64;

  // Errors: NotFound without the file; DataLoss when it is damaged, of another kind or another version.
  static absl::StatusOr<std::shared_ptr<const ModelFile>> Open(const std::string& path, std::string_view kind,
                                                               uint32_t version);
  // Errors: Internal when it cannot be written.
  static absl::Status Write(const std::string& path, std::string_view kind, uint32_t version, std::string_view payload);

  ~ModelFile();
  ModelFile(const ModelFile&) = delete;
  ModelFile& operator=(const ModelFile&) = delete;

  // Aligned to 64 bytes; lives as long as this.
  std::span<const std::byte> payload() const { return payload_; }

 private:
  ModelFile(void* address, size_t size);

  void* const address_;
  const size_t size_;
  const std::span<const std::byte> payload_;
};

}  // namespace wiredesk::tagging
