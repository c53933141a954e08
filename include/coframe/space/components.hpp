// SPDX-License-Identifier: MIT
#pragma once
// What tangents and cotangents have in common: components, and the operations of a real vector space.
#include <Eigen/Core>
#include <utility>

#include "coframe/space/leaf.hpp"

namespace coframe {

/// The components of a vector `Self` over the leaf space X, and a real vector space: +, -, and products with RealOf<X>.
/// Sums raise ShapeError if the shapes differ.
template <class Self, class X>
class Components {
  static_assert(Leaf<X> && std::is_same_v<X, std::remove_cvref_t<X>>,
                "Tangent<X> and Cotangent<X> need X = float, double, std::complex of these, "
                "or an Eigen::Matrix or Eigen::Array of these");

 public:
  using Real = RealOf<X>;

  /// Zero; of no rows or columns where X is dynamic.
  Components() : components_(zero()) {}
  explicit Components(X components) : components_(std::move(components)) {}

  const X& components() const& { return components_; }
  X& components() & { return components_; }
  X components() && { return std::move(components_); }

  decltype(auto) operator()(Eigen::Index i) const
    requires DenseLeaf<X>
  {
    return components_(i);
  }
  decltype(auto) operator()(Eigen::Index i)
    requires DenseLeaf<X>
  {
    return components_(i);
  }
  decltype(auto) operator()(Eigen::Index i, Eigen::Index j) const
    requires DenseLeaf<X>
  {
    return components_(i, j);
  }
  decltype(auto) operator()(Eigen::Index i, Eigen::Index j)
    requires DenseLeaf<X>
  {
    return components_(i, j);
  }

  Eigen::Index rows() const {
    if constexpr (DenseLeaf<X>)
      return components_.rows();
    else
      return 1;
  }
  Eigen::Index cols() const {
    if constexpr (DenseLeaf<X>)
      return components_.cols();
    else
      return 1;
  }
  Eigen::Index size() const { return rows() * cols(); }

  Self& operator+=(const Self& other) {
    require_same_shape(components_, other.components(), "sum");
    components_ += other.components();
    return self();
  }
  Self& operator-=(const Self& other) {
    require_same_shape(components_, other.components(), "difference");
    components_ -= other.components();
    return self();
  }
  Self& operator*=(Real s) {
    components_ *= s;
    return self();
  }
  Self& operator/=(Real s) {
    components_ /= s;
    return self();
  }

  friend Self operator+(Self a, const Self& b) { return std::move(a += b); }
  friend Self operator-(Self a, const Self& b) { return std::move(a -= b); }
  friend Self operator-(const Self& a) { return Self(X(-a.components())); }
  friend Self operator*(Real s, Self a) { return std::move(a *= s); }
  friend Self operator*(Self a, Real s) { return std::move(a *= s); }
  friend Self operator/(Self a, Real s) { return std::move(a /= s); }

 private:
  Self& self() { return static_cast<Self&>(*this); }

  static X zero() {
    if constexpr (Scalar<X>)
      return X(0);
    else
      return X::Zero(X::RowsAtCompileTime == Eigen::Dynamic ? 0 : X::RowsAtCompileTime,
                     X::ColsAtCompileTime == Eigen::Dynamic ? 0 : X::ColsAtCompileTime);
  }

  X components_;
};

}  // namespace coframe
