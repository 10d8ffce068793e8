package io.holdfast.cli.up;

import io.holdfast.cli.program.Program;
import java.util.List;
import java.util.Map;

/** Children that are shell scripts: small, quick, and real processes. */
final class Children {

  /** Finds the ready file among the options and says that it is ready. */
  private static final String READY =
      """
      for option in "$@"; do case "$option" in --holdfast.ready-file=*) file=${option#*=};; esac; done
      ready() { printf '{"url":"http://here","pid":%d}' $$ > "$file.new"; mv "$file.new" "$file"; }
      """;

  private Children() {}

  /** A child that runs this script. */
  static ChildPlan script(String name, Program program, String script) {
    return new ChildPlan(
        name, program, List.of("/bin/sh", "-c", READY + script, name), Map.of("SECRET", "s3cret"));
  }

  /** A child that becomes ready and ends when it is asked to. */
  static ChildPlan obedient(String name, Program program) {
    return script(
        name, program, "trap 'echo asked; exit 0' TERM; ready; while :; do sleep 0.05; done");
  }
}
