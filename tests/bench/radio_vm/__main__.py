"""``python -m tests.bench.radio_vm [--json]``: the machine's side."""

import argparse
import gzip
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.figure import Figure, at_least, at_most, report, told
from tests.tools.unpacked import ROOT, Tool, ToolAbsent, unpack

HERE = Path(__file__).parent
KERNEL = "6.1.0-56-amd64"
TOOL = Tool(
    "radio_vm",
    (
        f"linux-image-{KERNEL}",
        "busybox-static",
        "bluez",
        *("qemu-system-x86", "qemu-system-common", "qemu-system-data", "seabios"),
        *("libcapstone4", "libfdt1", "libslirp0", "libvdeplug2", "libexecs0", "libpmem1"),
        *("librdmacm1", "libibverbs1", "liburing2", "libfuse3-3", "libaio1", "libndctl6"),
        *("libdaxctl1", "libnl-3-200", "libnl-route-3-200"),
    ),
    f"boot/vmlinuz-{KERNEL}",
)
LONGEST_S = 480


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.radio_vm")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    try:
        tools = unpack(TOOL).parents[1]
    except ToolAbsent as absent:
        sys.stderr.write(f"{absent}\n")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "first.cpio.gz"
        make_first_disk(tools, Path(folder) / "tree", first)
        said = boot(tools, first)
    found = figures(said)
    if "DONE" not in said:
        sys.stderr.write(said[-4000:])
        return 1
    return report(found, as_json=arguments.json)


def make_first_disk(tools: Path, tree: Path, first: Path) -> None:
    """Write the first disk: busybox, the kernel's modules and the first program."""
    (tree / "bin").mkdir(parents=True)
    (tree / "bin/busybox").write_bytes((tools / "bin/busybox").read_bytes())
    (tree / "bin/busybox").chmod(0o755)
    (tree / "init").write_bytes((HERE / "init.sh").read_bytes())
    (tree / "init").chmod(0o755)
    modules = tree / "lib/modules" / KERNEL
    source = tools / "lib/modules" / KERNEL
    for name in ("modules.order", "modules.builtin"):
        (modules / name).parent.mkdir(parents=True, exist_ok=True)
        (modules / name).write_bytes((source / name).read_bytes())
    for folder in ("kernel/net", "kernel/fs", "kernel/crypto", "kernel/drivers/virtio"):
        copy_modules(source / folder, modules / folder)
    for folder in ("kernel/drivers/bluetooth", "kernel/lib", "kernel/arch/x86/crypto"):
        copy_modules(source / folder, modules / folder)
    names = subprocess.run(["find", "."], cwd=tree, capture_output=True, check=True).stdout
    packed = subprocess.run(
        [str(tree / "bin/busybox"), "cpio", "-o", "-H", "newc"],
        cwd=tree,
        input=names,
        capture_output=True,
        check=True,
    ).stdout
    first.write_bytes(gzip.compress(packed, 1))


def copy_modules(source: Path, target: Path) -> None:
    for file in source.rglob("*.ko"):
        place = target / file.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.read_bytes())


def boot(tools: Path, first: Path) -> str:
    """Run the machine to its end, and return all it said."""
    libraries = f"{tools}/usr/lib/x86_64-linux-gnu:{tools}/lib/x86_64-linux-gnu"
    command = [
        str(tools / "usr/bin/qemu-system-x86_64"),
        *("-L", str(tools / "usr/share/qemu"), "-L", str(tools / "usr/share/seabios")),
        *("-accel", "tcg,thread=multi", "-machine", "q35", "-cpu", "max", "-smp", "2"),
        *("-m", "2048", "-nographic", "-no-reboot", "-nic", "none"),
        *("-kernel", str(tools / f"boot/vmlinuz-{KERNEL}"), "-initrd", str(first)),
        *("-append", f"console=ttyS0 quiet panic=-1 osys.root={ROOT} osys.tools={tools}"),
        *("-fsdev", "local,id=host,path=/,security_model=none,readonly=on,multidevs=remap"),
        *("-device", "virtio-9p-pci,fsdev=host,mount_tag=host"),
    ]
    try:
        done = subprocess.run(
            command,
            env={**os.environ, "LD_LIBRARY_PATH": libraries},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST_S,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        return (late.stdout or b"").decode(errors="replace")
    return (done.stdout + done.stderr).decode(errors="replace")


def figures(said: str) -> list[Figure]:
    """Return the figures of what the machine said, against the goals where there is one."""
    lines = (line.split() for line in said.splitlines() if line.startswith("FIGURE "))
    values = {name: float(value) for _, name, value in lines}
    goals = {"loss_s": 2.0}
    wanted = {"systolic": 128, "set_aside": 3, "taken_again": 1, "off_is_said": 1}
    found = []
    for name, value in values.items():
        label = f"radio_vm.{name}"
        if name in goals:
            found.append(at_most(label, value, "s", goals[name]))
        elif name in wanted:
            found.append(at_least(label, value, "", wanted[name]))
        else:
            found.append(told(label, value, "s"))
    return found


sys.exit(main())
