// SPDX-License-Identifier: MIT
// Coframe's main job on real input: a model checked, a network trained, a complex model fitted; two pictures.
//   main_job [DATA_FOLDER [OUTPUT_FOLDER]]
#include "main_job/check_model.hpp"
#include "main_job/co2.hpp"
#include "main_job/iris.hpp"

int main(int count, char** arguments) try {
  const std::filesystem::path data = count > 1 ? arguments[1] : COFRAME_EXAMPLES "/data";
  const std::filesystem::path out = count > 2 ? arguments[2] : "build/pictures";
  std::filesystem::create_directories(out);
  fmt::print("(a) a custom model, its gradient checked\n");
  check_model();
  fmt::print("\n(b) a network trained on iris\n");
  train_iris(data, out);
  fmt::print("\n(c) complex exponentials fitted to CO₂\n");
  fit_co2(data, out);
} catch (const std::exception& error) {
  fmt::print(stderr, "main_job: {}\n", error.what());
  return 1;
}
