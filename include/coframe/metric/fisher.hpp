// SPDX-License-Identifier: MIT
#pragma once
// Metrics pulled back from the outputs of a model: Gauss and Newton's, Fisher's. Descent in them is natural.
#include <memory>
#include <vector>

#include "coframe/calculus/pullback.hpp"
#include "coframe/metric/conjugate_gradients.hpp"
#include "coframe/metric/live.hpp"

namespace coframe {

/// g = f^* F f_* + μ, F the metric of the outputs y = f(x) and μ a damping. f is recorded once, at x; flat is a pushforward
/// and a pullback, sharp solves by conjugate gradients; no matrix is formed. With F = 1 it is Gauss and Newton's metric,
/// with the Fisher information of the outputs (Categorical for logits) Fisher's. Copies share the tape: one thread.
///   Descent{.rate = 1}.step(x, fisher(f, x, Categorical(y), 1e-4), dL)                    // the natural gradient
/// The metric stands for the point that it was made at: make it anew after a step. That allocates, since f is recorded; after
/// their first step flows in one that stays allocate nothing.
template <Point X, class F, class Output>
class Fisher : public ByValue<Fisher<X, F, Output>> {
  using Y = Over<typename Recorded<X, F>::Y, Value>;

 public:
  using ByValue<Fisher>::sharp, ByValue<Fisher>::flat, ByValue<Fisher>::sample;

  Fisher(F f, const X& x, Output output, double damping, CgControl control)
      : recorded_(std::make_shared<Recorded<X, F>>(x, std::move(f))), y_(recorded_->value()), output_(std::move(output)),
        damping_(damping), control_(control) {
    if (!(damping >= 0)) throw DomainError("fisher: a damping that is not negative was expected, but " + std::to_string(damping) + " came");
  }

  /// Vectors at f(x), and the right side of what is solved.
  template <class>
  struct Room {
    Scratch<Y, Tangent> motion;
    Scratch<Y, Cotangent> force;
    RoomOf<Output, Y> output;
    Scratch<X, Cotangent> residual;
    CgRoom<X> solution;
  };
  /// f^* F f_* v + μ v. DegenerateMetric if restricted.
  void flat(const Over<X, Tangent>& v, Over<X, Cotangent>& w, Room<X>& room) const {
    if (!live_.empty()) throw_restricted("Fisher metric");
    lower(v, w, room);
  }
  /// The solution v of g v = w, on what is live. DegenerateMetric where g is singular and undamped.
  void sharp(const Over<X, Cotangent>& w, Over<X, Tangent>& v, Room<X>& room) const {
    auto& right = room.residual.like(w);
    for_each_leaf([](auto& to, const auto& from) { to.components() = from.components(); }, right, w);
    solve(right, v, room);
  }
  /// √g^ ξ: g^ (f^* √F ξ + √μ ξ').
  template <class Random, class T>
  void sample(Random& random, const T& like, Over<X, Tangent>& v, Room<X>& room) const {
    auto& w = room.residual.like(like);
    auto& force = room.force.like(y_);
    draw_force(random, force, room);
    recorded_->pullback(force, w);
    for_each_leaf([&](auto& extra, const auto& x) { set_zero(extra.components(), components_of(x)), draw_normal(random, extra.components()); }, v, like);
    add_scaled(w, std::sqrt(damping_), v);
    solve(w, v, room);
  }
  /// P (P g P)⁺ P, P the projection on the real coordinates i with live[i].
  Fisher restricted(const std::vector<bool>& live) const {
    Fisher r = *this;
    r.live_ = live_in_both(live_, live);
    return r;
  }

 private:
  void lower(const Over<X, Tangent>& v, Over<X, Cotangent>& w, Room<X>& room) const {
    auto& motion = room.motion.like(y_);
    auto& force = room.force.like(y_);
    recorded_->pushforward(v, motion);
    coframe::flat(output_, motion, force, room.output);
    recorded_->pullback(force, w);
    add_scaled(w, damping_, v);
  }
  /// v with g v = w on what is live, where w becomes the residual.
  void solve(Over<X, Cotangent>& w, Over<X, Tangent>& v, Room<X>& room) const {
    mask(w, live_, "Fisher");
    const auto lowered_on_live = [&](const Over<X, Tangent>& p, Over<X, Cotangent>& gp) {
      lower(p, gp, room);
      mask(gp, live_, "Fisher");
    };
    conjugate_gradients(lowered_on_live, w, v, room.solution, euclidean, control_);
  }
  /// A cotangent at y of covariance F.
  template <class Random>
  void draw_force(Random& random, Over<Y, Cotangent>& force, Room<X>& room) const {
    if constexpr (requires { output_.noise(random, force); }) return output_.noise(random, force);
    else {
      auto& motion = room.motion.like(y_);
      coframe::sample(output_, random, y_, motion, room.output);
      coframe::flat(output_, motion, force, room.output);
    }
  }

  std::shared_ptr<Recorded<X, F>> recorded_;
  Y y_;
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
template <std::floating_point S>
class Categorical : public ByValue<Categorical<S>> {
 public:
  using ByValue<Categorical>::flat;

  explicit Categorical(const Eigen::MatrixX<S>& logits) : p_(logits) {
    for (Eigen::Index j = 0; j < p_.cols(); ++j) {
      p_.col(j) = (p_.col(j).array() - p_.col(j).maxCoeff()).exp().matrix().eval();
      p_.col(j) /= p_.col(j).sum();
    }
  }
  template <DenseLeaf Y>
  void flat(const Tangent<Y>& v, Cotangent<Y>& w, NoRoom&) const {
    set_zero(w.components(), v.components());
    for (Eigen::Index j = 0; j < w.cols(); ++j) {
      const auto p = p_.col(j).array();
      const auto u = v.components().col(j).array();
      const S mean = (p * u).sum();
      w.components().col(j) = (p * (u - mean)).matrix() / static_cast<S>(w.cols());
    }
  }
  /// A cotangent of covariance F: (√p ξ - p Σ √p ξ)/√n.
  template <class Random>
  void noise(Random& random, Cotangent<Eigen::MatrixX<S>>& force) const {
    Eigen::MatrixX<S>& w = force.components();
    set_zero(w, p_);
    draw_normal(random, w);
    w.array() *= p_.array().sqrt();
    for (Eigen::Index j = 0; j < w.cols(); ++j) w.col(j) -= w.col(j).sum() * p_.col(j);   // the sum is a number before w changes
    w /= std::sqrt(static_cast<S>(w.cols()));
  }

 private:
  Eigen::MatrixX<S> p_;
};
template <PlainDense Y>
Categorical(const Y&) -> Categorical<typename Y::Scalar>;

}  // namespace coframe
