// SPDX-License-Identifier: MIT
#pragma once
// Metrics pulled back from the outputs of a model: Gauss and Newton's, Fisher's. Descent in them is natural.
#include <memory>
#include <vector>

#include "coframe/calculus/pullback.hpp"
#include "coframe/metric/conjugate_gradients.hpp"

namespace coframe {

/// g = f^* F f_* + μ, F the metric of the outputs y = f(x) and μ a damping. f is recorded once, at x; flat is a pushforward
/// and a pullback, sharp solves by conjugate gradients; no matrix is formed. With F = 1 it is Gauss and Newton's metric,
/// with the Fisher information of the outputs (Categorical for logits) Fisher's. Copies share the tape: one thread.
///   Descent{.rate = 1}.step(x, fisher(f, x, Categorical(y), 1e-4), dL)                    // the natural gradient
/// The metric stands for the point that it was made at: make it anew after a step.
template <Point X, class F, class Output>
class Fisher {
 public:
  Fisher(F f, const X& x, Output output, double damping, CgControl control)
      : recorded_(std::make_shared<Recorded<X, F>>(x, std::move(f))), output_(std::move(output)), damping_(damping), control_(control) {
    if (!(damping >= 0)) throw DomainError("fisher: a damping that is not negative was expected, but " + std::to_string(damping) + " came");
  }

  /// f^* F f_* v + μ v. DegenerateMetric if restricted.
  Over<X, Cotangent> flat(const Over<X, Tangent>& v) const {
    if (!live_.empty())
      throw DegenerateMetric("flat: this Fisher metric is restricted to some of its coordinates, so g^ has no inverse: use sharp and "
                             "dual_norm, or the metric that was restricted");
    return lowered(v);
  }
  /// The solution v of g v = w, on what is live. DegenerateMetric where g is singular and undamped.
  Over<X, Tangent> sharp(const Over<X, Cotangent>& w) const {
    return conjugate_gradients([this](const Over<X, Tangent>& v) { return masked(lowered(v)); }, masked(w), euclidean, control_);
  }
  /// √g^ ξ: g^ (f^* √F ξ + √μ ξ').
  template <class Random, class T>
  Over<X, Tangent> sample(Random& random, const T& like) const {
    Over<X, Cotangent> w = recorded_->pullback(output_noise(random));
    const auto extra = transform_leaves<Cotangent>(like, [&](const auto& leaf) { return normal_like(random, components_of(leaf)); });
    w += static_cast<RealOf<X>>(std::sqrt(damping_)) * extra;
    return sharp(w);
  }
  /// P (P g P)⁺ P, P the projection on the real coordinates i with live[i].
  Fisher restricted(const std::vector<bool>& live) const {
    Fisher r = *this;
    r.live_ = live_in_both(live_, live);
    return r;
  }

 private:
  Over<X, Cotangent> lowered(const Over<X, Tangent>& v) const {
    Over<X, Cotangent> w = recorded_->pullback(output_.flat(recorded_->pushforward(v)));
    const auto same = transform_leaves<Cotangent>(v, [](const auto& u) { return u.components(); });
    return w += static_cast<RealOf<X>>(damping_) * same;
  }
  Over<X, Cotangent> masked(Over<X, Cotangent> w) const {
    if (live_.empty()) return w;
    auto c = flatten(w);
    for (Eigen::Index i = 0; i < c.size(); ++i)
      if (!live_.at(static_cast<std::size_t>(i))) c[i] = 0;
    return unflatten(w, c);
  }
  /// A cotangent at y of covariance F.
  template <class Random>
  auto output_noise(Random& random) const {
    if constexpr (requires { output_.noise(random); }) return output_.noise(random);
    else return output_.flat(output_.sample(random, recorded_->value()));
  }

  std::shared_ptr<Recorded<X, F>> recorded_;
  Output output_;
  double damping_;
  CgControl control_;
  std::vector<bool> live_;
};

/// The metric pulled back by f at x from a metric of its outputs, damped by μ.
template <class F, Point X, class Output = Euclidean>
Fisher<X, F, Output> fisher(F f, const X& x, Output output = Output{}, double damping = 0, CgControl control = {}) {
  return {std::move(f), x, std::move(output), damping, control};
}

/// f^* h + μ by the name that geometry has for it: the metric that makes f an isometry into its outputs with h.
template <class F, Point X, class H = Euclidean>
Fisher<X, F, H> pulled_back(F f, const X& x, H h = H{}, double damping = 0, CgControl control = {}) {
  return fisher(std::move(f), x, std::move(h), damping, control);
}

/// The Fisher information of classes drawn with the probabilities softmax(y), in the logits y, a column for each example:
/// F = (diag p - p pᵀ)/n, the mean over the n examples. It has no length along (1, …, 1), so it is for flat only.
class Categorical {
 public:
  explicit Categorical(const Eigen::MatrixXd& logits) : p_(logits) {
    for (Eigen::Index j = 0; j < p_.cols(); ++j) {
      p_.col(j) = (p_.col(j).array() - p_.col(j).maxCoeff()).exp().matrix().eval();
      p_.col(j) /= p_.col(j).sum();
    }
  }
  template <DenseLeaf Y>
  Cotangent<Y> flat(const Tangent<Y>& v) const {
    Y w = v.components();
    for (Eigen::Index j = 0; j < w.cols(); ++j) {
      const auto p = p_.col(j).array();
      const double mean = (p * v.components().array().col(j)).sum();
      w.col(j) = (p * (v.components().array().col(j) - mean)).matrix() / static_cast<double>(w.cols());
    }
    return Cotangent<Y>(std::move(w));
  }
  /// A cotangent of covariance F: (√p ξ - p Σ √p ξ)/√n.
  template <class Random>
  Cotangent<Eigen::MatrixXd> noise(Random& random) const {
    Eigen::MatrixXd w = p_.cwiseSqrt().cwiseProduct(normal_like(random, p_));
    for (Eigen::Index j = 0; j < w.cols(); ++j) w.col(j) -= (w.col(j).sum() * p_.col(j)).eval();
    return Cotangent<Eigen::MatrixXd>(w / std::sqrt(static_cast<double>(w.cols())));
  }

 private:
  Eigen::MatrixXd p_;
};

}  // namespace coframe
