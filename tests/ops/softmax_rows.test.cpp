// SPDX-License-Identifier: MIT
// Softmax and cross entropy under the law book.
#include <coframe/ops/cross_entropy.hpp>
#include <coframe/ops/softmax.hpp>

#include "laws/structured_row.hpp"

namespace laws {
/// What it keeps is given, so the laws hold of the function that records it.
template <> struct Structurally<LogSumExp> {
  template <MatrixLike A> auto operator()(const A& a) const { return log_sum_exp(a); }
};
/// The targets are given, so this row tries the function that records it.
template <> class row<CrossEntropy> {
 public:
  row(int rows, int cols) : rows_(rows), cols_(cols) {}
  void obey() const {
    std::mt19937 random{seed};
    const auto z = matrix_in<double>(sizes(rows_, cols_), random);
    std::vector<int> labels(static_cast<std::size_t>(cols_));
    for (int& label : labels) label = static_cast<int>(random() % static_cast<unsigned>(rows_));
    const auto f = WithLabels{labels};
    obeys_first_order(f, std::tuple{z}, far_step, random);
    obeys_second_order(f, std::tuple{z}, far_step, random);
  }

 private:
  struct WithLabels {
    std::vector<int> labels;
    template <MatrixLike A> auto operator()(const A& a) const { return cross_entropy(a, labels); }
  };
  int rows_, cols_;
};
}  // namespace laws

using namespace laws;

TEST_CASE("softmax and its relatives obey the chain rule") {
  obeys_the_chain_rule(row<Softmax>{real_sizes(4, 3)}, row<LogSoftmax>{real_sizes(4, 3)}, row<LogSumExp>{real_sizes(4, 3)}, row<CrossEntropy>{4, 3});
}
