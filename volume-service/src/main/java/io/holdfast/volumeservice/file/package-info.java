/**
 * The backend {@code file}: a directory of raw images. A volume is {@code <id>.raw}, described by a
 * sidecar {@code <id>.json}:
 *
 * <pre>{@code
 * {"id":"0198…","kind":"volume","file":"0198….raw","name":"accounts","origin":null,"inUse":false}
 * }</pre>
 *
 * Snapshots ({@code "kind":"snapshot"}, {@code origin} their volume) and temporary volumes ({@code
 * "kind":"temporary-volume"}, {@code origin} their snapshot) look the same. All but the sidecar's
 * name may be left out. Any other {@code *.raw} or {@code *.img} file that somebody puts there is
 * adopted: it keeps its name and gets a sidecar with an id. Sidecar before image when making, image
 * before sidecar when deleting, each by one rename or unlink: so no image ever stands without the
 * word for what it is.
 *
 * <p>Snapshots share data where the file system can (XFS, btrfs), else they are copies, during
 * which writes through this process are held back. A program beside Holdfast that writes to an
 * image is not held back: a copy made meanwhile is no snapshot.
 */
@NullMarked
package io.holdfast.volumeservice.file;

import org.jspecify.annotations.NullMarked;
