// The code read over the telephone, and the link it stands for: as app/teleconsult/spoken_code.py
// and invitation.py. The check sign is the parity of sixteen signs over GF(32), x^5 + x^2 + 1.

import { base64url } from "./link.js";

const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 16;
const ROUNDS = 600000;
const FIELD = 0b100101;
const bytes = (text) => new TextEncoder().encode(text);

const signsOf = (typed) => typed.toUpperCase().replace(/[\s\-\u2010\u2011\u2013.]/g, "")
  .replaceAll("O", "0").replace(/[IL]/g, "1");

// Returns {signs} for a good code, {lacking} while it is typed, {wrong} with what to read again.
export function readCode(typed) {
  const signs = signsOf(typed);
  const values = [...signs].map((sign) => SIGNS.indexOf(sign));
  const unknown = values.indexOf(-1);
  if (unknown >= 0) return { wrong: `Le signe « ${signs[unknown]} » n’est dans aucun code. Faites relire le code.` };
  if (signs.length > LENGTH) return { wrong: `Le code compte ${LENGTH} signes, et pas un de plus. Faites-le relire.` };
  if (signs.length < LENGTH) return { lacking: LENGTH - signs.length };
  let parity = 0;
  for (const one of values.slice(0, -1)) {
    parity = (parity ^ one) << 1;
    parity ^= FIELD * (parity >> 5);
  }
  if (parity !== values.at(-1)) return { wrong: "Un signe est faux, ou deux sont échangés. Faites relire le code." };
  return { signs };
}

// Returns the fragment of the link; takes about a second on a telephone, on purpose.
export async function fragmentOf(signs) {
  const key = await crypto.subtle.importKey("raw", bytes(signs), "PBKDF2", false, ["deriveBits"]);
  const stretched = await crypto.subtle.deriveBits(
    { name: "PBKDF2", hash: "SHA-256", salt: bytes("osys call code 1"), iterations: ROUNDS }, key, 256);
  const from = await crypto.subtle.importKey("raw", stretched, "HKDF", false, ["deriveBits"]);
  const derived = (info) => crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: bytes(info) }, from, 256);
  const room = (await derived("osys call room 1")).slice(0, 16);
  return `#${base64url(room)}.${base64url(await derived("osys call secret 1"))}`;
}
