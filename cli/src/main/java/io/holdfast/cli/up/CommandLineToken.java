package io.holdfast.cli.up;

import io.holdfast.cli.api.Access;
import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.LocalAccess;
import io.holdfast.cli.data.DataDirectory;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Sees to it that the commands of this user on this machine need neither address nor token. */
public final class CommandLineToken {

  private CommandLineToken() {}

  /**
   * Keeps the token that is there if the console still takes it, else makes one with the
   * administrator's password.
   *
   * @return the access that is kept now; refused as not permitted when the password was changed
   */
  public static Access renew(DataDirectory data, URI console, String password) throws IOException {
    Path file = LocalAccess.file(data);
    if (Files.exists(file)) {
      Access kept = new Access(console, LocalAccess.read(file).token());
      if (isAccepted(kept)) {
        LocalAccess.write(file, kept);
        return kept;
      }
    }
    try (Api api = Api.withPassword(console, StackPlan.ADMINISTRATOR, password)) {
      String token =
          api.post("/tokens", Map.of("name", "command line")).required("token").asString();
      Access made = new Access(console, token);
      LocalAccess.write(file, made);
      return made;
    }
  }

  private static boolean isAccepted(Access access) {
    try (Api api = new Api(access)) {
      api.get("/whoami");
      return true;
    } catch (Failure failure) {
      if (failure.exitCode() == ExitCode.NOT_PERMITTED) {
        return false;
      }
      throw failure;
    }
  }
}
