// SPDX-License-Identifier: MIT
#pragma once
// How far roundings move a value: it is computed once more with all of them upwards, and with all of them downwards.
#include <cfenv>
#include <cmath>

namespace coframe {

/// A direction of rounding, for as long as this lives.
class Rounding {
 public:
  explicit Rounding(int mode) : before_(std::fegetround()) { std::fesetround(mode); }
  ~Rounding() { std::fesetround(before_); }
  Rounding(const Rounding&) = delete;
  Rounding& operator=(const Rounding&) = delete;

 private:
  int before_;
};

/// The distance between the values of a computation with all its roundings upwards and downwards; 0 where a machine has but one way.
template <class F> double rounding_spread(const F& value) {
#if defined(FE_UPWARD) && defined(FE_DOWNWARD)
  const auto rounded = [&value](int mode) {
    const Rounding directed(mode);
    return value();
  };
  return std::abs(rounded(FE_UPWARD) - rounded(FE_DOWNWARD));
#else
  return 0 * value();
#endif
}

}  // namespace coframe
