#!/usr/bin/python3
"""Backs up and restores a file with Cinder's own chunked driver (Debian: python3-cinder), without the services around it.
Prints the seconds that the driver took; starting Python is not in them.

usage: cinder-chunked.py backup|rescan|restore DIRECTORY FILE zlib|zstd|none

`rescan` makes an incremental backup on the one before. What Cinder would keep in its database lies in DIRECTORY/records.json.
"""

import contextlib
import json
import os
import sys
import time
import uuid
from types import SimpleNamespace
from unittest import mock

from oslo_config import cfg

from cinder import objects
from cinder.backup.drivers import posix
from cinder.common import config  # noqa: F401, registers the options
from cinder.objects import fields

command, directory, path, algorithm = sys.argv[1:]
CONF = cfg.CONF
CONF([], project="cinder", default_config_files=[])
CONF.set_override("backup_compression_algorithm", algorithm)
CONF.set_override("backup_enable_progress_timer", False)
CONF.set_override("state_path", directory)

records_file = os.path.join(directory, "records.json")
size_gib = -(-os.path.getsize(path) // (1 << 30)) if command != "restore" else 0


class Backup(dict):
    """The few things that the driver asks of a backup's row."""

    def __getattr__(self, name):
        return self.get(name)

    def __missing__(self, name):
        return None

    def __setattr__(self, name, value):
        self[name] = value

    def save(self):
        pass

    refresh = save

    def as_read_deleted(self):
        return contextlib.nullcontext()


def records():
    if not os.path.exists(records_file):
        return []
    with open(records_file, encoding="utf-8") as file:
        return [Backup(record) for record in json.load(file)]


kept = records()
objects.Backup = mock.Mock()
objects.Backup.get_by_id = lambda context, identity: next(b for b in kept if b["id"] == identity)
driver = posix.PosixBackupDriver(SimpleNamespace(), backup_path=os.path.join(directory, "repository"))
driver.db = mock.Mock()
driver._send_progress_notification = driver._send_progress_end = lambda *arguments: None
driver.db.volume_get = lambda context, identity: {"id": identity, "size": size_gib, "encryption_key_id": None}

start = time.monotonic()
if command == "restore":
    kept[-1].status = fields.BackupStatus.RESTORING
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "wb+") as file:
        driver.restore(kept[-1], kept[-1]["volume_id"], file)
        file.truncate(kept[-1]["bytes"])
        os.fsync(file.fileno())
else:
    parent = kept[-1] if command == "rescan" else None
    backup = Backup(
        id=str(uuid.uuid4()),
        volume_id=parent["volume_id"] if parent else str(uuid.uuid4()),
        parent_id=parent["id"] if parent else None,
        container=None,
        bytes=os.path.getsize(path),
        size=size_gib,
        availability_zone="nova",
        display_name="bench",
        display_description="",
        object_count=0,
    )
    with open(path, "rb") as file:
        driver.backup(backup, file, backup_metadata=False)
    kept.append(backup)
seconds = time.monotonic() - start
print(f"{seconds:.3f}")
if command != "restore":
    with open(records_file, "w", encoding="utf-8") as file:
        json.dump(kept, file)
