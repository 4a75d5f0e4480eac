// What the station says, on the page: values, parts of the sheet, photos. Text only, never markup.

const byId = (id) => document.getElementById(id);
const made = (tag, text = "", named = "") => {
  const one = document.createElement(tag);
  one.textContent = text;
  if (named) one.className = named;
  return one;
};
const icon = (name) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `icons.svg#${name}`);
  svg.append(use);
  svg.setAttribute("aria-hidden", "true");
  return svg;
};

const VITALS = {
  "8310-5": "Température", "8480-6": "Systolique", "8462-4": "Diastolique", "8867-4": "Pouls",
  "20564-1": "SpO2", "29463-7": "Poids", "9279-1": "Respiration", "41653-7": "Glycémie",
  "14743-9": "Glycémie", "61006-3": "Perfusion",
};
const UNITS = { "mm[Hg]": "mmHg", Cel: "°C", "/min": "/min", "kg/m2": "kg/m²" };
const HOW = { live: "en direct", final: "mesuré", typed: "saisi", simulated: "simulé" };
const QUALITY = { ok: "signal bon", weak: "signal faible", off: "pas de signal" };
const seen = new Map();

export function showVital(said) {
  const before = seen.get(said.code);
  if (before && before.how !== "live" && said.how === "live") return;
  if (before && before.how === said.how && before.seq > said.seq) return;
  seen.set(said.code, said);
  const list = byId("vitals");
  list.querySelector(".empty")?.remove();
  let block = list.querySelector(`[data-code="${said.code}"]`);
  if (!block) {
    block = made("div");
    block.dataset.code = said.code;
    list.append(block);
  }
  const value = made("dd", `${said.val.replace(".", ",")}\u00a0`);
  value.append(made("small", UNITS[said.unit] ?? said.unit));
  const how = made("dd", "", "how");
  how.dataset.q = said.q;
  how.dataset.how = said.how;
  const time = new Date(said.ts).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
  const words = said.how === "live" ? [HOW.live, QUALITY[said.q]] : [HOW[said.how], said.site, time];
  how.append(icon(said.how === "typed" ? "keyboard" : "circle-check"), words.filter(Boolean).join(" · "));
  block.replaceChildren(made("dt", VITALS[said.code] ?? said.code), value, how);
}

const sections = new Map();

export function showSection(said) {
  sections.set(said.number, said);
  const parts = [...sections.values()].sort((a, b) => a.number - b.number).map((one) => {
    const block = made("section"), rows = made("dl");
    for (const [name, value] of one.rows) rows.append(made("dt", name), made("dd", value));
    block.append(made("h3", one.title), rows);
    return block;
  });
  byId("sections").replaceChildren(...parts);
}

export function showStill({ name, blob }) {
  const picture = made("img"), button = made("button");
  picture.src = URL.createObjectURL(blob);
  picture.alt = `Photo reçue, ${name}`;
  button.type = "button";
  button.title = "Agrandir ou réduire";
  button.onclick = () => picture.classList.toggle("whole");
  button.append(picture);
  byId("still-list").append(button);
  byId("stills").hidden = false;
}

export function showStation({ pharmacy = "", person = "", simulated = false }) {
  byId("where").textContent = [pharmacy, person].filter(Boolean).join(" · ");
  byId("demo").hidden = !simulated;
}

export function showWords(words) {
  byId("spoken").hidden = false;
  byId("spoken-words").textContent = words.join(" · ");
}

const LINK = {
  waiting: ["wifi-off", "En attente du poste"],
  good: ["wifi", "Liaison bonne"],
  slow: ["wifi", "Image lente, voix conservée"],
  lost: ["wifi-off", "Coupée, nouvelle tentative"],
  unable: ["wifi-off", "Ce navigateur ne sait pas répondre"],
  rate: ["wifi-off", "Trop d’essais, attendez une minute"],
};

export function showLink(state) {
  const [name, words] = LINK[state];
  byId("link").dataset.link = state;
  byId("link-icon").setAttribute("href", `icons.svg#${name}`);
  byId("link-words").textContent = words;
}

const OVER = {
  link: ["Ce lien n’est pas complet", "Ouvrez-le en entier, ou demandez à la pharmacie de l’envoyer à nouveau."],
  expired: ["Ce lien n’ouvre plus rien", "Il a expiré, ou l’appel est terminé. Demandez-en un autre à la pharmacie qui vous l’a donné."],
  used: ["Ce lien a déjà servi", "Il ne vaut que pour une personne et une fois, et quelqu’un est déjà entré. Appelez la pharmacie qui vous l’a donné."],
  wrong: ["Ce lien n’est pas le bon", "Demandez à la pharmacie de l’envoyer à nouveau."],
  insecure: ["Cette adresse n’est pas protégée", "Le navigateur ne donne ni caméra ni chiffrement hors de https. Ouvrez le lien tel que la pharmacie l’a donné."],
  replaced: ["L’appel continue ailleurs", "Il a été repris dans une autre fenêtre. Celle-ci peut être fermée."],
  refused: ["La liaison n’est pas sûre", "Elle ne vient pas du poste qui vous a invité. Fermez cette page et demandez un autre lien."],
  end: ["L’appel est terminé", "Vous pouvez fermer cette page. Rien n’y est gardé."],
};

const CODE_HELPS = new Set(["link", "expired", "used", "wrong"]);

// The telephone is that of the pharmacy, written in the link; empty when it came by a code.
export function showOver(why, telephone = "") {
  const [title, text] = OVER[why] ?? OVER.expired;
  const phone = byId("over-phone");
  phone.textContent = /^0[0-9]{9}$/.test(telephone) ? telephone.match(/../g).join("\u00a0") : telephone;
  phone.href = `tel:${telephone}`;
  byId("over-call").hidden = !telephone || why === "replaced";
  byId("over-code").hidden = !CODE_HELPS.has(why);
  byId("over-title").textContent = title;
  byId("over-text").textContent = text;
  byId("by-code").hidden = true;
  byId("welcome").hidden = true;
  byId("call").hidden = true;
  byId("over").hidden = false;
  document.body.dataset.state = "over";
}
