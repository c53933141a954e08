// SPDX-License-Identifier: MIT
#pragma once
// Threads that wait for work between the steps of a loop.
#include <memory>
#include <type_traits>

namespace coframe {

/// A team of threads, the caller's among them. One caller at a time.
class Workers {
 public:
  /// As many as the machine runs at once, by default.
  explicit Workers(int threads = 0);
  ~Workers();
  int size() const;

  /// task(k) for k = 0 … size − 1, each on a thread of its own, k = 0 on the caller's. Returns when all have ended; raises the
  /// exception of the smallest k that threw.
  template <class Task> void run(Task&& task) {
    run_all([](void* content, int k) { (*static_cast<std::remove_reference_t<Task>*>(content))(k); }, &task);
  }

 private:
  void run_all(void (*task)(void*, int), void* content);
  struct Team;
  std::unique_ptr<Team> team_;
};

}  // namespace coframe
