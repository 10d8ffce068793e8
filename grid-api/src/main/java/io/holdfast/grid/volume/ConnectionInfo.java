package io.holdfast.grid.volume;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How to reach what was attached, in Cinder's shape: a protocol and its data. For {@code nbd} the
 * data are {@value #HOST} and {@value #PORT}; perhaps {@value #SOCKET}, the path of a Unix socket
 * for who finds it on the same machine; {@value #EXPORT}, which is a secret of this attachment;
 * {@value #TLS} ({@code true} or {@code false}); and with TLS {@value #CERTIFICATE}, the one
 * certificate to trust, as PEM. There is no TLS on the socket.
 */
public final class ConnectionInfo {

  public static final String NBD = "nbd";
  public static final String HOST = "host";
  public static final String PORT = "port";
  public static final String SOCKET = "socket";
  public static final String EXPORT = "export";
  public static final String TLS = "tls";
  public static final String CERTIFICATE = "certificate";

  private final String driverVolumeType;
  private final Map<String, String> data;

  public ConnectionInfo(String driverVolumeType, Map<String, String> data) {
    this.driverVolumeType = Objects.requireNonNull(driverVolumeType, "driverVolumeType");
    this.data = Map.copyOf(data);
  }

  /** The protocol, for instance {@value #NBD}. */
  public String driverVolumeType() {
    return driverVolumeType;
  }

  /** The protocol's data. Holds secrets: not for logs. */
  public Map<String, String> data() {
    return data;
  }

  /** One datum, or {@code null} when the connection has none of that name. */
  public @Nullable String get(String key) {
    return data.get(key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConnectionInfo that
        && driverVolumeType.equals(that.driverVolumeType)
        && data.equals(that.data);
  }

  @Override
  public int hashCode() {
    return Objects.hash(driverVolumeType, data);
  }

  /** Without the data, since the export's name is a secret. */
  @Override
  public String toString() {
    return driverVolumeType + " connection";
  }
}
