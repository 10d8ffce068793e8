package io.holdfast.schema.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.node.Owner;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReachIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  @Test
  void who_cannot_reach_a_repository_learns_whether_others_may() {
    Fixtures fixtures = new Fixtures(database.context());
    UUID one = fixtures.worker("one").incarnation();
    Owner other = fixtures.worker("other");
    UUID repository = new Repositories(database.context()).byDefault().orElseThrow().id();
    Reach reach = new Reach(database.context());

    assertThat(reach.lost(one, repository, "not mounted")).isTrue();
    assertThat(reach.lost()).containsEntry(repository, Set.of(one));
    assertThat(reach.lost(other.incarnation(), repository, "not mounted")).isFalse();
    assertThat(reach.regained(one, repository)).isTrue();
    assertThat(reach.regained(one, repository)).isFalse();
    assertThat(reach.lost(other.incarnation(), repository, "still not mounted")).isTrue();
    fixtures.expireLease(other);
    assertThat(reach.lost(one, repository, "not mounted")).as("nobody is left").isFalse();

    database
        .context()
        .execute("update repository_out_of_reach set found_at = found_at - interval '61 seconds'");
    assertThat(reach.lost()).as("asked again after a while").isEmpty();
  }
}
