package io.holdfast.engine.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A repository's 32 random bytes, from which every other key is derived by HKDF-SHA-256. Lives as
 * long as the repository; passphrases only wrap it. A repository without encryption has one too, in
 * clear, to compute ids with.
 */
public final class DataKey {
  public static final int BYTES = 32;

  private final byte[] bytes;

  public DataKey(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a data key has 32 bytes, not " + bytes.length);
    }
    this.bytes = bytes.clone();
  }

  public static DataKey random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new DataKey(bytes);
  }

  /** For {@link io.holdfast.engine.chunk.ChunkHasher}: the ids of chunks. */
  public byte[] chunkIdKey() {
    return derive(new byte[0], "holdfast 1 chunk id");
  }

  /** For {@link io.holdfast.engine.chunk.ChunkHasher}: the ids of segments. */
  public byte[] segmentIdKey() {
    return derive(new byte[0], "holdfast 1 segment id");
  }

  /** The key of one object in a repository with encryption. */
  public ObjectKey encryptionKey(long idHigh, long idLow) {
    byte[] id = ByteBuffer.allocate(16).putLong(idHigh).putLong(idLow).array();
    byte[] key = derive(id, "holdfast 1 object");
    return new ObjectKey(idHigh, idLow, new SecretKeySpec(key, "AES"));
  }

  /** The same in a repository without. */
  public ObjectKey clearKey(long idHigh, long idLow) {
    return new ObjectKey(idHigh, idLow, null);
  }

  /** Proves that a text was written by someone who holds this key. */
  public byte[] authenticate(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(derive(new byte[0], "holdfast 1 description"), "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  /** The key itself, for wrapping it. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  private byte[] derive(byte[] salt, String purpose) {
    try {
      var parameters =
          HKDFParameterSpec.ofExtract()
              .addIKM(bytes)
              .addSalt(salt)
              .thenExpand(purpose.getBytes(StandardCharsets.US_ASCII), BYTES);
      return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java since 25 has HKDF-SHA256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DataKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "DataKey[hidden]";
  }
}
