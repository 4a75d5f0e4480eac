// Fingerprints bound to the link, and the four words. See app/teleconsult/binding.py.

import { hex } from "./link.js";

const LINE = /^a=fingerprint:(\S+) ([0-9A-Fa-f:]+)\s*$/gm;
const SIGNS = 32 * 3 - 1;
const bytes = (text) => new TextEncoder().encode(text);

export class NotTheSamePeople extends Error {}

function fingerprints(description) {
  const found = new Set();
  for (const [, kind, digits] of description.matchAll(LINE)) {
    if (kind.toLowerCase() !== "sha-256" || digits.length !== SIGNS) throw new NotTheSamePeople();
    found.add(digits.toUpperCase());
  }
  if (!found.size) throw new NotTheSamePeople();
  return [...found].sort();
}

const bound = (side, description) => [side, ...fingerprints(description), ""].join("\n");

export async function codeOf(key, side, description) {
  return hex(await crypto.subtle.sign("HMAC", key, bytes(bound(side, description))));
}

export async function check(key, side, description, code) {
  if ((await codeOf(key, side, description)) !== code) throw new NotTheSamePeople();
}

export async function spokenWords(key, station, doctor, words) {
  const seen = "words\n" + bound("station", station) + bound("doctor", doctor);
  const digest = new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes(seen)));
  return [...digest.slice(0, 4)].map((one) => words[one]);
}
