// Takes out of the body what is not the story, into fields of its own where it has one. Each function notes what it
// took. Thread-safe.
#pragma once

#include <vector>

#include "lib/article/article.h"
#include "lib/normalize/cleaning_rules.h"
#include "lib/normalize/text_block.h"

namespace wiredesk::normalize {

// Notes that so many control or invisible characters were dropped, when any were.
void NoteDroppedCharacters(size_t dropped, std::vector<Note>* notes);

// Lines that mark where an advertisement stood.
void RemoveAdMarkers(const CleaningRules& rules, std::vector<TextBlock>* blocks, std::vector<Note>* notes);

// Everything else: boilerplate; furniture (furniture.h); sentences about rights into `rights`; a byline into `authors`;
// the dateline into `dateline`; the agency that one of these, or a closing line, credits into `agency`.
void CleanBlocks(const CleaningRules& rules, std::vector<TextBlock>* blocks, Article* article);

}  // namespace wiredesk::normalize
