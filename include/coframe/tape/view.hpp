// SPDX-License-Identifier: MIT
#pragma once
// Views: a strided range of values, and of coordinates where it is traced. Parts and transposes of it cost nothing.
#include <algorithm>
#include <string>
#include <utility>

#include "coframe/space/leaf.hpp"
#include "coframe/tape/recorded_map.hpp"

namespace coframe {

/// Element (i, j) lies at data[i·row_stride + j·col_stride], and its coordinates as many elements after `coordinate`.
template <class T> struct View {
  const T* data = nullptr;
  Coordinate coordinate = 0;
  Tag tag = 0;
  int rows = 0, cols = 0, row_stride = 1, col_stride = 0;

  // Copied member by member: compilers would copy 32 bytes at once, and wait for the stores of the parts that were just made.
  View() = default;
  View(const T* d, Coordinate c, Tag t, int m, int n, int between_rows, int between_cols)
      : data(d), coordinate(c), tag(t), rows(m), cols(n), row_stride(between_rows), col_stride(between_cols) {}
  [[gnu::always_inline]] View(const View& v)
      : data(v.data), coordinate(v.coordinate), tag(v.tag), rows(v.rows), cols(v.cols), row_stride(v.row_stride), col_stride(v.col_stride) {}
  View& operator=(const View&) = default;

  /// Real coordinates an element has.
  static constexpr int width = is_complex_v<T> ? 2 : 1;

  int size() const { return rows * cols; }
  /// The elements lie one after the other, column by column or row by row.
  bool contiguous_columns() const { return (row_stride == 1 || rows <= 1) && (col_stride == rows || cols <= 1); }
  bool contiguous_rows() const { return (col_stride == 1 || cols <= 1) && (row_stride == cols || rows <= 1); }

  /// How many elements after the first (i, j) lies.
  std::ptrdiff_t offset(int i, int j) const { return std::ptrdiff_t{i} * row_stride + std::ptrdiff_t{j} * col_stride; }
  const T& operator()(int i, int j) const { return data[offset(i, j)]; }
  Coordinate coordinate_of(int i, int j) const { return coordinate + static_cast<Coordinate>(offset(i, j) * width); }

  /// The m×n block whose first element is (i, j). ShapeError if it does not lie within.
  View block(int i, int j, int m, int n) const {
    if (i < 0 || j < 0 || m < 0 || n < 0 || i + m > rows || j + n > cols)
      throw ShapeError("block: rows " + std::to_string(i) + " to " + std::to_string(i + m) + " and columns " +
                       std::to_string(j) + " to " + std::to_string(j + n) + " were asked for, but the matrix is " +
                       shape_text(rows, cols));
    View part = *this;
    if (m > 0 && n > 0) part.data += offset(i, j);   // an empty matrix has no memory to point into
    part.coordinate += static_cast<Coordinate>(offset(i, j) * width);
    part.rows = m, part.cols = n;
    return part;
  }
  View transpose() const {
    View flipped = *this;
    std::swap(flipped.rows, flipped.cols);
    std::swap(flipped.row_stride, flipped.col_stride);
    return flipped;
  }
  View diagonal() const {
    View d = *this;
    d.rows = std::min(rows, cols), d.cols = 1;
    d.row_stride = row_stride + col_stride, d.col_stride = 0;
    return d;
  }
};

/// The interval of coordinates in which a strided range of at least one element lies; `width` coordinates an element.
template <class V> Extent strided_extent(const V& v, int width) {
  const std::ptrdiff_t last = std::ptrdiff_t{v.rows - 1} * v.row_stride + std::ptrdiff_t{v.cols - 1} * v.col_stride;
  return {v.coordinate, v.coordinate + static_cast<Coordinate>(width * (last + 1))};
}
template <class T> Extent extent_of_view(const View<T>& v) { return strided_extent(v, View<T>::width); }
/// The elements lie one after the other, as those of a plain X do.
template <class X, class T> bool lies_as(const View<T>& v) { return X::IsRowMajor ? v.contiguous_rows() : v.contiguous_columns(); }

}  // namespace coframe
