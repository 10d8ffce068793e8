package io.holdfast.cli.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

  @Test
  void completes_what_is_missing_in_front() {
    assertThat(DatabaseUrl.checked("postgresql://db:5432/holdfast?user=u&password=p"))
        .isEqualTo("jdbc:postgresql://db:5432/holdfast?user=u&password=p");
    assertThat(DatabaseUrl.checked("jdbc:postgresql://[::1]/holdfast"))
        .isEqualTo("jdbc:postgresql://[::1]/holdfast");
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {"db", "mysql://db/x", "jdbc:postgresql:holdfast", "postgresql://db", "a b:secret"})
  void refuses_what_is_none_without_repeating_it(@Nullable String text) {
    assertThatThrownBy(() -> DatabaseUrl.checked(text))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("jdbc:postgresql://HOST")
        .hasMessageNotContaining("secret");
  }
}
