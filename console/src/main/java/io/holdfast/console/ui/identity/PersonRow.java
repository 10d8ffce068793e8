package io.holdfast.console.ui.identity;

import io.holdfast.console.identity.UserView;

/**
 * A person in the list.
 *
 * @param project its name; empty: in none
 */
record PersonRow(UserView user, String project) {}
