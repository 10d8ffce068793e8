package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.record.ChunkIndex;
import io.holdfast.engine.record.ChunkLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks the index for chunks in batches: while one question is on its way, all that come meanwhile
 * wait together for the next one. So a lone chunk does not wait, and many share a round trip.
 */
final class Lookups {
  private static final int MAX_BATCH = 1024;

  private final ChunkIndex index;
  private final RunScope scope;
  private final ConcurrentLinkedQueue<Question> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();

  private record Question(ChunkId id, CompletableFuture<Optional<ChunkLocation>> answer) {}

  Lookups(ChunkIndex index, RunScope scope) {
    this.index = index;
    this.scope = scope;
  }

  /** Where a chunk is; waits. */
  Optional<ChunkLocation> find(ChunkId id) {
    var question = new Question(id, new CompletableFuture<>());
    waiting.add(question);
    if (open.getAndIncrement() == 0) {
      scope.fork(this::answerAll);
    }
    return RunScope.await(question.answer);
  }

  private void answerAll() {
    int answered = 0;
    do {
      List<Question> batch = new ArrayList<>();
      for (Question next = waiting.poll(); next != null; next = waiting.poll()) {
        batch.add(next);
        if (batch.size() == MAX_BATCH) {
          break;
        }
      }
      Map<ChunkId, ChunkLocation> found =
          index.find(batch.stream().map(Question::id).distinct().toList());
      batch.forEach(asked -> asked.answer.complete(Optional.ofNullable(found.get(asked.id))));
      answered = batch.size();
    } while (open.addAndGet(-answered) > 0);
  }
}
