// SPDX-License-Identifier: MIT
#include <coframe/tape/tape.hpp>

namespace coframe {

template class Tape<double>;
template void pull_rows<false>(const Rows<double>&, double*);
template void pull_masked(const Rows<double>&, double*, std::vector<SingularEvent>&);
template void pull_masked(const RecordedMap<double>&, double*, std::vector<SingularEvent>&);
template void push_masked(const Rows<double>&, double*, std::vector<SingularEvent>&);
template void push_masked(const RecordedMap<double>&, double*, std::vector<SingularEvent>&);

template class Tape<float>;
template void pull_rows<false>(const Rows<float>&, float*);
template void pull_masked(const Rows<float>&, float*, std::vector<SingularEvent>&);
template void pull_masked(const RecordedMap<float>&, float*, std::vector<SingularEvent>&);
template void push_masked(const Rows<float>&, float*, std::vector<SingularEvent>&);
template void push_masked(const RecordedMap<float>&, float*, std::vector<SingularEvent>&);

}  // namespace coframe
