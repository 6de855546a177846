// What stands around a story and is not the story, as paragraphs of its own: embargo, correction and end lines, notes
// to editors, credits, contacts. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lib/article/article.h"
#include "lib/normalize/cleaning_rules.h"
#include "lib/normalize/text_block.h"

namespace wiredesk::normalize {

// Lifts furniture out of the blocks: an embargo into `embargo`, and everything, as it stood, into the notes. A kill
// notice among the first paragraphs makes the article canceled. A line that says that what follows is not for
// publication takes all below it along; an article that begins with it is withheld. Kinds that a story could also say
// (an end mark, a contact) are furniture only near the story's beginning or end, counted in paragraphs that are no
// furniture; so lifting again changes nothing.
void LiftFurniture(const CleaningRules& rules, std::vector<TextBlock>* blocks, Article* article);

// Moves a line into `embargo`, and notes it.
void LiftEmbargo(std::string line, Article* article);

// Withholds an article of which any embargo that LiftEmbargo moved has not certainly passed at `received`: a text that
// may not be published yet must never go out as usable. Certainly passed is an embargo with a full date of which the
// last time zone on Earth has seen the end; one without a date that can be read never is.
void ApplyEmbargo(absl::Time received, Article* article);

}  // namespace wiredesk::normalize
