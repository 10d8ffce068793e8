/**
 * Policies: backing volumes up by themselves, and deleting what is no longer to stay. Schedule and
 * retention are reckoned here, without a clock or a database; a keeper thread in every console
 * starts what is due, and the database sees to it that each run is started once.
 */
@NullMarked
package io.holdfast.console.policy;

import org.jspecify.annotations.NullMarked;
