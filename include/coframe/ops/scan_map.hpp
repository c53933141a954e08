// SPDX-License-Identifier: MIT
#pragma once
// A scan as one recorded map: elements in SIMD lanes, steps one after the other.
#include "coframe/ops/kernel.hpp"
#include "coframe/tape/array_flat.hpp"

namespace coframe {

/// An argument of a scan: n numbers, one after the other, for each step or for all; or one number for all elements.
template <class S> struct ScanArgument {
  const S* data;
  Coordinate coordinate;
  Extent extent;
  std::ptrdiff_t next;   // from a step to the next one, 0 where all have the same
  bool one, active;

  template <int lanes> [[gnu::always_inline]] Lane<S, lanes> at(const S* from, std::ptrdiff_t k) const {
    return one ? broadcast<S, lanes>(*from) : load<S, lanes>(from + k, 0);
  }
};

/// A walk into which everything is inlined, the user's kernel too. GCC does so for clones only, once it has seen what they call: the
/// unused number makes one.
template <class Walk> [[gnu::flatten, gnu::noinline]] void in_one(const Walk& walk, int) { walk(); }

/// (y₀, …)ₜ = f((y₀, …)ₜ₋₁, (x₀, …)ₜ, a₀, …) for t = 0 … steps − 1, from the states before the first step. The tape keeps all states; the
/// pullback evaluates f anew in each step. Walks take a block of packs through all steps: a pack alone would wait for itself.
template <class F, class S, int states, int inputs, int constants> class ScanMap final : public RecordedMap<S> {
  static constexpr int count = states + inputs + constants;
  using Step = Kernel<F, S, count>;
  static_assert(Step::results == states, "scan: the kernel returns as many numbers as there are states, as a std::tuple");
  static constexpr int register_width = std::is_floating_point_v<S> ? register_lanes<S> : 1;

 public:
  static constexpr bool owns_memory = !std::is_trivially_destructible_v<F>;
  using Arguments = std::array<ScanArgument<S>, count>;   // states, inputs, constants

  ScanMap(const F& f, Tape<S>& tape, int n, int steps, const Arguments& arguments, S* history)
      : kernel_(f, tape.template workspace<KernelTapes<S>>()), n_(n), steps_(steps), arguments_(arguments), history_(history) {}

  const char* name() const override { return "scan"; }
  void arguments(std::vector<Extent>& extents) const override {
    for (const auto& a : arguments_)
      if (a.active && a.extent.first < a.extent.last) extents.push_back(a.extent);
  }
  /// Writes all states.
  void evaluate() const {
    each_block([&]<int lanes>(const Block& block) { in_one([=, this]() __attribute__((always_inline)) { evaluate_block<lanes>(block); }, 0); });
  }
  void push(S* v) const override {
    each_block([&]<int lanes>(const Block& block) { push_block<lanes>(v, block); });
  }
  void pull(const Cotangents<S>& w, bool masked) const override {
    std::array<S*, count> to{};
    for (int i = 0; i < count; ++i)
      if (arguments_[i].active && n_ > 0) to[i] = w.place(arguments_[i].coordinate, arguments_[i].extent);
    const S* from = w.plane() + this->range.first;
    each_block([&]<int lanes>(const Block& block) {
      if (masked) in_one([=, this]() __attribute__((always_inline)) { pull_block<lanes, true>(from, to, block); }, 0);
      else in_one([=, this]() __attribute__((always_inline)) { pull_block<lanes, false>(from, to, block); }, 0);
    });
  }

 private:
  static constexpr int most_packs = 8;
  /// Packs of elements from `first` on. The last one reaches back over `stale` elements of the one before, where they do not fill it.
  struct Block {
    std::ptrdiff_t first;
    int packs, stale;
    template <int lanes> [[gnu::always_inline]] std::ptrdiff_t element(int p) const { return first + p * lanes - stale_in(p); }
    [[gnu::always_inline]] int stale_in(int p) const { return p + 1 == packs ? stale : 0; }
  };
  /// f<lanes>(block): blocks of packs, or of numbers where not even one pack is full.
  template <class Act> void each_block(const Act& act) const {
    const auto blocks = [&]<int lanes>(std::integral_constant<int, lanes>) {
      for (std::ptrdiff_t k = 0; k < n_; k += most_packs * lanes) {
        const auto rest = static_cast<int>(std::min<std::ptrdiff_t>(n_ - k, most_packs * lanes)), packs = (rest + lanes - 1) / lanes;
        act.template operator()<lanes>(Block{k, packs, packs * lanes - rest});
      }
    };
    if (n_ >= register_width) blocks(std::integral_constant<int, register_width>{});
    else blocks(std::integral_constant<int, 1>{});
  }
  template <class Act> [[gnu::always_inline]] static void each_state(const Act& act) { each_index<0, states>(act); }
  template <class Act> [[gnu::always_inline]] static void each_input(const Act& act) { each_index<states, states + inputs>(act); }
  template <class Act> [[gnu::always_inline]] static void each_constant(const Act& act) { each_index<states + inputs, count>(act); }

  /// State q after step t, from element k on.
  [[gnu::always_inline]] std::ptrdiff_t place(int q, int t, std::ptrdiff_t k) const { return (std::ptrdiff_t{q} * steps_ + t) * n_ + k; }
  /// The arguments of step t at elements from k on.
  template <int lanes> [[gnu::always_inline]] auto arguments_at(int t, std::ptrdiff_t k) const {
    typename Step::template Arguments<Lane<S, lanes>> x;
    const auto read = [&](auto i) __attribute__((always_inline)) { x[i] = arguments_[i].template at<lanes>(arguments_[i].data + t * arguments_[i].next, k); };
    if (t > 0) each_state([&](auto q) __attribute__((always_inline)) { x[q] = load<S, lanes>(history_ + place(q, t - 1, k), 0); });
    else each_state(read);
    each_input(read), each_constant(read);
    return x;
  }
  template <int lanes> [[gnu::always_inline]] void evaluate_block(const Block& block) const {
    const ScanMap map = *this;   // what is stored cannot change a copy
    for (int t = 0; t < map.steps_; ++t)
      for (int p = 0; p < block.packs; ++p) {
        const auto k = block.template element<lanes>(p);
        const auto y = map.kernel_.values(map.template arguments_at<lanes>(t, k));
        each_state([&](auto q) __attribute__((always_inline)) { store<S, lanes>(map.history_ + map.place(q, t, k), 0, y[q]); });
      }
  }
  template <int lanes> void push_block(S* v, const Block& block) const {
    using L = Lane<S, lanes>;
    for (int t = 0; t < steps_; ++t)
      for (int p = 0; p < block.packs; ++p) {
        const auto k = block.template element<lanes>(p);
        const auto x = arguments_at<lanes>(t, k);
        std::array<Dual<L>, count> moved;
        for (int i = 0; i < count; ++i) {
          const auto& a = arguments_[i];
          moved[i] = Dual<L>(x[i], a.active ? a.template at<lanes>(v + a.coordinate + t * a.next, k) : L(0));
          if (i < states && t > 0) moved[i].tangent = load<S, lanes>(v + this->range.first + place(i, t - 1, k), 0);
        }
        const auto y = kernel_.values(moved);
        for (int q = 0; q < states; ++q) store<S, lanes>(v + this->range.first + place(q, t, k), 0, y[q].tangent);
      }
  }
  template <int lanes, bool masked> [[gnu::always_inline]] void pull_block(const S* from, const std::array<S*, count>& to, const Block& block) const {
    using L = Lane<S, lanes>;
    const ScanMap map = *this;
    const auto add = [](S* g, const L& slope) __attribute__((always_inline)) { store<S, lanes>(g, 0, load<S, lanes>(g, 0) + slope); };
    L sum[most_packs][count];   // cotangents of the states before a step, and of constants so far
    std::fill(&sum[0][0], &sum[0][0] + block.packs * count, L(0));
    for (int t = map.steps_; t-- > 0;)
      for (int p = 0; p < block.packs; ++p) {
        const auto k = block.template element<lanes>(p);
        typename Step::template Results<L> w;
        each_state([&](auto q) __attribute__((always_inline)) { w[q] = sum[p][q] + load<S, lanes>(from + map.place(q, t, k), 0); });
        auto slopes = map.kernel_.template pulled<masked>(map.template arguments_at<lanes>(t, k), w);
        if constexpr (lanes > 1)
          if (const int stale = block.stale_in(p)) [[unlikely]] each_index<0, count>([&](auto i) __attribute__((always_inline)) { slopes[i] = only(new_lanes<NumberIn<S>, lanes>(stale), slopes[i]); });
        each_state([&](auto q) __attribute__((always_inline)) { sum[p][q] = slopes[q]; });
        each_input([&](auto i) __attribute__((always_inline)) {
          if (to[i]) add(to[i] + t * map.arguments_[i].next + k, slopes[i]);
        });
        each_constant([&](auto i) __attribute__((always_inline)) { sum[p][i] += slopes[i]; });
      }
    for (int p = 0; p < block.packs; ++p) {
      const auto finish = [&](auto i) {
        if (!to[i]) return;
        if (!map.arguments_[i].one) add(to[i] + block.template element<lanes>(p), sum[p][i]);
        else if constexpr (lanes == 1) *to[i] += sum[p][i];
        else *to[i] += sum_of_lanes(sum[p][i]);
      };
      each_state(finish), each_constant(finish);
    }
  }

  Step kernel_;
  int n_, steps_;
  Arguments arguments_;
  S* history_;
};

}  // namespace coframe
