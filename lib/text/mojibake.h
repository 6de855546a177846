// Text that was UTF-8, was read in a single-byte charset, and was then written as UTF-8 again: "CafÃ©", "donâ€™t".
// Thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wiredesk::text {

struct MojibakeRepair {
  size_t sequences = 0;      // That became one character each; 0 when the text stayed as it was.
  size_t rounds = 0;         // How often the text had been misread.
  std::string_view charset;  // What it had been misread as, by the Encoding Standard's name.
};

// Repairs `text` (well-formed UTF-8) where it is certain, up to twice misread; as windows-1252 (with the C1 controls
// that ISO-8859-1 leaves), windows-1257, windows-1250 or windows-1251. Certain is a charset in which
//   - every sequence that can only be mojibake (Ã before a sign, â€ before a quotation mark, …) gives well-formed
//     UTF-8 of letters and signs that news is written in, and there is at least one of them;
//   - letters before a closing sign ("CAFÉ»", "liberté »" with a no-break space), which may be meant, are only touched
//     when the text has no other character beyond ASCII than what gets repaired;
//   - in windows-1251, where ordinary Cyrillic text is made of the same letters, all of the text is mojibake.
// Costs a search for two bytes in text without it.
MojibakeRepair RepairMojibake(std::string* text);

}  // namespace wiredesk::text
