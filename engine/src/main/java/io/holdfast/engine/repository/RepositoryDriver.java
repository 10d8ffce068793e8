package io.holdfast.engine.repository;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Puts and gets whole objects in one kind of place. Knows names and bytes, nothing of their
 * meaning.
 *
 * <p>Names are lower-case ASCII letters, digits, {@code . - _} and {@code /} between parts. Calls
 * come from many virtual threads at once and may block; an interrupted one throws soon. A driver
 * does not retry: the repository does, by the kind of the {@link BackupException}: {@link
 * FailureKind#RETRYABLE} when the same call may work in a moment, {@link FailureKind#PERMANENT}
 * when a person has to act (the place is full or refuses), {@link FailureKind#MISCONFIGURED} when
 * the place is not there or not ours to write, {@link FailureKind#CORRUPT} when one object cannot
 * be read although the place works (a bad sector, something else under its name). An object that is
 * not there is never an exception; a place that is not there always is one: whatever is said to be
 * missing is given up for lost, so that an empty mount point must not pass for a repository without
 * objects.
 *
 * <p>What the place must guarantee: an object that was put is read whole and unchanged by everyone
 * from then on, whatever crashes.
 */
public interface RepositoryDriver extends AutoCloseable {
  /** The object that a repository has from its creation on. */
  String DESCRIPTION = "repository.json";

  /** The same once more, for when the first cannot be read. */
  String DESCRIPTION_COPY = "repository.json.copy";

  /** {@link #read} found no object. */
  int MISSING = -1;

  /**
   * Stores an object, atomically and durably, and never over another one. After a failure the
   * object is there whole or not at all, and calling again is safe.
   *
   * @return false if an object of this name exists already; it is left as it is
   */
  boolean put(String name, ByteBuffer content);

  /** Stores an object in the place of another one, atomically and durably. */
  void replace(String name, ByteBuffer content);

  /**
   * Fills {@code into} from {@code offsetBytes} of the object, as far as the object goes.
   *
   * @return the number of bytes read, which is less than asked for only at the object's end; or
   *     {@link #MISSING}
   */
  int read(String name, long offsetBytes, ByteBuffer into);

  /** The object's size, or empty if there is none. */
  OptionalLong size(String name);

  /**
   * Calls {@code found} for each object whose name starts with {@code prefix}, in any order, from
   * the calling thread. What it shows is durable, even if the process that put it died before its
   * call returned. Objects put or deleted meanwhile may be seen or not.
   *
   * <p>Where the place's listings are late (some object stores, some network file systems), objects
   * put a moment ago may be missing, and deleted ones still shown. Backing up asks for no listing,
   * and reclaiming does not rely on one: it takes the finished backups from the records and looks
   * for each manifest by its name, and removes no pack that a listing alone names without a second
   * mark. Reindexing has nothing else to go by: it needs a listing that is complete, so where they
   * are late, it is to be run when no writer has been at work for as long as that may last.
   *
   * @param prefix empty, or ends with {@code /}
   */
  void list(String prefix, Consumer<StoredObject> found);

  /**
   * Removes an object for good.
   *
   * @return false if there was none
   */
  boolean delete(String name);

  /**
   * Removes what interrupted puts left behind, as far as it is older than {@code age}. Even if a
   * put is still at work on it, no harm is done: that put fails as {@code RETRYABLE}.
   */
  void tidy(Duration age);

  /** How much room there is. */
  Space space();

  /** The place as people know it, for messages; no secrets. */
  String location();

  @Override
  void close();

  /** An object as a listing shows it. */
  record StoredObject(String name, long sizeBytes) {}

  /** Empty where the place cannot tell. */
  record Space(OptionalLong totalBytes, OptionalLong freeBytes) {}
}
