package io.holdfast.engine.chunk;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Computes ids with one repository's key. For one thread at a time. */
public final class ChunkHasher {
  private final Mac mac;

  /**
   * @param key 32 bytes; one for chunks, another for segments
   */
  public ChunkHasher(byte[] key) {
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  /** The id of some content, without looking for zeros. */
  public ChunkId hash(byte[] content, int offset, int length) {
    mac.update(content, offset, length);
    return ChunkId.read(ByteBuffer.wrap(mac.doFinal()));
  }
}
