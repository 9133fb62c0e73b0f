#include "tests/generator/random.h"

namespace localoffer::generator {
namespace {

uint64_t Scramble(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

void AppendHex(uint64_t number, int digits, std::string* text) {
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
    text->push_back("0123456789abcdef"[(number >> shift) & 15]);
  }
}

}  // namespace

uint64_t Mix(uint64_t a, uint64_t b) {
  return Scramble(Scramble(a + 0x9e3779b97f4a7c15u) ^ b);
}

uint64_t Mix(uint64_t a, uint64_t b, uint64_t c) { return Mix(Mix(a, b), c); }

uint64_t Mix(uint64_t a, absl::string_view text) {
  uint64_t mixed = Mix(a, text.size());
  for (const unsigned char c : text) {
    mixed = (mixed ^ c) * 0x100000001b3u;
  }
  return Scramble(mixed);
}

uint64_t Mix(uint64_t a, absl::string_view text, uint64_t b) {
  return Mix(Mix(a, text), b);
}

uint64_t Random::Next() {
  state_ += 0x9e3779b97f4a7c15u;
  return Scramble(state_);
}

uint64_t Random::Below(uint64_t count) {
  // The high bits of a product; the bias is below 2^-32 for what is drawn here.
  return ((Next() >> 32) * count) >> 32;
}

int Random::Between(int low, int high) {
  return low + static_cast<int>(Below(high - low + 1));
}

std::string RandomUuid(Random& random) {
  const uint64_t high = random.Next();
  const uint64_t low = random.Next();
  std::string uuid;
  uuid.reserve(36);
  AppendHex(high >> 32, 8, &uuid);
  uuid.push_back('-');
  AppendHex(high >> 16, 4, &uuid);
  uuid.append("-4");
  AppendHex(high, 3, &uuid);
  uuid.push_back('-');
  AppendHex(8 | ((low >> 60) & 3), 1, &uuid);
  AppendHex(low >> 48, 3, &uuid);
  uuid.push_back('-');
  AppendHex(low, 12, &uuid);
  return uuid;
}

}  // namespace localoffer::generator
