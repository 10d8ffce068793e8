package io.holdfast.cli.up;

import io.holdfast.cli.data.DataDirectory;
import io.holdfast.cli.data.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The first administrator's password: made at the first start and kept in {@code
 * secrets/administrator}. The console uses it only while it has no user.
 *
 * @param value the password
 * @param isNew whether it was made just now
 */
public record AdministratorPassword(String value, boolean isNew) {

  /** No letters and digits that look alike: people copy it by hand. */
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  private static final int GROUPS = 4;
  private static final int GROUP = 5;

  /** The one that is kept, or a new one. */
  public static AdministratorPassword of(DataDirectory data) throws IOException {
    Path file = data.administratorPassword();
    if (Files.exists(file)) {
      return new AdministratorPassword(Files.readString(file).strip(), false);
    }
    String password = random(new SecureRandom());
    PrivateFile.write(file, password + "\n");
    return new AdministratorPassword(password, true);
  }

  /** 31 characters to the power of 20 are 99 bits. */
  static String random(SecureRandom random) {
    return IntStream.range(0, GROUPS)
        .mapToObj(group ->
            random
                .ints(GROUP, 0, ALPHABET.length())
                .mapToObj(index -> String.valueOf(ALPHABET.charAt(index)))
                .collect(Collectors.joining()))
        .collect(Collectors.joining("-"));
  }

  @Override
  public String toString() {
    return "AdministratorPassword[isNew=" + isNew + "]";
  }
}
