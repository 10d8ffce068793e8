package io.holdfast.console.volume;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How volume services are watched, {@code holdfast.backend-watch.*}.
 *
 * @param every after how long each is asked again what it has; default 15 seconds
 */
@ConfigurationProperties("holdfast.backend-watch")
record BackendWatchSettings(@DefaultValue("15s") Duration every) {

  BackendWatchSettings {
    if (!every.isPositive()) {
      throw new IllegalArgumentException(
          "holdfast.backend-watch.every must be longer than nothing, not " + every);
    }
  }
}
