// Heart and lung sounds: live on their own track, and whole recordings as files.

const byId = (id) => document.getElementById(id);

export function setUpSound() {
  const heart = byId("heart"), listen = byId("listen");
  heart.muted = true;
  listen.onclick = () => {
    heart.muted = !heart.muted;
    if (!heart.muted) heart.play();
    listen.setAttribute("aria-pressed", String(!heart.muted));
    byId("listen-words").textContent = heart.muted ? "Écouter" : "Arrêter";
  };
}

export async function showRecording(blob) {
  const player = byId("recording");
  if (player.src) URL.revokeObjectURL(player.src);
  player.src = URL.createObjectURL(blob);
  player.hidden = false;
  byId("wave").hidden = false;
  byId("no-sound").hidden = true;
  byId("sound-name").textContent = "Enregistrement reçu";
  draw(new DataView(await blob.arrayBuffer()));
}

// Draws the samples of a 16-bit WAV, as highest and lowest of each column.
function draw(wav) {
  const canvas = byId("wave"), paint = canvas.getContext("2d");
  const start = 44, count = Math.floor((wav.byteLength - start) / 2);
  const each = Math.max(1, Math.floor(count / canvas.width)), middle = canvas.height / 2;
  paint.clearRect(0, 0, canvas.width, canvas.height);
  paint.fillStyle = "#0d5f6b";
  for (let column = 0; column * each < count && column < canvas.width; column++) {
    let low = 0, high = 0;
    for (let at = column * each; at < Math.min(count, (column + 1) * each); at++) {
      const sample = wav.getInt16(start + at * 2, true) / 32768;
      low = Math.min(low, sample);
      high = Math.max(high, sample);
    }
    paint.fillRect(column, middle - high * middle, 1, Math.max(1, (high - low) * middle));
  }
}
