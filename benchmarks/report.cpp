// SPDX-License-Identifier: MIT
// The three forms of a result: Markdown table, JSON, and two columns for the chart.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "measure.hpp"

namespace bench {
namespace {

std::string number(double x, const char* format = "%.3g") {
  char text[64];
  std::snprintf(text, sizeof text, format, x);
  return text;
}

std::string duration(double seconds) {
  if (seconds < 1e-6) return number(seconds * 1e9) + " ns";
  if (seconds < 1e-3) return number(seconds * 1e6) + " µs";
  return number(seconds * 1e3, seconds < 1 ? "%.3g" : "%.0f") + " ms";
}

std::string size(double bytes) {
  if (bytes < 1e3) return number(bytes, "%.0f") + " B";
  if (bytes < 1e6) return number(bytes / 1e3) + " kB";
  return number(bytes / 1e6) + " MB";
}

const char* word(Kind kind) {
  switch (kind) {
    case Kind::primal: return "primal";
    case Kind::hand: return "hand";
    case Kind::scalar: return "scalar";
    case Kind::arrays: return "arrays";
    case Kind::peer: return "peer";
    case Kind::gradient: return "gradient";
  }
  return "";
}

std::string markdown(const Result& result) {
  std::ostringstream out;
  const bool second = std::any_of(result.rows.begin(), result.rows.end(), [](const Row& row) { return row.per_gradient > 0; });
  out << "### " << result.label << "\n\n" << number(result.operations, "%.0f") << " elementary operations a primal.\n\n"
      << "| tool | time | ÷ primal | quartiles | ÷ hand-written | " << (second ? "÷ own gradient | " : "")
      << "tape | bytes/operation | peak growth | first call | error |\n"
      << "|---|---|---|---|---|" << (second ? "---|" : "") << "---|---|---|---|---|\n";
  for (const Row& row : result.rows) {
    out << "| " << row.name << " | ";
    if (!row.agrees) {
      out << "disagrees | | | | | " << (second ? "| " : "") << "| | | " << number(row.error) << " |\n";
      continue;
    }
    out << duration(row.seconds) << " | " << number(row.per_primal) << " | " << number(row.low) << " – " << number(row.high) << " | "
        << number(row.per_hand) << " | " << (second ? (row.per_gradient > 0 ? number(row.per_gradient) : "") + " | " : "")
        << (row.has_tape ? size(static_cast<double>(row.tape_bytes)) : "") << " | "
        << (row.has_tape ? number(static_cast<double>(row.tape_bytes) / result.operations) : "") << " | "
        << size(static_cast<double>(row.peak_bytes)) << " | " << duration(row.first_call) << " | "
        << (row.kind == Kind::primal || row.kind == Kind::gradient ? "" : number(row.error, "%.1g")) << " |\n";
  }
  out << "\n";
  return out.str();
}

std::string json(const Result& result) {
  std::ostringstream out;
  out << "{\"workload\": \"" << result.label << "\", \"operations\": " << result.operations << ", \"tools\": [";
  const char* comma = "";
  for (const Row& row : result.rows) {
    out << comma << "\n  {\"name\": \"" << row.name << "\", \"kind\": \"" << word(row.kind) << "\", \"agrees\": " << (row.agrees ? "true" : "false")
        << ", \"error\": " << (row.error <= 1e300 ? number(row.error, "%.3e") : "null");
    if (row.agrees)
      out << ", \"seconds\": " << number(row.seconds, "%.6e") << ", \"per_primal\": " << number(row.per_primal, "%.6g") << ", \"quartiles\": ["
          << number(row.low, "%.6g") << ", " << number(row.high, "%.6g") << "], \"per_hand\": " << number(row.per_hand, "%.6g")
          << ", \"first_call\": " << number(row.first_call, "%.6e") << ", \"peak_bytes\": " << row.peak_bytes;
    if (row.per_gradient > 0) out << ", \"per_gradient\": " << number(row.per_gradient, "%.6g");
    if (row.has_tape) out << ", \"tape_bytes\": " << row.tape_bytes;
    out << "}";
    comma = ",";
  }
  out << "]}\n";
  return out.str();
}

} // namespace

bool report(const Result& result, const Options& options) {
  std::filesystem::create_directories(options.output);
  const std::string base = options.output + "/" + result.label;
  const std::string table = markdown(result);
  std::cout << table << std::flush;
  std::ofstream(base + ".md") << table;
  std::ofstream(base + ".json") << json(result);
  std::ofstream columns(base + ".dat");
  bool agree = true;
  for (const Row& row : result.rows) {
    agree = agree && row.agrees;
    if (row.agrees && row.kind != Kind::primal && row.kind != Kind::gradient) columns << result.label << "\t" << row.name << "\t" << word(row.kind) << "\t" << row.per_primal << "\n";
  }
  return agree;
}

} // namespace bench
