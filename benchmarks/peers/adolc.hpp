// SPDX-License-Identifier: MIT
#pragma once
// ADOL-C: recorded anew each call, and recorded once and replayed (branches frozen). Buffers are large enough to keep tapes off the disk.

#include <adolc/adolc.h>

#include "../tool.hpp"

namespace bench {

class AdolcGradient {
public:
  AdolcGradient(short tag, bool replay) : tag_(tag), replay_(replay) {}

  template <class Workload>
  double operator()(const Workload& f, const std::vector<double>& x, std::vector<double>& g) {
    double value = 0, one = 1;
    const int n = static_cast<int>(x.size());
    if (replay_ && recorded_) {
      zos_forward(tag_, 1, n, 1, x.data(), &value);
    } else {
      const unsigned buffer = 1u << 26;
      trace_on(tag_, 1, buffer, buffer, buffer, buffer, 0);
      {
        std::vector<adouble> active(x.size());
        for (std::size_t i = 0; i < x.size(); ++i) active[i] <<= x[i];
        adouble y = f(active);
        y >>= value;
      }
      trace_off();
      recorded_ = true;
    }
    fos_reverse(tag_, 1, n, &one, g.data());
    return value;
  }
  std::size_t bytes() const {
    std::size_t counts[STAT_SIZE];
    tapestats(tag_, counts);
    return counts[NUM_OPERATIONS] + counts[NUM_LOCATIONS] * sizeof(locint) + (counts[NUM_VALUES] + counts[TAY_STACK_SIZE]) * sizeof(double) +
           counts[NUM_MAX_LIVES] * sizeof(double);
  }

private:
  short tag_;
  bool replay_, recorded_ = false;
};

template <class Workload>
std::vector<Tool> adolc_tools(const Workload& f) {
  return {tool("ADOL-C", Kind::peer, f, AdolcGradient(1, false)), tool("ADOL-C replay", Kind::peer, f, AdolcGradient(2, true))};
}

} // namespace bench
