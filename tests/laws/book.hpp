// SPDX-License-Identifier: MIT
#pragma once
// The law book: every operation has a row, and a row obeys.

namespace laws {

/// One operation and where it is tried: laws/row.hpp for pointwise ones, laws/structured_row.hpp for structured ones.
template <class Op> class row;

/// Runs the law book on rows.
template <class... Row> void obeys_the_chain_rule(const Row&... rows) { (rows.obey(), ...); }

}  // namespace laws
