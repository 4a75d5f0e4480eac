// What the doctor does to the exam picture: freeze, enlarge, measure, ask for a photo.

const STEPS = [1, 2, 4];
const byId = (id) => document.getElementById(id);

// Sizes are estimates: the doctor draws a known length first (a ruler, a coin), then what is sought.
class Measure {
  #canvas = byId("exam-marks"); #help = byId("measure-help"); #points = []; #reference = null;
  isOn = false;

  toggle() {
    this.isOn = !this.isOn;
    this.#points = [];
    this.#reference = null;
    this.#help.hidden = !this.isOn;
    this.#say("Touchez les deux bouts d’une longueur connue (règle, pièce de 1 € : 23 mm).");
    this.#draw();
  }

  touch(x, y) {
    this.#points.push([x, y]);
    if (this.#points.length === 2 && !this.#reference) this.#ask();
    else if (this.#points.length === 4) this.#tell();
    else if (this.#points.length > 4) this.#points = [...this.#points.slice(0, 2), [x, y]];
    this.#draw();
  }

  #ask() {
    const typed = prompt("Cette longueur connue, en millimètres :", "23");
    const known = Number(String(typed ?? "").replace(",", "."));
    if (!(known > 0 && known < 1000)) {
      this.#points = [];
      this.#say("Mesure abandonnée. Touchez les deux bouts d’une longueur connue.");
      return;
    }
    this.#reference = known / this.#length(0);
    this.#say("Touchez les deux bouts de ce que vous mesurez.");
  }

  #tell() {
    const size = this.#reference * this.#length(2);
    this.#say(`Environ ${size.toFixed(size < 10 ? 1 : 0).replace(".", ",")}\u00a0mm. Touchez ailleurs pour mesurer encore.`);
  }

  #length(first) {
    const [[ax, ay], [bx, by]] = this.#points.slice(first, first + 2);
    return Math.hypot(ax - bx, ay - by);
  }

  #say(text) { this.#help.textContent = text; }

  #draw() {
    const { width, height } = this.#canvas.getBoundingClientRect();
    this.#canvas.width = this.#canvas.clientWidth || width;
    this.#canvas.height = this.#canvas.clientHeight || height;
    const paint = this.#canvas.getContext("2d");
    paint.lineWidth = 3;
    for (let first = 0; first < this.#points.length; first += 2) {
      const [from, to] = this.#points.slice(first, first + 2);
      paint.strokeStyle = first ? "#fff" : "#e9a35b";
      paint.beginPath();
      paint.arc(...from, 5, 0, 7);
      if (to) { paint.moveTo(...from); paint.lineTo(...to); paint.arc(...to, 5, 0, 7); }
      paint.stroke();
    }
  }
}

export function setUpExam({ askStill }) {
  const video = byId("exam"), frozen = byId("exam-frozen"), stage = byId("exam-stage");
  const measure = new Measure();
  let step = 0, drag = null, shift = [0, 0];

  const place = () => {
    const scale = STEPS[step];
    const bound = (value, size) => Math.min(0, Math.max(value, size * (1 - scale)));
    shift = [bound(shift[0], stage.clientWidth), bound(shift[1], stage.clientHeight)];
    stage.style.transform = `translate(${shift[0]}px, ${shift[1]}px) scale(${scale})`;
  };
  const press = (id, isOn) => byId(id).setAttribute("aria-pressed", String(isOn));

  const setFrozen = (isOn) => {
    press("freeze", isOn);
    frozen.hidden = !isOn;
    if (!isOn) return;
    frozen.width = video.videoWidth;
    frozen.height = video.videoHeight;
    frozen.getContext("2d").drawImage(video, 0, 0);
  };

  byId("freeze").onclick = () => setFrozen(frozen.hidden && video.videoWidth > 0);
  byId("zoom").onclick = () => {
    const middle = [stage.clientWidth / 2, stage.clientHeight / 2];
    const before = STEPS[step];
    step = (step + 1) % STEPS.length;
    shift = shift.map((one, axis) => middle[axis] - ((middle[axis] - one) * STEPS[step]) / before);
    place();
  };
  byId("measure").onclick = () => {
    measure.toggle();
    press("measure", measure.isOn);
    if (measure.isOn && frozen.hidden && video.videoWidth) setFrozen(true);
  };
  byId("still").onclick = () => askStill("exam");

  stage.onpointerdown = (event) => {
    if (measure.isOn) {
      const { left, top } = stage.getBoundingClientRect();
      measure.touch((event.clientX - left) / STEPS[step], (event.clientY - top) / STEPS[step]);
      return;
    }
    drag = [event.clientX - shift[0], event.clientY - shift[1]];
    stage.setPointerCapture(event.pointerId);
  };
  stage.onpointermove = (event) => {
    if (!drag) return;
    shift = [event.clientX - drag[0], event.clientY - drag[1]];
    place();
  };
  stage.onpointerup = () => { drag = null; };
}

const NAMES = { otoscope: "Otoscope", dermatoscope: "Dermatoscope", stethoscope: "Stéthoscope" };

export function showExam({ device, on }) {
  if (device === "stethoscope") return;
  byId("exam-name").textContent = on ? NAMES[device] ?? "Examen" : "Examen : rien n’est montré";
}
