package io.holdfast.console.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.grid.worker.TaskProgress;
import io.holdfast.schema.change.Change;
import io.holdfast.schema.change.ChangeListener;
import io.holdfast.schema.change.ChangedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveUpdatesTest {

  private record Told(List<TaskProgress> progress, long atNanos) {}

  private final LiveUpdates live = new LiveUpdates();
  private final Queue<Changes> changes = new ConcurrentLinkedQueue<>();
  private final Queue<Told> progress = new ConcurrentLinkedQueue<>();
  private final LiveListener listener =
      new LiveListener() {
        @Override
        public void changed(Changes told) {
          changes.add(told);
        }

        @Override
        public void progressed(List<TaskProgress> told) {
          progress.add(new Told(told, System.nanoTime()));
        }
      };

  @AfterEach
  void close() {
    live.close();
  }

  @Test
  void a_burst_of_changes_is_told_at_once_and_whole() {
    live.subscribe(listener);
    Set<Change> expected = changes(20);
    expected.forEach(change -> live.changed(Set.of(change)));
    await().until(() -> told().containsAll(expected));
    assertThat(changes.size()).isLessThanOrEqualTo(3);
  }

  @Test
  void a_follower_has_heard_of_a_change_when_the_feed_has_told_it() {
    List<Set<Change>> heard = new ArrayList<>();
    Registration registration =
        live.follow(
            new ChangeListener() {
              @Override
              public void changed(Set<Change> told) {
                heard.add(told);
              }

              @Override
              public void everythingMayHaveChanged() {
                heard.add(Set.of());
              }
            });
    Set<Change> some = changes(3);
    live.changed(some);
    live.everythingMayHaveChanged();
    registration.close();
    live.changed(changes(1));
    assertThat(heard).containsExactly(some, Set.of());
  }

  @Test
  void more_changes_than_anybody_looks_at_are_told_as_everything() {
    live.subscribe(listener);
    live.changed(changes(2000));
    await().until(() -> !changes.isEmpty());
    assertThat(changes.element().everything()).isTrue();
    assertThat(changes.element().touch(ChangedTable.BACKUP, UUID.randomUUID())).isTrue();
  }

  @Test
  void progress_is_told_at_most_twice_a_second_with_the_newest_of_each_task() {
    live.subscribe(listener);
    UUID task = UUID.randomUUID();
    long begun = System.nanoTime();
    long done = 0;
    while (progress.size() < 3) {
      live.progressed(progress(task, ++done));
      Thread.onSpinWait();
    }
    assertThat(System.nanoTime() - begun).isGreaterThan(950_000_000L);
    List<Told> told = new ArrayList<>(progress);
    for (int i = 1; i < told.size(); i++) {
      // Not since the one before, which may have been heard late.
      assertThat(told.get(i).atNanos() - begun).isGreaterThanOrEqualTo(i * 500_000_000L);
      assertThat(told.get(i).progress()).hasSize(1);
    }
    assertThat(live.progressOf(task).orElseThrow().bytesDone()).isEqualTo(done);
  }

  @Test
  void a_listener_that_fails_harms_no_other_and_one_that_left_is_told_nothing() {
    live.subscribe(
        new LiveListener() {
          @Override
          public void changed(Changes told) {
            throw new IllegalStateException("a listener that fails");
          }
        });
    Registration registration = live.subscribe(listener);
    live.everythingMayHaveChanged();
    await().until(() -> changes.size() == 1);
    registration.close();
    Queue<Changes> second = new ConcurrentLinkedQueue<>();
    live.subscribe(
        new LiveListener() {
          @Override
          public void changed(Changes told) {
            second.add(told);
          }
        });
    live.everythingMayHaveChanged();
    await().until(() -> second.size() == 1);
    assertThat(changes).hasSize(1);
  }

  private Set<Change> told() {
    return changes.stream().flatMap(c -> c.rows().stream()).collect(Collectors.toSet());
  }

  private static Set<Change> changes(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Change(ChangedTable.VOLUME, UUID.randomUUID().toString()))
        .collect(Collectors.toSet());
  }

  private static TaskProgress progress(UUID task, long done) {
    return new TaskProgress(task, "w", "reading", 1L << 40, done, done, 0, 1);
  }
}
