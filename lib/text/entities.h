// Character references that were left over, or written twice, in what should be plain text. Thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wiredesk::text {

struct ResolvedEntities {
  size_t count = 0;   // References that became characters.
  std::string first;  // The first of them as it stood, for the note.
};

// Resolves "&quot;", "&#8217;", "&#x2019;" and the names of HTML 4, also where "&amp;" stands for their "&", once or
// more often. Only what ends with a semicolon is a reference, so that "AT&T" and addresses stay. A text that shows
// markup ("use &lt;b&gt;": an escaped < before a letter, / or !) talks about HTML, and stays as it is. References to
// control characters, surrogates and what is no character stay too. Applying it again changes nothing. Costs one search
// for & in text without references.
ResolvedEntities ResolveEntities(std::string* text);

}  // namespace wiredesk::text
