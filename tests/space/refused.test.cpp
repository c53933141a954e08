// SPDX-License-Identifier: MIT
// What must not compile: adding a cotangent to a point or to a tangent, and other confusions of the two.
#include "catch.hpp"
#include "models.hpp"

using namespace coframe;
using namespace space_test;

template <class A, class B>
concept Adds = requires(const A& a, const B& b) { a + b; };
template <class A, class B>
concept Subtracts = requires(const A& a, const B& b) { a - b; };
template <class A, class B>
concept AddsInPlace = requires(A& a, const B& b) { a += b; };
template <class A, class B>
concept SubtractsInPlace = requires(A& a, const B& b) { a -= b; };

// The overloads of trees do not disturb numbers.
static_assert(Adds<int, int> && Adds<double, float> && AddsInPlace<std::string, std::string> && !Adds<std::tuple<int>, int>);

template <class W, class V>
concept Pairs = requires(const W& w, const V& v) { coframe::pair(w, v); };

template <class A, class B>
constexpr bool unrelated = !Adds<A, B> && !Adds<B, A> && !Subtracts<A, B> && !Subtracts<B, A> && !AddsInPlace<A, B> &&
                           !AddsInPlace<B, A> && !SubtractsInPlace<A, B> && !SubtractsInPlace<B, A>;
template <class A>
constexpr bool linear = Adds<A, A> && Subtracts<A, A> && AddsInPlace<A, A> && SubtractsInPlace<A, A>;

template <class X>
constexpr bool kept_apart =
    linear<Over<X, Tangent>> && linear<Over<X, Cotangent>> && unrelated<Over<X, Tangent>, Over<X, Cotangent>> &&
    unrelated<X, Over<X, Cotangent>> && Adds<X, Over<X, Tangent>> && SubtractsInPlace<X, Over<X, Tangent>> &&
    Pairs<Over<X, Cotangent>, Over<X, Tangent>> && !Pairs<Over<X, Tangent>, Over<X, Cotangent>> &&
    !Pairs<Over<X, Tangent>, Over<X, Tangent>> && !Pairs<Over<X, Cotangent>, Over<X, Cotangent>>;

static_assert(kept_apart<float> && kept_apart<double> && kept_apart<std::complex<double>>);
static_assert(kept_apart<Eigen::VectorXd> && kept_apart<Eigen::Matrix3f> && kept_apart<Eigen::MatrixXcd> &&
              kept_apart<Eigen::ArrayXXd>);
static_assert(kept_apart<Net<Value>> && kept_apart<Hidden<Value>> && kept_apart<Layer<Value>>);
static_assert(kept_apart<std::tuple<double, Eigen::MatrixXd>> && kept_apart<std::vector<double>> &&
              kept_apart<std::array<Eigen::Vector2d, 2>> && kept_apart<std::pair<double, int>>);

// Expressions and numbers of other types are points as well.
using Twice = decltype(2.0 * std::declval<Eigen::MatrixXd&>());
static_assert(!Subtracts<Twice, Cotangent<Eigen::MatrixXd>> && !Adds<int, Cotangent<double>>);
static_assert(!Subtracts<Eigen::MatrixXd, Cotangent<Eigen::VectorXd>>);

// No way from one to the other by conversion, nor from plain components unasked.
static_assert(!std::is_constructible_v<Tangent<double>, Cotangent<double>> &&
              !std::is_constructible_v<Cotangent<double>, Tangent<double>> && !std::is_convertible_v<double, Tangent<double>> &&
              !std::is_convertible_v<double, Cotangent<double>> && !std::is_convertible_v<Cotangent<double>, double>);
static_assert(!std::is_assignable_v<Net<Tangent>&, Net<Cotangent>>);

// Spaces of different shape do not mix, and Wirtinger parts are those of complex spaces.
static_assert(!Adds<Tangent<double>, Tangent<float>> && !Pairs<Cotangent<double>, Tangent<Eigen::VectorXd>>);
template <class W>
concept HasWirtinger = requires(const W& w) { w.d_dz(), w.d_dzbar(); };
static_assert(HasWirtinger<Cotangent<Eigen::MatrixXcd>> && !HasWirtinger<Cotangent<double>> &&
              !HasWirtinger<Tangent<std::complex<double>>>);

TEST_CASE("tangents and cotangents are kept apart", "[space]") {
  SUCCEED("by the static assertions of this file");
}
