// SPDX-License-Identifier: MIT
#pragma once
// From a callable on models, matrices and numbers to a real function of real coordinates.
#include <random>

#include "coframe/calculus/pullback.hpp"
#include "coframe/check/adjoint.hpp"
#include "coframe/space/tree_names.hpp"

namespace coframe {

/// The leaves of a point with their paths: "hidden.W", "x0", "x1.b"; a lone one is "x".
template <class X> std::vector<LeafPlace> leaf_places(const X& x, bool several) {
  std::vector<LeafPlace> places;
  std::size_t first = 0, k = 0;
  const auto names = leaf_names(x);
  for_each_leaf([&]<class L>(const L& leaf) {
    LeafPlace p{names[k].empty() ? "x" : several ? "x" + names[k] : names[k], first, 1, 1, std::size_t{ComplexLeaf<L> ? 2 : 1}, true, false};
    if constexpr (DenseLeaf<L>) {
      p.rows = static_cast<std::size_t>(leaf.rows()), p.cols = static_cast<std::size_t>(leaf.cols());
      p.scalar = false, p.row_major = L::IsRowMajor;
    }
    first += p.count(), ++k;
    places.push_back(std::move(p));
  }, x);
  return places;
}

/// Appends the real coordinates of a plain result in the order in which the traced result `like` stores its own. ShapeError.
template <class Z, class P> void append_coordinates(std::vector<double>& out, const Z& like, const P& plain) {
  const auto put = [&out](const auto& c) {
    if constexpr (is_complex_v<std::remove_cvref_t<decltype(c)>>) out.push_back(static_cast<double>(c.real())), out.push_back(static_cast<double>(c.imag()));
    else out.push_back(static_cast<double>(c));
  };
  if constexpr (DenseLeaf<Z>) {
    if (plain.rows() != like.rows() || plain.cols() != like.cols())
      throw ShapeError("the traced result is " + shape_text(like.rows(), like.cols()) + ", the plain one " + shape_text(plain.rows(), plain.cols()) +
                       "; both must have one shape");
    for (Eigen::Index k = 0; k < like.size(); ++k)
      put(Z::IsRowMajor ? ScalarOf<Z>(plain(k / like.cols(), k % like.cols())) : ScalarOf<Z>(plain(k % like.rows(), k / like.rows())));
  } else if constexpr (Scalar<Z>) {
    put(Z(plain));
  } else if constexpr (SameTree<Z, P>) {
    for_each_leaf([&](const auto& a, const auto& b) { append_coordinates(out, a, b); }, like, plain);
  } else {
    [&]<std::size_t... i>(std::index_sequence<i...>) {
      (append_coordinates(out, std::get<i>(like), std::get<i>(plain)), ...);
    }(std::make_index_sequence<std::tuple_size_v<Z>>{});
  }
}
/// An evaluated copy: a lazy Eigen expression does not outlive what it refers to.
template <class P> auto evaluated_result(const P& plain) {
  if constexpr (PointLike<P>) return Plain<P>(plain);
  else return plain;
}

inline std::vector<double> to_doubles(const auto& coordinates) {
  std::vector<double> out;
  for (const auto& c : coordinates) out.push_back(static_cast<double>(c));
  return out;
}

/// A callable recorded at a point, as the subject of a check: φ = ⟨w, f⟩ with w = 1 for a real result, else random.
template <class X, class F> class Checked {
 public:
  using S = RealOf<X>;
  using Recording = Recorded<X, F>;
  using Y = typename Recording::Y;
  static constexpr bool real_valued = std::is_same_v<Y, Var<S>>;

  Checked(const X& x, F& f, bool several, std::uint64_t seed) : x_(x), f_(f), recording_(x, f), traced_(recording_.value()) {
    RandomNumbers random(seed);
    const auto m = dimension(traced_);
    weights_ = Eigen::Vector<S, Eigen::Dynamic>::Ones(m);
    if (!real_valued)
      for (auto& w : weights_) w = static_cast<S>(random() < 0 ? -0.5 - std::abs(random()) : 0.5 + std::abs(random()));
    subject.x = to_doubles(flatten(x_));
    subject.leaves = leaf_places(x_, several);
    subject.epsilon = static_cast<double>(std::numeric_limits<S>::epsilon());
    subject.smallest = static_cast<double>(std::numeric_limits<S>::min());
    subject.g = to_doubles(flatten(recording_.pullback(cotangent())));
    subject.value = [this](const std::vector<double>& v, std::vector<double>& moved) { return value(v, moved); };
    subject.differential = [this] { return differential(); };
  }
  Checked(const Checked&) = delete;
  Checked& operator=(const Checked&) = delete;

  Recording& recording() { return recording_; }
  /// w as a cotangent at f(x).
  Over<Y, Cotangent> cotangent() const {
    const auto components = unflatten(traced_, weights_);
    return transform_leaves<Cotangent>(components, [](const auto& leaf) { return leaf; });
  }
  /// φ(x) of the recorded evaluation.
  double traced_value() const { return weigh(to_doubles(flatten(traced_))); }

  /// Where the result lies on the tape.
  std::vector<Extent> results() const {
    std::vector<Extent> extents;
    for_each_leaf([&](const auto& leaf) { for_each_interval(leaf, [&](Coordinate a, Coordinate b) { extents.push_back({a, b}); }); }, recording_.result());
    return extents;
  }

  Subject subject;

 private:
  double weigh(const std::vector<double>& y) const {
    long double sum = 0;
    for (std::size_t k = 0; k < y.size(); ++k) sum += static_cast<long double>(weights_[static_cast<Eigen::Index>(k)]) * y[k];
    return static_cast<double>(sum);
  }
  double value(const std::vector<double>& v, std::vector<double>& moved) {
    ++subject.evaluations;
    Eigen::Vector<S, Eigen::Dynamic> at(static_cast<Eigen::Index>(v.size()));
    for (std::size_t i = 0; i < v.size(); ++i) at[static_cast<Eigen::Index>(i)] = static_cast<S>(subject.x[i] + v[i]);
    const X x = unflatten(x_, at);
    moved = to_doubles(flatten(x));
    for (std::size_t i = 0; i < v.size(); ++i) moved[i] -= subject.x[i];
    try {
      std::vector<double> y;
      append_coordinates(y, traced_, evaluated_result(call(f_, x)));
      return weigh(y);
    } catch (const std::exception& error) {
      if (subject.thrown.empty()) subject.thrown = error.what();
      return std::numeric_limits<double>::quiet_NaN();
    }
  }

  std::vector<double> differential() const {
    try {
      return to_doubles(flatten(Recording(x_, f_).pullback(cotangent())));
    } catch (const std::exception&) {
      return subject.g;
    }
  }

  X x_;
  F& f_;
  Recording recording_;
  Over<Y, Value> traced_;
  Eigen::Vector<S, Eigen::Dynamic> weights_;
};

}  // namespace coframe
