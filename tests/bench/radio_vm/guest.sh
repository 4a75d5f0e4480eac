#!/bin/sh
# In the guest: the bus, BlueZ, then the product. $1 the project, $2 the unpacked packages.
project=$1
tools=$2
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp PYTHONDONTWRITEBYTECODE=1
export LD_LIBRARY_PATH="$tools/usr/lib/x86_64-linux-gnu:$tools/lib/x86_64-linux-gnu"
mkdir -p /run/dbus /var/lib/bluetooth /etc/dbus-1/system.d
cp "$tools"/etc/dbus-1/system.d/bluetooth.conf /etc/dbus-1/system.d/ 2>/dev/null
cp "$tools"/usr/share/dbus-1/system.d/bluetooth.conf /etc/dbus-1/system.d/ 2>/dev/null
dbus-daemon --system --fork --nopidfile
"$tools"/usr/libexec/bluetooth/bluetoothd -n >/tmp/bluetoothd.log 2>&1 &
cd "$project" || exit 1
.venv/bin/python -m tests.bench.radio_vm.guest || sed 's/^/bluetoothd: /' /tmp/bluetoothd.log
