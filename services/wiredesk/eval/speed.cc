#include "services/wiredesk/eval/speed.h"

#include <algorithm>
#include <cmath>

namespace wiredesk::eval {

FieldFigures SpeedOf(const std::vector<Reading>& readings) {
  std::vector<absl::Duration> times;
  absl::Duration sum;
  double bytes = 0;
  for (const Reading& reading : readings) {
    times.push_back(reading.took);
    sum += reading.took;
    bytes += static_cast<double>(reading.bytes);
  }
  FieldFigures figures("speed");
  if (times.empty() || sum <= absl::ZeroDuration()) return figures;
  std::ranges::sort(times);
  const auto microseconds = [&](double quantile) {
    const auto rank = static_cast<size_t>(std::ceil(quantile * static_cast<double>(times.size())));
    return static_cast<uint64_t>(absl::ToInt64Microseconds(times[std::max<size_t>(rank, 1) - 1]));
  };
  const double seconds = absl::ToDoubleSeconds(sum);
  figures.Share("pages_per_second", static_cast<double>(times.size()) / seconds)
      .Share("megabytes_per_second", bytes / 1e6 / seconds)
      .Number("p50_microseconds", microseconds(0.5))
      .Number("p99_microseconds", microseconds(0.99))
      .Number("max_microseconds", microseconds(1));
  return figures;
}

}  // namespace wiredesk::eval
