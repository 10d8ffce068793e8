package io.holdfast.console.audit;

import io.holdfast.console.identity.Caller;
import io.holdfast.schema.Slice;
import io.holdfast.schema.audit.AuditEntry;
import io.holdfast.schema.audit.AuditFilter;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * The audit as comma-separated values (RFC 4180): a line of headings, then one line an entry, the
 * newest first. Times are in UTC, to the microsecond.
 */
@Component
public class AuditCsv {

  private static final int SLICE = 1000;
  private static final String HEADINGS =
      "time,person,action,object kind,object id,project,result,details";

  private final AuditService audit;

  AuditCsv(AuditService audit) {
    this.audit = audit;
  }

  /** Writes all entries that the caller sees and the filter wants. */
  public void write(Caller caller, AuditFilter filter, Appendable out) throws IOException {
    line(out, HEADINGS);
    for (int offset = 0; ; offset += SLICE) {
      List<AuditEntry> slice = audit.list(caller, filter, new Slice(offset, SLICE));
      for (AuditEntry entry : slice) {
        line(out, line(entry));
      }
      if (slice.size() < SLICE) {
        return;
      }
    }
  }

  private static void line(Appendable out, String line) throws IOException {
    out.append(line).append("\r\n");
  }

  private static String line(AuditEntry entry) {
    return Stream.of(
            entry.at().toString(),
            entry.actor(),
            entry.action(),
            entry.subjectKind(),
            entry.subjectId(),
            entry.projectId() == null ? "" : entry.projectId().toString(),
            entry.outcome().value(),
            new TreeMap<>(entry.detail())
                .entrySet().stream()
                    .map(pair -> pair.getKey() + "=" + pair.getValue())
                    .collect(Collectors.joining("; ")))
        .map(AuditCsv::cell)
        .collect(Collectors.joining(","));
  }

  /**
   * A value as a cell. Spreadsheets take a text that begins with one of {@code =+-@} for a formula
   * and run it; names are typed in by people, so such a text gets an apostrophe before it.
   */
  static String cell(String value) {
    String text = value;
    if (!text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) {
      text = "'" + text;
    }
    return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }
}
