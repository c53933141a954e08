// SPDX-License-Identifier: MIT
#pragma once
// Orthonormal columns: real and complex Stiefel manifolds, O(n) and U(n).
#include <Eigen/LU>
#include <Eigen/QR>

#include "coframe/metric/manifold/hermitian.hpp"

namespace coframe {

/// How a point is moved along a tangent and stays orthonormal.
enum class Retraction { qr, polar, cayley };

/// n×p matrices with XᴴX = 1, with Re tr(dXᴴ dX); U(n) or O(n) where p = n.
struct Stiefel {
  Retraction retraction = Retraction::polar;

  /// XᴴX, of a size known when compiling where X is.
  template <class X>
  using Gram = Eigen::Matrix<ScalarOf<X>, X::ColsAtCompileTime, X::ColsAtCompileTime>;

  template <class X>
  using Dynamic = Eigen::Matrix<ScalarOf<X>, Eigen::Dynamic, Eigen::Dynamic>;

  /// V - X sym(XᴴV).
  template <MatrixLeaf X>
  Tangent<X> project(const X& x, const Tangent<X>& v) const {
    Tangent<X> projected = v;
    Room<X> room;
    take_off_normal(x, projected.components(), room.gram);
    return projected;
  }
  template <MatrixLeaf X>
  Tangent<X> riemannian_gradient(const X& x, const Cotangent<X>& dL) const {
    return project(x, Tangent<X>(dL.components()));
  }
  template <MatrixLeaf X>
  RealOf<X> inner(const X&, const Tangent<X>& u, const Tangent<X>& v) const {
    return component_pair(u.components(), v.components());
  }
  /// QR: the Q of X + V with a positive diagonal of R; polar: the nearest orthonormal matrix to X + V; Cayley:
  /// (1 - A/2)⁻¹(1 + A/2) X with A = P V Xᴴ - X Vᴴ P, P = 1 - X Xᴴ/2. The polar one, and on O(n) and U(n) the Cayley one, agree
  /// with exp to second order.
  template <MatrixLeaf X>
  X retract(const X& x, const Tangent<X>& v) const {
    Room<X> room;
    room.step = v.components();
    X y;
    move(x, y, room);
    return y;
  }
  /// The geodesic of velocity V: exp(V Xᴴ - X Vᴴ) X exp(-XᴴV), the large exponential taken on the columns of X and V.
  /// (Edelman, Arias, Smith 1998, in the form of Zimmermann and Hüper 2022.)
  template <MatrixLeaf X>
  X exp(const X& x, const Tangent<X>& v) const {
    const Dynamic<X> a = skew_part(dynamic(x.adjoint() * v.components())), across = v.components() - x * (x.adjoint() * v.components());
    const Eigen::Index p = x.cols(), q = std::min(p, x.rows() - p);
    Dynamic<X> basis(x.rows(), p + q), turn = Dynamic<X>::Zero(p + q, p + q);
    basis.leftCols(p) = x;
    turn.topLeftCorner(p, p) = RealOf<X>(2) * a;
    if (q > 0) {
      const Eigen::ColPivHouseholderQR<Dynamic<X>> qr(across);
      basis.rightCols(q) = (qr.householderQ() * Dynamic<X>::Identity(x.rows(), p)).leftCols(q);
      turn.bottomLeftCorner(q, p) = basis.rightCols(q).adjoint() * across;
      turn.topRightCorner(p, q) = -turn.bottomLeftCorner(q, p).adjoint();
    }
    return X(basis * (exp_skew<X>(turn).leftCols(p) * exp_skew<X>(-a)));
  }
  /// The velocity of the geodesic from X that is at Y at time 1, by shooting: what is missed at Y is carried back to X,
  /// projected on the way at ever earlier points, and added to the velocity. DomainError if that does not converge, as may
  /// be for points further apart than geodesics are known to be the shortest.
  template <MatrixLeaf X>
  Tangent<X> log(const X& x, const X& y) const {
    using R = RealOf<X>;
    constexpr int stations = 8;
    Tangent<X> v = project(x, displacement(x, y));
    const R enough = 4 * std::numeric_limits<R>::epsilon() * std::sqrt(static_cast<R>(y.size()));
    R missed = std::numeric_limits<R>::infinity();
    for (int shot = 0; shot < 200; ++shot) {
      Tangent<X> miss = displacement(exp(x, v), y);
      const R now = miss.components().norm();
      if (now <= enough || (now < 1000 * enough && now >= missed)) return v;
      missed = now;
      for (int k = stations; k >= 0; --k) {
        miss = project(exp(x, (static_cast<R>(k) / stations) * v), miss);
        if (const R length = miss.components().norm(); length > 0) miss *= now / length;
      }
      v += miss;
    }
    throw DomainError("Stiefel: no geodesic was found between these points, it still misses by " + std::to_string(missed) +
                      "; go by a point between them");
  }
  template <MatrixLeaf X>
  RealOf<X> distance(const X& x, const X& y) const {
    return log(x, y).components().norm();
  }
  /// V carried parallel along the geodesic from X to Y. Along the one of velocity U it is e^{tΩ} W e^{-ta} with Ω = U Xᴴ - X Uᴴ,
  /// a = XᴴU and W' = X skew(UᴴW) - U XᴴW + W a, whose coefficients are constant. (An exponential action, as by Nguyen and
  /// Sommer 2024.) DomainError where log finds no geodesic.
  template <MatrixLeaf X>
  Tangent<X> transport(const X& x, const X& y, const Tangent<X>& v) const {
    const X u = log(x, y).components();
    const Gram<X> a = skew_part(Gram<X>(x.adjoint() * u));
    const auto along = [&](const X& w) { return X(x * skew_part(Gram<X>(u.adjoint() * w)) - u * (x.adjoint() * w) + w * a); };
    const auto turn = [&](const X& w) { return X(u * (x.adjoint() * w) - x * (u.adjoint() * w)); };
    const RealOf<X> length = u.norm();
    const X carried = exp_action(turn, exp_action(along, v.components(), 3 * length), 2 * length);
    return Tangent<X>(X(carried * exp_skew<X>(-a)));
  }
  /// XᴴY and a matrix like X; what the Cayley retraction solves.
  template <MatrixLeaf X>
  struct Room {
    Gram<X> gram;
    X step;
    Dynamic<X> half, left, right, system, image;
    Eigen::PartialPivLU<Dynamic<X>> lu;
  };
  template <MatrixLeaf X>
  void make_gradient(const X& x, Cotangent<X>& dL, Room<X>& room) const {
    take_off_normal(x, dL.components(), room.gram);
  }
  template <MatrixLeaf X>
  void settle(const X& x, X& y, Room<X>& room) const {
    room.step = y - x;
    take_off_normal(x, room.step, room.gram);
    move(x, y, room);
  }
  /// |XᴴX - 1|.
  template <MatrixLeaf X>
  RealOf<X> residual(const X& x) const {
    return (x.adjoint() * x - Gram<X>::Identity(x.cols(), x.cols())).norm();
  }

 protected:
  template <class M>
  static M skew_part(const M& a) {
    return (a - a.adjoint()) / RealOf<M>(2);
  }
  template <class X, class E>
  static Dynamic<X> exp_skew(const E& a) {
    return matrix_of<X>(skew_function<X>(a, [](const auto& angle) { return std::polar(like(angle, 1), angle); }));
  }
  /// e^A W for a linear map A of a norm up to this, by its series, in steps of a norm up to 1.
  template <class A, class X>
  static X exp_action(const A& a, X w, RealOf<X> norm) {
    const RealOf<X> steps = std::max(RealOf<X>(1), std::ceil(norm));
    for (RealOf<X> step = 0; step < steps; ++step) {
      X term = w;
      const RealOf<X> small = std::numeric_limits<RealOf<X>>::epsilon() * w.norm();
      for (RealOf<X> k = 1; term.norm() > small; ++k) w += term = a(term) / (k * steps);
    }
    return w;
  }
  template <class E>
  static auto dynamic(const E& e) {
    return Eigen::Matrix<typename E::Scalar, Eigen::Dynamic, Eigen::Dynamic>(e);
  }
  /// y ← x moved along the tangent in the room.
  template <class X>
  void move(const X& x, X& y, Room<X>& room) const {
    if (retraction == Retraction::cayley) return make_cayley(x, y, room);
    y = x + room.step;
    if (retraction == Retraction::qr) make_orthonormal(y, room.gram);
    else make_polar(y, room);
  }
  /// Y ← the Q of Y = QR with a positive diagonal of R, by Gram and Schmidt's process. Each column is projected twice: what is left of the
  /// others in it then is rounding. (Giraud, Langou, Rozložník, van den Eshof 2005.)
  template <class X>
  static void make_orthonormal(X& y, Gram<X>& gram) {
    gram.resize(y.cols(), y.cols());
    for (Eigen::Index j = 0; j < y.cols(); ++j) {
      const RealOf<X> before = y.col(j).norm();
      auto along = gram.col(j).head(j);
      for (int pass = 0; pass < 2; ++pass) {
        along.noalias() = y.leftCols(j).adjoint() * y.col(j);
        y.col(j).noalias() -= y.leftCols(j) * along;
      }
      const RealOf<X> left = y.col(j).norm();
      if (!(left > 8 * std::numeric_limits<RealOf<X>>::epsilon() * before)) throw_dependent();
      y.col(j) /= left;
    }
  }
  [[noreturn]] static void throw_dependent() {
    throw DomainError("Stiefel: independent columns were expected of X + V, but an orthonormal matrix near to them was not found; they "
                      "depend on each other, or are not finite: take a lower rate");
  }
  /// V ← V - X sym(XᴴV).
  template <class X>
  static void take_off_normal(const X& x, X& v, Gram<X>& gram) {
    gram.noalias() = x.adjoint() * v;
    make_hermitian(gram);
    v.noalias() -= x * gram;
  }
  /// Y ← Y (YᴴY)^{-1/2} by products alone, Y ← Y - Y (YᴴY - 1)/2 until YᴴY = 1. (Newton and Schulz: its error is squared in each
  /// step where |YᴴY - 1| < 1; singular values below 1 grow towards it in any case.)
  template <class X>
  static void make_polar(X& y, Room<X>& room) {
    using R = RealOf<X>;
    const R rounding = std::numeric_limits<R>::epsilon() * std::sqrt(static_cast<R>(y.size()));
    R before = std::numeric_limits<R>::infinity();
    for (int k = 0; k < 200; ++k) {
      room.gram.noalias() = y.adjoint() * y;
      const R size = std::sqrt(room.gram.norm());
      room.gram.diagonal().array() -= R(1);
      const R defect = room.gram.norm();
      if (defect <= rounding || (defect < 100 * rounding && defect >= before)) return;
      if (k == 0 && defect > 1) {
        y /= size;
        continue;
      }
      room.step.noalias() = y * room.gram;
      y -= room.step / R(2);
      before = defect;
    }
    throw_dependent();
  }
  /// Y ← (1 - A/2)⁻¹(1 + A/2) X with A = H Xᴴ - X Hᴴ, H = P V: as it stands where X is nearly square; for few columns as
  /// X + U (1 - WᴴU/2)⁻¹ WᴴX with A = U Wᴴ, U = (H, X), W = (X, -H). (Wen and Yin 2013.)
  template <class X>
  static void make_cayley(const X& x, X& y, Room<X>& room) {
    using R = RealOf<X>;
    const Eigen::Index n = x.rows(), p = x.cols();
    room.gram.noalias() = x.adjoint() * room.step;
    room.gram /= R(2);   // products of scaled matrices would allocate
    room.half = room.step;
    room.half.noalias() -= x * room.gram;
    if (2 * p < n) {
      room.left.resize(n, 2 * p), room.right.resize(n, 2 * p);
      room.left.leftCols(p) = room.half, room.left.rightCols(p) = x;
      room.right.leftCols(p) = x, room.right.rightCols(p) = -room.half;
      room.system.noalias() = room.right.adjoint() * room.left;
      room.system /= R(-2);
      room.system.diagonal().array() += R(1);
      room.image.noalias() = room.right.adjoint() * x;
      room.lu.compute(room.system);
      room.system.leftCols(p) = room.lu.solve(room.image);
      y = x;
      y.noalias() += room.left * room.system.leftCols(p);
    } else {
      room.left.noalias() = room.half * x.adjoint();
      room.left /= R(2);
      room.system = room.left.adjoint() - room.left;
      room.image = x;
      room.image.noalias() -= room.system * x;
      room.system.diagonal().array() += R(1);
      room.lu.compute(room.system);
      y = room.lu.solve(room.image);
    }
  }
  /// Complex numbers in double precision, or better.
  template <class X>
  using Complex = std::complex<std::common_type_t<RealOf<X>, double>>;
  /// f(θ) on the eigenvalues iθ of a skew-Hermitian matrix.
  template <class X, class E, class F>
  static Eigen::MatrixX<Complex<X>> skew_function(const E& a, const F& f) {
    using C = Complex<X>;
    const Eigen::MatrixX<C> h = C(0, -1) * dynamic(a).template cast<C>();
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixX<C>> eigen(hermitian_part(h));
    const Eigen::VectorX<C> values = eigen.eigenvalues().unaryExpr(f);
    return eigen.eigenvectors() * values.asDiagonal() * eigen.eigenvectors().adjoint();
  }
  template <class X>
  static Dynamic<X> matrix_of(const Eigen::MatrixX<Complex<X>>& a) {
    if constexpr (ComplexLeaf<X>) return a.template cast<ScalarOf<X>>();
    else return a.real().template cast<ScalarOf<X>>();
  }
};

/// O(n) and U(n): the square ones, with the exponential, logarithm and transport of the group.
struct Unitary : Stiefel {
  /// X exp(XᴴV).
  template <MatrixLeaf X>
  X exp(const X& x, const Tangent<X>& v) const {
    return x * exp_skew<X>(x.adjoint() * v.components());
  }
  /// X log(XᴴY), the angles in (-π, π]. DomainError for real matrices of different determinants.
  template <MatrixLeaf X>
  Tangent<X> log(const X& x, const X& y) const {
    using C = Complex<X>;
    const Eigen::MatrixX<C> u = (x.adjoint() * y).template cast<C>();
    const Eigen::ComplexSchur<Eigen::MatrixX<C>> schur(u);
    const Eigen::VectorX<C> angles = schur.matrixT().diagonal().unaryExpr([](const C& z) { return C(0, std::arg(z)); });
    const Eigen::MatrixX<C> a = schur.matrixU() * angles.asDiagonal() * schur.matrixU().adjoint();
    if constexpr (!ComplexLeaf<X>)
      if (a.imag().norm() > 1e-6)
        throw DomainError("Unitary: no geodesic was found between these orthogonal matrices; their determinants differ, or half turns are ambiguous");
    const Dynamic<X> s = matrix_of<X>(a);
    return Tangent<X>(X(x * ((s - s.adjoint()) / RealOf<X>(2))));
  }
  template <MatrixLeaf X>
  RealOf<X> distance(const X& x, const X& y) const {
    return log(x, y).components().norm();
  }
  /// V carried along the geodesic from X to Y: X e^{a/2} XᴴV e^{a/2} with a = log(XᴴY).
  template <MatrixLeaf X>
  Tangent<X> transport(const X& x, const X& y, const Tangent<X>& v) const {
    const Dynamic<X> a = x.adjoint() * log(x, y).components();
    const Dynamic<X> half = exp_skew<X>(a / RealOf<X>(2));
    return Tangent<X>(X(x * half * (x.adjoint() * v.components()) * half));
  }
};

}  // namespace coframe
