// SPDX-License-Identifier: MIT
#pragma once
// Interference: what the parts of a finite step do together that they do not do alone.
#include <algorithm>
#include <vector>

#include "coframe/space.hpp"

namespace coframe {

/// The change of the loss in one step, by inclusion and exclusion over the parts that move: total = Σ singles + Σ pairs +
/// Σ triplets + rest. An infinitesimal step has singles only. (sec. 3.6)
struct Interference {
  struct Pair {
    std::size_t a, b;
    double value;
  };
  struct Triplet {
    std::size_t a, b, c;
    double value;
  };
  double total = 0;
  std::vector<double> singles{};
  std::vector<Pair> pairs{};        ///< L(a, b) - L(a) - L(b) + L, D(D - 1)/2 of them
  std::vector<Triplet> triplets{};  ///< D(D - 1)(D - 2)/6 of them

  double sum_of_singles() const { return sum(singles, [](double x) { return x; }); }
  double sum_of_pairs() const { return sum(pairs, [](const Pair& p) { return p.value; }); }
  double sum_of_triplets() const { return sum(triplets, [](const Triplet& t) { return t.value; }); }
  /// What quadruplets and more make of it.
  double rest() const { return total - sum_of_singles() - sum_of_pairs() - sum_of_triplets(); }

 private:
  template <class T, class F>
  static double sum(const std::vector<T>& terms, const F& f) {
    double s = 0;
    for (const T& t : terms) s += f(t);
    return s;
  }
};

/// The same over parts of one's own: real coordinate i, in flatten's order, belongs to part parts[i]. ShapeError.
/// loss(x) of plain points is called D(D - 1)/2 times, with triplets D(D - 1)(D - 2)/6 times more.
template <class L, Point X>
Interference interference(L&& loss, const X& x, const Over<X, Tangent>& v, const std::vector<std::size_t>& parts, bool with_triplets = true) {
  const auto step = flatten(v);
  if (static_cast<Eigen::Index>(parts.size()) != step.size() || parts.empty())
    throw ShapeError("interference: a part for each of the " + std::to_string(step.size()) + " real coordinates was expected, but " +
                     std::to_string(parts.size()) + " came");
  const std::size_t n = 1 + *std::max_element(parts.begin(), parts.end());
  const auto value = [&](const auto& moves) {
    auto masked = step;
    for (Eigen::Index i = 0; i < step.size(); ++i)
      if (!moves(parts[static_cast<std::size_t>(i)])) masked[i] = 0;
    return static_cast<double>(loss(X(x + unflatten(v, masked))));
  };
  const double before = static_cast<double>(loss(x));
  const auto change = [&](std::initializer_list<std::size_t> moved) {
    return value([&](std::size_t part) { return std::find(moved.begin(), moved.end(), part) != moved.end(); }) - before;
  };
  Interference r;
  r.total = value([](std::size_t) { return true; }) - before;
  for (std::size_t a = 0; a < n; ++a) r.singles.push_back(change({a}));
  std::vector<double> both(n * n);
  for (std::size_t a = 0; a < n; ++a)
    for (std::size_t b = a + 1; b < n; ++b) {
      both[a * n + b] = change({a, b}) - r.singles[a] - r.singles[b];
      r.pairs.push_back({a, b, both[a * n + b]});
    }
  if (!with_triplets) return r;
  for (std::size_t a = 0; a < n; ++a)
    for (std::size_t b = a + 1; b < n; ++b)
      for (std::size_t c = b + 1; c < n; ++c)
        r.triplets.push_back({a, b, c, change({a, b, c}) - r.singles[a] - r.singles[b] - r.singles[c] - both[a * n + b] - both[a * n + c] - both[b * n + c]});
  return r;
}

/// The interference of the leaves of a model in the step x → x + v.
template <class L, Point X>
Interference interference(L&& loss, const X& x, const Over<X, Tangent>& v, bool with_triplets = true) {
  std::vector<std::size_t> leaf_of;
  std::size_t leaves = 0;
  for_each_leaf([&](const auto& leaf) { leaf_of.insert(leaf_of.end(), static_cast<std::size_t>(dimension(leaf)), leaves++); }, x);
  return interference(loss, x, v, leaf_of, with_triplets);
}

}  // namespace coframe
