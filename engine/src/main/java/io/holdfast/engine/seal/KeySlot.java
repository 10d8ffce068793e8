package io.holdfast.engine.seal;

import static java.util.Objects.requireNonNull;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A repository's data key, wrapped by one passphrase: Argon2id makes a key of it, and AES-256-GCM
 * seals the data key with that. A repository may have several, so that a passphrase can be changed
 * without touching any data.
 *
 * @param label what people call it
 * @param cost of one guess
 * @param salt 16 random bytes, in hexadecimal
 * @param wrapped nonce (12 bytes), sealed data key (32) and tag (16), in hexadecimal
 */
public record KeySlot(
    UUID id, String label, Instant createdAt, Cost cost, String salt, String wrapped) {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  public KeySlot {
    // Read from a file that may be damaged, in which any of them may be missing.
    requireNonNull(id, "id");
    requireNonNull(label, "label");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(cost, "cost");
    requireNonNull(salt, "salt");
    requireNonNull(wrapped, "wrapped");
  }

  /** What Argon2id has to spend; RFC 9106 recommends the default where memory is scarce. */
  public record Cost(int memoryKibibytes, int iterations, int parallelism) {
    public static final Cost DEFAULT = new Cost(64 * 1024, 3, 4);

    public Cost {
      // The upper bounds keep a damaged or hostile description from eating the machine.
      if (memoryKibibytes < 8 * parallelism
          || memoryKibibytes > 4 * 1024 * 1024
          || iterations < 1
          || iterations > 1000
          || parallelism < 1
          || parallelism > 64) {
        throw new IllegalArgumentException("not a cost for Argon2id");
      }
    }
  }

  /**
   * @param owner the repository's id, so that a slot opens no other repository
   */
  public static KeySlot wrap(
      DataKey dataKey, Passphrase passphrase, Cost cost, UUID owner, String label, Instant now) {
    UUID id = UUID.randomUUID();
    byte[] salt = random(16);
    byte[] nonce = random(NONCE_BYTES);
    byte[] key = stretch(passphrase, cost, salt);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, associated(owner, id));
      byte[] sealed = cipher.doFinal(dataKey.toBytes());
      byte[] wrapped =
          ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
      HexFormat hex = HexFormat.of();
      return new KeySlot(id, label, now, cost, hex.formatHex(salt), hex.formatHex(wrapped));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("wrapping a data key failed", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * The data key, or empty if the passphrase is not this slot's, or the slot is damaged.
   *
   * @throws BackupException {@link FailureKind#MISCONFIGURED} if a guess costs more memory than the
   *     program has
   */
  public Optional<DataKey> unwrap(Passphrase passphrase, UUID owner) {
    byte[] saltBytes;
    byte[] wrappedBytes;
    try {
      saltBytes = HexFormat.of().parseHex(salt);
      wrappedBytes = HexFormat.of().parseHex(wrapped);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    if (wrappedBytes.length != NONCE_BYTES + DataKey.BYTES + TAG_BITS / 8) {
      return Optional.empty();
    }
    requireMemory();
    byte[] key = stretch(passphrase, cost, saltBytes);
    byte[] nonce = Arrays.copyOf(wrappedBytes, NONCE_BYTES);
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, associated(owner, id));
      return Optional.of(
          new DataKey(
              cipher.doFinal(wrappedBytes, NONCE_BYTES, wrappedBytes.length - NONCE_BYTES)));
    } catch (AEADBadTagException _) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("unwrapping a data key failed", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private void requireMemory() {
    long mebibytes = cost.memoryKibibytes() / 1024;
    long available = Runtime.getRuntime().maxMemory() / 4 * 3 / 1024 / 1024;
    if (mebibytes > available) {
      throw new BackupException(
          FailureKind.MISCONFIGURED,
          "Trying a passphrase at key slot "
              + id
              + " takes "
              + mebibytes
              + " MiB of memory, and this program has "
              + available
              + " for it. Give it more (-Xmx); or, if the slot was not made so, repository.json is"
              + " damaged: put back a copy of it.");
    }
  }

  private static byte[] stretch(Passphrase passphrase, Cost cost, byte[] salt) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKibibytes())
            .withIterations(cost.iterations())
            .withParallelism(cost.parallelism())
            .withSalt(salt)
            .build());
    byte[] key = new byte[32];
    generator.generateBytes(passphrase.toBytes(), key);
    return key;
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] associated)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(associated);
    return cipher;
  }

  private static byte[] associated(UUID owner, UUID slot) {
    return ("holdfast 1 key slot " + owner + " " + slot).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
