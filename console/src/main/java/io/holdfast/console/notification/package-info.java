/**
 * Tells people what went wrong: gathers troubles into messages and sends each by mail or web hook.
 * Every console does so; the database lets each message be taken by one. Knows nothing of pages.
 */
@NullMarked
package io.holdfast.console.notification;

import org.jspecify.annotations.NullMarked;
