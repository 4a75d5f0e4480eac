// The doctor's conclusion: written here, sent whole, and shown as received only once it is.

import { digestOf, sendFile } from "./transfer.js";
import { message } from "./messages.js";

const byId = (id) => document.getElementById(id);
const LARGEST = 10 * 1024 * 1024;
const FIELDS = ["diagnosis", "advice", "follow-up"];
const typed = (id) => byId(id).value.trim();

// The id of a conclusion is the print of what it says: both sides can read its first signs aloud.
async function printOf({ doctor, rpps, diagnosis, outcome, advice, follow_up: followUp, papers }) {
  const said = JSON.stringify([doctor, rpps, diagnosis, outcome, advice, followUp, papers]);
  return (await digestOf(new TextEncoder().encode(said))).slice(0, 32);
}

export class Conclusion {
  #doctor; #channels; #paper = null; #waiting = null; #received = new Set(); #isKept = false;

  // channels(): the open channels at this moment, which change when the call is renewed
  constructor({ doctor, channels }) {
    this.#doctor = doctor;
    this.#channels = channels;
    byId("conclusion").oninput = () => this.#look();
    byId("paper").onchange = (event) => this.#take(event.target.files[0]);
    byId("conclusion").onsubmit = (event) => { event.preventDefault(); this.#send(); };
  }

  #outcome() { return document.querySelector("[name=outcome]:checked")?.value ?? ""; }

  // What lacks, as [id of the field, words]: advice alone is nothing without its text.
  #lacking() {
    const lacking = [];
    if (typed("diagnosis").length < 2) lacking.push(["diagnosis", "le diagnostic"]);
    if (!this.#outcome()) lacking.push(["outcome-advice", "la suite donnée"]);
    if (this.#outcome() === "advice" && !typed("advice")) lacking.push(["advice", "le texte du conseil"]);
    return lacking;
  }

  #look() {
    const lacking = this.#lacking();
    byId("advice-must").hidden = this.#outcome() !== "advice";
    byId("send").setAttribute("aria-disabled", String(lacking.length > 0));
    for (const id of ["diagnosis", "advice"])
      if (!lacking.some(([one]) => one === id)) byId(id).removeAttribute("aria-invalid");
    if (this.#waiting) return lacking;
    const withoutPaper = this.#outcome() === "prescription" && !this.#paper;
    if (lacking.length) this.#say(`Il manque ${lacking.map(([, words]) => words).join(" et ")}.`);
    else this.#say(withoutPaper ? "Sans PDF, l’ordonnance devra parvenir autrement à la pharmacie." : "");
    return lacking;
  }

  #showLacking(lacking) {
    for (const [id] of lacking) byId(id).setAttribute("aria-invalid", "true");
    byId(lacking[0][0]).focus();
  }

  async #take(file) {
    this.#paper = null;
    this.#face(null);
    if (!file) return this.#sayPaper("");
    const data = await file.arrayBuffer();
    const start = new TextDecoder("latin1").decode(data.slice(0, 5));
    if (data.byteLength > LARGEST) return this.#sayPaper("Ce fichier dépasse 10 Mo : il ne sera pas envoyé.");
    if (start !== "%PDF-") return this.#sayPaper("Ce fichier n’est pas un PDF : il ne sera pas envoyé.");
    this.#paper = { name: "ordonnance.pdf", mime: "application/pdf", data, digest: await digestOf(data) };
    this.#face(file);
    this.#sayPaper("Prêt à partir avec la conclusion.");
    this.#look();
  }

  #face(file) {
    byId("paper-name").textContent = file?.name ?? "Choisir un PDF";
    byId("paper-size").textContent = file ? `${Math.ceil(file.size / 1024)}\u00a0ko` : "";
    byId("paper").closest(".pick").classList.toggle("full", file !== null);
  }

  async #send() {
    if (this.#waiting) return;
    const lacking = this.#look();
    if (lacking.length) return this.#showLacking(lacking);
    this.#lock(true);
    this.#say("Envoi en cours…");
    const [diagnosis, advice, followUp] = FIELDS.map(typed);
    const said = { ...this.#doctor, diagnosis, advice, follow_up: followUp, outcome: this.#outcome(),
      papers: this.#paper ? [this.#paper.digest] : [] };
    this.#waiting = { id: await printOf(said), paper: this.#paper, said };
    await this.again();
  }

  // Sends what was not acknowledged; called again each time the channels open.
  async again() {
    const { ctl, file } = this.#channels();
    if (!this.#waiting || this.#isKept || ctl?.readyState !== "open" || file?.readyState !== "open") return;
    const { id, paper, said } = this.#waiting;
    if (paper && !this.#received.has(paper.digest)) return sendFile(file, paper);
    ctl.send(message("concl", said, id));
  }

  got(digest) {
    this.#received.add(digest);
    if (this.#waiting?.paper?.digest === digest) this.again();
  }

  refused(digest) {
    if (this.#waiting?.paper?.digest !== digest) return;
    this.#waiting = null;
    this.#lock(false);
    this.#say("La pharmacie n’a pas pu garder ce PDF. Choisissez-en un autre, ou envoyez sans lui.");
  }

  kept(of) {
    if (this.#waiting?.id !== of) return;
    this.#isKept = true;
    const time = new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
    byId("send-state").classList.add("done");
    this.#say(`Reçu par la pharmacie à ${time}. Empreinte ${of.slice(0, 8)}.`);
  }

  #lock(isLocked) {
    for (const one of byId("conclusion").elements) if (one.id !== "leave") one.disabled = isLocked;
  }

  #say(text) { byId("send-state").textContent = text; }
  #sayPaper(text) { byId("paper-state").textContent = text; }
}
