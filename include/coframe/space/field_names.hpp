// SPDX-License-Identifier: MIT
#pragma once
// The names of the fields of an aggregate, read from how the compiler prints the address of each.
#include <cstddef>
#include <string>
#include <string_view>

#include "coframe/space/tree_fields.hpp"

namespace coframe {

template <class T>
struct Somewhere {
  T object;
};

#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#pragma clang diagnostic ignored "-Wundefined-internal"
#endif
template <class T>
extern const Somewhere<T> somewhere;  // never defined: only addresses in it are compared and printed

template <class T, std::size_t i>
constexpr const auto& field_somewhere() {
  return std::get<i>(tie_fields<field_count<T>()>(somewhere<T>.object));
}
#ifdef __clang__
#pragma clang diagnostic pop
#endif

template <class X>
struct AddressOf {
  const X* pointer;
};
template <class X>
AddressOf(const X*) -> AddressOf<X>;

// GCC ends it in "…::hidden)}]", Clang in "….hidden}]".
template <AddressOf address>
constexpr const char* printed_address() {
  return __PRETTY_FUNCTION__;
}

/// The name of field i of T: "hidden"; its number where the struct gives parameters() or is a tuple.
template <class T, std::size_t i>
std::string field_name() {
  if constexpr (ListsParameters<T> || requires { std::tuple_size<T>::value; }) {
    return std::to_string(i);
  } else {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    std::string_view text = printed_address<AddressOf{&field_somewhere<T, i>()}>();
    text = text.substr(0, text.find_last_of(letters) + 1);
    return std::string(text.substr(text.find_last_not_of(letters) + 1));
  }
}

}  // namespace coframe
