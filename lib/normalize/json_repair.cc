#include "lib/normalize/json_repair.h"

#include "lib/text/ascii.h"

namespace wiredesk::normalize {
namespace {

class Repairer {
 public:
  explicit Repairer(std::string_view json) : in_(json) { out_.reserve(json.size() + 16); }

  std::string Run() {
    out_.push_back('[');
    while (at_ < in_.size()) {
      const char c = in_[at_];
      if (text::IsAsciiSpace(c) || static_cast<unsigned char>(c) < ' ' || c == ';') {
        ++at_;
      } else if (c == '/' && SkipComment()) {
        continue;
      } else if (c == '"') {
        BeginValue();
        ReadString();
      } else if (c == '{' || c == '[') {
        BeginValue();
        open_.push_back(c == '{' ? '}' : ']');
        out_.push_back(c);
        ++at_;
      } else if (c == '}' || c == ']') {
        Close();
      } else if (c == ',' || c == ':') {
        // A comma waits until a value follows.
        if (c == ':') out_.push_back(c);
        ++at_;
      } else {
        BeginValue();
        ReadWord();
      }
    }
    for (; !open_.empty(); open_.pop_back()) EndWith(open_.back());
    out_.push_back(']');
    return std::move(out_);
  }

 private:
  // Puts a comma between this value and the one before.
  void BeginValue() {
    const char last = out_.back();
    if (last != '[' && last != '{' && last != ':') out_.push_back(',');
  }

  bool SkipComment() {
    if (in_.substr(at_).starts_with("//")) {
      at_ = std::min(in_.size(), in_.find('\n', at_));
      return true;
    }
    if (!in_.substr(at_).starts_with("/*")) return false;
    const size_t end = in_.find("*/", at_ + 2);
    at_ = end == std::string_view::npos ? in_.size() : end + 2;
    return true;
  }

  void EndWith(char closing) {
    if (out_.back() == ':') out_.append("null");
    out_.push_back(closing);
  }

  void Close() {
    if (!open_.empty() && open_.back() == in_[at_]) {
      EndWith(open_.back());
      open_.pop_back();
    }
    ++at_;
  }

  // A number or a name; what is no JSON there is for the parser to refuse.
  void ReadWord() {
    const size_t begin = at_;
    while (at_ < in_.size() && !text::IsAsciiSpace(in_[at_]) &&
           std::string_view(",:{}[]\"").find(in_[at_]) == std::string_view::npos) {
      ++at_;
    }
    out_.append(in_.substr(begin, at_ - begin));
  }

  char NextInk(size_t from) const {
    while (from < in_.size() && text::IsAsciiSpace(in_[from])) ++from;
    return from < in_.size() ? in_[from] : '\0';
  }

  // A quotation mark ends the string when what follows can stand after one.
  bool EndsString(size_t quote) const {
    size_t next = quote + 1;
    while (next < in_.size() && text::IsAsciiSpace(in_[next])) ++next;
    if (next == in_.size()) return true;
    const char c = in_[next];
    if (c == ',') return std::string_view("\"{[}]/-0123456789tfn").find(NextInk(next + 1)) != std::string_view::npos;
    return c == ':' || c == '}' || c == ']' ||
           (c == '"' && in_.substr(quote + 1, next - quote - 1).find('\n') != std::string_view::npos);
  }

  void ReadString() {
    out_.push_back('"');
    for (++at_; at_ < in_.size(); ++at_) {
      const char c = in_[at_];
      if (c == '\\') {
        ReadEscape();
      } else if (c == '"' && EndsString(at_)) {
        ++at_;
        break;
      } else if (c == '"') {
        out_.append("\\\"");
      } else {
        out_.push_back(static_cast<unsigned char>(c) < ' ' ? ' ' : c);
      }
    }
    out_.push_back('"');
  }

  // Leaves `at_` on the escape's last byte.
  void ReadEscape() {
    if (at_ + 1 == in_.size()) return;
    const char escaped = in_[++at_];
    const bool hexadecimal =
        escaped == 'u' && at_ + 4 < in_.size() &&
        in_.substr(at_ + 1, 4).find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    if (hexadecimal || std::string_view("\"\\/bfnrt").find(escaped) != std::string_view::npos) {
      out_.push_back('\\');
      out_.push_back(escaped);
    } else {
      out_.push_back(static_cast<unsigned char>(escaped) < ' ' ? ' ' : escaped);
    }
  }

  std::string_view in_;
  size_t at_ = 0;
  std::string open_;  // The brackets that close what is open.
  std::string out_;
};

}  // namespace

std::string RepairJson(std::string_view json) {
  return Repairer(json).Run();
}

}  // namespace wiredesk::normalize
