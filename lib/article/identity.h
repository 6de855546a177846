// Identifiers that anyone can compute again: no state, no randomness. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "lib/article/article.h"

namespace wiredesk {

// Deterministic id of an article: the first 128 bits of SHA-256 over source and external id (each preceded by its
// length, so that no two pairs collide by concatenation), as 32 lower-case hexadecimal digits.
std::string ArticleId(std::string_view source, std::string_view external_id);

// SHA-256 over what a reader sees of the article (title, standfirst, body, embeds, dateline, authors, times, agency,
// rights, images, slug and embargo lines, publication status), as 64 lower-case hexadecimal digits. Notes, language and
// identifiers do not count: equal hashes mean the same content, however it was submitted.
std::string ContentHash(const Article& article);

// SHA-256 of the bytes, as 64 lower-case hexadecimal digits.
std::string Sha256Hex(std::string_view bytes);

}  // namespace wiredesk
