package io.holdfast.engine.repository;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.seal.DataKey;
import io.holdfast.engine.seal.KeySlot;
import io.holdfast.engine.seal.Passphrase;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code repository.json}: what a repository says about itself, and the slots with its data key.
 *
 * @param clearKey the data key in hexadecimal, only without encryption
 * @param warning for whoever looks into an unencrypted repository
 * @param proof a keyed hash over everything but the slots, so that no other field can be altered
 * @param checksum shows damage, of the slots too, before there is a key; none in a file that was
 *     written before there were checksums
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RepositoryFile(
    String format,
    int version,
    UUID id,
    Instant createdAt,
    int chunkBytes,
    String hash,
    String encryption,
    @Nullable String warning,
    @Nullable String clearKey,
    String proof,
    @Nullable String checksum,
    List<KeySlot> keySlots) {
  static final String FORMAT = "holdfast-repository";
  static final int VERSION = 1;
  static final String HASH = "hmac-sha-256";
  static final String ENCRYPTED = "aes-256-gcm";
  static final String CLEAR = "none";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A description without slots. */
  static RepositoryFile of(
      UUID id, Instant createdAt, int chunkBytes, DataKey key, boolean encrypted) {
    String encryption = encrypted ? ENCRYPTED : CLEAR;
    String proof = proof(key, id, createdAt, chunkBytes, encryption);
    var file =
        new RepositoryFile(
            FORMAT,
            VERSION,
            id,
            createdAt,
            chunkBytes,
            HASH,
            encryption,
            encrypted ? null : "NOT ENCRYPTED: whoever can read these files can read the volumes.",
            encrypted ? null : HexFormat.of().formatHex(key.toBytes()),
            proof,
            null,
            List.of());
    return file.withSlots(List.of());
  }

  RepositoryFile withSlots(List<KeySlot> slots) {
    return new RepositoryFile(
        format,
        version,
        id,
        createdAt,
        chunkBytes,
        hash,
        encryption,
        warning,
        clearKey,
        proof,
        checksumWith(slots),
        List.copyOf(slots));
  }

  private String checksumWith(List<KeySlot> slots) {
    List<Object> values = new ArrayList<>(List.of(format, version, id, createdAt, chunkBytes));
    values.addAll(List.of(hash, encryption, clearKey == null ? "" : clearKey, proof));
    for (KeySlot slot : slots) {
      KeySlot.Cost cost = slot.cost();
      values.addAll(List.of(slot.id(), slot.label(), slot.createdAt()));
      values.addAll(List.of(cost.memoryKibibytes(), cost.iterations(), cost.parallelism()));
      values.addAll(List.of(slot.salt(), slot.wrapped()));
    }
    var crc = new CRC32C();
    values.forEach(value -> crc.update((value + "\n").getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  /** Reads what is intact, as far as that can be told without a key. */
  static RepositoryFile parse(ByteBuffer json, RepositoryDriver driver) {
    try {
      byte[] bytes = new byte[json.remaining()];
      json.get(bytes);
      return checked(JSON.readValue(bytes, RepositoryFile.class), driver);
    } catch (JacksonException | IllegalArgumentException e) {
      throw damaged(driver, e);
    }
  }

  // The annotations cannot promise that a file has every field.
  @SuppressWarnings("ConstantConditions")
  private static RepositoryFile checked(RepositoryFile file, RepositoryDriver driver) {
    if (file == null || !FORMAT.equals(file.format)) {
      throw damaged(driver, null);
    }
    if (file.version != VERSION) {
      throw new BackupException(
          FailureKind.MISCONFIGURED,
          "The repository at "
              + driver.location()
              + " has format "
              + file.version
              + ", which this Holdfast does not know. Use a newer one.");
    }
    if (file.id == null
        || file.createdAt == null
        || file.proof == null
        || file.keySlots == null
        || file.keySlots.contains(null)
        || !HASH.equals(file.hash)
        || !(ENCRYPTED.equals(file.encryption) || CLEAR.equals(file.encryption))
        || Integer.bitCount(file.chunkBytes) != 1
        || file.chunkBytes < Repository.MIN_CHUNK_BYTES
        || file.chunkBytes > Repository.MAX_CHUNK_BYTES
        || !(file.checksum == null || file.checksum.equals(file.checksumWith(file.keySlots)))) {
      throw damaged(driver, null);
    }
    return file;
  }

  boolean encrypted() {
    return encryption.equals(ENCRYPTED);
  }

  byte[] toBytes() {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
  }

  /** Finds the data key and proves that the description is the one it was made for. */
  DataKey open(@Nullable Passphrase passphrase, RepositoryDriver driver) {
    DataKey key = encrypted() ? unwrap(passphrase, driver) : clearKey(driver);
    if (!proof.equals(proof(key, id, createdAt, chunkBytes, encryption))) {
      throw damaged(driver, null);
    }
    return key;
  }

  private DataKey unwrap(@Nullable Passphrase passphrase, RepositoryDriver driver) {
    if (passphrase == null) {
      throw new BackupException(
          FailureKind.MISCONFIGURED,
          "The repository at " + driver.location() + " is encrypted: give its passphrase.");
    }
    return keySlots.stream()
        .map(slot -> slot.unwrap(passphrase, id))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() ->
            new BackupException(
                FailureKind.MISCONFIGURED,
                "The passphrase does not open the repository at "
                    + driver.location()
                    + " (id "
                    + id
                    + "): it fits none of its "
                    + keySlots.size()
                    + " key slots. Give the one it was created with, or one added since."));
  }

  private DataKey clearKey(RepositoryDriver driver) {
    try {
      return new DataKey(HexFormat.of().parseHex(clearKey == null ? "" : clearKey));
    } catch (IllegalArgumentException e) {
      throw damaged(driver, e);
    }
  }

  private static String proof(
      DataKey key, UUID id, Instant createdAt, int chunkBytes, String encryption) {
    String text =
        String.join(
            "\n",
            FORMAT,
            Integer.toString(VERSION),
            id.toString(),
            createdAt.toString(),
            Integer.toString(chunkBytes),
            HASH,
            encryption,
            "");
    return HexFormat.of().formatHex(key.authenticate(text));
  }

  private static BackupException damaged(RepositoryDriver driver, @Nullable Throwable cause) {
    return new BackupException(
        FailureKind.CORRUPT,
        Descriptions.NAME
            + " of the repository at "
            + driver.location()
            + " is damaged. Put back a copy of that file; the backups themselves need nothing"
            + " else.",
        cause);
  }
}
