package io.holdfast.grid.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ParentWatchIT {

  @Test
  void a_supervisor_that_lives_is_left_alone() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    ParentWatch.start(ProcessHandle.current().parent().orElseThrow().pid(), gone::countDown);
    assertThat(gone.await(300, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void a_supervisor_that_was_never_there_counts_as_gone() throws Exception {
    Process brief = new ProcessBuilder("true").start();
    brief.waitFor();
    CountDownLatch gone = new CountDownLatch(1);
    ParentWatch.start(brief.pid(), gone::countDown);
    assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_process_that_reuses_the_number_is_not_the_supervisor() throws Exception {
    Process younger = new ProcessBuilder("sleep", "60").start();
    try {
      CountDownLatch gone = new CountDownLatch(1);
      ParentWatch.start(younger.pid(), gone::countDown);
      assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      younger.destroyForcibly().waitFor();
    }
  }
}
