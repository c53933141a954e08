// SPDX-License-Identifier: MIT
#pragma once
// The recorder: a tape and its buffers, kept over the steps of a loop.
#include "coframe/calculus/trace.hpp"

namespace coframe {

/// Differentiates again and again without allocating: after the first step the tape's memory is reused.
template <class S = double> class BasicRecorder {
 public:
  /// dL at x of the loss f: the cotangent with x's field names. Valid until the next call.
  /// Raises what recording and sweeping raise, IndependentLoss among them; the recorder stays usable.
  template <Point X, class F> const Over<X, Cotangent>& differential(const X& x, F&& f) {
    tape_.rewind();
    const auto inputs = input_in_place(tape_, x);
    const Var<S> loss = settle_loss(call(f, inputs));
    value_ = loss.value();
    sweep_back(tape_, inputs, [&](S* w) { w[loss.coordinate()] += S(1); });
    auto& result = kept(x);
    take_cotangents(tape_, inputs, result);
    return result;
  }
  /// The loss at the last differential.
  const S& value() const { return value_; }
  Tape<S>& tape() { return tape_; }

 private:
  struct Kept {
    virtual ~Kept() = default;
  };
  template <class T> struct KeptAs : Kept {
    T content;
    explicit KeptAs(T t) : content(std::move(t)) {}
  };
  /// The buffer for differentials at x, made anew when a model of another type or shape comes.
  template <class X> Over<X, Cotangent>& kept(const X& x) {
    using Differential = KeptAs<Over<X, Cotangent>>;
    auto* buffer = dynamic_cast<Differential*>(kept_.get());
    if (!buffer || !same_shape(buffer->content, x)) {
      auto fresh = std::make_unique<Differential>(zero_cotangent(x));
      buffer = fresh.get();
      kept_ = std::move(fresh);
    }
    return buffer->content;
  }

  Tape<S> tape_;
  S value_{};
  std::unique_ptr<Kept> kept_;
};
using Recorder = BasicRecorder<double>;

}  // namespace coframe
