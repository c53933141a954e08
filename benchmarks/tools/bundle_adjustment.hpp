// SPDX-License-Identifier: MIT
#pragma once
// Jacobian blocks in Coframe: one small recording an observation, or all of them in SIMD lanes.

#include "coframe.hpp"

namespace bench {

/// A recording an observation, swept back once a row.
class CoframeRecordings {
public:
  double operator()(const BundleAdjustment& f, const std::vector<double>& x, std::vector<double>& g) {
    double sum = 0;
    auto& tape = *tape_;
    for (int i = 0; i < f.observations; ++i) {
      const auto block = f.block(x.data(), i);
      tape.rewind();
      std::array<coframe::Var<double>, columns> in;
      for (std::size_t c = 0; c < columns; ++c) in[c] = coframe::input(tape, block[c]);
      const auto e = f.residual(in.data(), i);
      double* w = tape.cotangents();
      double* to = g.data() + rows * columns * i;
      for (std::size_t r = 0; r < rows; ++r) {
        w[e[r].coordinate()] += 1;
        tape.pull(w);
        sum += e[r].value();
        for (std::size_t c = 0; c < columns; ++c) *to++ = std::exchange(w[in[c].coordinate()], 0.0);
      }
    }
    return sum;
  }
  std::size_t bytes() const { return tape_->bytes_used(); }

private:
  static constexpr int rows = BundleAdjustment::rows, columns = BundleAdjustment::columns;
  std::unique_ptr<coframe::Tape<double>> tape_ = std::make_unique<coframe::Tape<double>>();
};

/// All blocks at once: a function of numbers whose types say what they depend on, over points gathered from cameras and points.
class CoframeBlocks {
public:
  double operator()(const BundleAdjustment& f, const std::vector<double>& x, std::vector<double>&) {
    points_.resize(Eigen::NoChange, f.observations);
    for (int i = 0; i < f.observations; ++i) {
      const auto block = f.block(x.data(), i);
      points_.col(i) = Eigen::Map<const Eigen::Vector<double, BundleAdjustment::columns>>(block.data());
    }
    jacobians_.evaluate(residual, points_, Eigen::Map<const Eigen::Matrix2Xd>(f.features.data(), 2, f.observations));
    return jacobians_.values().sum();
  }
  Eigen::Map<const Eigen::VectorXd> results() const { return {jacobians_.blocks().data(), jacobians_.blocks().size()}; }
  std::size_t bytes() const { return 0; }

private:
  static constexpr auto residual = [](auto r0, auto r1, auto r2, auto c0, auto c1, auto c2, auto focal, auto u, auto v, auto k1, auto k2, auto X0, auto X1, auto X2, auto weight,
                                      auto seen_u, auto seen_v) {
    using std::cos, std::sin, std::sqrt;
    const auto x0 = X0 - c0;
    const auto x1 = X1 - c1;
    const auto x2 = X2 - c2;
    const auto angle = sqrt(r0 * r0 + r1 * r1 + r2 * r2), inverse = 1.0 / angle, cosine = cos(angle), sine = sin(angle);
    const auto w0 = r0 * inverse, w1 = r1 * inverse, w2 = r2 * inverse;
    const auto along = (w0 * x0 + w1 * x1 + w2 * x2) * (1.0 - cosine);
    const auto y0 = x0 * cosine + (w1 * x2 - w2 * x1) * sine + w0 * along;
    const auto y1 = x1 * cosine + (w2 * x0 - w0 * x2) * sine + w1 * along;
    const auto y2 = x2 * cosine + (w0 * x1 - w1 * x0) * sine + w2 * along;
    const auto p0 = y0 / y2, p1 = y1 / y2, square = p0 * p0 + p1 * p1;
    const auto scale = focal * (1.0 + k1 * square + k2 * square * square);
    return std::tuple(weight * (p0 * scale + u - seen_u), weight * (p1 * scale + v - seen_v));
  };
  Eigen::Matrix<double, BundleAdjustment::columns, Eigen::Dynamic> points_;
  coframe::BlockJacobians<double, BundleAdjustment::rows, BundleAdjustment::columns> jacobians_;
};

inline std::vector<Tool> scalar_tools(const BundleAdjustment& f) { return {tool("Coframe scalar", Kind::scalar, f, CoframeRecordings{})}; }
inline std::vector<Tool> array_tools(const BundleAdjustment& f) { return {tool("Coframe blocks", Kind::arrays, f, CoframeBlocks{})}; }

} // namespace bench
