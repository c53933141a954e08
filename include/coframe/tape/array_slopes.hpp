// SPDX-License-Identifier: MIT
#pragma once
// Slopes of an array expression kept on the tape: where its functions cost more than memory, a pullback multiplies and adds.
#include <array>
#include <bitset>
#include <utility>

#include "coframe/tape/array_nodes.hpp"
#include "coframe/tape/tape.hpp"

namespace coframe {

/// May slopes of expressions E be worth keeping?
template <class E> inline constexpr bool keeps_slopes =
    E::vectorizable && E::leaves > 0 && E::transcendental > 0 && !complex_leaves<E> && std::is_same_v<typename E::Element, typename E::Base>;

/// ∂y/∂x for every element y and each traced leaf x; empty where recomputing them costs less.
template <class E> class Slopes {
 public:
  Slopes(Tape<typename E::Base>&, const E&) {}
  explicit operator bool() const { return false; }
};
template <class E>
  requires keeps_slopes<E>
class Slopes<E> {
 public:
  using S = typename E::Base;
  static constexpr int lanes = register_lanes<S>;
  /// Elements whose slopes stay in the nearer caches: there one costs a quarter of a function, further away as much.
  static constexpr std::ptrdiff_t near = 4096;

  Slopes(Tape<S>& tape, const E& e) {
    const std::ptrdiff_t n = std::ptrdiff_t{e.rows()} * e.cols();
    LeafView leaf[E::leaves];
    e.collect(leaf);
    for (std::size_t l = 0; l < traced_.size(); ++l) traced_[l] = leaf[l].active;
    if (traced_.none() || n < lanes || E::leaves > E::transcendental * (n <= near ? 4 : 1)) return;
    apart_ = (n + 2 * lanes - 2) / lanes * lanes;   // the last pack may begin with the last element
    first_ = static_cast<S*>(tape.memory().allocate(traced_.count() * static_cast<std::size_t>(apart_) * sizeof(S)));
  }
  explicit operator bool() const { return first_ != nullptr; }

  /// The first slope of each leaf, null where it is not traced.
  std::array<S*, E::leaves> places() const {
    std::array<S*, E::leaves> place{};
    S* next = first_;
    for (std::size_t l = 0; l < place.size(); ++l)
      if (traced_[l]) place[l] = std::exchange(next, next + apart_);
    return place;
  }

 private:
  S* first_ = nullptr;
  std::ptrdiff_t apart_ = 0;
  std::bitset<E::leaves> traced_;
};

/// Writes the slopes of a pack of elements: what a pullback of ones gives.
template <class E> class SlopeWriter {
 public:
  using S = typename E::Base;
  static constexpr int lanes = register_lanes<S>;
  explicit SlopeWriter(const Slopes<E>& slopes) : place_(slopes.places()) {}
  template <class State> [[gnu::always_inline]] void operator()(const E& e, const State& s, std::ptrdiff_t at) {
    void* g[E::leaves];
    for (std::size_t l = 0; l < place_.size(); ++l) g[l] = place_[l] ? place_[l] + at : unwanted_;
    e.template pull<0, lanes, false>(s, broadcast<S, lanes>(S(1)), g, 0);
  }

 private:
  std::array<S*, E::leaves> place_;
  alignas(64) S unwanted_[lanes];
};

/// Cotangents of the leaves from kept slopes…
template <class E> class KeptSlopes {
 public:
  using S = typename E::Base;
  static constexpr int lanes = register_lanes<S>;
  explicit KeptSlopes(const Slopes<E>& slopes) : place_(slopes.places()) {
    S* any = nullptr;
    for (S* p : place_) any = any ? any : p;
    for (S*& p : place_) p = p ? p : any;   // what is pulled back to a leaf that is not traced is not looked at
  }
  /// g[leaf][q…] for the elements at a position, whose cotangents are w
  template <class W> [[gnu::always_inline]] void operator()(const void* const*, int, std::ptrdiff_t at, const W& w, void* const* g, int q) const {
    for (std::size_t l = 0; l < place_.size(); ++l)
      store<S, lanes>(g[l], q, Lane<S, lanes>(load<S, lanes>(place_[l], static_cast<int>(at)) * w));
  }
  static bool ready_for_registers() { return true; }
  template <class W> [[gnu::always_inline]] bool in_registers(const void* const* x, int k, std::ptrdiff_t at, const W& w, void* const* g, int q) const {
    return (*this)(x, k, at, w, g, q), true;
  }

 private:
  std::array<S*, E::leaves> place_;
};
/// … or from the leaves' elements x[leaf][k…] once more.
template <bool masked, class E> class Recomputed {
 public:
  static constexpr int lanes = E::vectorizable ? register_lanes<typename E::Base> : 1;
  explicit Recomputed(const E& e) : e_(e) {}
  template <class W> [[gnu::always_inline]] void operator()(const void* const* x, int k, std::ptrdiff_t, const W& w, void* const* g, int q) const {
    constexpr Aim aim = masked ? Aim::masked_pullback : Aim::pullback;
    e_.template pull<0, lanes, masked>(e_.template forward<0, lanes, aim>(x, k), w, g, q);
  }
  /// The same without a call, before which a loop would have to put its registers down; false where one is needed. Once ready_for_registers().
  template <class W> [[gnu::always_inline]] bool in_registers(const void* const* x, int k, std::ptrdiff_t at, const W& w, void* const* g, int q) const {
    if constexpr (KernelNode<E>)
      return e_.template in_registers<0, lanes, masked>(x, k, [&](const auto& s) __attribute__((always_inline)) { e_.template pull<0, lanes, masked>(s, w, g, q); });
    else return (*this)(x, k, at, w, g, q), true;
  }
  bool ready_for_registers() const {
    if constexpr (KernelNode<E>) return e_.template ready_for_registers<lanes>();
    else return true;
  }

 private:
  E e_;
};

}  // namespace coframe
