/** Policies on the command line. */
@NullMarked
package io.holdfast.cli.policy;

import org.jspecify.annotations.NullMarked;
