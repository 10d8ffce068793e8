package io.holdfast.console;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The console's own settings, {@code holdfast.*}.
 *
 * @param data directory that all of the console's files lie in; default {@code data}
 * @param readyFile where to say that the console serves: address, database and pid; default:
 *     nowhere
 * @param parentPid process whose end ends this one in order; default: none
 */
@ConfigurationProperties("holdfast")
public record ConsoleSettings(
    @DefaultValue("data") Path data, @Nullable Path readyFile, @Nullable Long parentPid) {

  public ConsoleSettings {
    data = data.toAbsolutePath().normalize();
  }
}
