// SPDX-License-Identifier: MIT
#include <coframe/io/columns.hpp>

#include <coframe/base/error.hpp>
#include <coframe/io/files.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace coframe {
namespace {

struct Place {
  std::size_t line = 1, column = 1;
};

struct Field {
  std::string text;
  Place place;
  bool quoted = false;
};

// A field as it can stand in one line of a message.
std::string quote(std::string_view text) {
  constexpr std::size_t longest = 40;
  std::string shown;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (shown.size() >= longest && (byte & 0xC0) != 0x80) return '"' + shown + "...\"";
    if (byte < 0x20 || byte == 0x7F) {
      shown += fmt::format("\\x{:02x}", byte);
    } else {
      shown += c;
    }
  }
  return '"' + shown + '"';
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Splits a text into rows of fields and knows where it is.
class Rows {
 public:
  Rows(const std::string& file, std::string_view text, char separator)
      : file_(file), text_(text), separator_(separator) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
    if (text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF"))
      fail({1, 1}, "the file is UTF-16, expected UTF-8: save it as UTF-8");
  }

  Place place() const { return place_; }

  bool only_blank_lines_left() const { return text_.find_first_not_of(" \r\n") == std::string_view::npos; }

  // Needs a character or a line break ahead. Leaves `end_of_row` at the end of the last field.
  std::vector<Field> row() {
    std::vector<Field> fields{field()};
    while (!text_.empty() && text_.front() == separator_) {
      advance();
      fields.push_back(field());
    }
    end_of_row_ = place_;
    if (!text_.empty()) advance();
    return fields;
  }

  Place end_of_row() const { return end_of_row_; }

  [[noreturn]] void fail(Place place, std::string_view what) const {
    throw FileError(file_, place.line, place.column, what);
  }

 private:
  static bool breaks(char c) { return c == '\n' || c == '\r'; }

  // A character of UTF-8 is counted at its first byte; \r\n is one line break.
  char advance() {
    const char c = text_.front();
    text_.remove_prefix(1);
    if (breaks(c)) {
      if (c == '\r' && text_.starts_with('\n')) text_.remove_prefix(1);
      place_ = {place_.line + 1, 1};
      return '\n';
    }
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++place_.column;
    return c;
  }

  Field field() {
    Field field{{}, place_};
    if (text_.starts_with('"')) return quoted(field);
    while (!text_.empty() && text_.front() != separator_ && !breaks(text_.front())) {
      if (text_.front() == '"')
        fail(place_, "a quote inside an unquoted field: put the field in quotes and double the quotes in it");
      field.text += advance();
    }
    return field;
  }

  Field quoted(Field field) {
    field.quoted = true;
    advance();
    for (;;) {
      if (text_.empty()) fail(field.place, "this quote is never closed");
      const char c = advance();
      if (c == '"' && !text_.starts_with('"')) break;
      if (c == '"') advance();
      field.text += c;
    }
    if (!text_.empty() && text_.front() != separator_ && !breaks(text_.front()))
      fail(place_, fmt::format("expected {} or the end of the line after a closing quote, found {}",
                               quote({&separator_, 1}), quote(text_.substr(0, 1))));
    return field;
  }

  const std::string& file_;
  std::string_view text_;
  char separator_;
  Place place_, end_of_row_;
};

double number(const Rows& rows, const Field& field, const std::string& column, bool allow_nonfinite) {
  std::string_view text = trimmed(field.text);
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const auto refuse = [&](std::string_view what) {
    rows.fail(field.place, fmt::format("column {}: {}", quote(column), what));
  };
  if (text.empty()) refuse("an empty field, expected a number");
  if (error == std::errc::result_out_of_range) refuse(quote(field.text) + " is outside the range of double");
  if (error != std::errc() || end != text.data() + text.size())
    refuse(fmt::format("{} is not a number; for words, read the column as text: {{.text = {{{}}}}}", quote(field.text),
                       quote(column)));
  if (!allow_nonfinite && !std::isfinite(value))
    refuse(quote(field.text) + " is not a finite number; to accept it, set .allow_nonfinite");
  return value;
}

std::vector<Column> header(Rows& rows) {
  std::vector<Column> columns;
  std::set<std::string> seen;
  for (const Field& field : rows.row()) {
    Column column{field.quoted ? field.text : std::string(trimmed(field.text))};
    if (!seen.insert(column.name).second)
      rows.fail(field.place, fmt::format("two columns are named {}: rename one", quote(column.name)));
    columns.push_back(std::move(column));
  }
  return columns;
}

std::string names(const std::vector<Column>& columns) {
  std::vector<std::string> quoted;
  for (const Column& column : columns) quoted.push_back(quote(column.name));
  return fmt::format("{}", fmt::join(quoted, ", "));
}

[[noreturn]] void unknown(const Columns& table, std::string_view name) {
  throw FileError(table.file, 1, 0, fmt::format("no column {}, there are: {}", quote(name), names(table.columns)));
}

}  // namespace

const Column& Columns::find(std::string_view name, bool is_text) const {
  const auto column = std::ranges::find(columns, name, &Column::name);
  if (column == columns.end()) unknown(*this, name);
  if (column->is_text == is_text) return *column;
  throw FileError(file, 1, 0,
                  is_text ? fmt::format("column {} was read as numbers; to read it as text: {{.text = {{{}}}}}",
                                        quote(name), quote(name))
                          : fmt::format("column {} was read as text: take text({}), or leave it out of .text",
                                        quote(name), quote(name)));
}

Columns read_columns(const std::filesystem::path& path, const CsvOptions& options) {
  const std::string bytes = read_file(path);
  Columns table{path.string(), {}};
  Rows rows(table.file, bytes, options.separator);
  if (rows.only_blank_lines_left()) rows.fail({1, 1}, "the file is empty, expected a row of column names");
  table.columns = header(rows);
  for (const std::string& name : options.text) {
    const auto column = std::ranges::find(table.columns, name, &Column::name);
    if (column == table.columns.end()) unknown(table, name);
    column->is_text = true;
  }
  if (rows.only_blank_lines_left()) rows.fail(rows.place(), "only a header, expected at least one row below it");

  const std::size_t width = table.columns.size();
  for (; !rows.only_blank_lines_left(); ++table.rows) {
    std::vector<Field> fields = rows.row();
    if (fields.size() != width)
      rows.fail(fields.size() > width ? fields[width].place : rows.end_of_row(),
                fmt::format("expected {} {} as in the header, found {}", width, width == 1 ? "field" : "fields",
                            fields.size()));
    for (std::size_t k = 0; k < width; ++k) {
      Column& column = table.columns[k];
      if (column.is_text)
        column.words.push_back(std::move(fields[k].text));
      else
        column.numbers.push_back(number(rows, fields[k], column.name, options.allow_nonfinite));
    }
  }
  return table;
}

}  // namespace coframe
