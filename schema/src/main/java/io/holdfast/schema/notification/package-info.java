/**
 * What went wrong, whom to tell, and the messages about it. Triggers write down what went wrong in
 * the transaction in which it does; consoles gather that into messages and send each once. Says
 * nothing in words and sends nothing itself.
 */
@NullMarked
package io.holdfast.schema.notification;

import org.jspecify.annotations.NullMarked;
