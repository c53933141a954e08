// SPDX-License-Identifier: MIT
#include "coframe/calculus/workers.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace coframe {

struct Workers::Team {
  std::mutex mutex;
  std::condition_variable begin, end;
  void (*task)(void*, int) = nullptr;
  void* content = nullptr;
  unsigned round = 0;   // a thread that has seen fewer has work to do
  int busy = 0;
  bool stop = false;
  std::vector<std::exception_ptr> errors;
  std::vector<std::thread> threads;

  void attempt(int k) {
    try {
      task(content, k);
    } catch (...) {
      errors[static_cast<std::size_t>(k)] = std::current_exception();
    }
  }
  void wait_for_work(int k) {
    unsigned seen = 0;
    std::unique_lock lock(mutex);
    while (true) {
      begin.wait(lock, [&] { return stop || round != seen; });
      if (stop) return;
      seen = round;
      lock.unlock();
      attempt(k);
      lock.lock();
      if (--busy == 0) end.notify_one();
    }
  }
};

Workers::Workers(int threads) : team_(std::make_unique<Team>()) {
  const int n = threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  team_->errors.resize(static_cast<std::size_t>(n));
  for (int k = 1; k < n; ++k) team_->threads.emplace_back([team = team_.get(), k] { team->wait_for_work(k); });
}

Workers::~Workers() {
  {
    const std::lock_guard lock(team_->mutex);
    team_->stop = true;
  }
  team_->begin.notify_all();
  for (std::thread& thread : team_->threads) thread.join();
}

int Workers::size() const { return static_cast<int>(team_->errors.size()); }

void Workers::run_all(void (*task)(void*, int), void* content) {
  Team& team = *team_;
  {
    const std::lock_guard lock(team.mutex);
    team.task = task;
    team.content = content;
    team.busy = size() - 1;
    ++team.round;
  }
  team.begin.notify_all();
  team.attempt(0);
  std::unique_lock lock(team.mutex);
  team.end.wait(lock, [&] { return team.busy == 0; });
  for (std::exception_ptr& error : team.errors)
    if (error) {
      const std::exception_ptr first = error;
      std::fill(team.errors.begin(), team.errors.end(), nullptr);
      std::rethrow_exception(first);
    }
}

}  // namespace coframe
