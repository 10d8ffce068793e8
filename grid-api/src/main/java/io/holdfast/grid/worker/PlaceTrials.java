package io.holdfast.grid.worker;

import io.holdfast.grid.call.AnswersWithin;
import org.jspecify.annotations.Nullable;

/**
 * A worker's look at a place where a repository is to be, before anything is written down. Throws
 * {@link io.holdfast.grid.call.GridCallException} when the worker cannot be asked.
 */
public interface PlaceTrials {

  /**
   * Looks whether a repository could be worked with there. Leaves nothing behind.
   *
   * @param driver as in a repository's settings, for instance {@code posix}
   * @param location as the driver understands it
   * @param passphraseFile path of a file of the worker's machine that must be readable; {@code
   *     null}: none is needed
   */
  @AnswersWithin(seconds = 20)
  PlaceReport tryOut(String driver, String location, @Nullable String passphraseFile);
}
