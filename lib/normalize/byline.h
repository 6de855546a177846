// The lines that name a story's authors and agency. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/article/article.h"
#include "lib/normalize/cleaning_rules.h"
#include "lib/normalize/text_block.h"

namespace wiredesk::normalize {

// The people among credited names ("Anna Berg and Tom Lee, Reuters"); agencies are none.
std::vector<std::string> PeopleIn(std::string_view names, const CleaningRules& rules);

// The people that a byline names ("By Anna Berg and Tom Lee, Reuters"), agencies left out; nothing when the line is no
// byline: it must begin as byline.txt says, and go on with names only.
std::vector<std::string> BylineAuthors(std::string_view line, const CleaningRules& rules);

// Whether the whole line is a byline, of people or of an agency ("By The Associated Press").
bool IsByline(std::string_view line, const CleaningRules& rules);

// The usual name of the agency whose name is all of the line, in brackets or not: "(ELTA)", "AFP".
std::optional<std::string_view> SignedAgency(std::string_view line, const CleaningRules& rules);

// Where an agency's name in brackets behind the paragraph's last sentence begins ("… aboard. (ANSA)."), with the space
// before it; the paragraph's size when there is none.
size_t SignOffBehind(std::string_view paragraph, const CleaningRules& rules);

// Moves a byline that is the first paragraph, and not the only one, into the authors and the agency.
void LiftByline(const CleaningRules& rules, std::vector<TextBlock>* blocks, Article* article);

}  // namespace wiredesk::normalize
