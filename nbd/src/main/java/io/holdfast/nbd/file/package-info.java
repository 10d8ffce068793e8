/**
 * A raw image file or block device as an export, with its holes: Linux calls through the Foreign
 * Function API where they exist.
 */
@NullMarked
package io.holdfast.nbd.file;

import org.jspecify.annotations.NullMarked;
