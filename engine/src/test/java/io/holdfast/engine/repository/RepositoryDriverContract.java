package io.holdfast.engine.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.engine.repository.RepositoryDriver.StoredObject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link RepositoryDriver} must do; each implementation's test extends this. */
public abstract class RepositoryDriverContract {
  private RepositoryDriver driver;

  /** A driver for an empty place. */
  protected abstract RepositoryDriver open() throws Exception;

  @BeforeEach
  void openAnEmptyPlace() throws Exception {
    driver = open();
    driver.put(RepositoryDriver.DESCRIPTION, bytes("{}"));
  }

  @AfterEach
  void closeIt() {
    driver.close();
  }

  @Test
  void an_object_is_read_as_it_was_put() {
    byte[] content = noise(3_000_001);
    assertThat(driver.put("packs/ab/one", ByteBuffer.wrap(content))).isTrue();
    ByteBuffer all = ByteBuffer.allocate(content.length);
    assertThat(driver.read("packs/ab/one", 0, all)).isEqualTo(content.length);
    assertThat(all.array()).isEqualTo(content);
    assertThat(driver.size("packs/ab/one")).hasValue(content.length);
  }

  @Test
  void a_put_leaves_the_callers_buffer_readable_and_takes_only_its_part() {
    ByteBuffer part = bytes("0123456789").slice(2, 5);
    driver.put("backups/one", part);
    assertThat(text("backups/one")).isEqualTo("23456");
  }

  @Test
  void an_empty_object_is_an_object() {
    assertThat(driver.put("backups/empty", ByteBuffer.allocate(0))).isTrue();
    assertThat(driver.size("backups/empty")).hasValue(0);
    assertThat(driver.read("backups/empty", 0, ByteBuffer.allocate(1))).isZero();
  }

  @Test
  void a_put_never_replaces() {
    driver.put("backups/one", bytes("first"));
    assertThat(driver.put("backups/one", bytes("second"))).isFalse();
    assertThat(text("backups/one")).isEqualTo("first");
  }

  @Test
  void one_of_many_puts_at_once_wins() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> puts = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        ByteBuffer content = bytes("content " + i);
        puts.add(() -> driver.put("backups/contested", content));
      }
      long winners = 0;
      for (Future<Boolean> put : threads.invokeAll(puts)) {
        winners += put.get() ? 1 : 0;
      }
      assertThat(winners).isOne();
      assertThat(text("backups/contested")).startsWith("content ");
    }
  }

  @Test
  void replace_makes_and_replaces() {
    driver.replace("repository.json", bytes("one"));
    driver.replace("repository.json", bytes("two, longer"));
    driver.replace("repository.json", bytes("3"));
    assertThat(text("repository.json")).isEqualTo("3");
  }

  @Test
  void a_range_is_read_and_ends_with_the_object() {
    driver.put("packs/ab/one", bytes("0123456789"));
    ByteBuffer into = ByteBuffer.allocate(8).limit(4);
    assertThat(driver.read("packs/ab/one", 3, into)).isEqualTo(4);
    assertThat(new String(into.array(), 0, 4, UTF_8)).isEqualTo("3456");
    assertThat(driver.read("packs/ab/one", 8, ByteBuffer.allocate(8))).isEqualTo(2);
    assertThat(driver.read("packs/ab/one", 10, ByteBuffer.allocate(8))).isZero();
    assertThat(driver.read("packs/ab/one", 99, ByteBuffer.allocate(8))).isZero();
  }

  @Test
  void what_is_not_there_is_no_exception() {
    assertThat(driver.read("packs/ab/none", 0, ByteBuffer.allocate(1)))
        .isEqualTo(RepositoryDriver.MISSING);
    assertThat(driver.size("packs/ab/none")).isEmpty();
    assertThat(driver.delete("packs/ab/none")).isFalse();
    assertThat(list("packs/")).isEmpty();
  }

  @Test
  void a_deleted_object_is_gone_and_its_name_free() {
    driver.put("packs/ab/one", bytes("x"));
    assertThat(driver.delete("packs/ab/one")).isTrue();
    assertThat(driver.size("packs/ab/one")).isEmpty();
    assertThat(driver.delete("packs/ab/one")).isFalse();
    assertThat(driver.put("packs/ab/one", bytes("y"))).isTrue();
  }

  @Test
  void a_listing_has_every_object_below_its_prefix_and_no_other() {
    driver.put("packs/ab/one", bytes("1"));
    driver.put("packs/cd/two", bytes("22"));
    driver.put("packs-other", bytes("333"));
    driver.put("meta/ab/three", bytes("4444"));
    assertThat(list("packs/"))
        .containsExactlyInAnyOrder(
            new StoredObject("packs/ab/one", 1), new StoredObject("packs/cd/two", 2));
    assertThat(list("")).hasSize(5);
  }

  @Test
  void many_threads_at_once_do_not_disturb_each_other() throws Exception {
    byte[] content = noise(200_000);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String name = "packs/%02x/%d".formatted(i % 8, i);
        int offset = i * 1000;
        work.add(() -> {
          driver.put(name, ByteBuffer.wrap(content));
          ByteBuffer part = ByteBuffer.allocate(1000);
          driver.read(name, offset, part);
          return ByteBuffer.wrap(content, offset, 1000).compareTo(part.flip());
        });
      }
      for (Future<Integer> result : threads.invokeAll(work)) {
        assertThat(result.get()).isZero();
      }
    }
    assertThat(list("packs/")).hasSize(64);
  }

  @Test
  void tidying_takes_no_object() {
    driver.put("packs/ab/one", bytes("1"));
    driver.tidy(Duration.ZERO);
    assertThat(list("")).hasSize(2);
  }

  @Test
  void names_cannot_leave_the_place() {
    for (String name : List.of("../x", "/etc/passwd", "packs/../../x", "packs//x", "", "a/.b")) {
      assertThatThrownBy(() -> driver.put(name, bytes("x")))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void space_and_location_are_told() {
    assertThat(driver.location()).isNotBlank();
    driver.space().freeBytes().ifPresent(free -> assertThat(free).isPositive());
  }

  private List<StoredObject> list(String prefix) {
    List<StoredObject> found = new ArrayList<>();
    driver.list(prefix, found::add);
    return found;
  }

  private String text(String name) {
    ByteBuffer into = ByteBuffer.allocate(100);
    driver.read(name, 0, into);
    return new String(into.array(), 0, into.position(), UTF_8);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);
    return noise;
  }
}
