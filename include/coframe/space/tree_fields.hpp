// SPDX-License-Identifier: MIT
#pragma once
// The fields of a struct as a tuple of references: aggregates by structured bindings, others by parameters().
#include <tuple>
#include <type_traits>
#include <utility>

#include "coframe/space/tree_over.hpp"

namespace coframe {

/// As many fields as a struct may have; with more, group them in structs or give parameters().
inline constexpr std::size_t max_fields = 24;

/// A struct that lists its fields itself: auto parameters() { return std::tie(W, b, rate); }
template <class T>
concept ListsParameters = requires(std::remove_const_t<T>& t) { t.parameters(); };

struct ConvertsToAnything {
  template <class T>
  operator T() const;  // never defined
};
template <class T>
struct ConvertsToBaseOf {
  template <class B>
    requires(std::is_base_of_v<B, T> && !std::is_same_v<B, T>)
  operator B() const;  // never defined
};
template <std::size_t>
using Anything = ConvertsToAnything;

template <class T, std::size_t... i>
constexpr bool takes(std::index_sequence<i...>) {
  return requires { T{Anything<i>{}...}; };
}

// Counted downwards: with all initialisers present no default member initialiser is instantiated, and those of
// M<Tangent> need not compile (Leaf<double> rate = 0.1).
template <class T, std::size_t n = max_fields>
constexpr std::size_t count_initialisers() {
  if constexpr (n == 0 || takes<T>(std::make_index_sequence<n>{}))
    return n;
  else
    return count_initialisers<T, n - 1>();
}

template <class T, std::size_t... i>
constexpr bool begins_with_base(std::index_sequence<i...>) {
  return requires { T{ConvertsToBaseOf<T>{}, Anything<i>{}...}; };
}

// {} initialises a whole C array, which takes several initialisers when braces are elided.
template <class T, std::size_t... before, std::size_t... after>
constexpr bool is_one_field(std::index_sequence<before...>, std::index_sequence<after...>) {
  return requires { T{Anything<before>{}..., {}, Anything<after>{}...}; };
}
template <class T, std::size_t... i>
constexpr bool all_single_fields(std::index_sequence<i...>) {
  return (is_one_field<T>(std::make_index_sequence<i>{}, std::make_index_sequence<sizeof...(i) - 1 - i>{}) && ...);
}

/// Number of fields of an aggregate.
template <class T>
constexpr std::size_t field_count() {
  static_assert(std::is_aggregate_v<T>,
                "a struct of leaves must be an aggregate (no constructors, no private fields), "
                "or give parameters() returning std::tie of all its fields");
  if constexpr (std::is_aggregate_v<T>) {
    constexpr std::size_t n = count_initialisers<T>();
    if constexpr (n > 0) {
      static_assert(!begins_with_base<T>(std::make_index_sequence<n - 1>{}),
                    "a struct of leaves with a base class must give parameters() returning std::tie of all its fields");
      static_assert(all_single_fields<T>(std::make_index_sequence<n>{}),
                    "a struct of leaves with a C array, or with a field that has no default constructor, must give "
                    "parameters() returning std::tie of all its fields (or hold a std::array)");
    }
    return n;
  } else {
    return 0;
  }
}

/// References to the `count` fields of an aggregate.
template <std::size_t count, class T>
constexpr auto tie_fields(T& t) {
  static_assert(count <= max_fields);
  if constexpr (count == 0) {
    return std::tuple<>();
  } else if constexpr (count == 1) {
    auto& [a] = t;
    return std::tie(a);
  } else if constexpr (count == 2) {
    auto& [a, b] = t;
    return std::tie(a, b);
  } else if constexpr (count == 3) {
    auto& [a, b, c] = t;
    return std::tie(a, b, c);
  } else if constexpr (count == 4) {
    auto& [a, b, c, d] = t;
    return std::tie(a, b, c, d);
  } else if constexpr (count == 5) {
    auto& [a, b, c, d, e] = t;
    return std::tie(a, b, c, d, e);
  } else if constexpr (count == 6) {
    auto& [a, b, c, d, e, f] = t;
    return std::tie(a, b, c, d, e, f);
  } else if constexpr (count == 7) {
    auto& [a, b, c, d, e, f, g] = t;
    return std::tie(a, b, c, d, e, f, g);
  } else if constexpr (count == 8) {
    auto& [a, b, c, d, e, f, g, h] = t;
    return std::tie(a, b, c, d, e, f, g, h);
  } else if constexpr (count == 9) {
    auto& [a, b, c, d, e, f, g, h, i] = t;
    return std::tie(a, b, c, d, e, f, g, h, i);
  } else if constexpr (count == 10) {
    auto& [a, b, c, d, e, f, g, h, i, j] = t;
    return std::tie(a, b, c, d, e, f, g, h, i, j);
  } else if constexpr (count == 11) {
    auto& [a, b, c, d, e, f, g, h, i, j, k] = t;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k);
  } else if constexpr (count == 12) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l] = t;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l);
  } else if constexpr (count == 13) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m] = t;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m);
  } else if constexpr (count == 14) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = t;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
  } else if constexpr (count == 15) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = t;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  } else if constexpr (count == 16) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = t;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
  } else if constexpr (count == 17) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q] = t;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q);
  } else if constexpr (count == 18) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r] = t;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r);
  } else if constexpr (count == 19) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s] = t;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s);
  } else if constexpr (count == 20) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, u] = t;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, u);
  } else if constexpr (count == 21) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, u, v] = t;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, u, v);
  } else if constexpr (count == 22) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, u, v, w] = t;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, u, v, w);
  } else if constexpr (count == 23) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, u, v, w, x] = t;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, u, v, w, x);
  } else if constexpr (count == 24) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, u, v, w, x, y] = t;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, u, v, w, x, y);
  }
}

template <class T>
constexpr auto parameters_of(T& t) {
  if constexpr (requires { t.parameters(); })
    return t.parameters();
  else  // parameters() is not const: only read through it
    return std::apply([](const auto&... field) { return std::tie(field...); },
                      const_cast<std::remove_const_t<T>&>(t).parameters());
}

/// The fields of a struct, leaves and settings, as a tuple of references; a tuple or pair as its elements.
template <class T>
constexpr auto fields(T& t) {
  using Bare = std::remove_const_t<T>;
  if constexpr (ListsParameters<Bare>)
    return parameters_of(t);
  else if constexpr (requires { std::tuple_size<Bare>::value; })
    return std::apply([](auto&... field) { return std::tie(field...); }, t);
  else
    return tie_fields<field_count<Bare>()>(t);
}

/// The types of the fields of `Mark`, a marked T, in a tuple of references.
template <class T, class Mark>
constexpr auto marked_fields(Mark& mark) {
  if constexpr (ListsParameters<T> || requires { std::tuple_size<T>::value; })
    return fields(mark);
  else
    return tie_fields<field_count<T>()>(mark);
}
template <class T, class Mark>
using MarkedFields = decltype(marked_fields<T>(std::declval<Mark&>()));

}  // namespace coframe
