package io.holdfast.worker.lease;

import io.holdfast.engine.repository.RepositoryDriver;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A repository driver whose every request passes the gate. */
public record GatedDriver(RepositoryDriver driver, Gate gate) implements RepositoryDriver {

  @Override
  public boolean put(String name, ByteBuffer content) {
    gate.pass();
    return driver.put(name, content);
  }

  @Override
  public void replace(String name, ByteBuffer content) {
    gate.pass();
    driver.replace(name, content);
  }

  @Override
  public int read(String name, long offsetBytes, ByteBuffer into) {
    gate.pass();
    return driver.read(name, offsetBytes, into);
  }

  @Override
  public OptionalLong size(String name) {
    gate.pass();
    return driver.size(name);
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> found) {
    gate.pass();
    driver.list(prefix, found);
  }

  @Override
  public boolean delete(String name) {
    gate.pass();
    return driver.delete(name);
  }

  @Override
  public void tidy(Duration olderThan) {
    gate.pass();
    driver.tidy(olderThan);
  }

  @Override
  public Space space() {
    gate.pass();
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
