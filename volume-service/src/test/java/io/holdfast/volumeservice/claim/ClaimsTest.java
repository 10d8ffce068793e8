package io.holdfast.volumeservice.claim;

import static io.holdfast.volumeservice.claim.ClaimKind.ALONE;
import static io.holdfast.volumeservice.claim.ClaimKind.KEEP;
import static io.holdfast.volumeservice.claim.ClaimKind.READ;
import static io.holdfast.volumeservice.claim.ClaimKind.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.volume.VolumeServiceException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ClaimsTest {

  private final Claims claims = new Claims();
  private final UUID id = UUID.randomUUID();

  @ParameterizedTest
  @CsvSource({"KEEP,KEEP", "KEEP,READ", "KEEP,WRITE", "READ,READ"})
  void these_go_together(ClaimKind one, ClaimKind other) {
    claim(one);
    assertThatCode(() -> claim(other)).doesNotThrowAnyException();
    assertThat(one.allows(other)).isEqualTo(other.allows(one));
  }

  @ParameterizedTest
  @CsvSource({
    "READ,WRITE",
    "WRITE,WRITE",
    "KEEP,ALONE",
    "READ,ALONE",
    "WRITE,ALONE",
    "ALONE,ALONE"
  })
  void these_do_not(ClaimKind one, ClaimKind other) {
    assertThat(one.allows(other)).isFalse();
    assertThat(other.allows(one)).isFalse();
  }

  @Test
  void the_refusal_names_the_holders() {
    claims.claim(id, READ, "attached", "host alpha reads it");
    claims.claim(id, READ, "attached", "host beta reads it");
    claims.claim(id, KEEP, "copied", "a snapshot of it is being made");
    assertThatThrownBy(() -> claims.claim(id, WRITE, "attached for writing", "host gamma"))
        .isInstanceOfSatisfying(
            VolumeServiceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.BUSY))
        .hasMessage(
            id
                + " cannot be attached for writing, since host alpha reads it, and host beta reads"
                + " it.");
  }

  @ParameterizedTest
  @EnumSource
  void a_claim_that_was_given_up_hinders_nobody(ClaimKind kind) {
    Claims.Claim claim = claim(kind);
    claim.close();
    claim.close();
    claim(ALONE);
  }

  @Test
  void other_volumes_are_not_concerned() {
    claim(ALONE);
    assertThatCode(() -> claims.claim(UUID.randomUUID(), ALONE, "deleted", "x"))
        .doesNotThrowAnyException();
  }

  private Claims.Claim claim(ClaimKind kind) {
    return claims.claim(id, kind, "claimed", kind + " is held");
  }
}
