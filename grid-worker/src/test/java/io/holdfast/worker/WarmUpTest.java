package io.holdfast.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.engine.run.Processors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  @Test
  void ends_when_there_is_real_work_and_leaves_nothing_behind() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    List<Path> before = directories();
    try (Processors processors = new Processors(2)) {
      WarmUp.start(processors, () -> asked.incrementAndGet() > 1).join();
    }
    assertThat(asked).as("one round was done, and no other begun").hasValue(2);
    assertThat(directories()).isEqualTo(before);
  }

  private static List<Path> directories() throws Exception {
    try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return all.filter(path -> path.getFileName().toString().startsWith("holdfast-warm-up-"))
          .sorted()
          .toList();
    }
  }
}
