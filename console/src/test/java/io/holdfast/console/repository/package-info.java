/** Repositories as administrators see them. */
@NullMarked
package io.holdfast.console.repository;

import org.jspecify.annotations.NullMarked;
