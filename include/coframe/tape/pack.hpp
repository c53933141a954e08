// SPDX-License-Identifier: MIT
#pragma once
// Packs: several numbers in one SIMD register, as GCC and Clang spell it, with Eigen's vectorised functions.
#include <Eigen/Core>
#include <bit>
#include <cstdint>
#include <cstring>

#include "coframe/base/number.hpp"
#include "coframe/space/leaf.hpp"

namespace coframe {

#if defined(__AVX512F__)
inline constexpr int register_bytes = 64;
#elif defined(__AVX__)
inline constexpr int register_bytes = 32;
#else
inline constexpr int register_bytes = 16;
#endif

/// Thrown inside `map` where the lanes of a comparison disagree; the pack is then redone lane by lane.
struct Diverged {};

template <class S, int W> struct PackMask;

/// W numbers, by default as many as a register holds.
template <class S, int W = register_bytes / int(sizeof(S))> struct Pack {
  static constexpr int width = W;
  typedef S Raw __attribute__((vector_size(W * sizeof(S))));
  /// A vector of S may alias its elements but no pointers, so that what surrounds a store stays in registers.
  typedef S Unaligned __attribute__((vector_size(W * sizeof(S)), aligned(alignof(S))));
  Raw v;

  Pack() = default;
  [[gnu::always_inline]] Pack(const Raw& raw) : v(raw) {}
  template <class C>
    requires Arithmetic<C>
  [[gnu::always_inline]] Pack(C c) : v(static_cast<S>(c) - Raw{}) {}   // c − 0 is c, also for −0

  [[gnu::always_inline]] static Pack load(const S* p) {
    Pack x;   // assigned: a temporary bound to const Raw& may be placed with the alignment of Unaligned
    x.v = *reinterpret_cast<const Unaligned*>(p);
    return x;
  }
  [[gnu::always_inline]] void store(S* p) const { *reinterpret_cast<Unaligned*>(p) = v; }

  [[gnu::always_inline]] friend Pack operator+(const Pack& a, const Pack& b) { return Pack(Raw(a.v + b.v)); }
  [[gnu::always_inline]] friend Pack operator-(const Pack& a, const Pack& b) { return Pack(Raw(a.v - b.v)); }
  [[gnu::always_inline]] friend Pack operator*(const Pack& a, const Pack& b) { return Pack(Raw(a.v * b.v)); }
  [[gnu::always_inline]] friend Pack operator/(const Pack& a, const Pack& b) { return Pack(Raw(a.v / b.v)); }
  [[gnu::always_inline]] friend Pack operator+(const Pack& a) { return a; }
  [[gnu::always_inline]] friend Pack operator-(const Pack& a) { return Pack(Raw(-a.v)); }
  [[gnu::always_inline]] Pack& operator+=(const Pack& b) { return v += b.v, *this; }
  [[gnu::always_inline]] Pack& operator-=(const Pack& b) { return v -= b.v, *this; }
  [[gnu::always_inline]] Pack& operator*=(const Pack& b) { return v *= b.v, *this; }
  [[gnu::always_inline]] Pack& operator/=(const Pack& b) { return v /= b.v, *this; }

  using Mask = PackMask<S, W>;
  [[gnu::always_inline]] friend Mask operator<(const Pack& a, const Pack& b) { return {a.v < b.v}; }
  [[gnu::always_inline]] friend Mask operator>(const Pack& a, const Pack& b) { return {a.v > b.v}; }
  [[gnu::always_inline]] friend Mask operator<=(const Pack& a, const Pack& b) { return {a.v <= b.v}; }
  [[gnu::always_inline]] friend Mask operator>=(const Pack& a, const Pack& b) { return {a.v >= b.v}; }
  [[gnu::always_inline]] friend Mask operator==(const Pack& a, const Pack& b) { return {a.v == b.v}; }
  [[gnu::always_inline]] friend Mask operator!=(const Pack& a, const Pack& b) { return {a.v != b.v}; }
};

/// The lanes' answers to a comparison.
template <class S, int W> struct PackMask {
  using Raw = decltype(typename Pack<S, W>::Raw{} < typename Pack<S, W>::Raw{});
  Raw m;

  [[gnu::always_inline]] friend PackMask operator||(const PackMask& a, const PackMask& b) { return {Raw(a.m | b.m)}; }
  [[gnu::always_inline]] friend PackMask operator&&(const PackMask& a, const PackMask& b) { return {Raw(a.m & b.m)}; }
  [[gnu::always_inline]] friend PackMask operator!(const PackMask& a) { return {Raw(~a.m)}; }
  [[gnu::always_inline]] bool all() const { return folded([](const auto& a, const auto& b) __attribute__((always_inline)) { return a & b; }, m) != 0; }
  [[gnu::always_inline]] bool any() const { return folded([](const auto& a, const auto& b) __attribute__((always_inline)) { return a | b; }, m) != 0; }
  /// What the lanes agree on; Diverged if they do not.
  [[gnu::always_inline]] operator bool() const {
    const bool every = all();
    if (every != any()) throw Diverged{};
    return every;
  }

 private:
  /// All lanes by `act`: the upper half on the lower one, and so on.
  template <class Act, class V> [[gnu::always_inline]] static auto folded(const Act& act, const V& v) {
    constexpr int half = sizeof(V) / sizeof(v[0]) / 2;
    if constexpr (half == 0) return v[0];
    else if constexpr (half == 1) return act(v[0], v[1]);
    else return [&]<int... i>(std::integer_sequence<int, i...>) __attribute__((always_inline)) {
        return folded(act, act(__builtin_shufflevector(v, v, i...), __builtin_shufflevector(v, v, (half + i)...)));
      }(std::make_integer_sequence<int, half>{});
  }
};

template <class S, int W> inline constexpr bool is_pack_v<Pack<S, W>> = true;
template <class S, int W> inline constexpr bool is_real_scalar_v<Pack<S, W>> = true;
template <class T> concept PackNumber = is_pack_v<std::remove_cvref_t<T>>;

template <class S, int W>
[[gnu::always_inline]] inline Pack<S, W> select(const PackMask<S, W>& c, const Pack<S, W>& a, const Pack<S, W>& b) {
  return Pack<S, W>(c.m ? a.v : b.v);
}
template <class S, int W> [[gnu::always_inline]] inline PackMask<S, W> zero_mask(const Pack<S, W>& x) { return x == Pack<S, W>(0); }
template <class S, int W> bool is_zero(const Pack<S, W>& x) { return zero_mask(x).all(); }
template <class S, int W> [[gnu::always_inline]] inline Pack<S, W> conjugate(const Pack<S, W>& x) { return x; }
template <class S, int W> [[gnu::always_inline]] inline Pack<S, W> real_part(const Pack<S, W>& x) { return x; }
template <class S, int W> S sum_of_lanes(const Pack<S, W>& x) {
  S sum = x.v[0];
  for (int i = 1; i < W; ++i) sum += x.v[i];
  return sum;
}
/// Are all lanes of several packs finite? x − x is 0 or NaN.
template <class P, class... More> [[gnu::always_inline]] inline bool all_lanes_finite(const P& x, const More&... y) { return zero_mask(((x - x) + ... + (y - y))).all(); }
template <class S, int W> [[gnu::always_inline]] inline bool is_finite(const Pack<S, W>& x) { return all_lanes_finite(x); }

/// c₀ + c₁ x + … by Horner.
template <class S, int W, std::size_t n> [[gnu::always_inline]] inline Pack<S, W> polynomial(const Pack<S, W>& x, const S (&c)[n]) {
  Pack<S, W> sum = c[n - 1];
  for (std::size_t i = n - 1; i-- > 0;) sum = sum * x + Pack<S, W>(c[i]);
  return sum;
}

template <class S, int W> [[gnu::always_inline]] inline S lane_of(const Pack<S, W>& x, int i) { return x.v[i]; }
template <class S, int W> [[gnu::always_inline]] inline void set_lane(Pack<S, W>& x, int i, const S& one) { x.v[i] = one; }
/// f of every lane, one by one.
template <class S, int W, class F> Pack<S, W> lane_by_lane(F f, const Pack<S, W>& x) {
  Pack<S, W> y;
  for (int i = 0; i < W; ++i) y.v[i] = f(x.v[i]);
  return y;
}
template <class S, int W, class F> Pack<S, W> lane_by_lane(F f, const Pack<S, W>& a, const Pack<S, W>& b) {
  Pack<S, W> y;
  for (int i = 0; i < W; ++i) y.v[i] = f(a.v[i], b.v[i]);
  return y;
}
/// f applied to the lanes as an Eigen array, vectorised where Eigen is.
template <class S, int W, class F> [[gnu::always_inline]] inline Pack<S, W> as_eigen_array(F f, const Pack<S, W>& x) {
  using A = Eigen::Array<S, W, 1>;
  alignas(register_bytes) S lanes[W];
  x.store(lanes);
  Eigen::Map<A, Eigen::AlignedMax> a(lanes);
  a = f(a);
  return Pack<S, W>::load(lanes);
}

}  // namespace coframe
