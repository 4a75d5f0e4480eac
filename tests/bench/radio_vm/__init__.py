"""The radio on a real Bluetooth stack: BlueZ in a virtual machine, devices by bumble beneath it.

Opt-in, never part of ``./run test`` nor of ``./run bench``. It needs x86-64 Debian 12 packages
(qemu, a kernel, bluez), 480 MB unpacked by ``resources/setup/debs.sh`` in ``.runtime/tools``, no
right on the machine and no module in its kernel; one to five minutes, since the processor is
emulated::

    python -m tests.bench.radio_vm [--json]

The guest's root is the machine's own, shared read-only over 9p under a layer in memory. Inside,
``hci_vhci`` gives the kernel an adapter whose controller is bumble's: the product's ``Hub`` and
``BleakTransport`` run unchanged over bleak's own BlueZ backend.

Last run (BlueZ 5.66, kernel 6.1.192, emulated on two busy cores, 2 min 49 s in all): device found
in 1.5 s, connected and drained in 7.4 s, three stored readings set aside and the fresh one kept, a
drop seen after 0.2 s and the measure taken again, adapter off said, and its return seen by itself
in 2.6 s. Pairing, Windows and macOS are not tried here.
"""
