package io.holdfast.mount.files;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Counts what is written, to notice a tool that stopped early and did not say so. */
final class CountedOutput extends FilterOutputStream {
  private long bytes;

  CountedOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] content, int offset, int length) throws IOException {
    out.write(content, offset, length);
    bytes += length;
  }

  void mustBe(FileEntry file) {
    if (bytes != file.sizeBytes()) {
      throw new FilesException(
          "'%s' has %d bytes, but %d could be read; the backup or the file system may be damaged. Verify the backup: that names what is."
              .formatted(file.name(), file.sizeBytes(), bytes));
    }
  }
}
