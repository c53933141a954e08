// SPDX-License-Identifier: MIT
#pragma once
// Increasing multi-indices i₁ < … < i_k, in lexicographic order, as bit masks; the signed table of a product of two of them.
#include <array>
#include <bit>

namespace coframe {

/// n! / (k! (n−k)!), and 0 for k < 0 or k > n: the number of components of a k-form on n dimensions.
constexpr int binomial(int n, int k) {
  if (k < 0 || k > n) return 0;
  int c = 1;
  for (int i = 1; i <= k; ++i) c = c * (n - k + i) / i;
  return c;
}

/// The increasing multi-indices of K among 0 … N−1: 01, 02, …, 12, … Bit i of each says that i belongs to it.
template <int N, int K>
inline constexpr auto multi_indices = [] {
  static_assert(0 <= N && N <= 16, "charts have at most 16 dimensions");
  std::array<unsigned, binomial(N, K)> all{};
  std::array<int, (K > 0 ? K : 1)> index{};
  for (int p = 0; p < K; ++p) index[p] = p;
  for (auto& mask : all) {
    for (int p = 0; p < K; ++p) mask |= 1u << index[p];
    int p = K - 1;
    while (p >= 0 && index[p] == N - K + p) --p;
    if (p < 0) break;
    for (++index[p]; p + 1 < K; ++p) index[p + 1] = index[p] + 1;
  }
  return all;
}();

/// The place of a multi-index among those of its length: Σ of how many begin alike and then smaller.
constexpr int multi_index_rank(int n, unsigned mask) {
  int rank = 0, left = std::popcount(mask);
  for (int i = 0; i < n && left > 0; ++i) {
    if (mask >> i & 1) --left;
    else rank += binomial(n - i - 1, left - 1);
  }
  return rank;
}

/// dx^I ∧ dx^J = ± dx^(I ∪ J): the sign, 0 where they share an index.
constexpr int product_sign(unsigned i, unsigned j) {
  if (i & j) return 0;
  int swaps = 0;
  for (unsigned rest = j; rest; rest &= rest - 1) swaps += std::popcount(i >> std::countr_zero(rest));
  return swaps % 2 ? -1 : 1;
}

/// One term of a product: component a times component b goes to component out with a sign.
struct ProductTerm {
  unsigned short a, b, out;
  bool negative;
};
/// All products dx^I ∧ dx^J that are not zero, I of length K and J of length L.
template <int N, int K, int L>
inline constexpr auto product_table = [] {
  std::array<ProductTerm, (K + L > N ? 0 : binomial(N, K) * binomial(N - K, L))> table{};
  std::size_t next = 0;
  if (!table.empty())
    for (std::size_t a = 0; a < multi_indices<N, K>.size(); ++a)
      for (std::size_t b = 0; b < multi_indices<N, L>.size(); ++b) {
        const unsigned i = multi_indices<N, K>[a], j = multi_indices<N, L>[b];
        if (const int sign = product_sign(i, j))
          table[next++] = {static_cast<unsigned short>(a), static_cast<unsigned short>(b),
                           static_cast<unsigned short>(multi_index_rank(N, i | j)), sign < 0};
      }
  return table;
}();

}  // namespace coframe
