// The other station of the bench: a plain page of Chromium that sends what ours sends, the same
// lines and the same limits. What goes through the relay is carried by the bench, on a socket.

const FRAMES_A_SECOND = 30;
const CHUNK = 64 * 1024, HIGH = 1024 * 1024, LOW = 256 * 1024;
const RESTARTED_EVERY_MS = 2000;
const SETUP = await (await fetch("setup.json")).json();
const byId = (id) => document.getElementById(id);
const socket = new WebSocket(`ws://${location.host}/bridge`);
const tell = (said) => socket.send(JSON.stringify(said));
const hex = (data) => [...new Uint8Array(data)].map((one) => one.toString(16).padStart(2, "0")).join("");
const words = (t, fields) =>
  JSON.stringify({ t, v: 1, id: crypto.randomUUID(), ts: Date.now(), ...fields });

class Camera {
  #canvas; #paint; #pictures; #number = 0; #due = 0;
  isOn = false;

  constructor(id, pictures) {
    this.#canvas = byId(id);
    this.#paint = this.#canvas.getContext("2d", { alpha: false, desynchronized: true });
    this.#pictures = pictures;
    this.track = this.#canvas.captureStream().getVideoTracks()[0];
    this.track.contentHint = "";
  }

  turn(isOn) {
    if (isOn === this.isOn) return;
    this.isOn = isOn;
    this.#due = performance.now();
    if (isOn) this.#live();
  }

  #live() {
    if (!this.isOn) return;
    this.#draw(Date.now());
    this.#due = Math.max(this.#due + 1000 / FRAMES_A_SECOND, performance.now() - 100);
    setTimeout(() => this.#live(), this.#due - performance.now());
  }

  #draw(ms) {
    const { width, height } = this.#canvas;
    const last = 2 * this.#pictures.length - 2, at = this.#number++ % last;
    this.#paint.drawImage(this.#pictures[Math.min(at, last - at)], 0, 0);
    cells(ms).forEach((bit, rank) => {
      const from = Math.ceil((rank * width) / 32), to = Math.ceil(((rank + 1) * width) / 32);
      this.#paint.fillStyle = bit ? "rgb(228,228,228)" : "rgb(28,28,28)";
      this.#paint.fillRect(from, 0, to - from, height / SETUP.band);
    });
  }
}

// As tests/teleconsult/barcode.py.
function cells(ms) {
  const bits = [...(ms % 2 ** 24).toString(2).padStart(24, "0")].map(Number);
  const check = bits.reduce((sum, one, at) => sum + (at + 1) * one, 0) % 64;
  return [1, ...bits, ...[...check.toString(2).padStart(6, "0")].map(Number), 0];
}

async function pictures(name) {
  const load = async (_, at) =>
    createImageBitmap(await (await fetch(`${name}-${at}.png`)).blob());
  return Promise.all(Array.from({ length: SETUP.scenes }, load));
}

class Station {
  #peer = null; #number = -1; #channels = {}; #mending = 0; #still; #asked = Promise.resolve();

  constructor(cameras, voice, photo) {
    this.cameras = cameras;
    this.voice = voice;
    this.#still = photo;
  }

  hear(said) {
    this.#asked = this.#asked.then(() => this.#take(said));
  }

  async #take(said) {
    if (said.k === "ready") await this.#offerTo(said.n);
    if (said.k === "answer" && said.n === this.#number)
      await this.#peer.setRemoteDescription({ type: "answer", sdp: said.sdp });
    if (said.k === "ice" && said.n === this.#number) await this.#peer.addIceCandidate(said.c);
    if (said.k === "shows")
      for (const [name, camera] of Object.entries(this.cameras)) camera.turn(said.lines.includes(name));
    if (said.k === "still") await this.#sendStill();
    if (said.k === "leave") this.#peer?.close();
  }

  async #offerTo(number) {
    if (this.#peer && number === this.#number) {
      if (this.#peer.connectionState !== "connected") await this.#offer(true);
      return;
    }
    this.#number = Math.max(this.#number, number) + 1;
    this.#open();
    await this.#offer(false);
  }

  #open() {
    const peer = (this.#peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" }));
    const silent = new AudioContext().createMediaStreamDestination().stream.getAudioTracks()[0];
    const add = (track, direction, maxBitrate) =>
      peer.addTransceiver(track, { direction, sendEncodings: [{ maxBitrate }] });
    add(this.voice, "sendrecv", SETUP.bitrates.voice);
    add(this.cameras.room.track, "sendrecv", SETUP.bitrates.room);
    add(this.cameras.exam.track, "sendonly", SETUP.bitrates.exam);
    add(silent, "sendonly", SETUP.bitrates.stethoscope);
    this.#channels = {
      vitals: peer.createDataChannel("vitals", { ordered: false, maxRetransmits: 0 }),
      ctl: peer.createDataChannel("ctl"),
      file: peer.createDataChannel("file"),
    };
    this.#channels.file.binaryType = "arraybuffer";
    this.#channels.file.onmessage = ({ data }) => this.#hearFile(data);
    peer.onicecandidate = ({ candidate }) => {
      if (candidate) tell({ k: "ice", n: this.#number, c: candidate.toJSON() });
    };
    peer.ontrack = ({ track }) => {
      byId(track.kind === "video" ? "doctor" : "voice").srcObject = new MediaStream([track]);
    };
    peer.onconnectionstatechange = () => this.#moved();
  }

  async #offer(iceRestart) {
    await this.#peer.setLocalDescription(await this.#peer.createOffer({ iceRestart }));
    const exam = this.#peer.getTransceivers()[2].sender;
    await exam.setParameters({ ...exam.getParameters(), degradationPreference: "maintain-resolution" });
    tell({ k: "offer", n: this.#number, sdp: this.#peer.localDescription.sdp });
  }

  #moved() {
    const state = this.#peer.connectionState;
    if ((state === "disconnected" || state === "failed") && !this.#mending) {
      const restart = () => { this.#asked = this.#asked.then(() => this.#offer(true)); };
      restart();
      this.#mending = setInterval(restart, RESTARTED_EVERY_MS);
    } else if (state === "connected") {
      clearInterval(this.#mending);
      this.#mending = 0;
    }
  }

  #hearFile(data) {
    if (typeof data !== "string") return;
    const said = JSON.parse(data);
    if (said.t === "got") tell({ k: "kept" });
    if (said.t === "end") this.#channels.file.send(words("got", { sha256: said.sha256 }));
  }

  async #sendStill() {
    const { data, digest } = this.#still, file = this.#channels.file;
    file.send(words("begin", { name: "photo.jpg", mime: "image/jpeg", size: data.byteLength, sha256: digest }));
    file.bufferedAmountLowThreshold = LOW;
    for (let start = 0; start < data.byteLength; start += CHUNK) {
      if (file.bufferedAmount > HIGH)
        await new Promise((done) => file.addEventListener("bufferedamountlow", done, { once: true }));
      file.send(data.slice(start, start + CHUNK));
    }
    file.send(words("end", { sha256: digest }));
  }
}

const [room, exam, photo, media] = await Promise.all([
  pictures("room"),
  pictures("exam"),
  fetch("photo.jpg").then((one) => one.arrayBuffer()),
  navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: false },
  }),
]);
const cameras = { room: new Camera("room", room), exam: new Camera("exam", exam) };
const digest = hex(await crypto.subtle.digest("SHA-256", photo));
const station = new Station(cameras, media.getAudioTracks()[0], { data: photo, digest });
socket.onmessage = ({ data }) => station.hear(JSON.parse(data));
if (socket.readyState !== WebSocket.OPEN) await new Promise((done) => { socket.onopen = done; });
tell({ k: "loaded" });
