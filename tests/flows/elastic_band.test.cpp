// SPDX-License-Identifier: MIT
// Mode connectivity: bands between minima, their saddles and their barriers.
#include <coframe/flows/elastic_band.hpp>
#include <coframe/flows/landscape.hpp>
#include <coframe/metric.hpp>
#include <coframe/ops.hpp>

#include "catch.hpp"

using namespace coframe;

// An even number of images: by symmetry none begins on the saddle, so one must climb to it.
TEST_CASE("two wells in line: the top of the band is the saddle, to its height", "[flows][elastic_band]") {
  const auto wells = [](const auto& w) { return square(w(0) * w(0) - 1) + 2 * square(w(1) - 0.3 * w(0)); };
  const auto band = ElasticBand{.images = 10, .rate = 0.02, .force = 1e-6}.connect(wells, Eigen::Vector2d(-1, -0.3), Eigen::Vector2d(1, 0.3));
  CHECK(band.force <= 1e-6);
  CHECK(band.barrier() == Approx(1).epsilon(1e-10));
  CHECK(band.images[band.top()].norm() < 1e-5);
}

TEST_CASE("a band bends around a hill that the line would cross: a ring of minima has no barrier", "[flows][elastic_band]") {
  const auto ring = [](const auto& w) { return square(w(0) * w(0) + w(1) * w(1) - 1); };
  std::vector<Eigen::Vector2d> start;
  for (int i = 0; i <= 12; ++i) start.emplace_back(-1 + i / 6., 0.1 * (i > 0 && i < 12));
  const auto band = ElasticBand{.rate = 0.05, .climb = false, .force = 1e-7, .most_steps = 40000}.relax(ring, start);
  const auto line = ElasticBand{.images = 13, .most_steps = 0}.connect(ring, Eigen::Vector2d(-1, 0), Eigen::Vector2d(1, 0));
  CHECK(line.barrier() == Approx(1));
  CHECK(band.barrier() < 1e-3);
  CHECK(band.images[6](1) == Approx(1).epsilon(0.02));
  // Springs spaced it evenly.
  const double step = (band.images[1] - band.images[0]).norm();
  for (std::size_t i = 1; i < 12; ++i) CHECK((band.images[i + 1] - band.images[i]).norm() == Approx(step).epsilon(0.02));
}

TEST_CASE("the climbing image sits where a saddle is: dL = 0, one direction down", "[flows][elastic_band]") {
  // Two wells joined by a bent pass; the line between them is far off it.
  const auto bent = [](const auto& w) { return square(w(0) * w(0) - 1) + 3 * square(w(1) - (1 - w(0) * w(0))); };
  const auto band = ElasticBand{.images = 14, .rate = 0.02, .force = 1e-6, .most_steps = 50000}.connect(bent, Eigen::Vector2d(-1, 0), Eigen::Vector2d(1, 0));
  const Eigen::Vector2d top = band.images[band.top()];
  CHECK((top - Eigen::Vector2d(0, 1)).norm() < 1e-4);
  CHECK(differential(bent, top).components().norm() < 1e-4);
  CHECK(morse_index(bent, top) == 1);
  CHECK(band.barrier() == Approx(1).epsilon(1e-6));
  CHECK(band.images.front() == Eigen::Vector2d(-1, 0));
  CHECK(band.images.back() == Eigen::Vector2d(1, 0));
  // On both slopes an image feels nothing across the way to its higher neighbour. (Henkelman and Jónsson 2000)
  for (std::size_t i = 1; i + 1 < band.images.size(); ++i) {
    const double before = band.losses[i - 1], here = band.losses[i], after = band.losses[i + 1];
    if ((before < here) != (here < after)) continue;
    const Eigen::Vector2d along = (band.images[after > before ? i + 1 : i - 1] - band.images[i]).normalized();
    const Eigen::Vector2d force = differential(bent, band.images[i]).components();
    INFO("image " << i);
    CHECK(force.norm() > 0.1);
    CHECK((force - along.dot(force) * along).norm() < 2e-6);
  }
}

TEST_CASE("bands that cannot be are refused", "[flows][elastic_band]") {
  const auto loss = [](auto w) { return w * w; };
  CHECK_THROWS_AS((ElasticBand{.images = 2}.connect(loss, 0., 1.)), DomainError);
  CHECK_THROWS_AS(ElasticBand{}.connect(loss, 1., 1.), DomainError);
}
