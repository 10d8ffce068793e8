package io.holdfast.cli.api;

import io.holdfast.cli.data.DataDirectory;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Options by which a command finds the console: {@code --url} and {@code --token}, else the
 * environment, else what {@code ./holdfast up} left on this machine.
 */
public final class AccessOptions {

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Address of the console; else HOLDFAST_URL, else the one that runs here.")
  @Nullable String url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "API token; else HOLDFAST_TOKEN, else the one that `up` made for this machine.")
  @Nullable String token;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory of the `up` that runs here; else HOLDFAST_DATA, else data/.")
  @Nullable Path data;

  /** The console and token to use; refuses when there is no way to know them. */
  public Access resolve() {
    return resolve(System.getenv());
  }

  Access resolve(Map<String, String> environment) {
    Optional<String> givenUrl = given(url, environment, "HOLDFAST_URL");
    Optional<String> givenToken = given(token, environment, "HOLDFAST_TOKEN");
    if (givenUrl.isPresent() && givenToken.isPresent()) {
      return new Access(console(givenUrl.get()), givenToken.get());
    }
    Path file = LocalAccess.file(DataDirectory.of(data, environment));
    Optional<Access> local = read(file);
    if (givenUrl.isPresent()) {
      // The local token is for the local console: it must not be sent to another machine.
      URI console = console(givenUrl.get());
      return local
          .filter(access -> access.url().equals(console))
          .orElseThrow(() ->
              new Failure(
                  ExitCode.NOT_PERMITTED,
                  "No API token for "
                      + console
                      + ": give one with --token or HOLDFAST_TOKEN. (`./holdfast token create"
                      + " NAME` makes one where a console runs.)"));
    }
    Access found =
        local.orElseThrow(() ->
            new Failure(
                ExitCode.UNREACHABLE,
                "No console is known here: "
                    + file
                    + " does not exist. Start one with `./holdfast up`, or name one with --url"
                    + " and --token (or HOLDFAST_URL and HOLDFAST_TOKEN)."));
    return givenToken.map(given -> new Access(found.url(), given)).orElse(found);
  }

  private static Optional<Access> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalAccess.read(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new Failure(
          ExitCode.NOT_PERMITTED,
          "Cannot read " + file + ", the access that `up` keeps: " + Failure.reason(e),
          e);
    }
  }

  private static Optional<String> given(
      @Nullable String option, Map<String, String> environment, String variable) {
    return Optional.ofNullable(option)
        .or(() -> Optional.ofNullable(environment.get(variable)))
        .filter(text -> !text.isBlank());
  }

  private static URI console(String text) {
    String url = text.contains("://") ? text : "http://" + text;
    try {
      URI uri = URI.create(url.replaceFirst("/+$", ""));
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below, for this and for every other text that is no address of a console.
    }
    throw Failure.usage("'" + text + "' is not the address of a console; write http://HOST:PORT");
  }
}
