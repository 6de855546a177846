// What the fuzzers share. Each is a file with libFuzzer's LLVMFuzzerTestOneInput, which reads one input and requires of
// the result what the reader's header promises.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace wiredesk {

// Ends the program, which libFuzzer counts as a crash and whose input it keeps.
inline void Require(bool holds, std::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "Does not hold: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

// `fault` is empty when there is none.
inline void RequireSound(std::string_view fault) {
  Require(fault.empty(), fault);
}

inline std::string_view Bytes(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// The input's first byte, which chooses how the rest is read. Seeds begin with letters that the fuzzer names.
inline char TakeChoice(std::string_view* input) {
  if (input->empty()) return '\0';
  const char choice = input->front();
  input->remove_prefix(1);
  return choice;
}

// The input's first line, without its end.
inline std::string_view TakeLine(std::string_view* input) {
  const std::string_view line = input->substr(0, input->find('\n'));
  input->remove_prefix(line.size() < input->size() ? line.size() + 1 : line.size());
  return line;
}

}  // namespace wiredesk
