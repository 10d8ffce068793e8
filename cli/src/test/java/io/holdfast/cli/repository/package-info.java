/** Runs the commands on repositories' directories as processes of their own. */
@NullMarked
package io.holdfast.cli.repository;

import org.jspecify.annotations.NullMarked;
