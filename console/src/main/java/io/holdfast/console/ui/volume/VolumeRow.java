package io.holdfast.console.ui.volume;

import io.holdfast.schema.volume.Volume;

/**
 * A volume in the list.
 *
 * @param policies the names of those that cover it, as far as the viewer sees them; may be empty
 */
record VolumeRow(Volume volume, String policies) {}
