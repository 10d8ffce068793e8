package io.holdfast.mount.program;

import io.holdfast.mount.files.FileName;

/** Text that others wrote, for a terminal. */
final class Text {
  private Text() {}

  /** With everything escaped that a terminal would not simply show. */
  static String shown(String text) {
    return FileName.shown(text);
  }
}
