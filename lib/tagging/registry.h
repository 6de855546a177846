// The taggers that exist. A tagger is one .cc with its factory, Make<Kind>Tagger, and one line in registry.cc.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "absl/status/statusor.h"
#include "lib/tagging/resources.h"
#include "lib/tagging/tagger.h"

namespace wiredesk::tagging {

// Makes a tagger from its resources, and adds to them the phrases that documents are matched against.
using TaggerFactory = absl::StatusOr<std::unique_ptr<Tagger>>(Resources& resources);

struct RegisteredTagger {
  std::string_view name;  // Equals the tagger's Name().
  TaggerFactory* make;
};

// In the order in which they run: a tagger sees the tags of those before it. Thread-safe.
std::span<const RegisteredTagger> Registry();

}  // namespace wiredesk::tagging
