// The parts that cards and other listings are made of.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/wiredesk/terminal.h"

namespace wiredesk::command {

// A few words with one colour; they stay on one line if they fit.
struct Item {
  std::string text;
  std::string aside = {};  // Follows the text, dim.
};

// Builds up the text of one card.
class CardText {
 public:
  explicit CardText(const Terminal& terminal) : terminal_(terminal) {}

  // A line across the terminal with the heading in it.
  void Rule(std::string_view heading);
  void Blank() { out_ += '\n'; }
  // A paragraph, wrapped and painted.
  void Paragraph(std::string_view text, Paint paint, std::string_view indent = "");
  void Paragraph(std::string_view text, std::string_view indent = "");
  // "Label    one · two · three", wrapped between the items; nothing when there are none.
  void Row(std::string_view label, const std::vector<Item>& items);
  // "Label    ████████░░  82 %  text  aside"; the label may be empty.
  void Bar(std::string_view label, double share, const Item& item);

  std::string Take() { return std::move(out_); }

 private:
  void Label(std::string_view label);
  void Aside(const std::string& aside, size_t& used);
  // Columns beside the labels, and what begins a further line there.
  size_t Room() const;
  static std::string Hanging();

  const Terminal& terminal_;
  std::string out_;
};

}  // namespace wiredesk::command
