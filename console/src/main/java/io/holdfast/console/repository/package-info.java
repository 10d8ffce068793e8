/**
 * Repositories as administrators see them: the rows, what lies in them, and the one that is made at
 * the first start. The console never opens a repository; workers do, and write down what they find.
 */
@NullMarked
package io.holdfast.console.repository;

import org.jspecify.annotations.NullMarked;
