package io.holdfast.schema.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Race;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RepositoriesIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final Repositories repositories = new Repositories(database.context());

  @Test
  void there_is_one_default_whoever_adds_or_chooses() {
    try (Race race = new Race(database, 4)) {
      List<Optional<UUID>> added =
          race.each(i -> context -> new Repositories(context).create(repository("r" + i)));
      assertThat(added).allSatisfy(id -> assertThat(id).isPresent());
      assertThat(repositories.byDefault()).isPresent();
      List<UUID> ids = added.stream().map(Optional::orElseThrow).toList();
      assertThat(race.each(i -> context -> new Repositories(context).makeDefault(ids.get(i))))
          .containsOnly(true);
      assertThat(repositories.list()).filteredOn(Repository::isDefault).hasSize(1);
      assertThat(race.all(context -> new Repositories(context).create(repository("same"))))
          .filteredOn(Optional::isPresent)
          .hasSize(1);
    }
    UUID before = repositories.byDefault().orElseThrow().id();
    assertThat(repositories.makeDefault(UUID.randomUUID())).isFalse();
    assertThat(repositories.byDefault().orElseThrow().id()).isEqualTo(before);
  }

  @Test
  void a_repository_is_ready_with_one_chunk_size_only() {
    UUID id = repositories.create(repository("sized")).orElseThrow();
    assertThat(repositories.find(id).orElseThrow().state()).isEqualTo(RepositoryState.NEW);
    assertThat(repositories.unavailable(id, "The directory is not there.")).isTrue();
    assertThat(repositories.find(id).orElseThrow().message())
        .isEqualTo("The directory is not there.");
    assertThat(repositories.ready(id, 1 << 20)).isTrue();
    assertThat(repositories.ready(id, 1 << 20)).isTrue();
    assertThat(repositories.ready(id, 1 << 16)).as("another repository at that place").isFalse();
    assertThat(repositories.find(id).orElseThrow().message()).isNull();
    assertThat(repositories.limit(id, 4)).isTrue();
    assertThat(repositories.named("sized").orElseThrow().maxRunningTasks()).isEqualTo(4);
    assertThat(repositories.ready(UUID.randomUUID(), 1)).isFalse();
    assertThat(repositories.unavailable(UUID.randomUUID(), "")).isFalse();
  }

  @Test
  void a_repository_that_holds_something_stays() {
    UUID used = repositories.create(repository("used")).orElseThrow();
    UUID unused = repositories.create(repository("unused")).orElseThrow();
    new ChunkPlaces(database.context(), repositories.find(used).orElseThrow().number())
        .add(
            UUID.randomUUID(),
            PackKind.DATA,
            10,
            List.of(new ChunkFrame(new byte[] {1}, 0, 10, 10)));
    assertThat(repositories.remove(used)).isFalse();
    assertThat(repositories.remove(unused)).isTrue();
    assertThat(repositories.remove(unused)).isFalse();
    RepositoryUsage usage = repositories.usage(used);
    assertThat(usage).isEqualTo(new RepositoryUsage(1, 10, 0, 0));
  }

  @Test
  void a_passphrase_is_not_printed() {
    NewRepository secret =
        new NewRepository("secret", "posix", "/x", Map.of("k", "v"), true, "hunter2");
    UUID id = repositories.create(secret).orElseThrow();
    assertThat(secret.toString()).doesNotContain("hunter2");
    Repository row = repositories.find(id).orElseThrow();
    assertThat(row.toString()).doesNotContain("hunter2");
    assertThat(row.passphrase()).isEqualTo("hunter2");
    assertThat(row.options()).containsExactly(Map.entry("k", "v"));
  }

  private static NewRepository repository(String name) {
    return new NewRepository(name, "posix", "/srv/" + name, Map.of(), false, null);
  }
}
