package io.holdfast.console.start;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The first administrator, {@code holdfast.administrator.*}; without effect once there is a user.
 *
 * @param name default {@code admin}
 * @param password default: a random one, which is said once
 */
@ConfigurationProperties("holdfast.administrator")
record AdministratorSettings(@DefaultValue("admin") String name, @Nullable String password) {

  /** Without the password. */
  @Override
  public String toString() {
    return "AdministratorSettings[%s]".formatted(name);
  }
}
