#!/usr/bin/env python3
"""Restores one backup from a Holdfast repository in a directory.

Written from docs/repository-format.md alone, to show that the document is enough. Slow and strict:
whatever is not as the document says ends it.

    restore.py REPOSITORY BACKUP-ID OUTPUT        (passphrase, if any, in HOLDFAST_PASSPHRASE)

Needs the Python module cryptography; zstandard, or the program zstd; and for encrypted repositories
Argon2id: cryptography from version 44, or the module argon2. Without them it ends with status 77.
"""

import hashlib
import hmac
import json
import os
import re
import struct
import subprocess
import sys
from pathlib import Path

ZERO = bytes(32)
CHUNK, SEGMENT, INDEX, MANIFEST = 1, 2, 3, 4
DATA_PACK, SEGMENT_PACK, MANIFEST_OBJECT = 1, 2, 3


def missing(what):
    print(f"restore.py needs {what}.", file=sys.stderr)
    sys.exit(77)


def require(condition, message):
    if not condition:
        sys.exit(f"restore.py: {message}")


try:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
except ImportError:
    missing("the Python module cryptography (Debian: python3-cryptography)")


def argon2id(passphrase, salt, cost):
    memory, iterations, lanes = cost["memoryKibibytes"], cost["iterations"], cost["parallelism"]
    try:
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

        return Argon2id(
            salt=salt, length=32, iterations=iterations, lanes=lanes, memory_cost=memory
        ).derive(passphrase)
    except ImportError:
        pass
    try:
        from argon2.low_level import Type, hash_secret_raw

        return hash_secret_raw(passphrase, salt, iterations, memory, lanes, 32, Type.ID, 0x13)
    except ImportError:
        missing("Argon2id (Debian: python3-argon2)")


def unzstd(packed, length):
    try:
        import zstandard

        return zstandard.ZstdDecompressor().decompress(packed, max_output_size=length)
    except ImportError:
        pass
    try:
        return subprocess.run(
            ["zstd", "-d", "-q", "-c"], input=packed, stdout=subprocess.PIPE, check=True
        ).stdout
    except FileNotFoundError:
        missing("zstd (Debian: python3-zstandard or zstd)")


def crc32c_table():
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        yield byte


CRC_TABLE = list(crc32c_table())


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = CRC_TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


def hmac256(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def hkdf(key, salt, info):
    # 32 bytes are one block of the expansion.
    return hmac256(hmac256(salt, key), info + b"\x01")


class Repository:
    def __init__(self, directory, passphrase):
        self.directory = directory
        self.file = json.loads((directory / "repository.json").read_text("utf-8"))
        require(self.file["format"] == "holdfast-repository", "not a repository")
        require(self.file["version"] == 1, "another version")
        require(self.file["hash"] == "hmac-sha-256", "another hash")
        self.encrypted = self.file["encryption"] == "aes-256-gcm"
        require(self.encrypted or self.file["encryption"] == "none", "another encryption")
        self.chunk_bytes = self.file["chunkBytes"]
        self.data_key = self.unwrap(passphrase) if self.encrypted else bytes.fromhex(self.file["clearKey"])
        self.chunk_id_key = self.key(b"chunk id")
        self.segment_id_key = self.key(b"segment id")
        proven = "".join(
            f"{self.file[field]}\n"
            for field in ("format", "version", "id", "createdAt", "chunkBytes", "hash", "encryption")
        )
        proof = hmac256(self.key(b"description"), proven.encode())
        require(proof.hex() == self.file["proof"], "repository.json was altered")

    def key(self, name, salt=ZERO):
        return hkdf(self.data_key, salt, b"holdfast 1 " + name)

    def unwrap(self, passphrase):
        for slot in self.file["keySlots"]:
            key = argon2id(passphrase, bytes.fromhex(slot["salt"]), slot["cost"])
            wrapped = bytes.fromhex(slot["wrapped"])
            associated = f"holdfast 1 key slot {self.file['id']} {slot['id']}".encode("ascii")
            try:
                return AESGCM(key).decrypt(wrapped[:12], wrapped[12:], associated)
            except Exception:
                continue
        sys.exit("restore.py: the passphrase fits no key slot")


class Object:
    """One pack or manifest."""

    def __init__(self, repository, path, kind):
        self.repository = repository
        self.bytes = path.read_bytes()
        magic, version, found, zero, self.id, zero2, crc = struct.unpack(
            ">4sHBB16sII", self.bytes[:32]
        )
        require(magic == b"HFO1" and version == 1 and found == kind, f"{path}: another header")
        require(zero == 0 and zero2 == 0, f"{path}: no zeros where zeros should be")
        require(crc == crc32c(self.bytes[:28]), f"{path}: its header is damaged")

    def frame(self, offset, kind, ordinal):
        """Returns a frame's content and its whole length."""
        header = self.bytes[offset : offset + 16]
        mark, packed, sealing, number, content_bytes, payload_bytes = struct.unpack(
            ">2sBBIII", header
        )
        require(mark == b"HF" and number == ordinal and packed in (0, 1), "not the frame's header")
        require(sealing == (1 if self.repository.encrypted else 0), "the wrong sealing")
        associated = self.id + struct.pack(">II", kind, offset) + header
        payload = self.bytes[offset + 16 : offset + 16 + payload_bytes]
        if sealing == 1:
            key = self.repository.key(b"object", self.id)
            content = AESGCM(key).decrypt(bytes(8) + struct.pack(">I", ordinal), payload, associated)
        else:
            content = payload[:-4]
            crc = struct.unpack(">I", payload[-4:])[0]
            require(crc == crc32c(associated + content), "a frame fails its checksum")
        if packed == 1:
            content = unzstd(content, content_bytes)
        require(len(content) == content_bytes, "a frame's content has another length")
        return content, 16 + payload_bytes

    def index(self, kind):
        """Yields what a pack holds: id, ordinal, offset."""
        trailer = self.bytes[-48:]
        magic, version, found, zero, pack, count, offset, length, total, zero2, crc = struct.unpack(
            ">4sHBB16sIIIIII", trailer
        )
        require(magic == b"HFT1" and version == 1 and found == kind, "another trailer")
        require(zero == 0 and zero2 == 0, "no zeros where zeros should be")
        require(crc == crc32c(trailer[:44]), "a trailer is damaged")
        require(pack == self.id and total == len(self.bytes), "another pack's trailer")
        content, whole = self.frame(offset, INDEX, count)
        require(whole == length and offset + length + 48 == total, "something before the trailer")
        require(len(content) == 44 * count, "an index of another length")
        end = 32
        for ordinal in range(count):
            entry, start, stored, _ = struct.unpack(">32sIII", content[44 * ordinal :][:44])
            require(start == end, "something between two frames")
            end += stored
            yield entry, ordinal, start
        require(end == offset, "something before the index")


class Packs:
    """All packs of one kind, by what they hold."""

    def __init__(self, repository, folder, object_kind, frame_kind, id_key):
        self.frame_kind = frame_kind
        self.id_key = id_key
        self.places = {}
        for path in sorted((repository.directory / folder).glob("??/*")):
            if re.fullmatch("[0-9a-f]{32}", path.name) and path.parent.name == path.name[:2]:
                pack = Object(repository, path, object_kind)
                require(pack.id.hex() == path.name, f"{path}: another id")
                for entry, ordinal, offset in pack.index(object_kind):
                    self.places[entry] = (pack, ordinal, offset)

    def read(self, wanted):
        pack, ordinal, offset = self.places[wanted]
        content, _ = pack.frame(offset, self.frame_kind, ordinal)
        require(hmac256(self.id_key, content) == wanted, "not the content that was asked for")
        return content


def restore(repository, backup, output):
    manifest = Object(repository, repository.directory / "backups" / backup, MANIFEST_OBJECT)
    content, whole = manifest.frame(32, MANIFEST, 0)
    require(32 + whole == len(manifest.bytes), "something behind the manifest")
    json_bytes = struct.unpack(">I", content[:4])[0]
    head = json.loads(content[4 : 4 + json_bytes].decode("utf-8"))
    ids = content[4 + json_bytes :]
    require(head["backup"]["id"]["value"] == backup, "another backup's manifest")
    require(head["chunkBytes"] == repository.chunk_bytes, "another size of chunks")
    size, chunk_bytes = head["sizeBytes"], head["chunkBytes"]
    require(head["segmentCount"] == -(-size // (1024 * chunk_bytes)), "another number of segments")
    require(len(ids) == 32 * head["segmentCount"], "another number of ids")
    segments = Packs(repository, "meta", SEGMENT_PACK, SEGMENT, repository.segment_id_key)
    chunks = Packs(repository, "packs", DATA_PACK, CHUNK, repository.chunk_id_key)
    with open(output, "wb") as volume:
        for number in range(head["segmentCount"]):
            start = number * 1024 * chunk_bytes
            count = min(1024, -(-(size - start) // chunk_bytes))
            segment = ids[32 * number : 32 * number + 32]
            listed = bytes(32 * count) if segment == ZERO else segments.read(segment)
            require(len(listed) == 32 * count, "a segment of another length")
            for chunk in range(count):
                at = start + chunk * chunk_bytes
                length = min(chunk_bytes, size - at)
                wanted = listed[32 * chunk : 32 * chunk + 32]
                read = bytes(length) if wanted == ZERO else chunks.read(wanted)
                require(len(read) == length, "a chunk of another length")
                volume.write(read)


if __name__ == "__main__":
    require(len(sys.argv) == 4, "usage: restore.py REPOSITORY BACKUP-ID OUTPUT")
    secret = os.environ.get("HOLDFAST_PASSPHRASE", "").encode("utf-8")
    restore(Repository(Path(sys.argv[1]), secret), sys.argv[2], sys.argv[3])
