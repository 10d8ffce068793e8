/**
 * The frame of the pages and what they are made of: the shell, the navigation, and one model each
 * for lists ({@link io.holdfast.console.ui.ListPage}), details ({@link
 * io.holdfast.console.ui.Details}) and dialogs ({@link io.holdfast.console.ui.ActionDialog}).
 * Features live in the packages below, one each; they ask the console's services and decide nothing
 * themselves.
 */
@NullMarked
package io.holdfast.console.ui;

import org.jspecify.annotations.NullMarked;
