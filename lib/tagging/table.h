// Resource tables: UTF-8 text, one row a line, columns separated by tabs, lines that begin with # are comments.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace wiredesk::tagging {

// Columns of one row; valid during the call only. An error ends the reading.
using RowReader = absl::FunctionRef<absl::Status(std::span<const std::string_view> columns)>;

// Reads a table of exactly `columns` columns. Errors, with file and line: NotFound when there is no such file, DataLoss
// when it cannot be read, a row has another number of columns, or `row` refuses one. Thread-safe.
absl::Status ReadTable(const std::string& path, size_t columns, RowReader row);

// The parts of a text between separators, empty ones included; they refer to the text.
std::vector<std::string_view> Split(std::string_view text, char separator);

// The whole text as a number, or nothing.
std::optional<uint64_t> ParseWhole(std::string_view text);
std::optional<double> ParseDecimal(std::string_view text);

}  // namespace wiredesk::tagging
