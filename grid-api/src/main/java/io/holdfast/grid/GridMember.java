package io.holdfast.grid;

import java.util.Objects;
import java.util.UUID;

/**
 * One process in the grid. Stays inside a process; what others see of it are attributes of its
 * node.
 *
 * @param role what the process is there for
 * @param host its name, one per role and machine, 1 to 255 characters without blanks
 * @param incarnation one start of the process; never used twice
 */
public record GridMember(GridRole role, String host, UUID incarnation) {

  public GridMember {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(incarnation, "incarnation");
    if (host.isEmpty() || host.length() > 255 || host.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException(
          "A host name has 1 to 255 characters and no blanks, but was '" + host + "'.");
    }
  }

  @Override
  public String toString() {
    return role.label() + " " + host;
  }
}
