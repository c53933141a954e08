// SPDX-License-Identifier: MIT
#pragma once
// The Gaussian mixture in Coframe's matrices: all components' triangles in one tall matrix, all points in one product.

#include "coframe.hpp"

namespace bench {

class GaussianMixtureMatrices {
public:
  template <class X>
  auto operator()(const GaussianMixture& f, const X& x) {
    const int d = f.d, K = f.K, n = f.n;
    if (triangles_.empty()) prepare(f);
    const auto alpha = x.head(K), means = x.segment(K, d * K);
    const auto shapes = x.tail(K * f.shape()).reshaped(f.shape(), K);
    const auto logs = shapes.topRows(d), strict = shapes.bottomRows(f.strict());
    const auto diagonal = eval(exp(logs.array()).matrix());
    // per component the entries of L, and a zero for its upper triangle
    const auto entries = eval(coframe::stack(diagonal, strict, Eigen::MatrixXd::Zero(1, K)));
    const auto factors = gather(entries.reshaped(entries.size(), 1).col(0), triangles_).reshaped(d * K, d);
    const auto shifts = gather(means, repeated_).reshaped(d * K, d);
    const auto moved = factors.cwiseProduct(shifts).rowwise().sum();
    const auto y = affine(factors, points_, -moved);
    const auto squares = y.reshaped(d, K * n).colwise().squaredNorm().transpose().reshaped(K, n);
    const auto heights = alpha + logs.colwise().sum().transpose();
    const auto terms = eval((-0.5 * squares).colwise() + heights);
    // Σ log Σ exp over columns, as the cross entropy of row 0 without its own term
    const auto mixed = static_cast<double>(n) * cross_entropy(terms, first_row_) + terms.row(0).sum();
    const auto prior = 0.5 * (diagonal.squaredNorm() + strict.squaredNorm());
    return prior + f.constant + mixed - static_cast<double>(n) * log_sum_exp(alpha);
  }

private:
  void prepare(const GaussianMixture& f) {
    const int d = f.d, K = f.K;
    points_ = Eigen::Map<const Eigen::MatrixXd>(f.points.data(), d, f.n);
    first_row_.assign(static_cast<std::size_t>(f.n), 0);
    for (int j = 0; j < d; ++j)
      for (int k = 0; k < K; ++k)
        for (int i = 0; i < d; ++i) {
          const int below = j * d - j * (j + 1) / 2 + i - j - 1;   // of (i, j) in the strict triangle by columns
          triangles_.push_back(k * (f.shape() + 1) + (i == j ? i : i > j ? d + below : f.shape()));
          repeated_.push_back(k * d + j);
        }
  }
  Eigen::MatrixXd points_;
  std::vector<int> triangles_, repeated_, first_row_;
};

inline std::vector<Tool> array_tools(const GaussianMixture& f) { return array_tool<GaussianMixtureMatrices>(f); }

} // namespace bench
