/**
 * Who holds which volume at this moment: attachments for as long as they last, requests for as long
 * as they run. Whoever cannot have it is told at once by whom it is held; nobody waits.
 */
@NullMarked
package io.holdfast.volumeservice.claim;

import org.jspecify.annotations.NullMarked;
