package io.holdfast.engine.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.holdfast.engine.BackupException;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeySlotTest {
  private static final KeySlot.Cost CHEAP = new KeySlot.Cost(64, 1, 1);
  private static final UUID OWNER = UUID.randomUUID();

  private final DataKey key = DataKey.random();
  private final Passphrase passphrase = new Passphrase("correct horse");
  private final KeySlot slot = KeySlot.wrap(key, passphrase, CHEAP, OWNER, "first", Instant.EPOCH);

  @Test
  void its_passphrase_opens_it_and_no_other() {
    assertThat(slot.unwrap(passphrase, OWNER)).contains(key);
    assertThat(slot.unwrap(new Passphrase("correct Horse"), OWNER)).isEmpty();
  }

  @Test
  void a_slot_does_not_pass_in_another_repository() {
    assertThat(slot.unwrap(passphrase, UUID.randomUUID())).isEmpty();
  }

  @Test
  void a_damaged_slot_opens_nothing() {
    String wrapped = slot.wrapped();
    for (String damaged :
        new String[] {"", "zz", wrapped.substring(2), "00" + wrapped.substring(2)}) {
      var copy = new KeySlot(slot.id(), "x", Instant.EPOCH, CHEAP, slot.salt(), damaged);
      assertThat(copy.unwrap(passphrase, OWNER)).isEmpty();
    }
  }

  @Test
  void wrapping_the_same_key_twice_shows_nothing_of_it() {
    KeySlot other = KeySlot.wrap(key, passphrase, CHEAP, OWNER, "second", Instant.EPOCH);
    assertThat(other.salt()).isNotEqualTo(slot.salt());
    assertThat(other.wrapped()).isNotEqualTo(slot.wrapped());
  }

  @Test
  void secrets_are_not_shown() {
    assertThat(passphrase.toString()).doesNotContain("horse");
    assertThat(key.toString()).isEqualTo("DataKey[hidden]");
  }

  @Test
  void a_cost_that_no_memory_is_there_for_is_said_to_be_so() {
    int kibibytes = 4 * 1024 * 1024;
    assumeThat(Runtime.getRuntime().maxMemory() / 1024).isLessThan(kibibytes);
    var costly =
        new KeySlot(
            slot.id(),
            "x",
            Instant.EPOCH,
            new KeySlot.Cost(kibibytes, 1, 1),
            slot.salt(),
            slot.wrapped());
    assertThatThrownBy(() -> costly.unwrap(passphrase, OWNER))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("4096 MiB")
        .hasMessageContaining("-Xmx");
  }

  @Test
  void absurd_costs_are_refused() {
    assertThatThrownBy(() -> new KeySlot.Cost(1 << 30, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new KeySlot.Cost(64, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
