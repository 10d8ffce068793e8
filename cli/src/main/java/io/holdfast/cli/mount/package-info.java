/**
 * Commands that look into backups: the export of one by NBD, and single files. Workers export; the
 * program that knows file systems, and that can also read a repository's directory, runs here.
 */
@NullMarked
package io.holdfast.cli.mount;

import org.jspecify.annotations.NullMarked;
