"""Dovecot on the loopback, as an ordinary program of the person who runs the tests."""

import getpass
import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from app.transport.account import Security
from tests.teleconsult.servers import free_port, running, wait_for
from tests.tools import tools
from tests.transport.servers import PASSWORD, Papers

BUILT_IN = b"/usr/lib/dovecot/modules"


@contextmanager
def an_imap_server(
    operator: Papers,
    pharmacy: Papers,
    more: str = "",
    security: Security = Security.TLS,
) -> Iterator[int]:
    """Run Dovecot, in a folder of its own, over TLS with client certificates and ``more`` settings; yields its port.

    It is built for ``/usr/lib/dovecot/modules``: a copy of it is told of a name as long as that
    one, a link to where its modules are unpacked.
    """
    with TemporaryDirectory(prefix="osys-imap-") as place:
        Path(place).chmod(0o711)  # another account than root's opens the boxes
        with _running(Path(place), operator, pharmacy, more, security) as port:
            yield port


@contextmanager
def _running(
    folder: Path, operator: Papers, pharmacy: Papers, more: str, security: Security
) -> Iterator[int]:
    root, port = tools.dovecot(), free_port()
    modules = Path(f"/tmp/osys-dovecot-{secrets.token_hex(3)}")  # noqa: S108 - as long as the one built in
    assert len(str(modules)) == len(BUILT_IN)
    copy = folder / "dovecot"
    copy.mkdir(parents=True)
    for file in (root / "usr/lib/dovecot").iterdir():
        if file.is_file():
            (copy / file.name).write_bytes(
                file.read_bytes().replace(BUILT_IN, str(modules).encode("ascii"))
            )
            (copy / file.name).chmod(0o755)
    user = "nobody" if os.getuid() == 0 else getpass.getuser()
    libraries = f"{copy}:{tools.libraries_of(root / 'usr/lib/dovecot/imap')}"
    boxes = folder / "boxes"
    boxes.mkdir()
    boxes.chmod(0o777)
    config = folder / "dovecot.conf"
    config.write_text(
        _configured(
            folder,
            copy,
            modules,
            port,
            user=user,
            libraries=libraries,
            operator=operator,
            pharmacy=pharmacy,
            more=more,
            is_tls=security is Security.TLS,
        )
    )
    modules.symlink_to(root / "usr/lib/dovecot/modules")
    words = ["-f", "service=master", "-c", str(config), "-m", "master", "-e"]
    command = [str(root / "usr/bin/doveconf"), *words, str(root / "usr/sbin/dovecot")]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = os.environ | {"LD_LIBRARY_PATH": libraries}
    try:
        with running([*command, "-F", "-c", str(config)], env=environment, **quiet) as process:
            wait_for(port, process)
            yield port
    finally:
        modules.unlink()


def _configured(folder, copy, modules, port, **its) -> str:
    user, libraries = its["user"], its["libraries"]
    operator, pharmacy = its["operator"], its["pharmacy"]
    group = "nogroup" if user == "nobody" else user
    alone = "\n".join(f"service {name} {{\n  chroot =\n}}" for name in ("anvil", "stats"))
    return f"""base_dir = {folder / "run"}
state_dir = {folder / "run"}
log_path = {folder / "dovecot.log"}
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
libexec_dir = {copy}
mail_plugin_dir = {modules}
login_plugin_dir = {modules}/login
import_environment = LD_LIBRARY_PATH={libraries}
mail_location = maildir:{folder / "boxes"}/%u
first_valid_uid = 1
ssl = required
ssl_cert = <{operator.certificate}
ssl_key = <{operator.key}
ssl_ca = <{pharmacy.authority}
ssl_verify_client_cert = yes
ssl_require_crl = no
auth_ssl_require_client_cert = yes
{alone}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {0 if its["is_tls"] else port}
  }}
  inet_listener imaps {{
    port = {port if its["is_tls"] else 0}
    ssl = yes
  }}
}}
auth_mechanisms = plain external
{its["more"]}
passdb {{
  driver = static
  mechanisms = plain
  args = password={PASSWORD}
}}
passdb {{
  driver = static
  mechanisms = external
  args = nopassword=y
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder / "boxes"}/%u
}}
"""
