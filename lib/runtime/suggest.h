// "Did you mean …?"
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wiredesk::runtime {

// The known name that `name` is most likely a slip of, or an empty string when none is near: at most one wrong,
// missing, additional or swapped character in three, or a prefix of just one known name.
std::string Nearest(std::string_view name, const std::vector<std::string>& known);

}  // namespace wiredesk::runtime
