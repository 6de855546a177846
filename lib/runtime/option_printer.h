// The texts of --help and --print-config. Used by options.cc.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "lib/runtime/options.h"

namespace wiredesk::runtime {

class OptionPrinter {
 public:
  explicit OptionPrinter(const OptionTable& table) : table_(table) {}

  std::string Help() const;
  std::string Config() const;

 private:
  using Option = OptionTable::Option;

  // One option in --help.
  struct Line {
    std::string flag;
    std::string help;
  };
  struct Section {
    std::string title;
    std::vector<Line> lines;
  };

  std::string Usage() const;
  std::vector<Section> Sections() const;
  static Line Describe(const Option& option);
  static void AppendSection(std::string& out, const Section& section, size_t column);
  bool HasFileAndEnvironment() const { return table_.sources_ == OptionTable::Sources::kFileEnvironmentFlags; }
  bool IsHidden(const std::string& key) const;
  void AppendMap(std::string& out, const Option& option) const;

  const OptionTable& table_;
};

}  // namespace wiredesk::runtime
