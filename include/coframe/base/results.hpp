// SPDX-License-Identifier: MIT
#pragma once
// What a function returns: one number, or several as a std::tuple.
#include <tuple>
#include <utility>

namespace coframe {

template <class Y> concept SeveralResults = requires { std::tuple_size<std::remove_cvref_t<Y>>::value; };
/// Several results as they are, one as a tuple.
template <class Y> [[gnu::always_inline]] inline auto as_tuple(Y&& y) {
  if constexpr (SeveralResults<Y>) return std::forward<Y>(y);
  else return std::tuple(std::forward<Y>(y));
}

/// act(y₀, …) on what as_tuple would hold, without copies.
template <class Y, class Act> [[gnu::always_inline]] inline auto with_results(const Y& y, const Act& act) {
  if constexpr (SeveralResults<Y>)
    return [&]<std::size_t... q>(std::index_sequence<q...>) __attribute__((always_inline)) { return act(std::get<q>(y)...); }(std::make_index_sequence<std::tuple_size_v<Y>>{});
  else return act(y);
}

}  // namespace coframe
