package io.holdfast.engine.run;

import io.holdfast.engine.extent.ByteRange;
import java.util.List;

/**
 * What a verify found.
 *
 * @param checkedBytes of the volume whose chunks were read and proven, or found damaged
 * @param damaged ranges of the volume that are lost, in order
 */
public record VerifyReport(long checkedBytes, List<ByteRange> damaged) {
  public boolean intact() {
    return damaged.isEmpty();
  }
}
