#include "services/wiredesk/eval/gzip.h"

#include <zlib.h>

#include <array>
#include <limits>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace wiredesk::eval {
namespace {

constexpr int kGzipOnly = 16 + MAX_WBITS;  // zlib's way to say that the header must be gzip's.

class Inflater {
 public:
  explicit Inflater(std::string_view bytes) {
    ready_ = inflateInit2(&stream_, kGzipOnly) == Z_OK;
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // Appends what the next step gives; zlib's code.
  int Step(std::string& out) {
    if (!ready_) return Z_MEM_ERROR;
    stream_.next_out = buffer_.data();
    stream_.avail_out = static_cast<uInt>(buffer_.size());
    const int code = inflate(&stream_, Z_NO_FLUSH);
    out.append(reinterpret_cast<const char*>(buffer_.data()), buffer_.size() - stream_.avail_out);
    return code;
  }
  bool AtEnd() const { return stream_.avail_in == 0; }
  void NextMember() { inflateReset(&stream_); }

 private:
  z_stream stream_ = {};
  bool ready_ = false;
  std::array<Bytef, size_t{64} << 10> buffer_;
};

}  // namespace

absl::StatusOr<std::string> Gunzip(std::string_view bytes, size_t max_bytes) {
  if (bytes.size() > std::numeric_limits<uInt>::max()) return absl::InvalidArgumentError("is too large");
  std::string out;
  Inflater inflater(bytes);
  while (true) {
    const int code = inflater.Step(out);
    if (out.size() > max_bytes)
      return absl::InvalidArgumentError(absl::StrCat("holds more than ", max_bytes, " bytes"));
    if (code == Z_STREAM_END) {
      if (inflater.AtEnd()) return out;
      inflater.NextMember();
    } else if (code != Z_OK) {
      return absl::InvalidArgumentError("is no whole gzip file");
    }
  }
}

}  // namespace wiredesk::eval
