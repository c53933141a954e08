// SPDX-License-Identifier: MIT
#pragma once
// The recorder: a tape and its buffers, kept over the steps of a loop.
#include <any>

#include "coframe/calculus/sweep_loss.hpp"

namespace coframe {

/// Differentiates again and again without allocating: after the first step the tape's memory is reused.
template <class S = double> class BasicRecorder {
 public:
  /// dL at x of the loss f: the cotangent with x's field names. Valid until the next call.
  /// Raises what recording and sweeping raise, IndependentLoss among them; the recorder stays usable.
  template <Point X, class F> const Over<X, Cotangent>& differential(const X& x, F&& f) {
    tape_.rewind();
    if constexpr (std::is_trivially_destructible_v<Over<X, Var>>) return differential_of(x, input_in_place(tape_, x), f);
    else return differential_of(x, kept_inputs(x), f);
  }
  /// The loss at the last differential.
  const S& value() const { return value_; }
  Tape<S>& tape() { return tape_; }

 private:
  template <class X, class F> const Over<X, Cotangent>& differential_of(const X& x, const Over<X, Var>& inputs, F& f) {
    const Var<S> loss = settle_loss(call(f, inputs));
    value_ = loss.value();
    auto& result = kept(x);
    sweep_loss(tape_, loss, inputs, result);
    return result;
  }
  /// A traced point with vectors or other settings that own memory: traced into what the last step has left.
  template <class X> const Over<X, Var>& kept_inputs(const X& x) {
    using Inputs = Over<X, Var>;
    if (auto* inputs = std::any_cast<Inputs>(&kept_inputs_)) return input_in_place(tape_, x, *inputs), *inputs;
    return kept_inputs_.emplace<Inputs>(input_in_place(tape_, x));
  }
  /// The buffer for differentials at x, made anew when a model of another type or shape comes.
  template <class X> Over<X, Cotangent>& kept(const X& x) {
    using Differential = Over<X, Cotangent>;
    auto* buffer = std::any_cast<Differential>(&kept_);
    return buffer && same_shape(*buffer, x) ? *buffer : kept_.emplace<Differential>(zeros_over<Cotangent>(x));
  }

  Tape<S> tape_;
  S value_{};
  std::any kept_, kept_inputs_;
};
using Recorder = BasicRecorder<double>;

}  // namespace coframe
