// Tagging a text with the taggers and resources that ship, each set loaded once for all tests of a run.
#pragma once

#include <string>
#include <vector>

#include "lib/article/tags.h"
#include "lib/tagging/pipeline.h"

namespace wiredesk::tagging {

const Pipeline& AllTaggers();

// The tags that one tagger alone gives to an English article.
Tags TagWith(const std::string& tagger, const std::string& body, const std::string& title = "");

// Texts of the entities of a type, in order.
std::vector<std::string> EntityTexts(const Tags& tags, EntityType type);

// "text=country" of each place, in order.
std::vector<std::string> PlaceCountries(const Tags& tags);

// Ids of the topics, most confident first.
std::vector<std::string> TopicIds(const Tags& tags);

}  // namespace wiredesk::tagging
