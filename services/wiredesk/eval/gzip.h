#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace wiredesk::eval {

// The content of a gzip file (RFC 1952), all its members one after another. InvalidArgument when the bytes are no whole
// gzip file or hold more than `max_bytes`. Thread-safe.
absl::StatusOr<std::string> Gunzip(std::string_view bytes, size_t max_bytes);

}  // namespace wiredesk::eval
