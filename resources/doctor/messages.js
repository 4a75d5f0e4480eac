// Messages as app/teleconsult/messages.py: JSON with t, v, id and ts.

const LARGEST = 16 * 1024;

export function message(t, fields, id = crypto.randomUUID()) {
  return JSON.stringify({ t, v: 1, id, ts: Date.now(), ...fields });
}

// Returns the message, or null for what is not one.
export function readMessage(text) {
  if (text.length > LARGEST) return null;
  try {
    const said = JSON.parse(text);
    return typeof said?.t === "string" ? said : null;
  } catch {
    return null;
  }
}
