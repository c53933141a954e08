// SPDX-License-Identifier: MIT
#pragma once
// Every flow, with momentum and decay where it has them.
#include <coframe/flows.hpp>

namespace coframe {

template <class F>
void for_each_plain_flow(F&& f) {
  f(Descent{.rate = 0.125}, "descent");
  f(Descent{.rate = 0.125, .decay = 0.3}, "descent with decay");
  f(Momentum{.rate = 0.125, .beta = 0.7}, "momentum");
  f(Momentum{.rate = 0.125, .beta = 0.7, .decay = 0.3}, "momentum with decay");
  f(Nesterov{.rate = 0.125, .beta = 0.7, .decay = 0.3}, "Nesterov");
  f(Newton{.mass = 2, .friction = 0.5, .dt = 0.25, .integrator = Integrator::explicit_euler}, "Newton, explicit");
  f(Newton{.mass = 2, .friction = 0.5, .dt = 0.25}, "Newton, semi-implicit");
  f(Newton{.mass = 2, .friction = 0.5, .dt = 0.25, .integrator = Integrator::leapfrog}, "Newton, leapfrog");
  f(Newton{.mass = 2, .friction = 0.5, .dt = 0.25, .integrator = Integrator::exponential}, "Newton, exponential");
  f(AveragedNewton{.mass = 2, .friction = 0.5, .dt = 0.25, .damped = false}, "averaged Newton");
}
template <class F>
void for_each_adaptive_flow(F&& f) {
  f(AveragedNewton{.mass = 2, .friction = 0.5, .dt = 0.25, .beta2 = 0.1}, "averaged Newton, damped");
  f(RmsProp{.rate = 0.01, .decay = 0.3}, "RMSprop");
  f(Adam{.rate = 0.01}, "Adam");
  f(Adam{.rate = 0.01, .decay = 0.3}, "Adam with decay");
  f(AdamW{.rate = 0.01, .decay = 0.3}, "AdamW");
  f(AmsGrad{.rate = 0.01, .decay = 0.3}, "AMSGrad");
  f(AmsGrad{.rate = 0.01, .power = 0.25}, "Padam");
}
template <class F>
void for_each_flow(F&& f) {
  for_each_plain_flow(f);
  for_each_adaptive_flow(f);
}

}  // namespace coframe
