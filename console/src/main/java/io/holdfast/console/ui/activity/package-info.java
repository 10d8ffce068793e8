/** Activity: who did what, to what, and how it ended. */
@NullMarked
package io.holdfast.console.ui.activity;

import org.jspecify.annotations.NullMarked;
