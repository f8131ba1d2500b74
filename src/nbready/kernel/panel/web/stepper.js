import { button, h, icon, setText } from "./dom.js";

/** The three gates, and the questions of the one that is shown. */
export class Stepper {
  constructor(form, { say, ongate, onquestion }) {
    this.form = form;
    this.onquestion = onquestion;
    this.gates = new Map(form.gates.map((gate, index) => [gate.gate, buildGate(gate, index, ongate)]));
    const steps = [...this.gates.values()].map((step) => h("li", {}, step.button));
    this.element = h("nav", { class: "nbready-stepper", "aria-label": say("gates") }, h("ol", {}, steps));
    this.list = h("ol", {});
    this.rail = h("nav", { class: "nbready-rail", "aria-label": say("questions") }, this.list);
    this.questions = new Map();
  }

  update(view, gate, key) {
    for (const [name, step] of this.gates) updateGate(step, view.gates[name], name === gate);
    this.#list(view.gates[gate].asked);
    for (const [name, item] of this.questions) {
      const standing = view.standings[name];
      if (item.status !== standing.status) item.icon.replaceChildren(icon(standing.status));
      item.status = standing.status;
      item.button.dataset.status = standing.status;
      setText(item.word, `, ${standing.word}`);
      mark(item.button, name === key);
    }
  }

  /** Build the list anew only when other questions are asked: a focused button must not vanish. */
  #list(asked) {
    if (asked.join() === [...this.questions.keys()].join()) return;
    const labels = new Map(this.form.questions.map((question) => [question.key, question.label]));
    this.questions = new Map(asked.map((key) => [key, this.#buildItem(key, labels.get(key))]));
    this.list.replaceChildren(...[...this.questions.values()].map((item) => h("li", {}, item.button)));
  }

  #buildItem(key, label) {
    const item = {
      icon: h("span", { class: "nbready-mark" }),
      word: h("span", { class: "nbready-hidden" }),
      status: "",
    };
    item.button = button(item.icon, () => this.onquestion(key), { title: label });
    item.button.append(h("span", { class: "nbready-name" }, label), item.word);
    return item;
  }
}

/**
 * The questions of a gate under another intent, before the kernel says so.
 *
 * @param intent  The intent; under one that asks nothing here, the questions stay.
 * @param asked  What the gate asks by the kernel's last word: questions of earlier gates may be among them.
 */
export function askedUnder(intent, gate, asked, questions) {
  const those = questions.filter(({ key, gate: own }) => own === gate || asked.includes(key));
  const keys = those.filter(({ intents }) => intents.includes(intent)).map(({ key }) => key);
  return keys.length ? keys : asked;
}

function buildGate(gate, index, ongate) {
  const step = {
    number: h("span", { class: "nbready-step", "data-number": index + 1 }, String(index + 1)),
    count: h("span", { class: "nbready-count" }),
  };
  const words = h(
    "span",
    { class: "nbready-words" },
    h("span", { class: "nbready-gate" }, gate.title),
    step.count,
  );
  step.button = button(step.number, () => ongate(gate.gate));
  step.button.append(words);
  return step;
}

function updateGate(step, state, isCurrent) {
  step.button.dataset.status = state.status;
  step.button.disabled = state.status === "not_asked";
  setText(step.count, state.word);
  mark(step.button, isCurrent);
  const done = state.status === "open" && state.asked.length > 0;
  if (done !== Boolean(step.number.querySelector("svg"))) {
    step.number.replaceChildren(done ? icon("answered") : step.number.dataset.number);
  }
}

function mark(element, isCurrent) {
  if (isCurrent) element.setAttribute("aria-current", "step");
  else element.removeAttribute("aria-current");
}
