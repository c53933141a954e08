// SPDX-License-Identifier: MIT
#pragma once
// Points and vectors as real coordinates, so that laws know nothing of types. They are in long double, which holds floats and doubles exactly.
#include <complex>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

namespace laws {

/// A complex number is two of them.
using Coordinates = std::vector<long double>;

/// x + t v.
Coordinates moved(Coordinates x, const Coordinates& v, long double t);

/// A scalar, or the elements of a matrix, among the coordinates of a space.
struct Part {
  std::size_t first, elements;
  bool is_complex, is_matrix;
  std::size_t width() const { return is_complex ? 2 : 1; }
};

/// The space ℝⁿ of some leaves, whose numbers are floats or doubles.
struct Space {
  std::vector<Part> parts;
  long double eps = 0;

  std::size_t dimension() const;
  /// The number of elements of the largest leaf.
  std::size_t largest() const;
  /// |x| of the largest element.
  long double size(const Coordinates& x) const;
  /// Σ |wᵢ| |vᵢ| over elements.
  long double absolute_pair(const Coordinates& w, const Coordinates& v) const;
  /// Normally distributed numbers, as the leaves can hold them.
  Coordinates drawn(std::mt19937& random) const;
  /// One direction within every leaf, 1 and i of a complex one (for matrices a single entry, and a random one), then a mixture.
  std::vector<Coordinates> directions(std::mt19937& random) const;
};

/// Σ wᵢ vᵢ, which is Σ Re(conj(wᵢ) vᵢ) of complex ones.
long double pair(const Coordinates& w, const Coordinates& v);
std::string text(const Coordinates& x);

}  // namespace laws
