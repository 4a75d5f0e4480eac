// The connection to the relay: comes back by itself, and never understands what it carries.

const WAITS_MS = [500, 1000, 2000, 4000, 8000];
// As long as the relay keeps the place of somebody who joined (JOINED_LIFE_S).
const KEPT_MS = 4 * 3600 * 1000;
// A relay that started again and forgot is a room that the station opens again: within this time.
const OPENED_AGAIN_MS = 30_000;
const FINAL = new Set(["unknown", "expired", "used", "wrong", "form", "forbidden", "replaced"]);

export class Relay extends EventTarget {
  #link; #socket = null; #tries = 0; #isOver = false; #forgottenAt = 0;

  constructor(link) {
    super();
    this.#link = link;
  }

  // Kept by the browser, not by the tab: who closes it and opens the link again comes back.
  get #ticket() {
    const [until, ticket] = (localStorage.getItem(`osys ${this.#link.room}`) ?? "0 ").split(" ");
    return Number(until) > Date.now() ? ticket : "";
  }

  #keep(ticket) {
    for (const name of Object.keys(localStorage)) // those of calls that nobody ended
      if (name.startsWith("osys ") && !(Number.parseInt(localStorage.getItem(name), 10) > Date.now()))
        localStorage.removeItem(name);
    localStorage.setItem(`osys ${this.#link.room}`, `${Date.now() + KEPT_MS} ${ticket}`);
  }

  #forget() { localStorage.removeItem(`osys ${this.#link.room}`); }

  connect() {
    const address = new URL("call", location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    address.hash = "";
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.onopen = () => socket.send("R" + JSON.stringify(this.#firstWords()));
    socket.onmessage = (event) => this.#hear(event.data);
    socket.onclose = () => this.#retry(socket);
  }

  // A network that was cut leaves sockets that look open and bring nothing: another one is tried.
  again() {
    if (this.#isOver) return;
    const former = this.#socket;
    this.connect();
    former?.close();
  }

  #firstWords() {
    const { room, proof } = this.#link;
    if (this.#ticket) return { t: "back", room, side: "doctor", ticket: this.#ticket };
    return { t: "join", room, proof };
  }

  #hear(text) {
    if (text[0] === "P") return this.#tell("peer-text", text.slice(1));
    const said = JSON.parse(text.slice(1));
    if (said.t === "in") {
      this.#tries = 0;
      this.#forgottenAt = 0;
      this.#keep(said.ticket);
    }
    if (said.t === "no" && said.why === "expired" && this.#mayBeOpenedAgain()) return;
    if (said.t === "end" || (said.t === "no" && FINAL.has(said.why))) this.#isOver = true;
    if (said.t === "end") this.#forget();
    this.#tell(said.t, said);
  }

  #retry(socket) {
    if (this.#isOver || socket !== this.#socket) return;
    this.#tell("cut", null);
    const wait = WAITS_MS[Math.min(this.#tries++, WAITS_MS.length - 1)];
    setTimeout(() => this.connect(), wait);
  }

  // The relay forgot this page, and maybe the room: join again, even before the station is back.
  #mayBeOpenedAgain() {
    if (this.#ticket) {
      this.#forget();
      this.#forgottenAt = Date.now();
    }
    return Date.now() - this.#forgottenAt < OPENED_AGAIN_MS;
  }

  #tell(kind, detail) { this.dispatchEvent(new CustomEvent(kind, { detail })); }

  // Returns false when nothing could be sent: what matters is sent again by whoever asked.
  send(said) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send("P" + JSON.stringify(said));
    return true;
  }

  leave() {
    this.#isOver = true;
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send('R{"t":"leave"}');
    this.#forget();
  }
}
