#!/usr/bin/env python3
"""Checks a proof as docs/proof.md says it is done by hand.

usage: by_hand.py PROOF KEY

Shares nothing with the product, so that the document is tested, not the code:
Python's own SHA-256 and JSON, and openssl for the one signature. Ends with 0
when the proof holds.
"""

import base64
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

ENTRY_PUBLISHED, EDITION_MADE, KEY_ROTATED, BODY_ERASED = 1, 4, 5, 6


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf(*parts):
    return sha256(b"\0", *parts)


def node(left, right):
    return sha256(b"\1", left, right)


def int64(number):
    return number.to_bytes(8, "big")


def map_leaf(key, value):
    return leaf(len(key).to_bytes(4, "big"), key, value)


def decoded(path):
    return [base64.b64decode(text) for text in path]


def root_of(hash_, index, size, path):
    """RFC 9162, section 2.1.3.2."""
    assert index < size, "beyond the end"
    last = size - 1
    for sibling in path:
        assert last, "too many hashes"
        if index & 1 or index == last:
            hash_ = node(sibling, hash_)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            hash_ = node(hash_, sibling)
        index, last = index >> 1, last >> 1
    assert last == 0, "too few hashes"
    return hash_


def check_consistency(old, new, path):
    """RFC 9162, section 2.1.4.2. `old` and `new` are (size, root)."""
    if old[0] == new[0]:
        assert old[1] == new[1] and not path
        return
    if old[0] & (old[0] - 1) == 0:
        path = [old[1]] + path
    index, last = old[0] - 1, new[0] - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        assert last, "too many hashes"
        if index & 1 or index == last:
            first, second = node(sibling, first), node(sibling, second)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            second = node(second, sibling)
        index, last = index >> 1, last >> 1
    assert last == 0 and first == old[1] and second == new[1], "no extension"


def fields(message):
    """The fields of a message of Protocol Buffers, by number."""
    found, at = {}, 0

    def varint():
        nonlocal at
        number = shift = 0
        while True:
            byte = message[at]
            at += 1
            number |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return number

    while at < len(message):
        tag = varint()
        value = varint()
        if tag & 7 == 2:
            value, at = message[at:at + value], at + value
        found[tag >> 3] = value
    return found


def check_signature(text, signature, public_key):
    with tempfile.TemporaryDirectory() as folder:
        files = [pathlib.Path(folder, name) for name in ("key", "text", "sig")]
        # What DER puts before the 32 bytes of an Ed25519 key.
        prefix = bytes.fromhex("302a300506032b6570032100")
        files[0].write_bytes(prefix + public_key)
        files[1].write_bytes(text)
        files[2].write_bytes(signature)
        subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER",
             "-inkey", files[0], "-rawin", "-in", files[1],
             "-sigfile", files[2]],
            check=True, stdout=subprocess.DEVNULL)


def signature_by(key, note):
    """The signature that says it is by this key, if there is one."""
    name, key_id, _ = key.split("+", 2)
    for line in note.split("\n\n", 1)[1].splitlines():
        signature = base64.b64decode(line.split(" ")[2])
        if line.split(" ")[1] == name and signature[:4].hex() == key_id:
            return signature[4:]
    return None


def opened(note, keys):
    """The size and the root of a checkpoint that the key of its size signed."""
    text = note.split("\n\n", 1)[0] + "\n"
    origin, size, root = text.splitlines()[:3]
    key = keys[max(begin for begin in keys if begin < int(size))]
    assert origin == key.split("+")[0]
    check_signature(text.encode(), signature_by(key, note),
                    base64.b64decode(key.split("+", 2)[2])[1:])
    return int(size), base64.b64decode(root)


def keys_after(key, proof):
    """The keys that speak for the log, by the size after which they do."""
    keys, last = {0: key}, key
    for rotation in proof.get("rotations", []):
        if signature_by(last, rotation["checkpoint"]) is None:
            continue  # before the time of the key that was given
        log = opened(rotation["checkpoint"], keys)
        change = {**rotation, "sequence": log[0] - 1}
        last = fields(base64.b64decode(rotation["header"]))[5].decode()
        assert body_of(change, proof["claim"], KEY_ROTATED, last, log) is None
        assert last.startswith(key.split("+")[0] + "+")
        keys[log[0]] = last
    return keys


def body_of(change, claim, kind, subject, log):
    """The body of a change that is in the log; None where it is left out."""
    header = base64.b64decode(change["header"])
    says = fields(header)
    assert says[1].decode() == claim["authority"]
    assert says.get(2, 0) == change["sequence"]
    assert says[4] == kind and says[5].decode() == subject
    assert root_of(leaf(header), change["sequence"], log[0],
                   decoded(change["path"])) == log[1], "not in the log"
    if "body" not in change:
        return None
    salt = base64.b64decode(change["salt"])
    body = base64.b64decode(change["body"])
    assert len(salt) == 32 and sha256(salt, body) == says[6], "another body"
    return body


def check_provider(part, provider, made):
    leaf_ = map_leaf(provider.encode(), int64(part["entries_count"]) +
                     base64.b64decode(part["entries_root"]))
    assert root_of(leaf_, part["index"], made.get(5, 0),
                   decoded(part["path"])) == made[4], "not in the map"


def check_absence(proof, made):
    provider = proof["claim"]["provider"].encode()
    before, after = proof.get("before"), proof.get("after")
    size = made.get(5, 0)
    for part in (before, after):
        if part:
            check_provider(part, part["provider"], made)
    assert not before or before["provider"].encode() < provider
    assert not after or after["provider"].encode() > provider
    first = before["index"] + 1 if before else 0
    assert (after["index"] if after else size) == first, "one in between"
    assert size or made[4] == sha256(), "not empty"


def check_edition(proof, log):
    claim = proof["claim"]
    body = body_of(proof["edition"], claim, EDITION_MADE, claim["edition"], log)
    made = fields(fields(body)[4])
    if "entry" in proof:
        assert proof["publication"]["sequence"] < proof["edition"]["sequence"]
        value = int64(proof["publication"]["sequence"])
        assert root_of(map_leaf(claim["entry"].encode(), value),
                       proof["entry"]["index"], made.get(3, 0),
                       decoded(proof["entry"]["path"])) == made[2]
    if "provider" in proof:
        part, place = proof["provider"], proof["entry_of_provider"]
        check_provider(part, claim["provider"], made)
        assert root_of(leaf(claim["entry"].encode()), place["index"],
                       part["entries_count"], decoded(place["path"])
                       ) == base64.b64decode(part["entries_root"])
    if claim["kind"] == "provider-not-in-edition":
        check_absence(proof, made)


def main(path, key):
    text = pathlib.Path(path).read_bytes()
    lines = text.splitlines(keepends=True)
    proof = json.loads(text)
    assert hashlib.sha256(b"".join(lines[:-2])).hexdigest() == proof["sha256"]
    claim = proof["claim"]
    assert key.startswith(f"localoffer/{claim['authority']}+")
    keys = keys_after(key, proof)
    log = opened(proof["checkpoint"], keys)
    if "earlier" in proof:
        old = opened(proof["earlier"]["checkpoint"], keys)
        check_consistency(old, log, decoded(proof["earlier"]["path"]))
    if "edition" in proof:
        check_edition(proof, log)
    if "publication" in proof:
        body_of(proof["publication"], claim, ENTRY_PUBLISHED, claim["entry"],
                log)
    if "erasure" in proof:
        body_of(proof["erasure"], claim, BODY_ERASED,
                str(proof["publication"]["sequence"]), log)


if __name__ == "__main__":
    main(*sys.argv[1:])
