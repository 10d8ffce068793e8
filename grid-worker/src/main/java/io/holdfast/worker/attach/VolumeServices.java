package io.holdfast.worker.attach;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.grid.volume.VolumeService;
import io.holdfast.grid.volume.VolumeServiceException;
import io.holdfast.schema.volume.Backend;
import io.holdfast.schema.volume.Backends;
import io.holdfast.worker.record.DatabasePatience;
import java.util.function.Function;
import java.util.function.Supplier;

/** Finds the volume service of a backend, and puts its failures into the engine's words. */
public final class VolumeServices {

  private final Backends backends;
  private final Function<String, VolumeService> services;
  private final DatabasePatience patience;

  /**
   * @param services the volume service of a host, whether it is there or not
   */
  public VolumeServices(
      Backends backends, Function<String, VolumeService> services, DatabasePatience patience) {
    this.backends = backends;
    this.services = services;
    this.patience = patience;
  }

  /** The volume service that a backend belongs to now. */
  public VolumeService of(String backend) {
    Backend row =
        patience
            .call(() -> backends.find(backend))
            .orElseThrow(() ->
                new BackupException(
                    FailureKind.PERMANENT,
                    "No volume service has a backend '%s' any more.".formatted(backend)));
    return services.apply(row.volumeServiceHost());
  }

  /**
   * Asks a volume service for something.
   *
   * @param what what could not be done if it fails, as the beginning of a sentence
   */
  static <T> T ask(String what, Supplier<T> request) {
    try {
      return request.get();
    } catch (VolumeServiceException e) {
      throw new BackupException(kind(e), "%s: %s".formatted(what, e.getMessage()), e);
    }
  }

  static void tell(String what, Runnable request) {
    ask(
        what,
        () -> {
          request.run();
          return true;
        });
  }

  /** Whether a volume service said that what it was asked for is not there. */
  static boolean isGone(BackupException failure) {
    return isAnswer(io.holdfast.grid.call.FailureKind.NOT_FOUND, failure);
  }

  /** Whether a volume service said that it cannot do what it was asked for. */
  static boolean isUnsupported(BackupException failure) {
    return isAnswer(io.holdfast.grid.call.FailureKind.UNSUPPORTED, failure);
  }

  private static boolean isAnswer(io.holdfast.grid.call.FailureKind kind, BackupException failure) {
    return failure.getCause() instanceof VolumeServiceException cause && cause.kind() == kind;
  }

  private static FailureKind kind(VolumeServiceException failure) {
    return switch (failure.kind()) {
      case BUSY, FAILED, UNREACHABLE -> FailureKind.RETRYABLE;
      case NOT_FOUND, FULL, INVALID, UNSUPPORTED -> FailureKind.PERMANENT;
    };
  }
}
