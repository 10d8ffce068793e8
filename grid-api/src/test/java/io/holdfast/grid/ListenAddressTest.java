package io.holdfast.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ListenAddressTest {

  @Test
  void a_database_on_this_machine_means_loopback() {
    assertThat(ListenAddress.towards("jdbc:postgresql://localhost:5432/holdfast"))
        .isEqualTo("127.0.0.1");
    assertThat(
            ListenAddress.towards(
                "jdbc:postgresql://127.0.0.1:5432/holdfast?user=x&password=a%20b"))
        .isEqualTo("127.0.0.1");
    assertThat(ListenAddress.towards("jdbc:postgresql://[::1]:5432/holdfast"))
        .isEqualTo("127.0.0.1");
  }

  @Test
  void what_cannot_be_told_means_loopback() {
    assertThat(ListenAddress.towards("jdbc:postgresql:holdfast")).isEqualTo("127.0.0.1");
    assertThat(ListenAddress.towards("jdbc:postgresql://one:1,two:2/holdfast"))
        .isEqualTo("127.0.0.1");
    assertThat(ListenAddress.towards("no url at all")).isEqualTo("127.0.0.1");
  }

  @Test
  void an_address_that_is_set_wins() {
    GridSettings settings = new GridSettings("10.1.2.3", null, null, null);
    assertThat(settings.listenAddressOrDefault("jdbc:postgresql://localhost/holdfast"))
        .isEqualTo("10.1.2.3");
  }

  @Test
  void blank_settings_count_as_absent_and_bad_ports_are_refused() {
    GridSettings settings = new GridSettings(" ", null, "", null);
    assertThat(settings.portOrDefault()).isEqualTo(47500);
    assertThat(settings.hostOrDefault()).isNotBlank();
    assertThatThrownBy(() -> new GridSettings(null, 70000, null, null))
        .hasMessage("holdfast.grid.port must lie between 1024 and 65335, but is 70000.");
  }
}
