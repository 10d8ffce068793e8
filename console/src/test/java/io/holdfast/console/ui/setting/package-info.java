@NullMarked
package io.holdfast.console.ui.setting;

import org.jspecify.annotations.NullMarked;
