@NullMarked
package io.holdfast.console.notification;

import org.jspecify.annotations.NullMarked;
