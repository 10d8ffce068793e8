package io.holdfast.engine.run;

import io.holdfast.engine.extent.ByteRange;
import java.util.List;

/**
 * What a restore did.
 *
 * @param writtenBytes of data; zeros are not counted
 * @param damaged ranges that the repository no longer has; the target reads as zeros there
 */
public record RestoreReport(long writtenBytes, List<ByteRange> damaged) {}
