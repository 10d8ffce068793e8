package io.holdfast.console.notification;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.live.SharedLook;
import io.holdfast.schema.notification.Trouble;
import io.holdfast.schema.notification.TroubleKind;
import io.holdfast.schema.notification.Troubles;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.springframework.stereotype.Service;

/** What went wrong lately, for those who look at a page. */
@Service
public class TroublesService {

  private static final Duration LATELY = Duration.ofMinutes(5);
  private static final int MOST = 20;
  private static final Set<TroubleKind> OF_INSTALLATION =
      EnumSet.of(
          TroubleKind.RUN_MISSED,
          TroubleKind.WORKER_LOST,
          TroubleKind.REPOSITORY_UNAVAILABLE,
          TroubleKind.REPOSITORY_FULL,
          TroubleKind.BACKUP_DAMAGED);

  private final Troubles troubles;

  /** By the only project that is seen; empty for all. */
  private final SharedLook<Optional<UUID>, List<Trouble>> looks = new SharedLook<>();

  TroublesService(DSLContext database) {
    this.troubles = new Troubles(database);
  }

  /** What began within the last minutes and the caller may see, the newest first. */
  public List<Trouble> newest(Caller caller) {
    UUID project = caller.onlyProject();
    return looks.ask(Optional.ofNullable(project), () -> troubles.newest(LATELY, project, MOST));
  }

  /**
   * What is still wrong with the installation itself, the newest first: policies whose last run was
   * missed, workers lost within a day, repositories, damaged backups. Nothing for those who do not
   * see it.
   */
  public List<Trouble> lasting(Caller caller, int atMost) {
    return caller.seesInstallation() ? troubles.lasting(OF_INSTALLATION, atMost) : List.of();
  }
}
