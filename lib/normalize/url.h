// Addresses, as far as articles need them (RFC 3986). Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "lib/normalize/phrase_table.h"

namespace wiredesk::normalize {

inline constexpr size_t kMaxUrlBytes = 8192;

// Whether it is http or https with a host, without white space or control characters, and within the limit.
bool IsAbsoluteHttpUrl(std::string_view url);

// The address that `reference` means on the page at `base`: absolute http(s), or empty when it is none. `base` may be
// empty, and then only absolute references resolve.
std::string ResolveUrl(std::string_view base, std::string_view reference);

// The address without the parameters of its query that `tracking` knows and without a fragment, unless the fragment
// leads to content ("#!"). `url` is absolute.
std::string WithoutTracking(std::string_view url, const PhraseTable& tracking);

// Host in lower case without "www." and port; empty for what IsAbsoluteHttpUrl refuses.
std::string UrlHost(std::string_view url);

}  // namespace wiredesk::normalize
