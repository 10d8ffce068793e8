package io.holdfast.grid;

/** A node in the grid and what watches over it. */
record JoinedNode(IgniteNode node, WorkDirectory workDirectory, SplitWatch watch)
    implements AutoCloseable {

  @Override
  public void close() {
    watch.close();
    node.close();
    workDirectory.close();
  }
}
