// SPDX-License-Identifier: MIT
#include "laws/coordinates.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace laws {
namespace {

long double modulus(const Coordinates& x, const Part& part, std::size_t element) {
  const std::size_t k = part.first + element * part.width();
  return part.is_complex ? std::hypot(x[k], x[k + 1]) : std::abs(x[k]);
}
void draw(Coordinates& x, const Part& part, long double eps, std::mt19937& random) {
  std::normal_distribution<double> normal;
  for (std::size_t k = 0; k < part.elements * part.width(); ++k) {
    const double number = normal(random);
    x[part.first + k] = eps > std::numeric_limits<double>::epsilon() ? static_cast<float>(number) : number;
  }
}

}  // namespace

Coordinates moved(Coordinates x, const Coordinates& v, long double t) {
  for (std::size_t k = 0; k < x.size(); ++k) x[k] += t * v[k];
  return x;
}
std::size_t Space::dimension() const { return parts.empty() ? 0 : parts.back().first + parts.back().elements * parts.back().width(); }
std::size_t Space::largest() const {
  std::size_t n = 1;
  for (const Part& part : parts) n = std::max(n, part.elements);
  return n;
}
long double Space::size(const Coordinates& x) const {
  long double largest = 0;
  for (const Part& part : parts)
    for (std::size_t i = 0; i < part.elements; ++i) {
      const long double m = modulus(x, part, i);
      if (std::isnan(m)) return m;
      largest = std::max(largest, m);
    }
  return largest;
}
long double Space::absolute_pair(const Coordinates& w, const Coordinates& v) const {
  long double sum = 0;
  for (const Part& part : parts)
    for (std::size_t i = 0; i < part.elements; ++i) sum += modulus(w, part, i) * modulus(v, part, i);
  return sum;
}
Coordinates Space::drawn(std::mt19937& random) const {
  Coordinates x(dimension());
  for (const Part& part : parts) draw(x, part, eps, random);
  return x;
}
std::vector<Coordinates> Space::directions(std::mt19937& random) const {
  std::vector<Coordinates> all;
  for (const Part& part : parts) {
    for (std::size_t unit = 0; unit < part.width() && part.elements > 0; ++unit) {
      const std::size_t element = random() % static_cast<unsigned>(part.elements);
      all.emplace_back(dimension());
      all.back()[part.first + element * part.width() + unit] = 1;
    }
    if (!part.is_matrix) continue;
    all.emplace_back(dimension());
    draw(all.back(), part, eps, random);
  }
  all.push_back(drawn(random));
  return all;
}
long double pair(const Coordinates& w, const Coordinates& v) {
  long double sum = 0;
  for (std::size_t k = 0; k < w.size(); ++k) sum += w[k] * v[k];
  return sum;
}
std::string text(const Coordinates& x) {
  std::ostringstream out;
  out.precision(17);
  for (const long double c : x) out << static_cast<double>(c) << ' ';
  return out.str();
}

}  // namespace laws
