// The page: from the link to the call, then what each message does.

import { Call } from "./call.js";
import { Conclusion } from "./conclusion.js";
import { askCode, forgetFragment, keepFragment, takeFragment } from "./entrance.js";
import { setUpExam, showExam } from "./exam.js";
import { readLink } from "./link.js";
import { message, readMessage } from "./messages.js";
import { Relay } from "./relay.js";
import * as shown from "./shown.js";
import { setUpSound, showRecording } from "./sound.js";
import { Arriving } from "./transfer.js";

const byId = (id) => document.getElementById(id);
const WATCHED_EVERY_MS = 2000;
const SLOW_FPS = 12;
const MENDED_EVERY_MS = 5000;

let link = null;

async function begin(fragment) {
  link = await readLink(fragment);
  if (!link) return over("link");
  keepFragment(fragment);
  byId("enter-error").textContent = "";
  byId("welcome").hidden = false;
  document.body.dataset.state = "welcome";
}

function over(why) {
  forgetFragment();
  shown.showOver(why, link?.telephone);
}

byId("over-code").onclick = () => askCode(begin);
byId("enter").onsubmit = async (event) => {
  event.preventDefault();
  const doctor = byId("doctor-name").value.trim(), rpps = byId("doctor-rpps").value.replace(/\s/g, "");
  const wrong = doctor.length < 2 ? "Écrivez votre nom."
    : /^([0-9]{11})?$/.test(rpps) ? "" : "Le numéro RPPS compte 11 chiffres. Corrigez-le ou videz-le.";
  byId("enter-error").textContent = wrong;
  if (wrong) return;
  byId("enter-go").disabled = true;
  await enter({ doctor, rpps });
  byId("enter-go").disabled = false;
};
const arrived = takeFragment();
if (!isSecureContext) over("insecure");
else if (arrived) await begin(arrived);
else askCode(begin);

async function ownMedia() {
  const wanted = { audio: { echoCancellation: true, noiseSuppression: true }, video: { width: 640, height: 480 } };
  for (const one of [wanted, { audio: wanted.audio }]) {
    try { return await navigator.mediaDevices.getUserMedia(one); } catch { /* the next one asks for less */ }
  }
  return null;
}

async function enter(doctor) {
  const media = await ownMedia();
  const words = (await (await fetch("words.txt")).text()).trim().split("\n");
  const relay = new Relay(link);
  const call = new Call({ key: link.key, relay, words, media });
  const conclusion = new Conclusion({ doctor, channels: () => call.channels });
  const say = (channel, t, fields) => {
    const open = call.channels[channel];
    if (open?.readyState === "open") open.send(message(t, fields));
  };
  byId("self").srcObject = media && new MediaStream(media.getVideoTracks());
  byId("self").hidden = !media?.getVideoTracks().length;
  listenToRelay(relay);
  listenToCall(call, relay, conclusion, say);
  setUpExam({ askStill: (track) => say("ctl", "still.req", { track }) });
  setUpSound();
  setUpTabs();
  startClock();
  watch(call);
  byId("leave").onclick = () => { say("ctl", "bye", { why: "left" }); call.end(); over("end"); };
  byId("welcome").hidden = true;
  byId("call").hidden = false;
  document.body.dataset.state = "call";
  relay.connect();
}

function listenToRelay(relay) {
  relay.addEventListener("no", ({ detail }) => {
    if (detail.why === "rate") shown.showLink("rate");
    else over(detail.why);
  });
  relay.addEventListener("in", () => { if (byId("link").dataset.link === "rate") shown.showLink("waiting"); });
  relay.addEventListener("end", () => over("end"));
}

function listenToCall(call, relay, conclusion, say) {
  call.addEventListener("words", ({ detail }) => shown.showWords(detail));
  call.addEventListener("refused", () => { call.end(); over("refused"); });
  call.addEventListener("unable", () => shown.showLink("unable"));
  call.addEventListener("track", ({ detail }) => play(detail));
  let mending = 0;
  call.addEventListener("state", ({ detail }) => {
    if (detail === "connected") {
      shown.showLink("good");
      mending = clearInterval(mending);
    }
    if (detail !== "disconnected" && detail !== "failed") return;
    shown.showLink("lost");
    mending ||= setInterval(() => relay.again(), MENDED_EVERY_MS);
  });
  call.addEventListener("channel", ({ detail }) => {
    if (detail === "ctl") say("ctl", "hello", { app: "page du médecin", caps: ["still", "wav"] });
    conclusion.again();
  });
  const arriving = new Arriving();
  // Files are taken in order: the end of one waits for its last chunk.
  let turn = Promise.resolve();
  call.addEventListener("said", ({ detail: { channel, data } }) => {
    // A known type with wrong contents is let go: those that follow are taken all the same.
    turn = turn.then(() => take({ channel, data, arriving, conclusion, say, call })).catch(() => null);
  });
}

function play({ track, kind }) {
  const place = { voice: "voice", room: "room", exam: "exam", stethoscope: "heart" }[kind];
  if (!place) return;
  byId(place).srcObject = new MediaStream([track]);
  byId(place).play().catch(() => { /* the browser waits for a gesture: the buttons give it */ });
}

async function take({ channel, data, arriving, conclusion, say, call }) {
  if (channel === "file" && typeof data !== "string") return answerFile(arriving.chunk(data), say);
  const said = typeof data === "string" ? readMessage(data) : null;
  if (!said) return;
  const acts = {
    hello: () => shown.showStation(said),
    section: () => { shown.showSection(said); say("ctl", "ack", { of: said.id }); },
    vit: () => { shown.showVital(said); if (channel === "ctl") say("ctl", "ack", { of: said.id }); },
    exam: () => showExam(said),
    ack: () => conclusion.kept(said.of),
    ping: () => say("ctl", "pong", { of: said.id }),
    begin: () => answerFile(arriving.begin(said), say),
    end: async () => answerFile(await arriving.end(said), say),
    got: () => conclusion.got(said.sha256),
    not: () => conclusion.refused(said.sha256),
    bye: () => { call.end(); over("end"); },
  };
  if (Object.hasOwn(acts, said.t)) await acts[said.t]();
}

function answerFile(found, say) {
  if (!found) return;
  if (found.refused) return say("file", "not", { sha256: found.digest, why: found.refused });
  if (found.file.mime === "audio/wav") showRecording(found.file.blob);
  else shown.showStill(found.file);
  say("file", "got", { sha256: found.digest });
}

function setUpTabs() {
  const show = (tab) => {
    byId("call").dataset.tab = tab;
    byId("exam-view").classList.toggle("large", tab !== "patient");
    byId("patient").classList.toggle("large", tab === "patient");
    for (const one of document.querySelectorAll("#tabs button"))
      one.toggleAttribute("aria-current", one.dataset.tab === tab);
  };
  for (const one of document.querySelectorAll("#tabs button")) one.onclick = () => show(one.dataset.tab);
  for (const id of ["patient", "exam-view"])
    byId(id).addEventListener("click", () => {
      if (!byId(id).classList.contains("large")) show(id === "patient" ? "patient" : "exam");
    });
  byId("to-write").onclick = () => { show("write"); scrollTo(0, 0); };
  show("exam");
}

function startClock() {
  const began = Date.now();
  setInterval(() => {
    const spent = Math.floor((Date.now() - began) / 1000);
    const two = (value) => String(value).padStart(2, "0");
    const time = `${two(Math.floor(spent / 60))}:${two(spent % 60)}`;
    byId("clock").textContent = time;
    byId("where-clock").textContent = ` · ${time}`;
  }, 1000);
}

// Says in words how the picture of the room comes.
function watch(call) {
  let before = 0;
  setInterval(async () => {
    for (const one of (await call.stats()).values()) {
      if (one.type !== "inbound-rtp" || one.kind !== "video" || one.mid !== "1") continue;
      const fps = ((one.framesDecoded - before) * 1000) / WATCHED_EVERY_MS;
      if (before && byId("link").dataset.link !== "lost") shown.showLink(fps < SLOW_FPS ? "slow" : "good");
      before = one.framesDecoded;
    }
  }, WATCHED_EVERY_MS);
}
