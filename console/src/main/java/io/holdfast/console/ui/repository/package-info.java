/** Repositories: health, space, what was verified when; adding them, and work on all of one. */
@NullMarked
package io.holdfast.console.ui.repository;

import org.jspecify.annotations.NullMarked;
