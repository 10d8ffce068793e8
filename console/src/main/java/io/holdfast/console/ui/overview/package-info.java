/** The first page: whether everything is protected, what runs, what failed, who works. */
@NullMarked
package io.holdfast.console.ui.overview;

import org.jspecify.annotations.NullMarked;
