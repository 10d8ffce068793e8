@NullMarked
package io.holdfast.console.ui.task;

import org.jspecify.annotations.NullMarked;
