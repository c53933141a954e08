// SPDX-License-Identifier: MIT
// Tables: the example data, every form a CSV file may have, and where each defect is reported.
#include <coframe/base/error.hpp>
#include <coframe/io/csv.hpp>

#include <clocale>
#include <cmath>
#include <limits>
#include <optional>

#include "catch.hpp"
#include "scratch.hpp"

using namespace coframe;
using Catch::Matchers::ContainsSubstring;

namespace {

std::optional<FileError> refusal(const std::filesystem::path& path, const CsvOptions& options = {}) {
  try {
    read_csv(path, options);
  } catch (const FileError& error) {
    return error;
  }
  return {};
}

struct Defect {
  const char* what;
  std::string content;
  std::size_t line, column;
  const char* message;
};

}  // namespace

TEST_CASE("the iris table has the means of Fisher's") {
  const Table iris = read_csv(example_data / "iris.csv", {.text = {"species"}});
  CHECK(iris.rows() == 150);
  CHECK(iris.names() ==
        std::vector<std::string>{"sepal_length", "sepal_width", "petal_length", "petal_width", "species"});
  const Eigen::MatrixXd X = iris.matrix({"sepal_length", "sepal_width", "petal_length", "petal_width"});
  // Means of setosa, versicolor (Fisher 1936, table II) and virginica, in cm.
  const Eigen::Matrix<double, 3, 4> means{
      {5.006, 3.428, 1.462, 0.246}, {5.936, 2.770, 4.260, 1.326}, {6.588, 2.974, 5.552, 2.026}};
  for (Eigen::Index k = 0; k < 3; ++k)
    CHECK((X.middleRows(50 * k, 50).colwise().mean() - means.row(k)).cwiseAbs().maxCoeff() < 1e-12);
  CHECK(iris.text("species").front() == "setosa");
  CHECK(iris.text("species")[99] == "versicolor");
  CHECK(iris.text("species").back() == "virginica");
}

TEST_CASE("the monthly series have a row for each month") {
  const auto [name, first, rows] =
      GENERATE(table<const char*, int, int>({{"co2", 1959, 468}, {"sunspots", 1749, 2820}}));
  const Table series = read_csv(example_data / (std::string(name) + ".csv"));
  REQUIRE(series.rows() == rows);
  const Eigen::VectorXd month = 12 * (series.column("year").array() - first) + series.column("month").array();
  CHECK(month == Eigen::VectorXd::LinSpaced(rows, 1, rows));
  CHECK(series.column(name).minCoeff() >= 0);
}

TEST_CASE("one table in many spellings") {
  const std::string bom = "\xEF\xBB\xBF";
  const std::string content = GENERATE_COPY(
      values<std::string>({"a,b\n1,x\n-2.5e3,y\n", "a,b\n1,x\n-2.5e3,y", "a,b\r\n1,x\r\n-2.5e3,y\r\n",
                           "a,b\r1,x\r-2.5e3,y", bom + "a,b\n1,x\n-2.5e3,y\n", bom + "\"a\",b\n1,\"x\"\n-2.5e3,y\n",
                           "a , b\n 1\t,x\n-2500,y\n", "a,b\n+1,x\n\"-2500\",y\n\n  \n\r\n"}));
  CAPTURE(content);
  const Scratch scratch;
  const Table table = read_csv(scratch.file("t.csv", content), {.text = {"b"}});
  CHECK(table.column("a") == Eigen::Vector2d(1, -2500));
  CHECK(table.text("b") == std::vector<std::string>{"x", "y"});
}

TEST_CASE("quotes keep separators, quotes and line breaks, and lines are still counted") {
  const Scratch scratch;
  const Table table = read_csv(scratch.file("t.csv", "n,\"w, \"\"x\"\"\"\n1,\"a,b\"\n2,\"a\nb \"\"c\"\"\"\n3,\" \"\n"),
                               {.text = {"w, \"x\""}});
  CHECK(table.text("w, \"x\"") == std::vector<std::string>{"a,b", "a\nb \"c\"", " "});
  const auto error = refusal(scratch.file("u.csv", "w,n\n\"a\nb\",1\nc,one\n"), {.text = {"w"}});
  REQUIRE(error);
  CHECK(error->line == 4);
  CHECK(error->column == 3);
}

TEST_CASE("other separators") {
  const Scratch scratch;
  CHECK(read_csv(scratch.file("t.csv", "a;b\n1;2\n"), {.separator = ';'}).column("b")[0] == 2);
  CHECK(read_csv(scratch.file("t.tsv", "a\tb\n1\t2\n"), {.separator = '\t'}).column("b")[0] == 2);
}

TEST_CASE("numbers are read exactly, whatever the locale") {
  const Scratch scratch;
  const char* before = std::setlocale(LC_NUMERIC, nullptr);
  const std::string saved = before ? before : "C";
  for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8"})
    if (std::setlocale(LC_NUMERIC, name)) break;
  const Table table = read_csv(scratch.file("t.csv", "x\n0.1\n1.7976931348623157e308\n5e-324\n-0\n"));
  std::setlocale(LC_NUMERIC, saved.c_str());
  const Eigen::VectorXd x = table.column("x");
  CHECK(x[0] == 0.1);
  CHECK(x[1] == std::numeric_limits<double>::max());
  CHECK(x[2] == std::numeric_limits<double>::denorm_min());
  CHECK(std::signbit(x[3]));
}

TEST_CASE("each defect is reported at its line and column") {
  const auto defect = GENERATE(values<Defect>({
      {"empty", "", 1, 1, "the file is empty"},
      {"mark only", "\xEF\xBB\xBF", 1, 1, "the file is empty"},
      {"blank lines only", "\n \r\n", 1, 1, "the file is empty"},
      {"UTF-16", std::string("\xFF\xFE") + "a", 1, 1, "UTF-16"},
      {"header only", "a,b\n", 2, 1, "only a header"},
      {"header only, no newline", "a,b", 1, 4, "only a header"},
      {"too few fields", "a,b,c\n1,2,3\n4,5\n", 3, 4, "expected 3 fields as in the header, found 2"},
      {"too few fields, last line", "a,b\n1", 2, 2, "expected 2 fields as in the header, found 1"},
      {"too many fields", "a,b\n1,2\n3,4,5,6\n", 3, 5, "expected 2 fields as in the header, found 4"},
      {"blank line inside", "a,b\n1,2\n\n3,4\n", 3, 1, "expected 2 fields as in the header, found 1"},
      {"word", "a,b\n1,2\n3,four\n", 3, 3, "column \"b\": \"four\" is not a number"},
      {"word after umlauts", "äöü,ß\n1,2\n\"3\",ä4\n", 3, 5, "column \"ß\": \"ä4\" is not a number"},
      {"word after CRLF", "a,b\r\n1,2\r\nx,2\r\n", 3, 1, "column \"a\": \"x\" is not a number"},
      {"word after a mark",
       "\xEF\xBB\xBF"
       "a,b\nx,2\n",
       2, 1, "column \"a\": \"x\" is not a number"},
      {"two numbers", "a,b\n1 2,3\n", 2, 1, "\"1 2\" is not a number"},
      {"trailing letter", "a,b\n1,2x\n", 2, 3, "\"2x\" is not a number"},
      {"hexadecimal", "a,b\n0x10,2\n", 2, 1, "\"0x10\" is not a number"},
      {"two signs", "a\n+-1\n", 2, 1, "\"+-1\" is not a number"},
      {"empty field", "a,b\n1,\n", 2, 3, "column \"b\": an empty field"},
      {"blank field", "a,b\n  ,1\n", 2, 1, "column \"a\": an empty field"},
      {"not available", "a\nNA\n", 2, 1, "\"NA\" is not a number"},
      {"nan", "a,b\n1,nan\n", 2, 3, "\"nan\" is not a finite number"},
      {"infinity", "a,b\n1,2\n-inf,2\n", 3, 1, "\"-inf\" is not a finite number"},
      {"too large", "a,b\n1,1e999\n", 2, 3, "\"1e999\" is outside the range of double"},
      {"open quote", "a,b\n1,\"2\n3,4\n", 2, 3, "never closed"},
      {"quote inside", "a,b\n1,2\"3\n", 2, 4, "a quote inside an unquoted field"},
      {"text after a quote", "a,b\n\"1\"0,2\n", 2, 4, "after a closing quote, found \"0\""},
      {"same name", "a,b,a\n1,2,3\n", 1, 5, "two columns are named \"a\""},
      {"control character", std::string("a\n1") + '\0' + "\n", 2, 1, "\"1\\x00\" is not a number"},
  }));
  CAPTURE(defect.what);
  const Scratch scratch;
  const auto path = scratch.file("bad.csv", defect.content);
  const auto error = refusal(path);
  REQUIRE(error);
  CHECK(error->file == path.string());
  CHECK(error->line == defect.line);
  CHECK(error->column == defect.column);
  CHECK_THAT(error->what(), ContainsSubstring(defect.message));
  CHECK_THAT(error->what(), ContainsSubstring(path.string() + ":" + std::to_string(defect.line) + ":" +
                                              std::to_string(defect.column) + ": "));
}

TEST_CASE("a file that cannot be opened is named") {
  const Scratch scratch;
  const auto missing = refusal(scratch / "none.csv");
  REQUIRE(missing);
  CHECK(missing->file == (scratch / "none.csv").string());
  CHECK(missing->line == 0);
  CHECK_THAT(missing->what(), ContainsSubstring("no such file"));
  const auto folder = refusal(scratch.folder());
  REQUIRE(folder);
  CHECK_THAT(folder->what(), ContainsSubstring("is a folder"));
  const auto nowhere = refusal(scratch / "no_folder/t.csv");
  REQUIRE(nowhere);
  CHECK_THAT(nowhere->what(), ContainsSubstring("no_folder does not exist"));
}

TEST_CASE("a long field is shortened in the message, between characters") {
  const Scratch scratch;
  std::string field;
  for (int i = 0; i < 1000; ++i) field += "é";
  const auto error = refusal(scratch.file("t.csv", "a\n" + field + "\n"));
  REQUIRE(error);
  CHECK_THAT(error->what(), ContainsSubstring("é...\" is not a number"));
  CHECK(std::string(error->what()).size() < 400);
}

TEST_CASE("nan and inf are accepted on request") {
  const Scratch scratch;
  const Table table = read_csv(scratch.file("t.csv", "a\nnan\ninf\n-Infinity\n"), {.allow_nonfinite = true});
  const Eigen::VectorXd a = table.column("a");
  CHECK(std::isnan(a[0]));
  CHECK(a[1] == std::numeric_limits<double>::infinity());
  CHECK(a[2] == -std::numeric_limits<double>::infinity());
}

TEST_CASE("an unknown column is answered with those there are") {
  const Scratch scratch;
  const auto path = scratch.file("t.csv", "mass,kind\n1,x\n");
  const auto asked = refusal(path, {.text = {"sort"}});
  REQUIRE(asked);
  CHECK_THAT(asked->what(), ContainsSubstring("no column \"sort\", there are: \"mass\", \"kind\""));
  const Table table = read_csv(path, {.text = {"kind"}});
  CHECK_THROWS_AS(table.column("Mass"), FileError);
  CHECK_THROWS_WITH(table.column("Mass"), ContainsSubstring("there are: \"mass\", \"kind\""));
  CHECK_THROWS_WITH(table.matrix({"mass", "weight"}), ContainsSubstring("no column \"weight\""));
  CHECK_THROWS_WITH(table.column("kind"), ContainsSubstring("was read as text"));
  CHECK_THROWS_WITH(table.text("mass"), ContainsSubstring("{.text = {\"mass\"}}"));
}
