/** The command line: the one command and its subcommands. Only this package knows them all. */
@NullMarked
package io.holdfast.cli;

import org.jspecify.annotations.NullMarked;
