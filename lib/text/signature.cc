// Encoding of a signature that is not empty:
//
//   signature = version sampling count 1*gap padding
//   version   = %x01           one byte, as the next two
//   sampling  = %x00-1F        sampling bits
//   count     = %x00-FF        number of gaps less 1
//   gap       = high low
//   high      = *one zero      as many one bits as the gap has above the low ones
//   low       = *bit           as many bits as GapWidth says, the highest first
//   padding   = *zero          to the end of the byte
//
// A gap lies between two ascending hashes, less 1; the first one is the first hash. Bits fill bytes from the highest
// on. These are Rice's codes ("Some practical universal noiseless coding techniques", 1979).
#include "lib/text/signature.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <optional>
#include <utility>

#include "absl/status/status.h"

namespace wiredesk::text {
namespace {

constexpr char kVersion = 1;
constexpr size_t kHeaderBytes = 3;
constexpr unsigned kHashBits = 32;
constexpr size_t kMaxHashes = 256;
constexpr size_t kWantedHashes = 128;  // Of texts of which more than a quarter is sampled.
constexpr size_t kWantedOfMany = 192;
constexpr unsigned kQuarter = 2;
constexpr uint32_t kShingleUnits = 3 * kWordUnits;
constexpr uint32_t kMinTextUnits = 20 * kWordUnits;
constexpr uint64_t kMultiplier = 0x9E3779B97F4A7C15u;  // 2^64 by the golden ratio.

// Hashes below it are sampled; 64 bits, since all are at first.
uint64_t Limit(unsigned sampling_bits) {
  return uint64_t{1} << (kHashBits - sampling_bits);
}

// A polynomial over the words' hashes, of which the highest bits depend on all.
uint32_t HashShingle(std::span<const WordHash> words) {
  uint64_t hash = words.front().hash;
  for (const WordHash& word : words.subspan(1)) hash = hash * kMultiplier + word.hash;
  hash ^= hash >> 32;
  return static_cast<uint32_t>(hash * kMultiplier >> (64 - kHashBits));
}

// So many that shingles sampled among so many words are few enough, as a rule.
unsigned SamplingBits(size_t words) {
  unsigned bits = 0;
  while (words >> bits > (bits < kQuarter ? kWantedHashes : kWantedOfMany)) ++bits;
  return bits;
}

// By as many buckets as there are hashes or more, which spread evenly, then by insertion: comparisons that go either
// way would cost more than all the rest. At most kMaxHashes.
std::vector<uint32_t> Sorted(std::span<const uint32_t> hashes, unsigned sampling_bits) {
  const unsigned bucket_bits = std::min(8u, kHashBits - sampling_bits);
  const unsigned shift = kHashBits - sampling_bits - bucket_bits;
  std::array<uint16_t, kMaxHashes + 1> begins = {};
  for (const uint32_t hash : hashes) ++begins[(hash >> shift) + 1];
  std::partial_sum(begins.begin(), begins.end(), begins.begin());
  std::vector<uint32_t> sorted(hashes.size());
  for (const uint32_t hash : hashes) sorted[begins[hash >> shift]++] = hash;
  for (size_t i = 1; i < sorted.size(); ++i) {
    for (size_t j = i; j > 0 && sorted[j - 1] > sorted[j]; --j) std::swap(sorted[j - 1], sorted[j]);
  }
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted;
}

class BitWriter {
 public:
  explicit BitWriter(std::string* out) : out_(out) {}

  // The lowest `count` bits, at most 32.
  void Write(uint32_t bits, unsigned count) {
    pending_ = pending_ << count | bits;
    for (count_ += count; count_ >= 8; count_ -= 8) out_->push_back(static_cast<char>(pending_ >> (count_ - 8)));
  }
  void Pad() {
    if (count_ > 0) Write(0, 8 - count_);
  }

 private:
  std::string* out_;
  uint64_t pending_ = 0;
  unsigned count_ = 0;
};

class BitReader {
 public:
  explicit BitReader(std::string_view bytes) : bytes_(bytes) {}

  // Nothing when the bytes end before the gap does, or when it is `limit` or more.
  std::optional<uint64_t> Gap(unsigned width, uint64_t limit) {
    uint64_t high = 0;
    for (; Fill(1) && Take(1) == 1; ++high) {
      if ((high + 1) << width >= limit) return std::nullopt;
    }
    if (!Fill(width) || past_end_) return std::nullopt;
    const uint64_t gap = high << width | Take(width);
    return gap < limit ? std::optional(gap) : std::nullopt;
  }

  // Whether nothing is left but the padding.
  bool AtEnd() const { return at_ == bytes_.size() && count_ < 8 && (pending_ & ((uint64_t{1} << count_) - 1)) == 0; }

 private:
  // Whether so many bits, at most 32, are there.
  bool Fill(unsigned count) {
    for (; count_ < count && at_ < bytes_.size(); count_ += 8) {
      pending_ = pending_ << 8 | static_cast<unsigned char>(bytes_[at_++]);
    }
    past_end_ |= count_ < count;
    return count_ >= count;
  }
  uint64_t Take(unsigned count) {
    count_ -= count;
    return pending_ >> count_ & ((uint64_t{1} << count) - 1);
  }

  const std::string_view bytes_;
  size_t at_ = 0;
  uint64_t pending_ = 0;
  unsigned count_ = 0;
  bool past_end_ = false;
};

// Low bits of a gap: those of the mean gap times ln 2, which makes the codes shortest.
unsigned GapWidth(size_t count, unsigned sampling_bits) {
  const uint64_t mean = Limit(sampling_bits) / count;
  return std::max(1u, static_cast<unsigned>(std::bit_width(mean * 11 / 16))) - 1;
}

absl::Status Malformed(std::string_view what) {
  return absl::InvalidArgumentError(std::string("the signature ") + std::string(what));
}

double Share(size_t part, size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

size_t CountBelow(std::span<const uint32_t> hashes, uint64_t limit) {
  return static_cast<size_t>(std::lower_bound(hashes.begin(), hashes.end(), limit) - hashes.begin());
}

}  // namespace

Signature Signature::Of(std::span<const WordHash> words) {
  uint64_t units = 0;
  for (const WordHash& word : words) units += word.units;
  if (units < kMinTextUnits) return {};
  Signature signature;
  signature.sampling_bits_ = SamplingBits(words.size());
  const uint64_t limit = Limit(signature.sampling_bits_);
  std::vector<uint32_t> sampled(words.size());
  size_t count = 0;
  uint32_t inside = 0;  // Units from word `first` up to `end`.
  for (size_t first = 0, end = 0; first < words.size(); ++first) {
    while (inside < kShingleUnits && end < words.size()) inside += words[end++].units;
    if (inside < kShingleUnits) break;
    // Which ones are below it no processor foresees: so there is no branch.
    sampled[count] = HashShingle(words.subspan(first, end - first));
    count += sampled[count] < limit;
    inside -= words[first].units;
  }
  sampled.resize(count);
  signature.SetHashes(std::move(sampled));
  return signature;
}

// Chance or repetition may leave too many: then the limit goes down.
void Signature::SetHashes(std::vector<uint32_t> sampled) {
  if (sampled.size() <= kMaxHashes) {
    hashes_ = Sorted(sampled, sampling_bits_);
    return;
  }
  std::sort(sampled.begin(), sampled.end());
  sampled.erase(std::unique(sampled.begin(), sampled.end()), sampled.end());
  while (sampled.size() > kMaxHashes) sampled.resize(CountBelow(sampled, Limit(++sampling_bits_)));
  hashes_ = std::move(sampled);
}

Signature Signature::Of(std::string_view utf8) {
  return Of(HashWords(utf8));
}

std::string Signature::Encode() const {
  std::string bytes;
  if (empty()) return bytes;
  const unsigned width = GapWidth(hashes_.size(), sampling_bits_);
  bytes.reserve(kHeaderBytes + hashes_.size() * (width + 3) / 8 + 1);
  bytes.push_back(kVersion);
  bytes.push_back(static_cast<char>(sampling_bits_));
  bytes.push_back(static_cast<char>(hashes_.size() - 1));
  BitWriter writer(&bytes);
  uint64_t next = 0;  // The least that the next hash can be.
  for (const uint32_t hash : hashes_) {
    const auto gap = static_cast<uint32_t>(hash - next);
    uint32_t high = gap >> width;
    for (; high >= 16; high -= 16) writer.Write(0xFFFF, 16);
    writer.Write((2u << high) - 2, high + 1);
    writer.Write(gap & static_cast<uint32_t>((uint64_t{1} << width) - 1), width);
    next = uint64_t{hash} + 1;
  }
  writer.Pad();
  return bytes;
}

absl::StatusOr<Signature> Signature::Decode(std::string_view bytes) {
  Signature signature;
  if (bytes.empty()) return signature;
  if (bytes[0] != kVersion) return Malformed("has a version that is not known");
  if (bytes.size() < kHeaderBytes) return Malformed("ends within its header");
  signature.sampling_bits_ = static_cast<unsigned char>(bytes[1]);
  const size_t count = static_cast<size_t>(static_cast<unsigned char>(bytes[2])) + 1;
  if (signature.sampling_bits_ >= kHashBits) return Malformed("has too many sampling bits");
  const unsigned width = GapWidth(count, signature.sampling_bits_);
  const uint64_t limit = Limit(signature.sampling_bits_);
  BitReader reader(bytes.substr(kHeaderBytes));
  signature.hashes_.reserve(count);
  for (uint64_t next = 0; signature.hashes_.size() < count;) {
    const std::optional<uint64_t> gap = reader.Gap(width, limit - next);
    if (!gap) return Malformed("ends too early, or has a hash above its limit");
    signature.hashes_.push_back(static_cast<uint32_t>(next + *gap));
    next += *gap + 1;
  }
  if (!reader.AtEnd()) return Malformed("goes on behind its last hash");
  return signature;
}

double Overlap::ContainmentOfA() const {
  return Share(of_both, of_a);
}

double Overlap::ContainmentOfSmaller() const {
  return Share(of_both, std::min(of_a, of_b));
}

double Overlap::Resemblance() const {
  return Share(of_both, of_a + of_b - of_both);
}

Overlap CompareSignatures(const Signature& a, const Signature& b) {
  const uint64_t limit = Limit(std::max(a.sampling_bits(), b.sampling_bits()));
  Overlap overlap = {CountBelow(a.hashes(), limit), CountBelow(b.hashes(), limit)};
  size_t i = 0;
  size_t j = 0;
  while (i < overlap.of_a && j < overlap.of_b) {
    const uint32_t of_a = a.hashes()[i];
    const uint32_t of_b = b.hashes()[j];
    overlap.of_both += of_a == of_b;
    i += of_a <= of_b;
    j += of_b <= of_a;
  }
  return overlap;
}

}  // namespace wiredesk::text
