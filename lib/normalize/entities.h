#pragma once

#include <string>
#include <string_view>

namespace wiredesk::normalize {

// "Tom &amp; Anna" → "Tom & Anna": the entities that turn up in metadata. Thread-safe.
std::string ResolveEntities(std::string_view text);

}  // namespace wiredesk::normalize
