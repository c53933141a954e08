// SPDX-License-Identifier: MIT
#pragma once
// Traced scalars as elements of Eigen's own matrices: Eigen::Matrix<Real, …> for code that is templated on the scalar.
#include "coframe/tape/var.hpp"

template <class T> struct Eigen::NumTraits<coframe::Var<T>> : Eigen::NumTraits<T> {
  using Real = coframe::Var<coframe::RealOf<T>>;
  using NonInteger = coframe::Var<T>;
  using Nested = coframe::Var<T>;
  using Literal = coframe::Var<T>;
  using R = typename Eigen::NumTraits<T>::Real;
  static Real epsilon() { return Real(R(Eigen::NumTraits<T>::epsilon())); }
  static Real dummy_precision() { return Real(R(Eigen::NumTraits<T>::dummy_precision())); }
  static Real highest() { return Real(R(Eigen::NumTraits<T>::highest())); }
  static Real lowest() { return Real(R(Eigen::NumTraits<T>::lowest())); }
  enum { RequireInitialization = 1, ReadCost = 2, AddCost = 8, MulCost = 8 };
};

/// Matrices of traced scalars beside plain ones: the result is traced.
template <class T, class Op> struct Eigen::ScalarBinaryOpTraits<coframe::Var<T>, T, Op> {
  using ReturnType = coframe::Var<T>;
};
template <class T, class Op> struct Eigen::ScalarBinaryOpTraits<T, coframe::Var<T>, Op> {
  using ReturnType = coframe::Var<T>;
};

template <class T>
  requires coframe::is_real_scalar_v<T>
struct std::numeric_limits<coframe::Var<T>> : std::numeric_limits<T> {
  using L = std::numeric_limits<T>;
  static coframe::Var<T> min() { return L::min(); }
  static coframe::Var<T> max() { return L::max(); }
  static coframe::Var<T> lowest() { return L::lowest(); }
  static coframe::Var<T> epsilon() { return L::epsilon(); }
  static coframe::Var<T> infinity() { return L::infinity(); }
  static coframe::Var<T> quiet_NaN() { return L::quiet_NaN(); }
};
