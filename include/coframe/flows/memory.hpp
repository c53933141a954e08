// SPDX-License-Identifier: MIT
#pragma once
// What flows remember: momenta and mean squares over the leaves of whatever model they move.
#include <any>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "coframe/space.hpp"

namespace coframe {

template <class X>
struct RealLeafType {
  using type = X;
};
template <class R>
struct RealLeafType<std::complex<R>> {
  using type = R;
};
template <class R, int rows, int cols, int order, int most_rows, int most_cols>
struct RealLeafType<Eigen::Matrix<std::complex<R>, rows, cols, order, most_rows, most_cols>> {
  using type = Eigen::Matrix<R, rows, cols, order, most_rows, most_cols>;
};
template <class R, int rows, int cols, int order, int most_rows, int most_cols>
struct RealLeafType<Eigen::Array<std::complex<R>, rows, cols, order, most_rows, most_cols>> {
  using type = Eigen::Array<R, rows, cols, order, most_rows, most_cols>;
};

/// One real number for each element of a leaf, real or complex: |gᵢ|², a conductance.
template <class X>
class PerElement {
 public:
  using Reals = typename RealLeafType<X>::type;
  PerElement() = default;
  explicit PerElement(const X& x) : components_(zeros(x)) {}
  const Reals& components() const { return components_; }
  Reals& components() { return components_; }

 private:
  static Reals zeros(const X& x) {
    if constexpr (Scalar<X>)
      return Reals(0);
    else
      return Reals::Zero(x.rows(), x.cols());
  }
  Reals components_{};
};
template <class X>
struct PointOf<PerElement<X>> {
  using type = X;
};

/// Trees over a model's leaves, of types that the first use decides. Copies are deep.
class Kept {
 public:
  Kept() = default;
  Kept(const Kept& other) : content_(other.content_ ? other.content_->copy() : nullptr) {}
  Kept(Kept&&) = default;
  Kept& operator=(Kept other) {
    std::swap(content_, other.content_);
    return *this;
  }
  bool empty() const { return !content_; }

  /// The trees over the wrappers F…, zero at first. ShapeError for a model of another type or shape.
  template <template <class> class... F, Point X>
  std::tuple<Over<X, F>...>& trees(const X& x) {
    using Trees = std::tuple<Over<X, F>...>;
    if (!content_) content_ = std::make_unique<Holder<Trees>>(Trees(zeros_over<F>(x)...));
    auto* holder = dynamic_cast<Holder<Trees>*>(content_.get());
    if (!holder || !same_shape_at<Marked<X>>(x, std::get<0>(holder->trees)))
      throw ShapeError("flow: it carries the momentum of a model of another shape; give every model a flow of its own");
    return holder->trees;
  }

 private:
  struct Base {
    virtual ~Base() = default;
    virtual std::unique_ptr<Base> copy() const = 0;
  };
  template <class Trees>
  struct Holder : Base {
    explicit Holder(Trees t) : trees(std::move(t)) {}
    std::unique_ptr<Base> copy() const override { return std::make_unique<Holder>(trees); }
    Trees trees;
  };
  std::unique_ptr<Base> content_;
};

/// The T that a place keeps, made anew where it keeps another type.
template <class T>
T& kept(std::any& place) {
  auto* content = std::any_cast<T>(&place);
  return content ? *content : place.emplace<T>();
}

/// What a flow remembers from step to step.
struct FlowState {
  /// Steps taken.
  long steps = 0;
  /// Momenta (cotangents) and mean squares.
  Kept moments;
  /// Room for forces and velocities, used beside metrics that are not leafwise.
  Kept buffers;
  /// What the metric computes in, a RoomOf<G, X>.
  std::any room;
  /// How many steps each leaf has taken since it was last frozen.
  std::vector<long> ages;
};

}  // namespace coframe
