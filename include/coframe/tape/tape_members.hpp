// SPDX-License-Identifier: MIT
#pragma once
// The long functions of a tape: marks and rewinds, chunks, sweeps. Compiled once for the scalars that most tapes have.
#include "coframe/tape/tape.hpp"

namespace coframe {

template <class S> Tape<S>::Tape() { segments_.push_back(tag_ = open_segment(this)); }

template <class S> Tape<S>::~Tape() {
  destroy_owned(0);
  for (Tag tag : segments_) close_segment(tag);
}

template <class S> typename Tape<S>::Mark Tape<S>::mark() {
  close_rows();
  const Mark here{size(), maps_.size(), owned_.size(), segments_.size(), watched_.size(), arena_.mark()};
  segments_.push_back(tag_ = open_segment(this));
  return here;
}

template <class S> void Tape<S>::rewind(const Mark& mark) {
  destroy_owned(mark.owned);
  maps_.resize(mark.maps);
  while (segments_.size() > mark.segments + 1) {
    close_segment(segments_.back());
    segments_.pop_back();
  }
  if (segments_.size() > mark.segments) segments_.back() = tag_ = renew_segment(segments_.back(), this);
  else segments_.push_back(tag_ = open_segment(this));
  const bool to_the_beginning = mark.segments == 0 && first_.chunk.begin;
  arena_.rewind(to_the_beginning ? first_.behind : mark.arena);
  rows_ = to_the_beginning ? first_.rows : Rows<S>{};
  chunk_ = to_the_beginning ? first_.chunk : Chunk{};
  chunk_bytes_ = to_the_beginning ? 2 * least_chunk : least_chunk, bytes_per_row_ = usual_row;
  start_run(mark.next);
  events_.clear();
  watched_.resize(mark.watched);
}

template <class S> void Tape<S>::destroy_owned(std::size_t from) {
  for (; owned_.size() > from; owned_.pop_back()) std::destroy_at(owned_.back());
}

template <class S> void Tape<S>::open_chunk(std::size_t needed, Coordinate statements) {
  if (last_coordinate_ - size() < statements) throw_out_of_coordinates();
  if (needed > most_arguments) throw CapacityError("coframe: a statement has at most 219 scalar arguments");
  close_rows();
  if (const std::size_t rows = chunk_.rows - chunk_.rows_left; rows > 0)
    bytes_per_row_ = static_cast<std::size_t>(chunk_.end - reinterpret_cast<std::byte*>(rows_.argument) +
                                              reinterpret_cast<std::byte*>(rows_.partial) - chunk_.begin) / rows + 1;
  const std::size_t enough = std::max(least_chunk, 2 * needed * (sizeof(S) + sizeof(Coordinate)) + 1024);
  const std::size_t bytes = (std::max(std::min(arena_.room(), chunk_bytes_), enough) + 63) & ~std::size_t{63};
  chunk_bytes_ = std::min(2 * chunk_bytes_, largest_chunk);
  chunk_.rows = chunk_.rows_left = (bytes / bytes_per_row_ + bytes / 64 + 63) & ~std::size_t{63};
  const Arena::Mark before = arena_.mark();
  auto* memory = static_cast<std::byte*>(arena_.allocate(bytes));
  rows_.shape = reinterpret_cast<unsigned char*>(memory);
  chunk_.begin = memory + chunk_.rows, chunk_.end = memory + bytes;
  rows_.partial = rows_.partial_end = reinterpret_cast<S*>(chunk_.begin);
  rows_.argument = rows_.argument_end = reinterpret_cast<Coordinate*>(chunk_.end);
  start_run(size());
  if (before.chunk == 0 && before.used == 0) first_ = {rows_, chunk_, arena_.mark()};
}

template <class S> void Tape<S>::pull(const Cotangents<S>& w, const Mark& from, bool masked) {
  check_borrowed();
  if (masked) events_.clear();
  const auto& program = pieces();
  for (std::size_t i = program.size(); i > from.maps; --i) pull_piece(program[i - 1], w, masked);
}

template <class S> void Tape<S>::pull_piece(const Piece& piece, const Cotangents<S>& w, bool masked) {
  if (masked) return piece.map ? pull_masked(*piece.map, w.plane(), events_) : pull_masked(piece.rows, w.plane(), events_);
  if (!piece.map) return pull_rows<false>(piece.rows, w.plane());
  const Extent range = piece.map->range;
  piece.map->pull(w, false);
  std::fill(w.plane() + range.first, w.plane() + range.last, S(0));
}

template <class S> void Tape<S>::push(S* v, const Mark& from, bool masked) {
  check_borrowed();
  if (masked) events_.clear();
  const auto& program = pieces();
  for (std::size_t i = from.maps; i < program.size(); ++i) {
    const Piece& piece = program[i];
    if (masked) piece.map ? push_masked(*piece.map, v, events_) : push_masked(piece.rows, v, events_);
    else if (piece.map) piece.map->push(v);
    else push_rows(piece.rows, v);
  }
}

template <class S> void Tape<S>::check_borrowed() const {
  for (const Watched& w : watched_)
    if (checksum(w.data, w.bytes) != w.sum)
      throw MutatedValue("coframe: a borrowed value was expected to keep its content until the sweep, but it changed "
                         "after recording; pass it without borrow, or change it after the sweep");
}

#ifndef _GLIBCXX_DEBUG   // whose vectors are larger than those of a library that was compiled without it
extern template class Tape<double>;
extern template class Tape<float>;
#endif

}  // namespace coframe
