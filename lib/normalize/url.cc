#include "lib/normalize/url.h"

#include <algorithm>
#include <vector>

#include "lib/text/ascii.h"

namespace wiredesk::normalize {
namespace {

// scheme://authority path ?query; the fragment is cut off before.
struct Parts {
  std::string_view scheme;
  std::string_view authority;
  std::string_view path;
  std::string_view query;  // With its question mark.
};

std::string_view WithoutFragment(std::string_view url) {
  return url.substr(0, url.find('#'));
}

Parts Split(std::string_view url) {
  Parts parts;
  const size_t scheme_end = url.find("://");
  parts.scheme = url.substr(0, scheme_end);
  url.remove_prefix(scheme_end + 3);
  const size_t authority_end = std::min(url.size(), url.find_first_of("/?"));
  parts.authority = url.substr(0, authority_end);
  url.remove_prefix(authority_end);
  const size_t path_end = std::min(url.size(), url.find('?'));
  parts.path = url.substr(0, path_end);
  parts.query = url.substr(path_end);
  return parts;
}

// "/a/./b/../c" → "/a/c".
std::string RemoveDotSegments(std::string_view path) {
  std::vector<std::string_view> segments;
  bool directory = false;
  while (!path.empty()) {
    path.remove_prefix(1);  // The slash.
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    directory = segment == "." || segment == "..";
    if (segment == "..") {
      if (!segments.empty()) segments.pop_back();
    } else if (segment != ".") {
      segments.push_back(segment);
    }
  }
  std::string result;
  for (const std::string_view segment : segments) result.append("/").append(segment);
  if (directory || result.empty()) result.push_back('/');
  return result;
}

bool HasScheme(std::string_view reference) {
  const size_t colon = reference.find(':');
  return colon != std::string_view::npos && colon > 0 && reference.find_first_of("/?#") > colon;
}

}  // namespace

bool IsAbsoluteHttpUrl(std::string_view url) {
  if (url.size() > kMaxUrlBytes) return false;
  const bool http = text::StartsWithIgnoreCase(url, "http://") || text::StartsWithIgnoreCase(url, "https://");
  if (!http || Split(WithoutFragment(url)).authority.empty()) return false;
  return std::none_of(url.begin(), url.end(), [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7F; });
}

std::string ResolveUrl(std::string_view base, std::string_view reference) {
  reference = text::Strip(reference);
  if (HasScheme(reference)) return IsAbsoluteHttpUrl(reference) ? std::string(reference) : std::string();
  if (reference.empty() || !IsAbsoluteHttpUrl(base)) return {};
  const Parts parts = Split(WithoutFragment(base));
  std::string resolved;
  if (reference.starts_with("//")) {
    resolved = text::Concat({parts.scheme, ":", reference});
  } else {
    const size_t path_end = std::min(reference.size(), reference.find_first_of("?#"));
    const std::string_view path = reference.substr(0, path_end);
    std::string_view rest = reference.substr(path_end);
    std::string target;
    if (path.starts_with('/')) {
      target = RemoveDotSegments(path);
    } else if (path.empty()) {
      target = std::string(parts.path);
    } else {
      const std::string_view directory = parts.path.substr(0, parts.path.rfind('/') + 1);
      target = RemoveDotSegments(text::Concat({directory.empty() ? "/" : directory, path}));
    }
    const bool keeps_query = path.empty() && !rest.starts_with('?');
    resolved = text::Concat({parts.scheme, "://", parts.authority, target, keeps_query ? parts.query : "", rest});
  }
  return IsAbsoluteHttpUrl(resolved) ? resolved : std::string();
}

std::string WithoutTracking(std::string_view url, const PhraseTable& tracking) {
  const size_t fragment = std::min(url.size(), url.find('#'));
  const std::string_view kept_fragment = url.substr(fragment).starts_with("#!") ? url.substr(fragment) : "";
  url = url.substr(0, fragment);
  const size_t question = std::min(url.size(), url.find('?'));
  std::string result(url.substr(0, question));
  std::string_view query = url.substr(std::min(url.size(), question + 1));
  char separator = '?';
  while (!query.empty()) {
    const std::string_view parameter = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), parameter.size() + 1));
    if (parameter.empty() || tracking.Has(text::AsciiLowerCopy(parameter.substr(0, parameter.find('='))))) continue;
    result.push_back(separator);
    result.append(parameter);
    separator = '&';
  }
  return result.append(kept_fragment);
}

std::string UrlHost(std::string_view url) {
  if (!IsAbsoluteHttpUrl(url)) return {};
  std::string_view host = Split(WithoutFragment(url)).authority;
  if (const size_t at = host.rfind('@'); at != std::string_view::npos) host.remove_prefix(at + 1);
  host = host.substr(0, host.find(':'));
  std::string lower = text::AsciiLowerCopy(host);
  if (lower.starts_with("www.")) lower.erase(0, 4);
  return lower;
}

}  // namespace wiredesk::normalize
