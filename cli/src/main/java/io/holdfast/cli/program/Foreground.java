package io.holdfast.cli.program;

import io.holdfast.cli.outcome.Failure;
import io.holdfast.cli.posix.ProcessImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** What the commands have in common that run one program in the foreground. */
public final class Foreground {

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "Heap of its JVM, as for -Xmx, for example 1g.")
  @Nullable String heap;

  /** Settings of the program (--holdfast.…=…, --spring.…=…) are handed to it as they are. */
  @Unmatched List<String> settings = new ArrayList<>();

  private final List<String> arguments = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>(System.getenv());

  /** Sets a property of the program if there is a value for it. */
  public Foreground set(String property, @Nullable Object value) {
    if (value != null) {
      arguments.add("--" + property + "=" + value);
    }
    return this;
  }

  /** Sets a property that must not be seen in the process list. */
  public Foreground setSecretly(String variable, @Nullable String value) {
    if (value != null) {
      environment.put(variable, value);
    }
    return this;
  }

  /** Becomes the program; does not return, although a command can say that it does. */
  public int become(Program program) {
    for (String setting : settings) {
      if (!setting.matches("--[a-z][a-zA-Z0-9.\\[\\]_-]*\\.[^=]+=.*")) {
        throw Failure.usage(
            "Unknown option or value '"
                + setting
                + "'. Settings of the program are written --holdfast.name=value; --help shows the"
                + " options.");
      }
      arguments.add(setting);
    }
    throw ProcessImage.replaceBy(
        JavaCommand.of(program, heap == null ? program.heap() : heap, arguments), environment);
  }
}
