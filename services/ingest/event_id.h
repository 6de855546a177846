#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wiredesk::ingest {

// What makes a submission the same one again: the article, its content, and the sender's version if it gave one, since
// a higher version is a revision even of the same words. In text, as in the header ce_id:
//
//   32 hexadecimal digits of the article id "-" 16 of the content hash [ "-v" version ]
//
// Small and without memory of its own. Two contents of one article that share 64 bits of SHA-256 are taken for one.
class EventId {
 public:
  // Article id and content hash as lib/article/identity.h makes them; `version` 0: none was given.
  EventId(std::string_view article_id, std::string_view content_hash, uint64_t version);
  // The reverse of ToString; nothing for any other text.
  static std::optional<EventId> Parse(std::string_view text);

  std::string ToString() const;

  friend bool operator==(const EventId&, const EventId&) = default;
  template <typename H>
  friend H AbslHashValue(H state, const EventId& id) {
    return H::combine(std::move(state), id.words_, id.version_);
  }

 private:
  std::array<uint64_t, 3> words_;  // Article id and the begin of the content hash.
  uint64_t version_;
};

}  // namespace wiredesk::ingest
