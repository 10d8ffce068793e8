package io.holdfast.schema.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Race;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IdentityIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final Users users = new Users(database.context());
  private final Tokens tokens = new Tokens(database.context());
  private final Projects projects = new Projects(database.context());

  @BeforeEach
  void nobody() {
    database.context().execute("delete from user_account");
  }

  @Test
  void of_several_consoles_that_start_one_makes_the_first_administrator() {
    try (Race race = new Race(database, 6)) {
      for (int round = 0; round < 5; round++) {
        nobody();
        List<Optional<UUID>> results =
            race.all(context -> new Users(context).createFirst("admin", "hash"));
        assertThat(results).filteredOn(Optional::isPresent).hasSize(1);
        assertThat(users.list())
            .singleElement()
            .extracting(User::role)
            .isEqualTo(Role.ADMINISTRATOR);
      }
    }
  }

  @Test
  void somebody_always_stays_who_may_administer() {
    UUID one = users.createFirst("one", "hash").orElseThrow();
    UUID two = users.create("two", "hash", Role.ADMINISTRATOR, null).orElseThrow();
    try (Race race = new Race(database, 4)) {
      List<Boolean> results =
          race.each(i ->
              context ->
                  switch (i) {
                    case 0 -> new Users(context).delete(one);
                    case 1 -> new Users(context).delete(two);
                    case 2 -> new Users(context).change(one, Role.VIEWER, null, true);
                    default -> new Users(context).change(two, Role.ADMINISTRATOR, null, false);
                  });
      assertThat(results).filteredOn(won -> won).isNotEmpty();
    }
    assertThat(users.list())
        .filteredOn(user -> user.role() == Role.ADMINISTRATOR && user.enabled())
        .hasSize(1);
  }

  @Test
  void names_are_taken_whatever_their_case() {
    UUID id = users.create("Alice", "hash", Role.OPERATOR, Projects.DEFAULT_ID).orElseThrow();
    assertThat(users.create("ALICE", "hash", Role.VIEWER, null)).isEmpty();
    assertThat(users.named("alice").orElseThrow().id()).isEqualTo(id);
    assertThat(users.signedIn(id)).isTrue();
    assertThat(users.changePassword(id, "other")).isTrue();
    User alice = users.find(id).orElseThrow();
    assertThat(alice.signedInAt()).isNotNull();
    assertThat(alice.passwordHash()).isEqualTo("other");
    assertThat(alice.toString()).doesNotContain("other");
    assertThat(users.named("bob")).isEmpty();
  }

  @Test
  void a_token_stands_for_its_user_until_it_is_revoked_or_expires() {
    UUID alice = users.create("alice", "hash", Role.OPERATOR, null).orElseThrow();
    users.create("root", "hash", Role.ADMINISTRATOR, null);
    UUID token = tokens.create(alice, "ci", hash("a"), null).orElseThrow();
    assertThat(tokens.create(alice, "ci", hash("b"), null)).as("the name is taken").isEmpty();
    assertThat(tokens.user(hash("a")).orElseThrow().id()).isEqualTo(alice);
    assertThat(tokens.user(hash("b"))).isEmpty();
    assertThat(tokens.ofUser(alice)).singleElement().extracting(Token::usedAt).isNotNull();
    assertThat(users.change(alice, Role.OPERATOR, null, false)).isTrue();
    assertThat(tokens.user(hash("a"))).as("the user is disabled").isEmpty();
    users.change(alice, Role.OPERATOR, null, true);
    assertThat(tokens.revoke(UUID.randomUUID(), token)).as("not that user's").isFalse();
    assertThat(tokens.revoke(alice, token)).isTrue();
    assertThat(tokens.revoke(alice, token)).isFalse();
    assertThat(tokens.user(hash("a"))).isEmpty();
    tokens.create(alice, "ci", hash("c"), Instant.EPOCH);
    assertThat(tokens.user(hash("c"))).as("expired").isEmpty();
  }

  @Test
  void projects_have_quotas_from_the_start() {
    assertThat(projects.find(Projects.DEFAULT_ID).orElseThrow().name()).isEqualTo("default");
    UUID id = projects.create("p", "words").orElseThrow();
    assertThat(projects.create("p", "")).isEmpty();
    assertThat(projects.named("p").orElseThrow().description()).isEqualTo("words");
    assertThat(projects.limit(id, 5L, null)).isTrue();
    assertThat(projects.quota(id)).contains(new Quota(id, "p", 5L, 0, null, 0));
    assertThat(projects.limit(UUID.randomUUID(), 5L, null)).isFalse();
    assertThat(projects.quotas()).extracting(Quota::projectName).contains("default", "p");
  }

  @Test
  void settings_change_but_none_is_invented() {
    Settings settings = new Settings(database.context());
    assertThat(settings.set(Settings.PROTECTION_MAXIMUM_AGE, "P1D")).isTrue();
    assertThat(settings.get(Settings.PROTECTION_MAXIMUM_AGE)).contains("P1D");
    assertThat(settings.set("no.such", "1")).isFalse();
    assertThat(settings.get("no.such")).isEmpty();
  }

  private static byte[] hash(String token) {
    return token.getBytes(StandardCharsets.UTF_8);
  }
}
