package io.holdfast.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.cli.data.DataDirectory;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessOptionsIT {

  private static final URI LOCAL = URI.create("http://127.0.0.1:8080");

  @TempDir Path directory;

  private final AccessOptions options = new AccessOptions();

  @BeforeEach
  void useDirectory() {
    options.data = directory;
  }

  private void localConsole() throws IOException {
    DataDirectory data = new DataDirectory(directory);
    data.create();
    LocalAccess.write(LocalAccess.file(data), new Access(LOCAL, "local"));
  }

  @Test
  void what_up_left_is_enough() throws IOException {
    localConsole();

    assertThat(options.resolve(Map.of())).isEqualTo(new Access(LOCAL, "local"));
  }

  @Test
  void others_cannot_read_what_up_left() throws IOException {
    localConsole();

    Path file = LocalAccess.file(new DataDirectory(directory));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("secrets"))))
        .isEqualTo("rwx------");
  }

  @Test
  void options_win_over_the_environment_and_that_over_the_file() throws IOException {
    localConsole();
    Map<String, String> environment =
        Map.of("HOLDFAST_URL", "https://there:8443/", "HOLDFAST_TOKEN", "theirs");

    assertThat(options.resolve(environment))
        .isEqualTo(new Access(URI.create("https://there:8443"), "theirs"));
    options.url = "other:99";
    options.token = "given";
    assertThat(options.resolve(environment))
        .isEqualTo(new Access(URI.create("http://other:99"), "given"));
  }

  @Test
  void the_local_token_is_sent_to_no_other_console() throws IOException {
    localConsole();
    options.url = "http://elsewhere:8080";

    assertThatThrownBy(() -> options.resolve(Map.of()))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.NOT_PERMITTED))
        .hasMessageContaining("No API token for http://elsewhere:8080");
  }

  @Test
  void no_console_known_says_how_to_get_one() {
    assertThatThrownBy(() -> options.resolve(Map.of()))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessageContaining("./holdfast up");
  }

  @Test
  void an_address_that_is_none_is_a_usage_error() {
    options.url = "ftp://x y";
    options.token = "t";

    assertThatThrownBy(() -> options.resolve(Map.of()))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE));
  }

  @Test
  void a_spoilt_file_is_named() throws IOException {
    localConsole();
    Files.writeString(LocalAccess.file(new DataDirectory(directory)), "{\"url\":");

    assertThatThrownBy(() -> options.resolve(Map.of()))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("command-line.json");
  }
}
