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

/// What a row of the table stands for; ratios are formed against `primal` and `hand`. A `gradient` stands beside second
/// derivatives, to relate their time to its own; it is not compared with them.
enum class Kind { primal, hand, scalar, arrays, peer, gradient };

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
  std::string gradient;                    ///< the row of Kind::gradient that a second derivative's time is divided by
};

/// A tool from an engine `double engine(workload, x, g)`, which writes the gradient into g and returns the value; x and g are
/// vectors of the workload's Scalar. An engine that has the gradient in a vector of its own offers results() instead.
/// What engine.bytes() returns, if it exists, is taken for the size of its tape.
template <class Workload, class Engine>
Tool tool(std::string name, Kind kind, const Workload& workload, Engine engine) {
  struct State {
    Workload workload;
    Engine engine;
    std::vector<typename Workload::Scalar> x, g;
    double run() { return engine(workload, x, g); }
  };
  auto state = std::shared_ptr<State>(new State{workload, std::move(engine), {}, {}});
  const std::vector<double> point = workload.point();
  state->x.assign(point.begin(), point.end());
  state->g.assign(workload.results(), 0);
  Tool made{std::move(name), kind, {}, {}, {}, {}};
  made.once = [state](std::vector<double>& g) {
    const double value = state->run();
    if constexpr (requires { state->engine.results(); }) g.assign(state->engine.results().begin(), state->engine.results().end());
    else g.assign(state->g.begin(), state->g.end());
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

/// The plain program. Its gradient stays untouched: the agreement check skips it.
template <class Workload>
Tool primal(const Workload& workload) {
  return tool("primal", Kind::primal, workload, [](const Workload& f, const auto& x, auto&) { return f(x); });
}

/// The adjoint written by hand; it keeps its buffers between calls.
template <class Adjoint, class Workload>
Tool hand(const Workload& workload, std::string name = "hand-written", Kind kind = Kind::hand) {
  return tool(std::move(name), kind, workload,
              [adjoint = Adjoint(workload)](const Workload&, const auto& x, auto& g) mutable { return adjoint(x.data(), g.data()); });
}

/// A second derivative whose time is also divided by that of a gradient; both rows.
inline std::vector<Tool> beside_gradient(Tool gradient, Tool second) {
  gradient.kind = Kind::gradient;
  gradient.name += ", gradient";
  second.gradient = gradient.name;
  return {std::move(gradient), std::move(second)};
}

} // namespace bench
