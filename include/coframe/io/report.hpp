// SPDX-License-Identifier: MIT
#pragma once
// Reports of checks for fmt: fmt::print("{}", check_gradient(f, x)).
#include <coframe/check/report.hpp>

#include <fmt/format.h>

#include <string_view>

template <> struct fmt::formatter<coframe::Report> : fmt::formatter<std::string_view> {
  template <class Context> auto format(const coframe::Report& report, Context& context) const {
    return fmt::formatter<std::string_view>::format(report.text(), context);
  }
};
template <> struct fmt::formatter<coframe::Verdict> : fmt::formatter<std::string_view> {
  template <class Context> auto format(coframe::Verdict verdict, Context& context) const {
    return fmt::formatter<std::string_view>::format(coframe::name_of(verdict), context);
  }
};
