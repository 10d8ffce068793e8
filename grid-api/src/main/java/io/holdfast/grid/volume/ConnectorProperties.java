package io.holdfast.grid.volume;

import java.util.List;
import java.util.Objects;

/** What a worker says of itself before it is connected, as Cinder's connector does. */
public final class ConnectorProperties {

  private final String host;
  private final List<String> addresses;
  private final List<String> protocols;

  /**
   * Describes a connector.
   *
   * @param host the worker's host name
   * @param addresses IP addresses that the worker can be reached at, the best first; may be empty
   * @param protocols protocols that it speaks, as in {@link ConnectionInfo#driverVolumeType()}
   */
  public ConnectorProperties(String host, List<String> addresses, List<String> protocols) {
    this.host = Objects.requireNonNull(host, "host");
    this.addresses = List.copyOf(addresses);
    this.protocols = List.copyOf(protocols);
  }

  public String host() {
    return host;
  }

  public List<String> addresses() {
    return addresses;
  }

  public List<String> protocols() {
    return protocols;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConnectorProperties that
        && host.equals(that.host)
        && addresses.equals(that.addresses)
        && protocols.equals(that.protocols);
  }

  @Override
  public int hashCode() {
    return Objects.hash(host, addresses, protocols);
  }

  @Override
  public String toString() {
    return "connector of " + host + " at " + addresses + " speaking " + protocols;
  }
}
