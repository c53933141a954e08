// SPDX-License-Identifier: MIT
// Matrices put together from others, and outer products, under the law book.
#include <coframe/ops/outer.hpp>
#include <coframe/ops/shape.hpp>

#include "laws/structured_row.hpp"

namespace laws {
/// The indices are given, so this row tries the function that records it: an index twice, one left out.
template <> class row<Gather> {
 public:
  row(int rows, int cols) : rows_(rows), cols_(cols) {}
  void obey() const {
    std::mt19937 random{seed};
    const auto f = At{{2, 0, 2, cols_ - 1}};
    obeys_first_order(f, std::tuple{matrix_in<double>(sizes(rows_, cols_), random)}, far_step, random);
    obeys_first_order(f, std::tuple{matrix_in<std::complex<double>>(sizes(rows_, cols_), random)}, far_step, random);
    obeys_second_order(f, std::tuple{matrix_in<double>(sizes(rows_, cols_), random)}, far_step, random);
  }

 private:
  struct At {
    std::vector<int> indices;
    template <MatrixLike A> auto operator()(const A& a) const { return gather(a, indices); }
  };
  int rows_, cols_;
};
}  // namespace laws

using namespace laws;

TEST_CASE("matrices of parts obey the chain rule") {
  obeys_the_chain_rule(row<Gather>{3, 5}, row<Joined<true>>{sizes(2, 3), sizes(4, 3)}, row<Joined<false>>{sizes(3, 2), sizes(3, 4)});
}
TEST_CASE("outer products obey the chain rule") { obeys_the_chain_rule(row<Outer>{sizes(4, 1), sizes(3, 1)}); }
