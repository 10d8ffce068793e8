package io.holdfast.bench.whole;

/** A tool that backs up the image. Each call returns the seconds that it took. */
interface Tool {

  String name();

  /** Backs up the image into an empty repository. */
  double full() throws Exception;

  /** Backs it up again, reading all of it; something of it may have changed. */
  double rescan() throws Exception;

  /** Restores the last backup to where nothing is, and checks that it is the image. */
  double restore() throws Exception;

  /** Deletes what it restored, and empties its repository. */
  void forget() throws Exception;
}
