#!/bin/busybox sh
# First process of the guest: mount the machine's root under a layer in memory, then go there.
/bin/busybox mkdir -p /proc /sys /dev /host /layer /new /bin /sbin
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
depmod -a 2>/dev/null
for module in virtio_pci 9pnet_virtio 9p overlay; do modprobe "$module"; done
mount -t 9p -o trans=virtio,version=9p2000.L,ro,msize=524288,cache=loose host /host
mount -t tmpfs layer /layer
mkdir -p /layer/upper /layer/work
mount -t overlay -o lowerdir=/host,upperdir=/layer/upper,workdir=/layer/work root /new
for module in hci_vhci algif_hash algif_skcipher cmac ecb ccm ctr; do modprobe "$module"; done
mkdir -p /new/proc /new/sys /new/dev /new/run /new/tmp
for place in proc sys dev; do mount -o bind "/$place" "/new/$place"; done
mount -t tmpfs run /new/run
mount -t tmpfs tmp /new/tmp
# The words of the kernel's command line that we were given: folders of the machine.
for word in $(cat /proc/cmdline); do
    case $word in
        osys.root=*) project=${word#osys.root=} ;;
        osys.tools=*) tools=${word#osys.tools=} ;;
    esac
done
chroot /new /bin/sh "$project/tests/bench/radio_vm/guest.sh" "$project" "$tools"
poweroff -f
