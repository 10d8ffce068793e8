/**
 * What every stage of the data path shares: how a failure is told ({@link BackupException}), how a
 * run is stopped ({@link Cancellation}) and how it says where it stands ({@link Progress}).
 *
 * <p>The packages below follow a byte from a volume to a repository: {@code extent} (where a volume
 * has data), {@code chunk} (fixed pieces and their ids), {@code seal} (keys, compression,
 * encryption), {@code pack} (many sealed chunks in one object), {@code repository} (objects in a
 * directory or a store), {@code record} (what a database keeps about them), and {@code run} (the
 * backups, restores and so on that use all of them). Each knows only those before it; none knows a
 * framework.
 */
@NullMarked
package io.holdfast.engine;

import org.jspecify.annotations.NullMarked;
