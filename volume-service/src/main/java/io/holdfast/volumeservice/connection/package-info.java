/**
 * Connections to volumes: who is attached to what, under which secret export of the NBD server, and
 * how an attachment ends so that no late request lands. Knows backends only as devices that they
 * open.
 */
@NullMarked
package io.holdfast.volumeservice.connection;

import org.jspecify.annotations.NullMarked;
