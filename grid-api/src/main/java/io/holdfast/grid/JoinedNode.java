package io.holdfast.grid;

/** A node in the grid and what watches over it. */
record JoinedNode(IgniteNode node, SplitWatch watch) implements AutoCloseable {

  @Override
  public void close() {
    watch.close();
    node.close();
  }
}
