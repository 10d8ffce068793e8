package io.holdfast.cli.api;

import io.holdfast.cli.output.Table;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What every command that talks to a console has: how to reach it, and how to answer. */
public final class Remote {

  @Mixin AccessOptions access;

  @Option(names = "--json", description = "Print the console's answer as JSON, for programs.")
  boolean json;

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  /** A client of the console that is meant. */
  public Api open() {
    return new Api(access.resolve());
  }

  /** Whether a program reads the answer. */
  public boolean json() {
    return json;
  }

  /** Where the answer goes. */
  public PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** Where progress and remarks go, so that the answer stays clean. */
  public PrintWriter err() {
    return command.commandLine().getErr();
  }

  /** Prints the JSON if that is wanted, else the text, which ends in a line break of its own. */
  public void answer(Api api, JsonNode node, String text) {
    out().print(json ? api.pretty(node) + "\n" : text);
    out().flush();
  }

  /**
   * Prints a list: a JSON array if that is wanted, else the table, even if it has only headings.
   */
  public void answer(Api api, List<JsonNode> items, Table table) {
    answer(api, items, table.text());
  }

  /** Prints a JSON array if that is wanted, else the text. */
  public void answer(Api api, List<JsonNode> items, String text) {
    answer(api, api.array(items), text);
  }
}
