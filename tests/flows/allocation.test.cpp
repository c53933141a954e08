// SPDX-License-Identifier: MIT
// After its first step a flow allocates nothing.
#include <coframe/metric.hpp>

#include <cstdlib>

#include "all_flows.hpp"
#include "catch.hpp"

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
#define COUNTS_ALLOCATIONS
#endif
#ifdef __has_feature
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || __has_feature(thread_sanitizer)
#undef COUNTS_ALLOCATIONS
#endif
#endif

#ifdef COUNTS_ALLOCATIONS
namespace {
thread_local long allocations = 0;
}
extern "C" void* __libc_malloc(std::size_t);
extern "C" void* malloc(std::size_t size) {
  ++allocations;
  return __libc_malloc(size);
}

namespace coframe {

TEST_CASE("after the first step no flow allocates, in leafwise and in diagonal metrics", "[flows]") {
  using Model = std::tuple<Eigen::MatrixXd, std::vector<Eigen::VectorXcd>, double>;
  const Model x0(Eigen::MatrixXd::Ones(40, 30), {Eigen::VectorXcd::Ones(7), Eigen::VectorXcd::Ones(300)}, 1.);
  const auto w = transform_leaves<Cotangent>(x0, [](const auto& leaf) { return leaf; });
  const auto frozen = layered(x0).freeze([](const Model& m) -> auto& { return std::get<2>(m); });
  const Diagonal diagonal(x0);
  const auto count = [&](auto flow, const auto& g) {
    auto x = x0;
    flow.step(x, g, w);
    const long before = allocations;
    for (int k = 0; k < 3; ++k) flow.step(x, g, w);
    return allocations - before;
  };
  for_each_flow([&](auto flow, const char* name) {
    INFO(name);
    CHECK(count(flow, euclidean) == 0);
    CHECK(count(flow, frozen) == 0);
    CHECK(count(flow, diagonal) == 0);
  });
  // The counter sees what Eigen and the library allocate.
  const long before = allocations;
  const Eigen::MatrixXd seen = Eigen::MatrixXd::Ones(50, 50);
  CHECK(allocations > before);
  CHECK(seen.sum() == 2500);
}

}  // namespace coframe
#endif
