#include "lib/normalize/media_type.h"

#include <algorithm>
#include <array>

#include "absl/status/status.h"
#include "lib/text/ascii.h"

namespace wiredesk::normalize {
namespace {

constexpr size_t kSniffedBytes = 512;

constexpr auto kHtmlOpenings =
    std::to_array<std::string_view>({"<!doctype html", "<html", "<head", "<body", "<article", "<div", "<p>", "<p ",
                                     "<h1", "<script", "<meta", "<title", "<?xml", "<!--"});

// Reads past what may stand between the letters of UTF-16 and past a byte order mark.
PayloadFormat Sniff(std::string_view payload) {
  std::string head(payload.substr(0, kSniffedBytes));
  std::erase(head, '\0');
  std::string_view text = head;
  for (const std::string_view mark : {"\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF"}) {
    if (text.starts_with(mark)) text.remove_prefix(mark.size());
  }
  text = text::StripLeft(text);
  for (const std::string_view opening : kHtmlOpenings) {
    if (text::StartsWithIgnoreCase(text, opening)) return PayloadFormat::kHtml;
  }
  return PayloadFormat::kText;
}

std::string CharsetParameter(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::string_view parameter = parameters.substr(0, parameters.find(';'));
    parameters.remove_prefix(std::min(parameters.size(), parameter.size() + 1));
    const size_t equals = parameter.find('=');
    if (equals == std::string_view::npos) continue;
    if (!text::EqualsIgnoreCase(text::Strip(parameter.substr(0, equals)), "charset")) continue;
    std::string_view value = text::Strip(parameter.substr(equals + 1));
    if (value.size() >= 2 && value.front() == value.back() && (value.front() == '"' || value.front() == '\'')) {
      value = value.substr(1, value.size() - 2);
    }
    return std::string(value);
  }
  return {};
}

}  // namespace

absl::StatusOr<MediaType> ReadMediaType(std::string_view value, std::string_view payload) {
  const size_t semicolon = std::min(value.size(), value.find(';'));
  const std::string_view type = text::Strip(value.substr(0, semicolon));
  MediaType media_type;
  if (semicolon < value.size()) media_type.charset = CharsetParameter(value.substr(semicolon + 1));
  if (type.empty()) {
    media_type.format = Sniff(payload);
  } else if (text::EqualsIgnoreCase(type, "text/plain")) {
    media_type.format = PayloadFormat::kText;
  } else if (text::EqualsIgnoreCase(type, "text/html") || text::EqualsIgnoreCase(type, "application/xhtml+xml")) {
    media_type.format = PayloadFormat::kHtml;
  } else {
    return absl::InvalidArgumentError(
        text::Concat({"\"", type, "\" is not read; send text/plain, text/html or application/xhtml+xml"}));
  }
  return media_type;
}

}  // namespace wiredesk::normalize
