#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace wiredesk::normalize {

// The names that news agencies go by, from resources/cleaning/agencies.txt. Immutable and thread-safe.
class AgencyNames {
 public:
  // Errors: NotFound, or DataLoss naming file and line.
  static absl::StatusOr<AgencyNames> Load(const std::string& path);

  AgencyNames(AgencyNames&&) noexcept;
  AgencyNames& operator=(AgencyNames&&) noexcept;
  ~AgencyNames();

  // The usual name of the agency that goes by exactly that name; case counts, white space and dots around do not.
  std::optional<std::string_view> Find(std::string_view name) const;

  // The usual name of the agency whose name stands first in the text, as words of their own.
  std::optional<std::string_view> FindIn(std::string_view text) const;

 private:
  struct Compiled;
  explicit AgencyNames(std::unique_ptr<const Compiled> compiled);

  // The agency whose name the text begins with, the longest name there is.
  std::optional<std::string_view> FindAt(std::string_view text) const;

  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace wiredesk::normalize
