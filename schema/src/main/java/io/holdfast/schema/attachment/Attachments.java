package io.holdfast.schema.attachment;

import static io.holdfast.schema.generated.Tables.ATTACHMENT;
import static io.holdfast.schema.generated.Tables.NODE;
import static io.holdfast.schema.generated.Tables.TASK;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Rollback;
import io.holdfast.schema.node.Owner;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * The life of connections, attaching → attached → detaching → detached, and where they are found
 * again.
 */
public final class Attachments {

  private final DSLContext database;

  public Attachments(DSLContext database) {
    this.database = database;
  }

  /**
   * Writes a connection down before it is made. Repeated, as after an answer that got lost, it
   * changes nothing.
   */
  public OpenResult open(NewAttachment attachment, Owner owner) {
    return Rollback.transaction(database, here -> open(here, attachment, owner));
  }

  private static OpenResult open(DSLContext here, NewAttachment attachment, Owner owner) {
    // A shared lock: whoever closes the incarnation comes wholly before or wholly after.
    boolean entitled =
        here.select(NODE.ID)
                .from(NODE)
                .where(
                    NODE.ID.eq(owner.incarnation()),
                    NODE.HOST.eq(owner.host()),
                    NODE.CLOSED_AT.isNull())
                .forShare()
                .fetchOptional()
                .isPresent()
            && ownsTask(here, attachment.taskId(), owner);
    if (!entitled) {
      return new OpenResult.Fenced();
    }
    while (!inserted(here, attachment, owner)) {
      if (find(here, attachment.id()).isPresent()) {
        return new OpenResult.Opened();
      }
      Optional<Attachment> writer = writerOf(here, attachment);
      if (writer.isPresent()) {
        return new OpenResult.WriterExists(writer.get());
      }
      // Its volume's writer has left since.
    }
    return new OpenResult.Opened();
  }

  private static boolean inserted(DSLContext here, NewAttachment attachment, Owner owner) {
    return here.insertInto(ATTACHMENT)
            .set(ATTACHMENT.ID, attachment.id())
            .set(ATTACHMENT.TASK_ID, attachment.taskId())
            .set(ATTACHMENT.VOLUME_ID, attachment.volumeId())
            .set(ATTACHMENT.SNAPSHOT_ID, attachment.snapshotId())
            .set(ATTACHMENT.BACKEND, attachment.backend())
            .set(ATTACHMENT.HOST, owner.host())
            .set(ATTACHMENT.INCARNATION, owner.incarnation())
            .set(ATTACHMENT.MODE, attachment.mode())
            .set(ATTACHMENT.STATE, AttachmentState.ATTACHING)
            .onConflictDoNothing()
            .execute()
        == 1;
  }

  private static Optional<Attachment> writerOf(DSLContext here, NewAttachment attachment) {
    return here.select(ATTACHMENT.fields())
        .from(ATTACHMENT)
        .where(
            ATTACHMENT.VOLUME_ID.eq(attachment.volumeId()),
            ATTACHMENT.MODE.eq(AttachmentMode.RW),
            ATTACHMENT.DETACHED_AT.isNull())
        .fetchOptional(Attachments::attachment);
  }

  /** Locks the task's row: whoever takes it from the owner comes wholly before or wholly after. */
  private static boolean ownsTask(DSLContext here, UUID taskId, Owner owner) {
    return here.select(TASK.ID)
        .from(TASK)
        .where(TASK.ID.eq(taskId), TASK.INCARNATION.eq(owner.incarnation()))
        .forShare()
        .fetchOptional()
        .isPresent();
  }

  /**
   * attaching → attached, before the first byte goes over it. False: somebody has begun to cut it,
   * or the task is no longer the owner's; it must not be used. Whoever ends the task thus knows
   * whether anything was or will be written.
   */
  public boolean attached(UUID id, Owner owner) {
    return Rollback.transaction(
        database,
        here ->
            find(here, id)
                    .filter(attachment -> ownsTask(here, attachment.taskId(), owner))
                    .isPresent()
                && becomesAttached(here, id, owner));
  }

  private static boolean becomesAttached(DSLContext here, UUID id, Owner owner) {
    return here.update(ATTACHMENT)
            .set(ATTACHMENT.STATE, AttachmentState.ATTACHED)
            .set(ATTACHMENT.ATTACHED_AT, Clock.now())
            .where(
                ATTACHMENT.ID.eq(id),
                ATTACHMENT.INCARNATION.eq(owner.incarnation()),
                ATTACHMENT.STATE.eq(AttachmentState.ATTACHING))
            .execute()
        == 1;
  }

  /**
   * attaching or attached → detaching, by the owner or by whoever fences it. False: that has been
   * done before.
   */
  public boolean detaching(UUID id) {
    return database
            .update(ATTACHMENT)
            .set(ATTACHMENT.STATE, AttachmentState.DETACHING)
            .where(
                ATTACHMENT.ID.eq(id),
                ATTACHMENT.STATE.in(AttachmentState.ATTACHING, AttachmentState.ATTACHED))
            .execute()
        == 1;
  }

  /**
   * detaching → detached, once the volume service has said that the connection is cut. False: it
   * was before.
   */
  public boolean detached(UUID id) {
    return database
            .update(ATTACHMENT)
            .set(ATTACHMENT.STATE, AttachmentState.DETACHED)
            .set(ATTACHMENT.DETACHED_AT, Clock.now())
            .where(ATTACHMENT.ID.eq(id), ATTACHMENT.STATE.eq(AttachmentState.DETACHING))
            .execute()
        == 1;
  }

  public Optional<Attachment> find(UUID id) {
    return find(database, id);
  }

  private static Optional<Attachment> find(DSLContext here, UUID id) {
    return here.select(ATTACHMENT.fields())
        .from(ATTACHMENT)
        .where(ATTACHMENT.ID.eq(id))
        .fetchOptional(Attachments::attachment);
  }

  /** What an incarnation has not detached, the oldest first. */
  public List<Attachment> liveOf(UUID incarnation) {
    return live(ATTACHMENT.INCARNATION.eq(incarnation));
  }

  /** What a task has not detached, whoever made it. */
  public List<Attachment> liveOfTask(UUID taskId) {
    return live(ATTACHMENT.TASK_ID.eq(taskId));
  }

  /** What has not been detached from volumes of a backend. */
  public List<Attachment> liveOfBackend(String backend) {
    return live(ATTACHMENT.BACKEND.eq(backend));
  }

  private List<Attachment> live(Condition which) {
    return database
        .select(ATTACHMENT.fields())
        .from(ATTACHMENT)
        .where(which, ATTACHMENT.DETACHED_AT.isNull())
        .orderBy(ATTACHMENT.CREATED_AT, ATTACHMENT.ID)
        .fetch(Attachments::attachment);
  }

  private static Attachment attachment(Record row) {
    return new Attachment(
        row.get(ATTACHMENT.ID),
        row.get(ATTACHMENT.TASK_ID),
        row.get(ATTACHMENT.VOLUME_ID),
        row.get(ATTACHMENT.SNAPSHOT_ID),
        row.get(ATTACHMENT.BACKEND),
        row.get(ATTACHMENT.HOST),
        row.get(ATTACHMENT.INCARNATION),
        row.get(ATTACHMENT.MODE),
        row.get(ATTACHMENT.STATE),
        row.get(ATTACHMENT.CREATED_AT),
        row.get(ATTACHMENT.ATTACHED_AT),
        row.get(ATTACHMENT.DETACHED_AT));
  }
}
