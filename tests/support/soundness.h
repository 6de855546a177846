// What holds for everything that normalization gives, whatever was sent: for property tests and for fuzzing. Each
// function says what does not hold, or nothing. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "lib/article/article.h"
#include "lib/normalize/html_document.h"

namespace wiredesk::normalize {

enum class Lines { kOne, kMany };

// Well-formed UTF-8 in NFC without control characters and bidirectional controls.
std::string FaultOf(std::string_view text, Lines lines);

// Nodes in document order, within each other, within the limits.
std::string FaultOf(const HtmlDocument& document);

// All its text, addresses, times and blocks.
std::string FaultOf(const Article& article);

}  // namespace wiredesk::normalize
