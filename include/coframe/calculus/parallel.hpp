// SPDX-License-Identifier: MIT
#pragma once
// The differential of a sum of losses on several threads: one tape for each, and the same result to the last bit for any number of them.
#include <atomic>
#include <string>

#include "coframe/calculus/recorder.hpp"
#include "coframe/calculus/workers.hpp"

namespace coframe {

/// A recorder for losses L = Σₚ Lₚ whose parts (batches of samples, say) are independent of each other. (eq. 2)
template <class S = double> class BasicParallelRecorder {
 public:
  /// On as many threads as the machine runs at once, by default.
  explicit BasicParallelRecorder(int threads = 0) : workers_(threads), recorders_(static_cast<std::size_t>(workers_.size())) {}
  int threads() const { return workers_.size(); }

  /// Σₚ dLₚ at x, where f(traced x, p), or f(x₀, x₁, …, p) for a tuple, is the loss of part p = 0 … parts − 1, called at once
  /// from several threads, each with a tape of its own: f may read what it shares, and write nothing. Parts are added in
  /// order, so that the result depends on their number but not on the threads'. Valid until the next call. EmptyInput
  /// without parts; what f raises for the first thread that fails.
  template <Point X, class F> const Over<X, Cotangent>& differential(const X& x, int parts, F&& f) {
    if (parts < 1) throw EmptyInput("a parallel sum was expected to have at least one part, but " + std::to_string(parts) + " were asked for");
    using Terms = std::vector<Over<X, Cotangent>>;
    const auto count = static_cast<std::size_t>(parts);
    auto* kept = std::any_cast<Terms>(&kept_);
    Terms& terms = kept && kept->size() == count ? *kept : kept_.emplace<Terms>(count, zeros_over<Cotangent>(x));
    values_.resize(count);
    std::atomic<int> next{0};
    workers_.run([&](int thread) {
      BasicRecorder<S>& record = recorders_[static_cast<std::size_t>(thread)];
      for (int p = next++; p < parts; p = next++) {
        const auto part = static_cast<std::size_t>(p);
        terms[part] = record.differential(x, [&](const auto&... traced) { return f(traced..., p); });
        values_[part] = record.value();
      }
    });
    value_ = values_[0];
    for (std::size_t p = 1; p < count; ++p) {
      value_ += values_[p];
      for_each_leaf([](auto& sum, const auto& term) { sum.components() += term.components(); }, terms[0], terms[p]);
    }
    return terms[0];
  }
  /// The loss at the last differential.
  const S& value() const { return value_; }

 private:
  Workers workers_;
  std::vector<BasicRecorder<S>> recorders_;
  std::vector<S> values_;
  S value_{};
  std::any kept_;
};
using ParallelRecorder = BasicParallelRecorder<double>;

}  // namespace coframe
