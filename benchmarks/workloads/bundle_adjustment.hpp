// SPDX-License-Identifier: MIT
#pragma once
// Bundle adjustment: per observation a 2 × 15 block of the Jacobian of the reprojection error.

#include <Eigen/Core>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "../workload.hpp"

namespace bench {

/// Block inputs: rotation vector (3), centre (3), focal length, principal point (2), radial distortion (2); point (3); weight.
/// All inputs: cameras (11 each), points (3 each), weights. The result holds 2 × 15 numbers an observation, row by row.
struct BundleAdjustment : WorkloadBase {
  static constexpr int rows = 2, columns = 15;
  int cameras = 50, points = 2000, observations = 10000;
  std::vector<double> features;
  std::vector<int> camera_of, point_of;

  BundleAdjustment() {
    Uniform random(51);
    for (int i = 0; i < observations; ++i) {
      camera_of.push_back(static_cast<int>(random(0, cameras)));
      point_of.push_back(static_cast<int>(random(0, points)));
      features.push_back(random(-1, 1));
      features.push_back(random(-1, 1));
    }
  }
  std::string label() const { return "bundle_adjustment_" + std::to_string(observations); }
  std::size_t results() const { return static_cast<std::size_t>(rows * columns * observations); }
  std::vector<double> point() const {
    Uniform random(52);
    std::vector<double> x;
    for (int c = 0; c < cameras; ++c) {
      for (double r : random.vector(3, -0.3, 0.3)) x.push_back(r);
      for (double centre : random.vector(3, -0.5, 0.5)) x.push_back(centre);
      x.push_back(random(0.9, 1.1));
      for (double other : random.vector(4, -0.05, 0.05)) x.push_back(other);
    }
    for (int p = 0; p < points; ++p)
      for (double coordinate : {random(-1, 1), random(-1, 1), random(3, 5)}) x.push_back(coordinate);
    for (double weight : random.vector(static_cast<std::size_t>(observations), 0.5, 1.5)) x.push_back(weight);
    return x;
  }

  std::array<double, columns> block(const double* x, int i) const {
    std::array<double, columns> in;
    const double* camera = x + 11 * camera_of[static_cast<std::size_t>(i)];
    const double* seen = x + 11 * cameras + 3 * point_of[static_cast<std::size_t>(i)];
    for (std::size_t k = 0; k < 11; ++k) in[k] = camera[k];
    for (std::size_t k = 0; k < 3; ++k) in[11 + k] = seen[k];
    in[14] = x[11 * cameras + 3 * points + i];
    return in;
  }

  // Rodrigues' rotation of (point - centre), perspective division, distortion 1 + k1 ρ + k2 ρ² with ρ = |p|²
  template <class T>
  std::array<T, rows> residual(const T* in, int i) const {
    return residual(in, &features[static_cast<std::size_t>(2 * i)]);
  }
  template <class T, class Feature>
  std::array<T, rows> residual(const T* in, const Feature* feature) const {
    using std::cos, std::sin, std::sqrt;
    const T* r = in;
    const T x0 = in[11] - in[3], x1 = in[12] - in[4], x2 = in[13] - in[5];
    const T angle = sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]);
    const T inverse = 1.0 / angle, cosine = cos(angle), sine = sin(angle);
    const T w0 = r[0] * inverse, w1 = r[1] * inverse, w2 = r[2] * inverse;
    const T along = (w0 * x0 + w1 * x1 + w2 * x2) * (1.0 - cosine);
    const T y0 = x0 * cosine + (w1 * x2 - w2 * x1) * sine + w0 * along;
    const T y1 = x1 * cosine + (w2 * x0 - w0 * x2) * sine + w1 * along;
    const T y2 = x2 * cosine + (w0 * x1 - w1 * x0) * sine + w2 * along;
    const T p0 = y0 / y2, p1 = y1 / y2, square = p0 * p0 + p1 * p1;
    const T scale = in[6] * (1.0 + in[9] * square + in[10] * square * square);
    return {in[14] * (p0 * scale + in[7] - feature[0]), in[14] * (p1 * scale + in[8] - feature[1])};
  }

  template <class T>
  T operator()(const std::vector<T>& x) const {
    T sum = 0.0;
    std::array<T, columns> in;
    for (int i = 0; i < observations; ++i) {
      const T* camera = x.data() + 11 * camera_of[static_cast<std::size_t>(i)];
      const T* seen = x.data() + 11 * cameras + 3 * point_of[static_cast<std::size_t>(i)];
      for (std::size_t k = 0; k < 11; ++k) in[k] = camera[k];
      for (std::size_t k = 0; k < 3; ++k) in[11 + k] = seen[k];
      in[14] = x[static_cast<std::size_t>(11 * cameras + 3 * points + i)];
      const std::array<T, rows> e = residual(in.data(), i);
      sum += e[0];
      sum += e[1];
    }
    return sum;
  }
};

/// Sixteen observations at a time, one a lane: the chain rule by hand over arrays of lanes. Returns the sum of the residuals.
class BundleAdjustmentAdjoint {
public:
  explicit BundleAdjustmentAdjoint(const BundleAdjustment& f) : f_(f) {}

  double operator()(const double* x, double* g) const {
    double sum = 0;
    for (int first = 0; first < f_.observations; first += width) sum += lanes(x, g, first);
    return sum;
  }

private:
  static constexpr int width = 16;
  using Lanes = Eigen::Array<double, width, 1>;

  double lanes(const double* x, double* g, int first) const {
    std::array<Lanes, 15> in;
    Lanes feature0 = Lanes::Zero(), feature1 = Lanes::Zero(), sine, cosine;
    const int used = std::min(width, f_.observations - first);
    for (int lane = 0; lane < width; ++lane) {
      const int i = first + std::min(lane, used - 1);
      const auto block = f_.block(x, i);
      for (std::size_t k = 0; k < 15; ++k) in[k][lane] = block[k];
      feature0[lane] = f_.features[static_cast<std::size_t>(2 * i)];
      feature1[lane] = f_.features[static_cast<std::size_t>(2 * i + 1)];
    }
    const Lanes angle = (in[0].square() + in[1].square() + in[2].square()).sqrt(), inverse = 1 / angle;
    for (int lane = 0; lane < width; ++lane) sine[lane] = std::sin(angle[lane]), cosine[lane] = std::cos(angle[lane]);
    const Lanes x0 = in[11] - in[3], x1 = in[12] - in[4], x2 = in[13] - in[5];
    const Lanes w0 = in[0] * inverse, w1 = in[1] * inverse, w2 = in[2] * inverse;
    const Lanes dot = w0 * x0 + w1 * x1 + w2 * x2, versine = 1 - cosine, along = dot * versine;
    const Lanes c0 = w1 * x2 - w2 * x1, c1 = w2 * x0 - w0 * x2, c2 = w0 * x1 - w1 * x0;
    const Lanes y0 = x0 * cosine + c0 * sine + w0 * along, y1 = x1 * cosine + c1 * sine + w1 * along, y2 = x2 * cosine + c2 * sine + w2 * along;
    const Lanes depth = 1 / y2, p0 = y0 * depth, p1 = y1 * depth, rho = p0.square() + p1.square();
    const Lanes radial = 1 + in[9] * rho + in[10] * rho.square(), bent = 2 * in[6] * (in[9] + 2 * in[10] * rho);
    const Lanes scale = in[6] * radial, e0 = p0 * scale + in[7] - feature0, e1 = p1 * scale + in[8] - feature1;

    std::array<Lanes, 15> bar;
    for (int row = 0; row < 2; ++row) {
      const Lanes& weight = in[14];
      const Lanes own = row == 0 ? p0 : p1;
      // d (p_row scale) = scale dp_row + p_row bent (p0 dp0 + p1 dp1)
      Lanes p0_bar = weight * own * bent * p0, p1_bar = weight * own * bent * p1;
      (row == 0 ? p0_bar : p1_bar) += weight * scale;
      const Lanes y0_bar = p0_bar * depth, y1_bar = p1_bar * depth, y2_bar = -(p0_bar * p0 + p1_bar * p1) * depth;
      // y = x cosine + (w × x) sine + w (w·x) (1 - cosine)
      const Lanes w_bar = w0 * y0_bar + w1 * y1_bar + w2 * y2_bar;
      const Lanes inner = w_bar * versine;
      const Lanes x0_bar = y0_bar * cosine + (y1_bar * w2 - y2_bar * w1) * sine + w0 * inner;
      const Lanes x1_bar = y1_bar * cosine + (y2_bar * w0 - y0_bar * w2) * sine + w1 * inner;
      const Lanes x2_bar = y2_bar * cosine + (y0_bar * w1 - y1_bar * w0) * sine + w2 * inner;
      const Lanes angle_bar = -sine * (y0_bar * x0 + y1_bar * x1 + y2_bar * x2) + cosine * (y0_bar * c0 + y1_bar * c1 + y2_bar * c2) + w_bar * dot * sine;
      const Lanes w0_bar = (y2_bar * x1 - y1_bar * x2) * sine + y0_bar * along + x0 * inner;
      const Lanes w1_bar = (y0_bar * x2 - y2_bar * x0) * sine + y1_bar * along + x1 * inner;
      const Lanes w2_bar = (y1_bar * x0 - y0_bar * x1) * sine + y2_bar * along + x2 * inner;
      // w = r / angle: dw = (dr - w dangle) / angle, dangle = w·dr
      const Lanes common = angle_bar - (w0 * w0_bar + w1 * w1_bar + w2 * w2_bar) * inverse;
      bar[0] = w0_bar * inverse + w0 * common;
      bar[1] = w1_bar * inverse + w1 * common;
      bar[2] = w2_bar * inverse + w2 * common;
      bar[3] = -x0_bar, bar[4] = -x1_bar, bar[5] = -x2_bar;
      bar[6] = weight * own * radial;
      bar[7] = row == 0 ? weight : Lanes(Lanes::Zero());
      bar[8] = row == 1 ? weight : Lanes(Lanes::Zero());
      bar[9] = weight * own * in[6] * rho;
      bar[10] = bar[9] * rho;
      bar[11] = x0_bar, bar[12] = x1_bar, bar[13] = x2_bar;
      bar[14] = row == 0 ? e0 : e1;
      for (int lane = 0; lane < used; ++lane) {
        double* to = g + (first + lane) * 30 + row * 15;
        for (std::size_t k = 0; k < 15; ++k) to[k] = bar[k][lane];
      }
    }
    return (in[14] * (e0 + e1)).head(used).sum();
  }

  BundleAdjustment f_;
};

using Workload = BundleAdjustment;
using Adjoint = BundleAdjustmentAdjoint;
inline std::vector<Workload> instances() { return {BundleAdjustment{}}; }

} // namespace bench
