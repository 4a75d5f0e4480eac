// What the doctor's page shows, noted as it is presented: [now in ms, date in the bars, width].

(() => {
  const CELLS = 32;
  const noted = (window.benchSeen = { room: [], exam: [], joined: 0, begun: 0, got: 0 });

  // As tests/teleconsult/barcode.py; -1 for what cannot be read for sure.
  function dateIn(row, width) {
    const bits = Array.from({ length: CELLS }, (_, cell) => {
      const middle = Math.floor(((cell + 0.5) * width) / CELLS);
      return row[middle - 1] + row[middle] + row[middle + 1] > 384 ? 1 : 0;
    });
    const data = bits.slice(1, 25), check = data.reduce((sum, one, at) => sum + (at + 1) * one, 0) % 64;
    const isWhole = bits[0] === 1 && bits[31] === 0 && check === parseInt(bits.slice(25, 31).join(""), 2);
    return isWhole ? parseInt(data.join(""), 2) : -1;
  }

  // Reads two rows of the bars without turning the picture into colours.
  async function read(frame, entry) {
    const { width, height } = frame.codedRect;
    const rect = { x: 0, y: 2 * Math.floor(height / 24), width, height: 2 };
    const data = new Uint8Array(frame.allocationSize({ rect }));
    const [luma] = await frame.copyTo(data, { rect });
    frame.close();
    entry[1] = dateIn(data.subarray(luma.offset, luma.offset + width), width);
    entry[2] = width;
  }

  function watch(name) {
    const video = document.getElementById(name);
    const look = () => {
      const entry = [performance.timeOrigin + performance.now(), -1, 0];
      video.requestVideoFrameCallback(look);
      if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return; // its track is being changed
      noted[name].push(entry);
      read(new VideoFrame(video), entry);
    };
    video.requestVideoFrameCallback(look);
  }

  // The moments of the link: this page asks the relay to join; a file goes and is kept.
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (text) {
    if (!noted.joined && text.includes('"t":"join"')) noted.joined = Date.now();
    return send.call(this, text);
  };
  const { send: say } = RTCDataChannel.prototype;
  RTCDataChannel.prototype.send = function (data) {
    if (typeof data === "string" && data.includes('"t":"begin"')) {
      noted.begun = Date.now();
      this.addEventListener("message", (event) => {
        if (String(event.data).includes('"t":"got"')) noted.got = Date.now();
      });
    }
    return say.call(this, data);
  };
  document.addEventListener("DOMContentLoaded", () => ["room", "exam"].forEach(watch));
})();
