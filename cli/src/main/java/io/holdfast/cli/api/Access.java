package io.holdfast.cli.api;

import java.net.URI;

/**
 * Where the console is and what lets us in.
 *
 * @param url the console's address without a path
 * @param token a bearer token; never shown
 */
public record Access(URI url, String token) {

  @Override
  public String toString() {
    return "Access[" + url + "]";
  }
}
