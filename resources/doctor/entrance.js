// How a doctor comes in: by the link, or by the code that was read over the telephone.

import { fragmentOf, readCode } from "./code.js";

const KEPT = "fragment";
const byId = (id) => document.getElementById(id);

// The secret leaves the address bar, the history and any screen that is shared.
export function takeFragment() {
  const fragment = location.hash || sessionStorage.getItem(KEPT) || "";
  history.replaceState(null, "", location.pathname);
  // The same page with another link is not loaded again by itself.
  addEventListener("hashchange", () => location.reload());
  return fragment;
}

export const keepFragment = (fragment) => sessionStorage.setItem(KEPT, fragment);
export const forgetFragment = () => sessionStorage.removeItem(KEPT);

// Shows the one field of the code; opened(fragment) is called once, with the link it stands for.
export function askCode(opened) {
  const field = byId("code"), fault = byId("code-error");
  const say = (wrong) => {
    fault.textContent = wrong;
    field.setAttribute("aria-invalid", String(wrong !== ""));
  };
  field.oninput = () => say(readCode(field.value).wrong ?? "");
  byId("code-form").onsubmit = async (event) => {
    event.preventDefault();
    const { signs, wrong, lacking } = readCode(field.value);
    if (!signs) {
      say(wrong ?? `Il manque ${lacking} signe${lacking > 1 ? "s" : ""} sur 16.`);
      field.focus();
      return;
    }
    field.value = signs.match(/..../g).join("-");
    byId("code-go").disabled = true;
    const fragment = await fragmentOf(signs);
    field.value = "";
    byId("code-go").disabled = false;
    byId("by-code").hidden = true;
    await opened(fragment);
  };
  for (const id of ["welcome", "over", "call"]) byId(id).hidden = true;
  byId("by-code").hidden = false;
  document.body.dataset.state = "code";
  field.focus();
}
