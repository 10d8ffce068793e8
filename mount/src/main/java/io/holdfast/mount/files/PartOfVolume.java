package io.holdfast.mount.files;

import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.Extent;
import io.holdfast.engine.extent.VolumeSource;
import java.nio.ByteBuffer;
import java.util.List;

/** A partition, or all of a volume; closing it leaves the volume open. */
record PartOfVolume(VolumeSource volume, long offsetBytes, long sizeBytes) implements VolumeSource {
  @Override
  public List<Extent> extents(long offset, long length) {
    return volume.extents(offsetBytes + offset, length).stream()
        .map(extent ->
            new Extent(
                new ByteRange(
                    extent.range().offsetBytes() - offsetBytes, extent.range().lengthBytes()),
                extent.content()))
        .toList();
  }

  @Override
  public void read(long offset, ByteBuffer into) {
    volume.read(offsetBytes + offset, into);
  }

  @Override
  public void close() {}
}
