// SPDX-License-Identifier: MIT
#pragma once
// Models for the tests of trees, and random points with small integer coordinates: sums and products of these are exact.
#include <array>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "coframe/space.hpp"

namespace space_test {

using coframe::Cotangent;
using coframe::Over;
using coframe::Tangent;
using coframe::Value;

template <template <class> class Leaf>
struct Layer {
  Leaf<Eigen::MatrixXd> W;
  Leaf<Eigen::VectorXd> b;
  int stride = 1;
};

/// Leaves of all kinds, nested, in vectors; settings between them, one with the type of a leaf.
template <template <class> class Leaf>
struct Net {
  Layer<Leaf> first;
  double rate = 0.5;
  std::vector<Layer<Leaf>> rest;
  std::string name = "net";
  Leaf<double> log_sigma = 0.25;
  Leaf<std::complex<double>> phase;
  Leaf<Eigen::Array22cf> filter;
  std::array<Leaf<Eigen::Vector3f>, 2> pair_of;
  std::pair<Leaf<double>, bool> flagged;
};

/// Private fields, listed by hand, and only for changing.
template <template <class> class Leaf>
class Hidden {
 public:
  Hidden() = default;
  explicit Hidden(int power) : power_(power) {}
  auto parameters() { return std::tie(weight_, power_); }
  int power() const { return power_; }

 private:
  Leaf<Eigen::VectorXd> weight_;
  int power_ = 1;
};

inline Net<Value> small_net() {
  Net<Value> net;
  net.first = {Eigen::MatrixXd::Zero(3, 2), Eigen::VectorXd::Zero(3), 4};
  net.rate = 0.125;
  net.rest.push_back({Eigen::MatrixXd::Zero(1, 3), Eigen::VectorXd::Zero(1), 2});
  net.rest.push_back({Eigen::MatrixXd::Zero(2, 1), Eigen::VectorXd::Zero(0), 3});
  net.name = "small";
  net.flagged.second = true;
  return net;
}

/// The tree of the shape of x with random integer coordinates in [-8, 8].
template <class T>
T random_like(const T& x, std::mt19937& random) {
  std::uniform_int_distribution<int> digit(-8, 8);
  Eigen::VectorXd coordinates(coframe::dimension(x));
  for (auto& c : coordinates) c = digit(random);
  return coframe::unflatten(x, coordinates);
}

template <class T>
bool equal(const T& a, const T& b) {
  return coframe::same_shape(a, b) && coframe::flatten(a) == coframe::flatten(b);
}

/// f(zero point of the space) for scalars, vectors, matrices and arrays, fixed and dynamic, real and complex, and trees.
template <class F>
void for_each_space(F f) {
  f(0.0f);
  f(0.0);
  f(0.0L);
  f(std::complex<float>());
  f(std::complex<double>());
  f(Eigen::VectorXd::Zero(5).eval());
  f(Eigen::VectorXd::Zero(0).eval());
  f(Eigen::RowVectorXf::Zero(3).eval());
  f(Eigen::MatrixXd::Zero(2, 3).eval());
  f(Eigen::Matrix<double, 2, 3, Eigen::RowMajor>::Zero().eval());
  f(Eigen::Matrix3d::Zero().eval());
  f(Eigen::ArrayXXf::Zero(2, 2).eval());
  f(Eigen::MatrixXcd::Zero(2, 3).eval());
  f(Eigen::Array2cf::Zero().eval());
  f(std::tuple<double, Eigen::MatrixXcd, int>(0.0, Eigen::MatrixXcd::Zero(2, 2), 7));
  f(std::vector<Eigen::VectorXd>{Eigen::VectorXd::Zero(2), Eigen::VectorXd::Zero(3)});
  f(small_net());
}

}  // namespace space_test
