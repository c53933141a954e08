// SPDX-License-Identifier: MIT
// weave PAGE.md PROGRAM.cpp EXPECTED.out: a Markdown page is one program, and says what the program prints.
//
// ```cpp blocks are, in order, the statements of main; their #include and `using namespace` lines move to the top of the
// file. ```text blocks are, in order, the expected standard output. A comment just above a fence changes its meaning:
//   <!-- file scope -->     the block stands outside main (templates, structs with members)
//   <!-- not compiled -->   the block is shown only (deliberate errors, fragments)
//   <!-- not checked -->    the text block is not output of the program
// #line directives make the compiler's errors point into the page.
#include <fstream>
#include <iostream>
#include <set>
#include <stdexcept>
#include <string>

struct Program {
  std::set<std::string> seen;
  std::string includes, usings, file_scope, body, expected;
};

bool starts_with(const std::string& line, const std::string& prefix) { return line.rfind(prefix, 0) == 0; }

std::string trimmed(const std::string& line) {
  const auto first = line.find_first_not_of(" \t\r");
  return first == std::string::npos ? "" : line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

// A hoisted line leaves an empty one behind, so that line numbers stay right.
bool hoisted(const std::string& line, Program& program) {
  const auto text = trimmed(line);
  const bool include = starts_with(text, "#include");
  if (!include && !starts_with(text, "using namespace ")) return false;
  if (program.seen.insert(text).second) (include ? program.includes : program.usings) += text + "\n";
  return true;
}

Program weave(std::istream& page, const std::string& name) {
  Program program;
  std::string line, comment, language;
  std::string* target = nullptr;  // where the lines of the present block go; null outside blocks and in shown-only ones
  bool inside = false;
  int number = 0, opened = 0;
  while (std::getline(page, line)) {
    ++number;
    const auto text = trimmed(line);
    if (inside) {
      if (text == "```" && starts_with(line, "```")) {
        inside = false;
        comment.clear();
      } else if (target == &program.expected) {
        *target += line + "\n";
      } else if (target) {
        *target += (hoisted(line, program) ? "" : line) + "\n";
      }
    } else if (starts_with(text, "```")) {
      if (!starts_with(line, "```")) throw std::runtime_error(name + ":" + std::to_string(number) + ": indented fence");
      inside = true;
      opened = number;
      target = nullptr;
      language = trimmed(text.substr(3));
      if (language == "cpp" && comment != "not compiled") {
        target = comment == "file scope" ? &program.file_scope : &program.body;
        *target += "#line " + std::to_string(number + 1) + " \"" + name + "\"\n";
      } else if (language == "text" && comment != "not checked" && comment != "not compiled") {
        target = &program.expected;
      }
    } else if (starts_with(text, "<!--") && text.size() >= 7 && text.substr(text.size() - 3) == "-->") {
      comment = trimmed(text.substr(4, text.size() - 7));
    } else if (!text.empty()) {
      comment.clear();
    }
  }
  if (inside) throw std::runtime_error(name + ":" + std::to_string(opened) + ": this block does not end");
  return program;
}

int main(int argc, char** argv) try {
  if (argc != 4) throw std::runtime_error("usage: weave PAGE.md PROGRAM.cpp EXPECTED.out");
  std::ifstream page(argv[1]);
  if (!page) throw std::runtime_error(std::string(argv[1]) + ": cannot be read");
  const auto program = weave(page, argv[1]);
  std::ofstream source(argv[2]), expected(argv[3]);
  source << program.includes << "\n" << program.usings << "\n" << program.file_scope << "\nint main() {\n" << program.body << "}\n";
  expected << program.expected;
  source.flush();
  expected.flush();
  if (!source || !expected) throw std::runtime_error(std::string(argv[2]) + ": cannot be written");
} catch (const std::exception& error) {
  std::cerr << error.what() << "\n";
  return 1;
}
