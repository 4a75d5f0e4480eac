// The link: its room, its secret, and what is derived from it. See app/teleconsult/invitation.py.

const FRAGMENT = /^#([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})(?:\.(\+?[0-9]{3,15}))?$/;
const bytes = (text) => new TextEncoder().encode(text);

export function base64url(data) {
  const signs = String.fromCharCode(...new Uint8Array(data));
  return btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64url(text) {
  const signs = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(signs, (sign) => sign.charCodeAt(0));
}

export const hex = (data) =>
  [...new Uint8Array(data)].map((one) => one.toString(16).padStart(2, "0")).join("");

// Returns {room, proof, key, telephone} or null when the address carries no invitation.
export async function readLink(fragment) {
  const found = FRAGMENT.exec(fragment);
  if (!found) return null;
  const secret = await crypto.subtle.importKey("raw", fromBase64url(found[2]), "HKDF", false, ["deriveBits"]);
  const derived = (info) =>
    crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: bytes(info) }, secret, 256);
  const binding = await derived("osys call binding 1");
  return {
    room: found[1],
    telephone: found[3] ?? "",
    proof: base64url(await derived("osys call proof 1")),
    key: await crypto.subtle.importKey("raw", binding, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]),
  };
}
