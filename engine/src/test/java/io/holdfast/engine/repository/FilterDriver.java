package io.holdfast.engine.repository;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Hands every call on, for tests that change one of them. */
public class FilterDriver implements RepositoryDriver {
  private final RepositoryDriver driver;

  public FilterDriver(RepositoryDriver driver) {
    this.driver = driver;
  }

  @Override
  public boolean put(String name, ByteBuffer content) {
    return driver.put(name, content);
  }

  @Override
  public void replace(String name, ByteBuffer content) {
    driver.replace(name, content);
  }

  @Override
  public int read(String name, long offsetBytes, ByteBuffer into) {
    return driver.read(name, offsetBytes, into);
  }

  @Override
  public OptionalLong size(String name) {
    return driver.size(name);
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> found) {
    driver.list(prefix, found);
  }

  @Override
  public boolean delete(String name) {
    return driver.delete(name);
  }

  @Override
  public void tidy(Duration age) {
    driver.tidy(age);
  }

  @Override
  public Space space() {
    return driver.space();
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
