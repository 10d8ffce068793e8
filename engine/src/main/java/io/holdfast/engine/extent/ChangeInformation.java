package io.holdfast.engine.extent;

import java.util.List;

/**
 * What somebody who saw every write says of a source: where it may differ from the state that one
 * certain earlier backup was made of. Whoever hands it to a run has made sure that the run's parent
 * is that backup. Called by many threads at once.
 */
public interface ChangeInformation {

  /**
   * The parts of a stretch that may have changed, in order and without overlap; saying too much is
   * allowed, saying too little is not.
   *
   * @param lengthBytes at least 1 and inside the volume; the engine asks for about 1 GiB at a time
   */
  List<ByteRange> changed(long offsetBytes, long lengthBytes);

  /**
   * Told, at most once in a run, that a stretch differs that was not said to: the information is
   * wrong, and the run reads everything instead.
   */
  void refuted(ByteRange stretch);
}
