/**
 * Commands that look into backups: the export of one by NBD, and single files. They run the program
 * that reads a repository's directory.
 */
@NullMarked
package io.holdfast.cli.mount;

import org.jspecify.annotations.NullMarked;
