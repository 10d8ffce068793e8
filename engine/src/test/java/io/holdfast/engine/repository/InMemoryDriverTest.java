package io.holdfast.engine.repository;

class InMemoryDriverTest extends RepositoryDriverContract {
  @Override
  protected RepositoryDriver open() {
    return new InMemoryDriver();
  }
}
