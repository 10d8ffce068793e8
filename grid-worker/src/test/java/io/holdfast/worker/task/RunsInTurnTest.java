package io.holdfast.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.engine.Progress.Amounts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunsInTurnTest {

  @Test
  void what_several_runs_do_is_added_up_and_never_goes_back() {
    List<Amounts> told = new ArrayList<>();
    RunsInTurn runs = new RunsInTurn(told::add, 150);
    runs.update(new Amounts(60, 100, 30, 3));
    runs.update(new Amounts(100, 100, 50, 5));
    runs.next();
    runs.update(new Amounts(10, 50, 1, 0));
    runs.next();
    runs.next();
    runs.update(new Amounts(60, 70, 2, 0));
    assertThat(told)
        .containsExactly(
            new Amounts(60, 150, 30, 3),
            new Amounts(100, 150, 50, 5),
            new Amounts(110, 150, 51, 5),
            new Amounts(170, 170, 53, 5));
  }
}
