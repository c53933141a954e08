// SPDX-License-Identifier: MIT
// From a wrong number to the mistake behind it: each usual mistake leaves its own ratio or exchange.
#include <coframe/check/subject.hpp>

#include <algorithm>
#include <cmath>

namespace coframe {
namespace {

bool near(double a, double b) { return std::abs(a - b) <= 1e-3 * std::max(std::abs(a), std::abs(b)); }

const LeafPlace* leaf_of(const Subject& subject, std::size_t i) {
  for (const LeafPlace& leaf : subject.leaves)
    if (i >= leaf.first && i < leaf.first + leaf.count()) return &leaf;
  return nullptr;
}

/// The row and column of coordinate i in its leaf.
std::pair<std::size_t, std::size_t> place(const LeafPlace& leaf, std::size_t i) {
  const std::size_t k = (i - leaf.first) / leaf.width;
  return leaf.row_major ? std::pair(k / leaf.cols, k % leaf.cols) : std::pair(k % leaf.rows, k / leaf.rows);
}

std::string complex_cause(const Subject& subject, const LeafPlace& leaf, std::size_t i,
                          const std::function<double(std::size_t)>& numeric_at) {
  const std::size_t re = i - (i - leaf.first) % 2, im = re + 1;
  const double ax = subject.g[re], ay = subject.g[im], nx = numeric_at(re), ny = numeric_at(im);
  const double size = std::hypot(nx, ny);
  const auto is = [&](double x, double y) { return size > 0 && std::hypot(ax - x, ay - y) <= 1e-3 * size; };
  if (is(nx, -ny)) return "conjugate: ∂y has the wrong sign; a pull lacks its conj";
  if (is(-ny, nx) || is(ny, -nx)) return "a factor i: ∂x and ∂y are exchanged";
  if (is(nx, 0) || is(0, ny)) return "half of a complex number: ∂x or ∂y is zero, a real part has been taken on the way";
  return {};
}

}  // namespace

std::string cause_of_ratio(double ratio) {
  if (ratio == 0) return "zero: the coordinate is detached, its contribution is never added";
  if (std::isinf(ratio)) return "the function does not depend on this coordinate, the differential does";
  if (near(ratio, -1)) return "sign: analytic = −numeric";
  if (near(ratio, 2)) return "factor 2: a contribution is counted twice, or a 1/2 is missing (∂/∂z̄ for the gradient, a symmetric matrix)";
  if (near(ratio, 0.5)) return "factor 1/2: one of two equal contributions is missing (fan-out, x·x), or a 2 is";
  const double larger = std::abs(ratio) > 1 ? std::abs(ratio) : 1 / std::abs(ratio), whole = std::round(larger);
  if (whole > 1 && whole < 1e6 && std::abs(larger - whole) < 1e-5 * whole)
    return std::string(ratio < 0 ? "sign, and " : "") + "factor " + (std::abs(ratio) > 1 ? "" : "1/") + std::to_string(static_cast<long>(whole)) +
           ": a sum taken for a mean, or the reverse?";
  return {};
}

std::string coordinate_name(const Subject& subject, std::size_t i) {
  const LeafPlace* leaf = leaf_of(subject, i);
  if (!leaf) return "coordinate " + std::to_string(i);
  std::string name = leaf->path;
  if (!leaf->scalar) {
    const auto [row, col] = place(*leaf, i);
    name += "(" + std::to_string(row) + (leaf->cols > 1 ? ", " + std::to_string(col) : "") + ")";
  }
  if (leaf->width == 2) name += (i - leaf->first) % 2 ? ".imag()" : ".real()";
  return name;
}

std::string suggested_cause(const Subject& subject, std::size_t i, double numeric,
                            const std::function<double(std::size_t)>& numeric_at) {
  const double analytic = subject.g[i];
  const LeafPlace* leaf = leaf_of(subject, i);
  if (leaf && leaf->width == 2)
    if (auto cause = complex_cause(subject, *leaf, i, numeric_at); !cause.empty()) return cause;
  if (leaf && leaf->rows == leaf->cols && leaf->rows > 1) {
    const auto [row, col] = place(*leaf, i);
    const std::size_t k = leaf->row_major ? col * leaf->cols + row : row * leaf->rows + col;
    const std::size_t mirror = leaf->first + k * leaf->width + (i - leaf->first) % leaf->width;
    if (mirror != i && near(subject.g[mirror], numeric) && !near(subject.g[mirror], analytic))
      return "transposed: differences give here what the differential has at the mirrored element";
  }
  const auto cause = cause_of_ratio(numeric == 0 ? std::numeric_limits<double>::infinity() : analytic / numeric);
  return cause.empty() ? "a term is missing or wrong: analytic / numeric is no simple ratio" : cause;
}

}  // namespace coframe
