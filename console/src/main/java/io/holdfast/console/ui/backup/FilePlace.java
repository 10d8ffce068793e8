package io.holdfast.console.ui.backup;

import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.router.RouterLink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A folder or file of a backup, as an address has it: {@code
 * backups/<id>/files?partition=1&path=a/b}.
 *
 * @param backup its id
 * @param partition 0 for the whole disk; {@code null} for the only file system
 * @param names from the root on, as a worker lists them
 */
record FilePlace(String backup, @Nullable Integer partition, List<String> names) {

  FilePlace {
    names = List.copyOf(names);
  }

  static FilePlace of(String backup, QueryParameters parameters) {
    String partition = parameters.getSingleParameter("partition").orElse("");
    return new FilePlace(
        backup,
        partition.matches("\\d{1,4}") ? Integer.valueOf(partition) : null,
        Arrays.stream(parameters.getSingleParameter("path").orElse("").split("/"))
            .filter(name -> !name.isEmpty())
            .toList());
  }

  /** The same place of the same disk, once its partition is known. */
  FilePlace in(@Nullable Integer known) {
    return new FilePlace(backup, known, names);
  }

  FilePlace root() {
    return new FilePlace(backup, partition, List.of());
  }

  FilePlace child(String name) {
    List<String> more = new ArrayList<>(names);
    more.add(name);
    return new FilePlace(backup, partition, more);
  }

  String path() {
    return "/" + String.join("/", names);
  }

  RouterLink link(String text) {
    Map<String, String> parameters =
        partition == null
            ? Map.of()
            : Map.of("partition", String.valueOf(partition), "path", path());
    RouterLink link = new RouterLink(text, FilesView.class, new RouteParameters("id", backup));
    link.setQueryParameters(QueryParameters.simple(parameters));
    return link;
  }
}
