package io.holdfast.console.notification;

import io.holdfast.schema.notification.Trouble;
import io.holdfast.schema.notification.TroubleKind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What went wrong, in words. */
final class MessageText {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final double GIB = 1L << 30;

  private MessageText() {}

  /** One line. */
  static String subject(Message message) {
    if (message.isTest()) {
      return "Holdfast: a test";
    }
    if (message.total() == 1) {
      return "Holdfast: " + oneLine(headline(message.troubles().getFirst()));
    }
    Map<TroubleKind, Long> counts =
        message.troubles().stream()
            .collect(
                Collectors.groupingBy(
                    Trouble::kind, () -> new EnumMap<>(TroubleKind.class), Collectors.counting()));
    String each =
        counts.entrySet().stream()
            .map(entry -> entry.getValue() + " × " + name(entry.getKey()))
            .collect(Collectors.joining(", "));
    return message.total() > message.troubles().size()
        ? "Holdfast: %d troubles".formatted(message.total())
        : "Holdfast: " + each;
  }

  /** All of it, with what to do. */
  static String body(Message message) {
    if (message.isTest()) {
      return "This is a test from the settings of Holdfast. Troubles will be told here.\n";
    }
    StringBuilder text = new StringBuilder();
    TroubleKind kind = null;
    for (Trouble trouble : message.troubles()) {
      if (trouble.kind() != kind) {
        if (kind != null) {
          text.append(next(kind)).append("\n\n");
        }
        kind = trouble.kind();
      }
      text.append("- ").append(TIME.format(trouble.beganAt())).append(": ");
      text.append(sentence(trouble)).append('\n');
    }
    if (kind != null) {
      text.append(next(kind)).append('\n');
    }
    int more = message.total() - message.troubles().size();
    if (more > 0) {
      text.append("\nThere are %d more; the console shows them all.\n".formatted(more));
    }
    text.append("\nWhat lasts is not told again until it was well in between.\n");
    return text.toString();
  }

  /** What happened, why, and whether it has passed. */
  static String sentence(Trouble trouble) {
    String reason = trouble.detail().get("reason");
    String why = reason == null || reason.isBlank() ? "" : " " + reason.strip();
    Instant ended = trouble.endedAt();
    String passed = ended == null ? "" : " It is well again since " + TIME.format(ended) + ".";
    return headline(trouble) + "." + why + passed;
  }

  private static String headline(Trouble trouble) {
    Map<String, String> detail = trouble.detail();
    String name = trouble.subjectName().isBlank() ? trouble.subjectId() : trouble.subjectName();
    return switch (trouble.kind()) {
      case TASK_FAILED ->
          "The task '%s' of '%s' failed for good".formatted(detail.get("task"), name);
      case VOLUME_LATE ->
          detail.containsKey("newest")
              ? "Volume '%s' has no fresh backup; the newest is of %s"
                  .formatted(name, TIME.format(Instant.parse(detail.get("newest"))))
              : "Volume '%s' has no backup, and the last try failed".formatted(name);
      case RUN_MISSED ->
          "missed".equals(detail.get("cause"))
              ? "A run of policy '%s' was missed: no console was there".formatted(name)
              : "A run of policy '%s' left %s volumes without a backup"
                  .formatted(name, detail.get("refused"));
      case WORKER_LOST -> "Worker '%s' was lost".formatted(name);
      case REPOSITORY_UNAVAILABLE -> "Repository '%s' cannot be used".formatted(name);
      case REPOSITORY_FULL ->
          "Repository '%s' is nearly full: %s of %s are free"
              .formatted(
                  name,
                  gibibytes(detail.getOrDefault("free-bytes", "0")),
                  gibibytes(detail.getOrDefault("total-bytes", "0")));
      case BACKUP_DAMAGED -> "Backup '%s' is damaged".formatted(name);
    };
  }

  private static String next(TroubleKind kind) {
    return switch (kind) {
      case TASK_FAILED ->
          "  Look at the task under Tasks in the console, mend what it says, and ask for it again.";
      case VOLUME_LATE ->
          "  Look at the volume under Volumes, and back it up or mend what its last task says.";
      case RUN_MISSED -> "  Look at the run under Policies: it says why for each volume.";
      case WORKER_LOST ->
          "  Its tasks go to other workers. Look at its machine and its log, and start it again.";
      case REPOSITORY_UNAVAILABLE ->
          "  Look at the repository under Repositories, mend what it says, and verify it.";
      case REPOSITORY_FULL ->
          "  Give it more room, or let backups go and reclaim, before backups fail.";
      case BACKUP_DAMAGED ->
          "  Back its volume up, which stores anew what the volume still has, then verify it"
              + " again.";
    };
  }

  private static String name(TroubleKind kind) {
    return switch (kind) {
      case TASK_FAILED -> "failed task";
      case VOLUME_LATE -> "late volume";
      case RUN_MISSED -> "missed run";
      case WORKER_LOST -> "lost worker";
      case REPOSITORY_UNAVAILABLE -> "unavailable repository";
      case REPOSITORY_FULL -> "nearly full repository";
      case BACKUP_DAMAGED -> "damaged backup";
    };
  }

  private static String gibibytes(String bytes) {
    return String.format(Locale.ENGLISH, "%.1f GiB", Long.parseLong(bytes) / GIB);
  }

  /** Names may hold anything; a subject is one line. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
