// What this process uses, for tests of bounds. Linux; thread-safe.
#pragma once

#include <malloc.h>

#include <cstddef>
#include <ctime>
#include <fstream>
#include <string>

namespace wiredesk {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

// Of all its threads, so that a busy machine does not count.
inline double CpuSeconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// The most memory held since the object was made beyond what was held then, in bytes.
class PeakMemory {
 public:
  PeakMemory() {
    malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << "5";  // Makes the peak the present.
    begin_ = Peak();
  }

  size_t Bytes() const { return Peak() - begin_; }

 private:
  static size_t Peak() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
      if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6)) << 10;
    }
    return 0;
  }

  size_t begin_ = 0;
};

}  // namespace wiredesk
