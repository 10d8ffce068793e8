/** Settings that hold for the whole grid, each with what it does. */
@NullMarked
package io.holdfast.console.ui.setting;

import org.jspecify.annotations.NullMarked;
