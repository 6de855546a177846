#pragma once

#include <string_view>

#include "lib/article/article.h"
#include "lib/normalize/cleaning_rules.h"
#include "lib/normalize/steps.h"

namespace wiredesk::normalize {

// Fills in what follows from the words of title and body: the language, the blocks that are in another one, and the
// signature. `hint`: the language that the sender or the page names; may be empty. Thread-safe.
void AddWordFacts(std::string_view hint, const CleaningRules& rules, Article* article,
                  const StepObserver& observer = nullptr);

}  // namespace wiredesk::normalize
