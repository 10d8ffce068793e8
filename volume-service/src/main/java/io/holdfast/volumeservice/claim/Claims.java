package io.holdfast.volumeservice.claim;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.volume.VolumeServiceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** All claims of a volume service. The lock is the object's own and guards the map. */
public final class Claims {

  private final Map<UUID, List<Claim>> held = new HashMap<>();

  /** A claim that is held until it is closed. */
  public final class Claim implements AutoCloseable {

    private final UUID id;
    private final ClaimKind kind;
    private final String holder;

    private Claim(UUID id, ClaimKind kind, String holder) {
      this.id = id;
      this.kind = kind;
      this.holder = holder;
    }

    /** Gives the claim up; may be called twice. */
    @Override
    public void close() {
      release(this);
    }
  }

  /**
   * Claims a volume or snapshot.
   *
   * @param wanted what for, as in "volume … cannot be <i>deleted</i>"
   * @param holder who will hold it, as in "since <i>host alpha is attached to it</i>"
   * @throws VolumeServiceException as {@link FailureKind#BUSY}, with the holders' words
   */
  public synchronized Claim claim(UUID id, ClaimKind kind, String wanted, String holder) {
    List<Claim> others = held.getOrDefault(id, List.of());
    String inTheWay =
        others.stream()
            .filter(other -> !kind.allows(other.kind))
            .map(other -> other.holder)
            .distinct()
            .collect(Collectors.joining(", and "));
    if (!inTheWay.isEmpty()) {
      throw new VolumeServiceException(
          FailureKind.BUSY, "%s cannot be %s, since %s.".formatted(id, wanted, inTheWay));
    }
    Claim claim = new Claim(id, kind, holder);
    held.computeIfAbsent(id, _ -> new ArrayList<>()).add(claim);
    return claim;
  }

  private synchronized void release(Claim claim) {
    List<Claim> claims = held.get(claim.id);
    if (claims != null && claims.remove(claim) && claims.isEmpty()) {
      held.remove(claim.id);
    }
  }
}
