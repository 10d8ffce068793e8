package io.holdfast.engine.seal;

import java.nio.charset.StandardCharsets;

/** A secret that opens a repository's key slots; never shown. */
public final class Passphrase {
  private final String value;

  public Passphrase(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a passphrase must not be empty");
    }
    this.value = value;
  }

  public byte[] toBytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Passphrase[hidden]";
  }
}
