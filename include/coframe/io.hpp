// SPDX-License-Identifier: MIT
#pragma once
// Input and output: tables, pictures, progress, reports for fmt.
#include "coframe/io/csv.hpp"
#include "coframe/io/files.hpp"
#include "coframe/io/level_lines.hpp"
#include "coframe/io/plot.hpp"
#include "coframe/io/progress.hpp"
#include "coframe/io/report.hpp"
