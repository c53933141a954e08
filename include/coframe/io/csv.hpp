// SPDX-License-Identifier: MIT
#pragma once
// Tables of measurements from CSV files.
#include <coframe/io/columns.hpp>

#include <Eigen/Core>

#include <utility>

namespace coframe {

/// A table with named columns: `table.column("weight")`, `table.text("species")`.
class Table {
 public:
  explicit Table(Columns columns) : columns_(std::move(columns)) {}

  Eigen::Index rows() const { return static_cast<Eigen::Index>(columns_.rows); }

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const Column& column : columns_.columns) names.push_back(column.name);
    return names;
  }

  /// A column of numbers. \throws FileError if there is none of this name; the message names those there are.
  Eigen::VectorXd column(std::string_view name) const {
    return Eigen::VectorXd::Map(columns_.find(name, false).numbers.data(), rows());
  }

  /// Several columns side by side, rows() × names.size(). \throws FileError as `column`.
  Eigen::MatrixXd matrix(const std::vector<std::string>& names) const {
    Eigen::MatrixXd matrix(rows(), static_cast<Eigen::Index>(names.size()));
    for (Eigen::Index j = 0; j < matrix.cols(); ++j) matrix.col(j) = column(names[static_cast<std::size_t>(j)]);
    return matrix;
  }

  /// A column read as text. \throws FileError if there is none of this name, or if it was read as numbers.
  const std::vector<std::string>& text(std::string_view name) const { return columns_.find(name, true).words; }

 private:
  Columns columns_;
};

/// Reads a CSV file whose first row names the columns: `read_csv("iris.csv", {.text = {"species"}})`.
/// \throws FileError as `read_columns`.
inline Table read_csv(const std::filesystem::path& path, const CsvOptions& options = {}) {
  return Table(read_columns(path, options));
}

}  // namespace coframe
