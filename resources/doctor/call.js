// The call itself: the station offers, this page answers. Lines of the offer, fixed once for all:
// 0 voice, 1 room, 2 exam, 3 stethoscope, then the data channels vitals, ctl and file.

import { NotTheSamePeople, check, codeOf, spokenWords } from "./binding.js";

const LINES = ["voice", "room", "exam", "stethoscope"];

export class Call extends EventTarget {
  #key; #relay; #words; #media; #servers = []; #peer = null; #number = -1; #candidates = [];

  constructor({ key, relay, words, media }) {
    super();
    this.#key = key;
    this.#relay = relay;
    this.#words = words;
    this.#media = media;
    this.channels = {};
    this.#relay.addEventListener("in", ({ detail }) => { this.#servers = detail.servers; this.#ready(); });
    this.#relay.addEventListener("peer", ({ detail }) => { if (detail.here) this.#ready(); });
    this.#relay.addEventListener("peer-text", ({ detail }) => this.#hear(detail));
  }

  #ready() { this.#relay.send({ k: "ready", n: this.#number }); }

  // Descriptions are taken one after the other: a candidate never overtakes its offer. A candidate
  // that cannot be used is let go, others come; an offer that cannot be is told.
  #turn = Promise.resolve();
  #hear(text) {
    this.#turn = this.#turn.then(() => this.#take(JSON.parse(text))).catch(() => null);
  }

  async #take(said) {
    if (said.k === "offer") {
      try { await this.#answer(said); }
      catch (fault) { this.#tell(fault instanceof NotTheSamePeople ? "refused" : "unable", fault); }
    }
    if (said.k === "ice" && said.n === this.#number) {
      if (this.#peer.remoteDescription) await this.#peer.addIceCandidate(said.c);
      else this.#candidates.push(said.c);
    }
  }

  // Only the answer to the last offer is taken by the station: `o` is the number it gave it.
  async #answer({ n, o, sdp, code }) {
    await check(this.#key, "station", String(sdp), code);
    if (n !== this.#number) this.#renew(n);
    const peer = this.#peer;
    await peer.setRemoteDescription({ type: "offer", sdp });
    for (const one of this.#candidates.splice(0)) await peer.addIceCandidate(one);
    await this.#attach(peer);
    await peer.setLocalDescription(await peer.createAnswer());
    const answer = peer.localDescription.sdp;
    this.#relay.send({ k: "answer", n, o, sdp: answer, code: await codeOf(this.#key, "doctor", answer) });
    this.#tell("words", await spokenWords(this.#key, sdp, answer, this.#words));
  }

  async #attach(peer) {
    for (const one of peer.getTransceivers()) {
      const kind = LINES[Number(one.mid)];
      const track = { voice: this.#media?.getAudioTracks()[0], room: this.#media?.getVideoTracks()[0] }[kind];
      if (!track || one.sender.track) continue;
      await one.sender.replaceTrack(track);
      one.direction = "sendrecv";
    }
  }

  #renew(n) {
    this.#peer?.close();
    this.#number = n;
    this.#candidates = [];
    this.channels = {};
    const peer = new RTCPeerConnection({ iceServers: this.#servers });
    this.#peer = peer;
    peer.onicecandidate = ({ candidate }) => {
      if (candidate) this.#relay.send({ k: "ice", n, c: candidate.toJSON() });
    };
    peer.ontrack = ({ track, transceiver }) => this.#tell("track", { track, kind: LINES[Number(transceiver.mid)] });
    peer.ondatachannel = ({ channel }) => this.#open(channel);
    peer.onconnectionstatechange = () => this.#tell("state", peer.connectionState);
  }

  #open(channel) {
    channel.binaryType = "arraybuffer";
    this.channels[channel.label] = channel;
    channel.onmessage = ({ data }) => this.#tell("said", { channel: channel.label, data });
    const opened = () => this.#tell("channel", channel.label);
    if (channel.readyState === "open") opened();
    else channel.onopen = opened;
  }

  async stats() { return this.#peer ? this.#peer.getStats() : new Map(); }

  end() {
    this.#relay.leave();
    this.#peer?.close();
  }

  #tell(kind, detail) { this.dispatchEvent(new CustomEvent(kind, { detail })); }
}
