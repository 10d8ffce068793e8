package io.holdfast.engine.repository;

import java.util.regex.Pattern;

/** What objects may be called, in every kind of place. */
public final class ObjectNames {
  // No part begins with a dot, so that no name leads out of its place.
  private static final Pattern PART = Pattern.compile("[a-z0-9_-][a-z0-9._-]*");

  private ObjectNames() {}

  /** Whether this can be one part of a name, between slashes. */
  public static boolean isPart(String part) {
    return PART.matcher(part).matches();
  }

  /** Fails if an object cannot be called that: a mistake in the program. */
  public static String require(String name) {
    for (String part : name.split("/", -1)) {
      if (!isPart(part)) {
        throw new IllegalArgumentException("not an object's name: " + name);
      }
    }
    return name;
  }
}
