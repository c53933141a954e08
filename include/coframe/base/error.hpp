// SPDX-License-Identifier: MIT
#pragma once
// Typed exceptions: each message says what was expected, what came, and what to do.
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace coframe {

/// Every exception of Coframe.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Shapes that do not fit: operands, tangents of other points, vectors of layers of other lengths.
struct ShapeError : Error {
  using Error::Error;
};

/// A traced value whose part of the tape has been rewound, or whose tape is gone.
struct StaleValue : Error {
  using Error::Error;
};

/// A traced value of another tape than its partners in an operation.
struct ForeignValue : Error {
  using Error::Error;
};

/// More coordinates, segments or memory than there are.
struct CapacityError : Error {
  using Error::Error;
};

/// A metric that cannot be inverted where an inverse is asked for (a frozen layer has g^ = 0).
struct DegenerateMetric : Error {
  using Error::Error;
};

/// NaN or infinity where a finite number is needed.
struct NotFinite : Error {
  using Error::Error;
};

/// A borrowed value that changed between recording and sweep.
struct MutatedValue : Error {
  using Error::Error;
};

/// A loss that does not depend on what it is differentiated by.
struct IndependentLoss : Error {
  using Error::Error;
};

/// No rows, no samples, no coordinates where at least one is needed.
struct EmptyInput : Error {
  using Error::Error;
};

/// A value outside the domain of an operation (a negative rate, a matrix that is not positive definite).
struct DomainError : Error {
  using Error::Error;
};

/// A file that is missing, unreadable or malformed. Line and column count from 1; 0 where they do not apply.
struct FileError : Error {
  FileError(std::string file_name, std::size_t line_number, std::size_t column_number, std::string_view what)
      : Error(place(file_name, line_number, column_number) + ": " + std::string(what)),
        file(std::move(file_name)), line(line_number), column(column_number) {}

  std::string file;
  std::size_t line, column;

 private:
  static std::string place(const std::string& file, std::size_t line, std::size_t column) {
    return file + (line ? ":" + std::to_string(line) : "") + (column ? ":" + std::to_string(column) : "");
  }
};

/// "3×4", for messages.
inline std::string shape_text(std::ptrdiff_t rows, std::ptrdiff_t cols) {
  return std::to_string(rows) + "×" + std::to_string(cols);
}

}  // namespace coframe
