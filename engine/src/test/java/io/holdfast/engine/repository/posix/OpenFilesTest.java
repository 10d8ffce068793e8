package io.holdfast.engine.repository.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesTest {
  private static final int BYTES = 64 * 1024;

  @TempDir private Path directory;

  private final OpenFiles files = new OpenFiles();

  @Test
  void a_reader_that_is_interrupted_disturbs_no_other() throws Exception {
    Path file = file("one", (byte) 1);
    AtomicInteger wrong = new AtomicInteger();
    List<CompletableFuture<?>> done = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      boolean interrupted = i % 2 == 0;
      CompletableFuture<Object> end = new CompletableFuture<>();
      done.add(end);
      Thread.ofVirtual()
          .start(() -> {
            for (int round = 0; round < 500; round++) {
              if (interrupted) {
                Thread.currentThread().interrupt();
              }
              try {
                if (files.read(file, 0, ByteBuffer.allocate(BYTES)) != BYTES) {
                  wrong.incrementAndGet();
                }
              } catch (IOException e) {
                if (!Thread.interrupted()) {
                  wrong.incrementAndGet();
                }
              }
            }
            end.complete(true);
          });
    }
    CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).join();
    assertThat(wrong).hasValue(0);
  }

  @Test
  void files_are_closed_soon_after_they_were_read_however_many() throws IOException {
    List<Path> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(file("file-" + i, (byte) i));
    }
    for (Path file : all) {
      ByteBuffer content = ByteBuffer.allocate(BYTES + 1);
      assertThat(files.read(file, 0, content)).isEqualTo(BYTES);
      assertThat(content.get(BYTES - 1)).isEqualTo(Files.readAllBytes(file)[BYTES - 1]);
    }
    assertThat(openHere()).isLessThanOrEqualTo(64);
    await().until(() -> openHere() == 0);
  }

  @Test
  void what_another_process_removed_is_gone_soon() throws IOException {
    Path file = file("gone", (byte) 1);
    files.read(file, 0, ByteBuffer.allocate(BYTES));
    Files.delete(file);
    await()
        .untilAsserted(() ->
            assertThatThrownBy(() -> files.read(file, 0, ByteBuffer.allocate(BYTES)))
                .isInstanceOf(NoSuchFileException.class));
  }

  @Test
  void what_was_forgotten_is_read_anew_at_once() throws IOException {
    Path file = file("replaced", (byte) 1);
    files.read(file, 0, ByteBuffer.allocate(BYTES));
    Files.move(file("newer", (byte) 2), file, StandardCopyOption.REPLACE_EXISTING);
    files.forget(file);
    ByteBuffer content = ByteBuffer.allocate(BYTES);
    files.read(file, 0, content);
    assertThat(content.get(0)).isEqualTo((byte) 2);
  }

  private Path file(String name, byte content) throws IOException {
    byte[] bytes = new byte[BYTES];
    Arrays.fill(bytes, content);
    return Files.write(directory.resolve(name), bytes);
  }

  /** How many files of the directory this process has open. */
  private long openHere() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(this::isHere).count();
    }
  }

  private boolean isHere(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(directory);
    } catch (IOException e) {
      // Closed meanwhile.
      return false;
    }
  }
}
