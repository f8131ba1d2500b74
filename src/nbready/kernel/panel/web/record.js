import { button, h, humanize } from "./dom.js";

const SEEN = ["nothing", "training", "held_out"];

/** What a save has to say first: why sealed answers change, and that a sign-off is meant. */
export class RecordBox {
  constructor(ask, { id, onsave, onback }) {
    this.fields = new Map(ask.changes.map((change) => [change.question, new Reason(change, id)]));
    this.signs = ask.signs.length > 0;
    const save = button(this.signs ? "Sign and save" : "Save with the reason", onsave, {
      class: "nbready-primary",
    });
    this.element = h(
      "div",
      { class: "nbready-record", role: "group", "aria-label": "On record" },
      [...this.fields.values()].map((field) => field.element),
      this.signs && buildSigns(ask.signs),
      h("div", { class: "nbready-row" }, save, button("Back", onback)),
    );
  }

  focus() {
    this.element.querySelector("input, select, button")?.focus();
  }

  /** What the kernel is told about the changes, by question. */
  get said() {
    const reasons = [...this.fields].map(([key, field]) => [key, field.said]);
    return { ...Object.fromEntries(reasons), ...(this.signs && { signed: true }) };
  }
}

/** Reason, name and what was seen, for one answer. */
class Reason {
  constructor({ question, label, was, by, seen }, id) {
    const own = `${id}-${question}`;
    this.reason = h("input", { type: "text", id: `${own}-reason` });
    this.by = h("input", { type: "text", id: `${own}-by`, value: by });
    this.seen = h(
      "select",
      { id: `${own}-seen` },
      SEEN.map((word) => h("option", { value: word, selected: word === seen }, humanize(word))),
    );
    this.element = h(
      "fieldset",
      {},
      h("legend", {}, `${label} was sealed`),
      was && h("p", { class: "nbready-hint" }, `It said: ${was}`),
      withLabel("Why it changes", this.reason),
      withLabel("Who changes it", this.by),
      withLabel("Seen by now", this.seen),
    );
  }

  get said() {
    return { reason: this.reason.value, by: this.by.value, seen: this.seen.value };
  }
}

function withLabel(text, field) {
  return h("div", { class: "nbready-field" }, h("label", { for: field.id, class: "nbready-label" }, text), field);
}

function buildSigns(signs) {
  const items = signs.flatMap(({ term, text }) => [h("dt", {}, term), h("dd", {}, text)]);
  return h("div", { class: "nbready-signs" }, h("p", { class: "nbready-label" }, "What is signed"), h("dl", {}, items));
}
