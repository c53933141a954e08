// SPDX-License-Identifier: MIT
#pragma once
// One way to compute a workload's gradient, with its type erased around the timed loop.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace bench {

/// What a row of the table stands for; ratios are formed against `primal` and `hand`.
enum class Kind { primal, hand, scalar, arrays, peer };

/// Keeps the compiler from hoisting or dropping what happens to memory around it.
inline void touch_memory() { asm volatile("" : : : "memory"); }

template <class T>
void keep(T& x) {
  asm volatile("" : "+m"(x) : : "memory");
}

struct Tool {
  std::string name;
  Kind kind;
  std::function<double(std::vector<double>& gradient)> once;
  std::function<void(long)> repeat;        ///< the same n times, result discarded: this is what is timed
  std::function<std::size_t()> tape_bytes; ///< of the last gradient, cotangents included; empty if there is no tape
  bool loose = false;                      ///< rounding other than double's: compared to 1e-4 only
};

/// A tool from an engine `double engine(workload, x, g)`, which writes the gradient into g and returns the value.
/// What engine.bytes() returns, if it exists, is taken for the size of its tape.
template <class Workload, class Engine>
Tool tool(std::string name, Kind kind, const Workload& workload, Engine engine) {
  struct State {
    Workload workload;
    Engine engine;
    std::vector<double> x, g;
    double run() { return engine(workload, x, g); }
  };
  auto state = std::shared_ptr<State>(new State{workload, std::move(engine), workload.point(), {}});
  state->g.assign(workload.results(), 0.0);
  Tool made{std::move(name), kind, {}, {}, {}, false};
  made.once = [state](std::vector<double>& g) {
    const double value = state->run();
    g = state->g;
    return value;
  };
  made.repeat = [state](long n) {
    for (long i = 0; i < n; ++i) {
      touch_memory();
      double value = state->run();
      keep(value);
    }
  };
  if constexpr (requires { state->engine.bytes(); })
    made.tape_bytes = [state] { return static_cast<std::size_t>(state->engine.bytes()); };
  return made;
}

/// The plain program in double. Its gradient stays untouched: the agreement check skips it.
template <class Workload>
Tool primal(const Workload& workload) {
  return tool("primal", Kind::primal, workload,
              [](const Workload& f, const std::vector<double>& x, std::vector<double>&) { return f(x); });
}

/// The adjoint written by hand; it keeps its buffers between calls.
template <class Adjoint, class Workload>
Tool hand(const Workload& workload, std::string name = "hand-written") {
  return tool(std::move(name), Kind::hand, workload,
              [adjoint = Adjoint(workload)](const Workload&, const std::vector<double>& x, std::vector<double>& g) mutable {
                return adjoint(x.data(), g.data());
              });
}

} // namespace bench
