// SPDX-License-Identifier: MIT
#pragma once
// Jacobian blocks in Coframe: one small recording an observation, or one a pack of observations, swept back once a row.

#include "coframe.hpp"

namespace bench {

/// Residuals of as many observations as S has lanes, on one tape.
template <class S>
class CoframeBlocks {
public:
  double operator()(const BundleAdjustment& f, const std::vector<double>& x, std::vector<double>& g) {
    double sum = 0;
    for (int first = 0; first < f.observations; first += lanes) sum += pack(f, x, g, first, std::min(lanes, f.observations - first));
    return sum;
  }
  std::size_t bytes() const { return owned_->bytes_used(); }

private:
  static constexpr int rows = BundleAdjustment::rows, columns = BundleAdjustment::columns;
  static constexpr int lanes = static_cast<int>(sizeof(S) / sizeof(double));
  static auto& lane(S& s, int k) {
    if constexpr (lanes == 1) return s;
    else return reinterpret_cast<double*>(&s.v)[k];
  }

  double pack(const BundleAdjustment& f, const std::vector<double>& x, std::vector<double>& g, int first, int used) {
    S values[columns], features[rows];
    for (int k = 0; k < lanes; ++k) {
      const int i = first + std::min(k, used - 1);
      const auto block = f.block(x.data(), i);
      for (int c = 0; c < columns; ++c) lane(values[c], k) = block[static_cast<std::size_t>(c)];
      for (int r = 0; r < rows; ++r) lane(features[r], k) = f.features[static_cast<std::size_t>(rows * i + r)];
    }
    auto& tape = *owned_;
    tape.rewind();
    std::array<coframe::Var<S>, columns> in;
    for (std::size_t c = 0; c < columns; ++c) in[c] = coframe::input(tape, values[c]);
    auto e = f.residual(in.data(), features);
    double sum = 0;
    S* w = tape.cotangents();
    for (std::size_t r = 0; r < rows; ++r) {
      w[e[r].coordinate()] += S(1);
      tape.pull(w);
      S value = e[r].value();
      for (int k = 0; k < used; ++k) sum += lane(value, k);
      for (std::size_t c = 0; c < columns; ++c) {
        S& bar = w[in[c].coordinate()];
        for (int k = 0; k < used; ++k) g[static_cast<std::size_t>(rows * columns * (first + k)) + columns * r + c] = lane(bar, k);
        bar = S(0);
      }
    }
    return sum;
  }
  std::unique_ptr<coframe::Tape<S>> owned_ = std::make_unique<coframe::Tape<S>>();
};

inline std::vector<Tool> scalar_tools(const BundleAdjustment& f) {
  return {tool("Coframe scalar", Kind::scalar, f, CoframeBlocks<double>{})};
}
inline std::vector<Tool> array_tools(const BundleAdjustment& f) {
  return {tool("Coframe lanes", Kind::arrays, f, CoframeBlocks<coframe::Pack<double>>{})};
}

} // namespace bench
