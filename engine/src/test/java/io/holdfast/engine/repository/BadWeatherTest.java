package io.holdfast.engine.repository;

import java.time.Duration;
import java.util.Random;

/** The contract holds in bad weather for who tries again. */
class BadWeatherTest extends RepositoryDriverContract {
  @Override
  protected RepositoryDriver open() {
    return new RetryingDriver(
        new BadWeather(new InMemoryDriver(), new Random(5), false), 20, Duration.ofNanos(1000));
  }
}
