package io.holdfast.cli.up;

import io.holdfast.cli.data.DataDirectory;
import java.net.URI;

/** What a person needs to know when everything runs. */
final class Welcome {

  private Welcome() {}

  static String text(
      URI console, DataDirectory data, AdministratorPassword password, String commands) {
    String passwordLine =
        password.isNew()
            ? password.value() + "   (made now, kept in " + data.administratorPassword() + ")"
            : "as before; the first one is in " + data.administratorPassword();
    return """

    Holdfast runs:   %s
      name           %s
      password       %s
      command line   %s
      your volumes   put raw images (*.raw, *.img) into %s
    Keep a copy of %s elsewhere: no backup can be read without the passphrase there.
    Ctrl-C ends all of it in order.

    """
        .formatted(
            console,
            StackPlan.ADMINISTRATOR,
            passwordLine,
            commands,
            data.volumes(),
            data.secrets());
  }
}
