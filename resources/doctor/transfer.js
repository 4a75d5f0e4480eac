// Files of the call, as app/teleconsult/transfer.py: begin, chunks of 64 KiB, end, then got or not.

import { hex } from "./link.js";
import { message } from "./messages.js";

const CHUNK = 64 * 1024;
const HIGH = 1024 * 1024;
const LOW = 256 * 1024;
const LARGEST = 10 * 1024 * 1024;
export const TAKEN = new Set(["image/jpeg", "image/png", "audio/wav"]);

export const digestOf = async (data) => hex(await crypto.subtle.digest("SHA-256", data));

const quiet = (channel) => new Promise((done) => {
  channel.bufferedAmountLowThreshold = LOW;
  channel.addEventListener("bufferedamountlow", done, { once: true });
});

// Sends a whole file; what the station answers comes later, as a message.
export async function sendFile(channel, { name, mime, data, digest }) {
  channel.send(message("begin", { name, mime, size: data.byteLength, sha256: digest }));
  for (let start = 0; start < data.byteLength; start += CHUNK) {
    if (channel.bufferedAmount > HIGH) await quiet(channel);
    channel.send(data.slice(start, start + CHUNK));
  }
  channel.send(message("end", { sha256: digest }));
}

// The file that arrives. `said` returns null, or {file} or {refused}.
export class Arriving {
  #begun = null; #parts = []; #size = 0;

  begin(said) {
    this.#drop();
    if (!TAKEN.has(said.mime) || said.size > LARGEST) return { digest: said.sha256, refused: "kind" };
    this.#begun = said;
    return null;
  }

  chunk(data) {
    if (!this.#begun) return null;
    this.#size += data.byteLength;
    this.#parts.push(data);
    if (this.#size <= this.#begun.size) return null;
    const digest = this.#begun.sha256;
    this.#drop();
    return { digest, refused: "size" };
  }

  async end({ sha256 }) {
    const said = this.#begun;
    const blob = new Blob(this.#parts, { type: said?.mime });
    this.#drop();
    if (!said || (await digestOf(await blob.arrayBuffer())) !== sha256) return { digest: sha256, refused: "hash" };
    return { digest: sha256, file: { name: said.name, mime: said.mime, blob } };
  }

  #drop() { this.#begun = null; this.#parts = []; this.#size = 0; }
}
