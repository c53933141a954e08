// SPDX-License-Identifier: MIT
#include <coframe/tape/recorded_map.hpp>

#include <algorithm>

namespace coframe {

void unite(std::vector<Extent>& extents) {
  std::sort(extents.begin(), extents.end(), [](const Extent& a, const Extent& b) { return a.first < b.first; });
  std::size_t kept = 0;
  for (const Extent& e : extents) {
    if (kept > 0 && e.first < extents[kept - 1].last) extents[kept - 1].last = std::max(extents[kept - 1].last, e.last);
    else extents[kept++] = e;
  }
  extents.resize(kept);
}

}  // namespace coframe
