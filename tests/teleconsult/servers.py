"""Real servers of the tests, on free ports of the loopback, ended with the test."""

import datetime
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from tests.tools import tools

STARTED_WITHIN_S = 20


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def answers(port):
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def wait_for(port, process):
    """Wait until a server listens, as long as it lives."""
    until = time.monotonic() + STARTED_WITHIN_S
    while not answers(port):
        assert process.poll() is None, "the server ended"
        assert time.monotonic() < until, "the server does not listen"
        process_wait(process, 0.05)


def process_wait(process, seconds):
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)


@contextmanager
def running(command, **named):
    """Run a program until the end of the block."""
    process = subprocess.Popen(command, **named)
    try:
        yield process
    finally:
        process.terminate()
        process_wait(process, 10)
        process.kill()
        process.wait()
        for one in (process.stdout, process.stderr):
            if one is not None:
                one.close()


@contextmanager
def a_redis(folder, port=0):
    """Run Redis; yields its address."""
    program, port = tools.redis(), port or free_port()
    environment = os.environ | {"LD_LIBRARY_PATH": tools.libraries_of(program)}
    words = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with running([str(program), *words], env=environment, **quiet) as process:
        wait_for(port, process)
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def a_turn_server(folder, secret):
    """Run coturn with the credentials of ``secret``; yields its port, for UDP and TCP."""
    program, port = tools.coturn(), free_port()
    environment = os.environ | {"LD_LIBRARY_PATH": tools.libraries_of(program)}
    (folder / "turn.conf").write_text(
        f"""listening-ip=127.0.0.1
relay-ip=127.0.0.1
listening-port={port}
use-auth-secret
static-auth-secret={secret}
realm=essais
allow-loopback-peers
no-cli
no-tls
no-dtls
userdb={folder / "turn.db"}
pidfile={folder / "turn.pid"}
log-file={folder / "turn.log"}
simple-log
verbose
""",
        encoding="utf-8",
    )
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    command = [str(program), "-c", str(folder / "turn.conf")]
    with running(command, env=environment, **quiet) as process:
        wait_for(port, process)
        yield port


@contextmanager
def osys_relay(folder, **lines):
    """Run ``osys relay serve``; yields its process and its address."""
    folder.mkdir(parents=True, exist_ok=True)
    written = "".join(f"{name} = {json.dumps(value)}\n" for name, value in lines.items())
    (folder / "relay.toml").write_text(written, encoding="utf-8")
    command = [sys.executable, "-I", "-m", "app", "relay", "serve", str(folder / "relay.toml")]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with running([*command, "--json"], **pipes) as process:
        line = process.stdout.readline()
        assert line, process.stderr.read()
        yield process, json.loads(line)["address"]


def trusting(folder, authority):
    """Make the home of somebody whose browser trusts ``authority``, a PEM file; return it."""
    program, store = tools.certutil(), folder / ".pki" / "nssdb"
    store.mkdir(parents=True)
    environment = os.environ | {"LD_LIBRARY_PATH": tools.libraries_of(program)}
    added = ("-A", "-n", "essais", "-t", "C,,", "-i", str(authority))
    for words in (("-N", "--empty-password"), added):
        command = [str(program), "-d", f"sql:{store}", *words]
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=30)
    return folder


def an_authority(folder):
    """Write a certificate authority of the tests and a certificate of 127.0.0.1 it signed.

    Returns the paths of the authority, of the certificate and of its key, all PEM.
    """
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _signed("Autorité des essais", root_key, "Autorité des essais", root_key, is_root=True)
    leaf = _signed("127.0.0.1", key, "Autorité des essais", root_key, is_root=False)
    paths = tuple(folder / name for name in ("authority.pem", "relay.pem", "relay.key"))
    folder.mkdir(parents=True, exist_ok=True)
    paths[0].write_bytes(root.public_bytes(Encoding.PEM))
    paths[1].write_bytes(leaf.public_bytes(Encoding.PEM))
    paths[2].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return paths


def _signed(name, key, issuer, issuer_key, *, is_root):
    now = datetime.datetime.fromtimestamp(time.time(), datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
    )
    if is_root:
        usage = x509.KeyUsage(*(False,) * 5, True, True, False, False)
        made = made.add_extension(usage, critical=True)
    else:
        place = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
        made = made.add_extension(place, critical=False)
    return made.sign(issuer_key, hashes.SHA256())


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
