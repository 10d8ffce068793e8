package io.holdfast.worker.repository;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.repository.RepositoryDriver;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells of every failure on its way through, so that a repository that became full or vanished
 * while tasks work in it is known as such to everybody. That one object is damaged is no failure of
 * the repository.
 */
record FaultNotingDriver(RepositoryDriver driver, Consumer<BackupException> noted)
    implements RepositoryDriver {

  private <T> T noting(Supplier<T> request) {
    try {
      return request.get();
    } catch (BackupException e) {
      if (e.kind() != FailureKind.CORRUPT) {
        noted.accept(e);
      }
      throw e;
    }
  }

  private void noting(Runnable request) {
    noting(() -> {
      request.run();
      return true;
    });
  }

  @Override
  public boolean put(String name, ByteBuffer content) {
    return noting(() -> driver.put(name, content));
  }

  @Override
  public void replace(String name, ByteBuffer content) {
    noting(() -> driver.replace(name, content));
  }

  @Override
  public int read(String name, long offsetBytes, ByteBuffer into) {
    return noting(() -> driver.read(name, offsetBytes, into));
  }

  @Override
  public OptionalLong size(String name) {
    return noting(() -> driver.size(name));
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> found) {
    noting(() -> driver.list(prefix, found));
  }

  @Override
  public boolean delete(String name) {
    return noting(() -> driver.delete(name));
  }

  @Override
  public void tidy(Duration olderThan) {
    noting(() -> driver.tidy(olderThan));
  }

  @Override
  public Space space() {
    return noting(driver::space);
  }

  @Override
  public String location() {
    return driver.location();
  }

  @Override
  public void close() {
    driver.close();
  }
}
