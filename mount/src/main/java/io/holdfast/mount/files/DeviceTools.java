package io.holdfast.mount.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** The programs that read one device, and how they are kept from everything else. */
record DeviceTools(Path device, Confinement confinement) {

  /** What a program says on its standard output; fails when it does not end well. */
  byte[] output(String debianPackage, List<String> command) throws IOException {
    return Tool.output(
        command.getFirst(),
        confinement.command(debianPackage, device, command),
        confinement.mostOutputBytes(),
        confinement.timeToAnswer());
  }

  /** Hands on what a program says, however long that takes; fails when it does not end well. */
  void run(String debianPackage, OutputStream to, List<String> command) throws IOException {
    Tool.run(command.getFirst(), confinement.command(debianPackage, device, command), to, null);
  }

  /** The status that a program ends with. */
  int status(String debianPackage, List<String> command) throws IOException {
    return Tool.status(
        confinement.command(debianPackage, device, command), confinement.timeToAnswer());
  }
}
