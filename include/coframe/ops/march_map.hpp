// SPDX-License-Identifier: MIT
#pragma once
// A march as one recorded map: compact copies of the fields, all states, and a plane of its own for the cotangents of two steps.
#include "coframe/ops/stencil.hpp"

namespace coframe {

/// The points of a march, as a node whose leaves are their neighbours: what a walk over them needs to know.
template <class S, class First, class... Rest> struct MarchPoints : ArrayNodeBase {
  using Base = S;
  using Element = S;
  using Plain = typename First::Plain;
  static constexpr int leaves = 1 + sizeof...(Rest), transcendental = 0;
  static constexpr auto kinds = joined(First::kinds, Rest::kinds...);
  static constexpr bool vectorizable = std::is_floating_point_v<S> && register_lanes<S> > 1;
  static constexpr auto displacements = displacements_of<First, Rest...>();
  std::tuple<First, Rest...> a;

  explicit MarchPoints(const First& first, const Rest&... rest) : a(first, rest...) {}
  int rows() const { return std::get<0>(a).rows(); }
  int cols() const { return std::get<0>(a).cols(); }
  void collect(LeafView* v) const {
    std::apply([&](const auto&... leaf) { (leaf.collect(v++), ...); }, a);
  }
};

/// The neighbours of all points within fields, as leaves; their node.
template <class... N, int... k> auto neighbours_in_fields(std::integer_sequence<int, k...>, const auto&... field) {
  return std::tuple_cat(N::template leaves<k>(field, (N::reach | ...))...);
}
template <class S, class... Neighbour> auto march_points(const std::tuple<Neighbour...>& neighbours) {
  return std::apply([](const auto&... one) { return MarchPoints<S, Neighbour...>(one...); }, neighbours);
}

/// The cotangents of several states at the points of a step.
template <class S, int lanes, int states> struct MarchSeeds {
  std::array<CotangentsFrom<lanes, S>, states> state;
  void at(std::ptrdiff_t position, int n) {
    for (auto& one : state) one.at(position, n);
  }
  [[gnu::always_inline]] std::array<Lane<S, lanes>, states> operator()(int k) const {
    return [&]<std::size_t... q>(std::index_sequence<q...>) __attribute__((always_inline)) { return std::array{state[q](k)...}; }(std::make_index_sequence<states>{});
  }
};
/// The cotangents of neighbours at g[leaf][q…], of those of the states at elements x[leaf][k…], by the kernel.
template <class K, class S, int lanes, int count, bool masked> struct PulledByKernel {
  const K& kernel;
  using L = Lane<S, lanes>;
  using Slopes = std::array<L, count>;

  template <class W> void operator()(const void* const* x, int k, std::ptrdiff_t, const W& w, void* const* g, int q) const {
    write(kernel.template pulled<masked>(arguments(x, k), w), g, q);
  }
  template <class W> [[gnu::always_inline]] bool in_registers(const void* const* x, int k, std::ptrdiff_t, const W& w, void* const* g, int q) const {
    W y;
    Slopes slopes;
    if (!kernel.template pull_in_registers<masked, L>(arguments(x, k), w, y, slopes)) [[unlikely]] return false;
    return write(slopes, g, q), true;
  }
  bool ready_for_registers() const { return kernel.template ready_for_registers<L>(); }
  [[gnu::always_inline]] static Slopes arguments(const void* const* x, int k) {
    return [&]<std::size_t... l>(std::index_sequence<l...>) __attribute__((always_inline)) { return Slopes{load<S, lanes>(x[l], k)...}; }(std::make_index_sequence<count>{});
  }
  [[gnu::always_inline]] static void write(const Slopes& slopes, void* const* g, int q) {
    [&]<std::size_t... l>(std::index_sequence<l...>) __attribute__((always_inline)) { (store<S, lanes>(g[l], q, slopes[l]), ...); }(std::make_index_sequence<count>{});
  }
};

/// uₜ₊₁ = f(neighbours in uₜ, …) at all points whose neighbours lie within, uₜ elsewhere, for t = 0 … steps − 1. As many fields as f has
/// results move, the others stay. The tape keeps all states; their cotangents live in a plane of the map's own, which holds two steps and
/// stays in the nearer caches. Leaves: the fields on the tape.
template <class S, class F, class Neighbourhoods, class Leaves> class MarchMap;
template <class S, class F, class... N, class... Leaf> class MarchMap<S, F, std::tuple<N...>, std::tuple<Leaf...>> final : public RecordedMap<S> {
  static constexpr int fields = sizeof...(N), count = (N::neighbours + ...);
  static constexpr Reach reach = (N::reach | ...);
  using Step = Kernel<F, S, count>;
  template <int k> static constexpr bool traced = std::tuple_element_t<k, std::tuple<N...>>::traced;
  template <int k> using Plain = typename std::tuple_element_t<k, std::tuple<Leaf...>>::Plain;
  static constexpr bool by_rows = Plain<0>::IsRowMajor;
  static_assert(((bool(Leaf::Plain::IsRowMajor) == by_rows) && ...), "march: fields of one storage order were expected");
  static_assert((std::is_same_v<typename Leaf::Element, S> && ...), "march: real numbers were expected; split complex fields with real() and imag()");
  static_assert(Step::results <= fields, "march: f returns more numbers than there are fields");

  /// Field k as a compact copy in the map's own memory and plane.
  template <int k> using Compact = ArrayLeaf<Plain<k>, (k < Step::results) || traced<k>>;
  template <int... k>
  static auto points_type(std::integer_sequence<int, k...> each_field) -> decltype(march_points<S>(neighbours_in_fields<N...>(each_field, std::declval<const Compact<k>&>()...)));
  using Points = decltype(points_type(std::make_integer_sequence<int, fields>{}));

 public:
  static constexpr int states = Step::results;
  static constexpr bool owns_memory = !std::is_trivially_destructible_v<F>;

  MarchMap(const F& f, Tape<S>& tape, int steps, const std::tuple<Leaf...>& leaves)
      : kernel_(f, tape.template workspace<KernelTapes<S>>()), leaves_(leaves), steps_(steps), rows_(std::get<0>(leaves).view.rows), cols_(std::get<0>(leaves).view.cols),
        elements_(std::ptrdiff_t{rows_} * cols_), plane_(numbers(tape, states + fields)) {
    each_index<0, fields>([&](auto k) {
      values_[k] = numbers(tape, k < states ? steps_ + 1 : 1);
      const auto* from = std::get<k>(leaves_).view.data;
      each_element<k>([&](std::ptrdiff_t offset, std::ptrdiff_t at) { values_[k][at] = from[offset]; });
    });
  }
  const char* name() const override { return "march"; }
  void arguments(std::vector<Extent>& extents) const override {
    each_index<0, fields>([&](auto k) {
      if constexpr (traced<k>) leaf_extents(std::get<k>(leaves_), extents);
    });
  }
  /// How many coordinates the last states have.
  std::size_t size() const { return static_cast<std::size_t>(states * elements_); }
  /// Writes all states.
  void evaluate() const {
    for (int t = 0; t < steps_; ++t) {
      each_index<0, states>([&](auto q) { each_outside([&](std::ptrdiff_t at) { state(q, t + 1)[at] = state(q, t)[at]; }); });
      evaluate_step(t);
    }
  }
  /// State q at the end, in a range of the tape that begins at coordinate c.
  template <int q> Var<Plain<q>> last(Coordinate c, Tag tag) const {
    auto view = compact<q>(state(q, steps_), c + static_cast<Coordinate>(q * elements_));
    view.tag = tag;
    return Var<Plain<q>>(view);
  }

  void pull(const Cotangents<S>& w, bool masked) const override {
    clear_plane();
    each_index<0, states>([&](auto q) { std::copy_n(w.plane() + this->range.first + q * elements_, elements_, plane_ + slot(q, steps_)); });
    for (int t = steps_; t-- > 0;) {
      if (masked) pull_step<true>(t);
      else pull_step<false>(t);
    }
    each_index<0, fields>([&](auto k) {
      if constexpr (traced<k>) {
        const auto& view = std::get<k>(leaves_).view;
        S* to = w.place(view.coordinate, extent_of_view(view));
        each_element<k>([&](std::ptrdiff_t offset, std::ptrdiff_t at) { to[offset] += plane_[slot(k, 0) + at]; });
      }
    });
  }
  void push(S* v) const override {
    clear_plane();
    each_index<0, fields>([&](auto k) {
      if constexpr (traced<k>) {
        const S* from = v + std::get<k>(leaves_).view.coordinate;
        each_element<k>([&](std::ptrdiff_t offset, std::ptrdiff_t at) { plane_[slot(k, 0) + at] = from[offset]; });
      }
    });
    for (int t = 0; t < steps_; ++t) push_step(t);
    each_index<0, states>([&](auto q) { std::copy_n(plane_ + slot(q, steps_), elements_, v + this->range.first + q * elements_); });
  }

 private:
  static constexpr int register_width = std::is_floating_point_v<S> ? register_lanes<S> : 1;

  S* numbers(Tape<S>& tape, int how_often) const {
    return writable(new_range<Eigen::Array<S, Eigen::Dynamic, Eigen::Dynamic>>(tape, static_cast<int>(elements_), how_often, false));
  }
  S* state(int q, int t) const { return values_[q] + t * elements_; }
  /// The values of field k in the step from t on, and where its cotangents begin in the plane; a state has two places in turn.
  const S* values(int k, int t) const { return k < states ? state(k, t) : values_[k]; }
  std::ptrdiff_t slot(int k, int t) const { return (k < states ? 2 * k + t % 2 : states + k) * elements_; }
  void clear_plane() const { std::fill_n(plane_, (states + fields) * elements_, S(0)); }

  /// Compact columns (rows, if the fields are row-major) lie `column()` apart; the points are `within` of each.
  std::ptrdiff_t column() const { return by_rows ? cols_ : rows_; }
  std::ptrdiff_t first_point() const { return by_rows ? -reach.top * column() - reach.left : -reach.top - reach.left * column(); }
  int within() const { return by_rows ? cols_ - reach.cols() : rows_ - reach.rows(); }
  int columns_within() const { return by_rows ? rows_ - reach.rows() : cols_ - reach.cols(); }
  /// f(place in a compact copy) for all points that stay.
  template <class Act> void each_outside(const Act& act) const {
    if (elements_ == 0) return;
    const std::ptrdiff_t before = first_point() / column(), inset = first_point() % column();
    for (std::ptrdiff_t c = 0; c * column() < elements_; ++c) {
      const bool beside = c < before || c >= before + columns_within();
      for (std::ptrdiff_t i = 0; i < (beside ? column() : inset); ++i) act(c * column() + i);
      if (!beside)
        for (std::ptrdiff_t i = inset + within(); i < column(); ++i) act(c * column() + i);
    }
  }
  /// act<lanes>(place in a compact copy) for packs of points, single ones where a column has no whole pack; a last pack may reach back.
  template <class Act> void each_pack_of_points(const Act& act) const {
    for (int c = 0; c < columns_within(); ++c) {
      const std::ptrdiff_t first = first_point() + c * column();
      const int n = within();
      int k = 0;
      for (; k + register_width <= n; k += register_width) act.template operator()<register_width>(first + k);
      if (k < n && n >= register_width) act.template operator()<register_width>(first + n - register_width), k = n;
      for (; k < n; ++k) act.template operator()<1>(first + k);
    }
  }
  /// How far neighbour l lies from its point in a compact copy.
  std::ptrdiff_t distance(const Displacement& d) const { return by_rows ? d.i * column() + d.j : d.i + d.j * column(); }
  /// f(offset in field k as it was given, place in a compact copy) for all elements.
  template <int k, class Act> void each_element(const Act& act) const {
    const auto& view = std::get<k>(leaves_).view;
    std::ptrdiff_t at = 0;
    for (int outer = 0; outer < (by_rows ? rows_ : cols_); ++outer)
      for (int inner = 0; inner < (by_rows ? cols_ : rows_); ++inner) act(by_rows ? view.offset(outer, inner) : view.offset(inner, outer), at++);
  }
  template <int k> View<S> compact(const S* data, std::ptrdiff_t coordinate) const {
    View<S> view = std::get<k>(leaves_).view;
    view.data = data, view.coordinate = static_cast<Coordinate>(coordinate);
    view.row_stride = by_rows ? cols_ : 1, view.col_stride = by_rows ? 1 : rows_;
    return view;
  }
  /// The points of the step from t to t + 1.
  template <int... k> Points points(int t, std::integer_sequence<int, k...> each_field) const {
    const auto leaf = [&](auto field) {
      Compact<field> one;
      one.view = compact<field>(values(field, t), slot(field, t));
      return one;
    };
    return march_points<S>(neighbours_in_fields<N...>(each_field, leaf(std::integral_constant<int, k>{})...));
  }

  [[gnu::flatten]] void evaluate_step(int t) const {
    const auto f = kernel_;   // copies, which what is stored cannot change
    const S* from[count];
    S* to[states];
    for (int l = 0; l < count; ++l) from[l] = values(Points::displacements[l].field, t) + distance(Points::displacements[l]);
    for (int q = 0; q < states; ++q) to[q] = state(q, t + 1);
    each_pack_of_points([&]<int lanes>(std::ptrdiff_t at) __attribute__((always_inline)) {
      typename Step::template Arguments<Lane<S, lanes>> x;
      each_index<0, count>([&](auto l) __attribute__((always_inline)) { x[l] = load<S, lanes>(from[l] + at, 0); });
      const auto y = f.values(x);
      each_index<0, states>([&](auto q) __attribute__((always_inline)) { store<S, lanes>(to[q] + at, 0, y[q]); });
    });
  }
  void push_step(int t) const {
    each_index<0, states>([&](auto q) { each_outside([&](std::ptrdiff_t at) { plane_[slot(q, t + 1) + at] = plane_[slot(q, t) + at]; }); });
    each_pack_of_points([&]<int lanes>(std::ptrdiff_t at) {
      std::array<Dual<Lane<S, lanes>>, count> x;
      for (int l = 0; l < count; ++l) {
        const auto& d = Points::displacements[l];
        x[l] = {load<S, lanes>(values(d.field, t) + at + distance(d), 0), load<S, lanes>(plane_ + slot(d.field, t) + at + distance(d), 0)};
      }
      const auto y = kernel_.values(x);
      for (int q = 0; q < states; ++q) store<S, lanes>(plane_ + slot(q, t + 1) + at, 0, y[q].tangent);
    });
  }
  template <bool masked> void pull_step(int t) const {
    constexpr int lanes = Chunks<Points>::lanes;
    auto seeds = [&]<std::size_t... q>(std::index_sequence<q...>) {
      return MarchSeeds<S, lanes, states>{{CotangentsFrom<lanes, S>(plane_ + slot(q, t + 1) + first_point())...}};
    }(std::make_index_sequence<states>{});
    pull_expression(points(t, std::make_integer_sequence<int, fields>{}), Cotangents<S>(plane_), seeds, PulledByKernel<Step, S, lanes, count, masked>{kernel_}, column());
    each_index<0, states>([&](auto q) {
      each_outside([&](std::ptrdiff_t at) { plane_[slot(q, t) + at] += plane_[slot(q, t + 1) + at]; });
      std::fill_n(plane_ + slot(q, t + 1), elements_, S(0));
    });
  }

  Step kernel_;
  std::tuple<Leaf...> leaves_;
  int steps_, rows_, cols_;
  std::ptrdiff_t elements_;
  std::array<S*, fields> values_{};
  S* plane_;
};

}  // namespace coframe
