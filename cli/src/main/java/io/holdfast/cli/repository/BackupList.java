package io.holdfast.cli.repository;

import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.output.Sizes;
import io.holdfast.cli.output.Table;
import io.holdfast.cli.output.Text;
import io.holdfast.engine.Cancellation;
import io.holdfast.engine.Progress;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.run.MemoryBudget;
import io.holdfast.engine.run.OfflineRestore;
import io.holdfast.engine.run.Processors;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Shows the backups that a repository's directory holds, by its own account. */
final class BackupList {

  private static final MemoryBudget SMALL = MemoryBudget.ofMebibytes(16);

  private BackupList() {}

  static int show(Offline offline, boolean json) {
    return offline.with(repository -> show(offline, repository, json));
  }

  private static int show(Offline offline, Repository repository, boolean json) {
    OfflineRestore.Listing listing;
    try (var processors = new Processors(1)) {
      listing =
          new OfflineRestore(repository, processors, SMALL, Progress.NONE, new Cancellation())
              .list();
    }
    List<Manifest> backups =
        listing.backups().stream()
            .sorted(Comparator.comparing(manifest -> manifest.backup().createdAt()))
            .toList();
    offline.out().print(json ? json(backups) : table(backups));
    offline.out().flush();
    listing.problems().forEach(problem -> offline.err().println("holdfast: " + problem));
    return (listing.problems().isEmpty() ? ExitCode.OK : ExitCode.DAMAGED).status();
  }

  private static String table(List<Manifest> backups) {
    Table table = new Table("ID", "NAME", "VOLUME", "CREATED", "SIZE>", "DATA>", "KIND");
    for (Manifest manifest : backups) {
      table.row(
          manifest.id().toString(),
          Text.orDash(manifest.backup().name()),
          manifest.backup().volumeName(),
          Text.moment(manifest.backup().createdAt()),
          Sizes.text(manifest.sizeBytes()),
          Sizes.text(manifest.totals().dataBytes()),
          manifest.backup().parentId() == null ? "full" : "incremental");
    }
    return table.text();
  }

  private static String json(List<Manifest> backups) {
    return JsonMapper.builder()
            .build()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(backups.stream().map(BackupList::fields).toList())
        + "\n";
  }

  private static Map<String, @Nullable Object> fields(Manifest manifest) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    var parent = manifest.backup().parentId();
    fields.put("id", manifest.id().toString());
    fields.put("name", manifest.backup().name());
    fields.put("description", manifest.backup().description());
    fields.put("volumeId", manifest.backup().volumeId());
    fields.put("volumeName", manifest.backup().volumeName());
    fields.put("parentId", parent == null ? null : parent.toString());
    fields.put("createdAt", manifest.backup().createdAt().toString());
    fields.put("dataTimestamp", manifest.backup().dataTimestamp().toString());
    fields.put("sizeBytes", manifest.sizeBytes());
    fields.put("dataBytes", manifest.totals().dataBytes());
    fields.put("metadata", manifest.backup().metadata());
    return fields;
  }
}
