import { button, h, humanize } from "./dom.js";

const SEEN = ["nothing", "training", "held_out"];

/** What a save has to say first: why sealed answers change, and that a sign-off is meant. */
export class RecordBox {
  constructor(ask, { id, say, onsave, onback }) {
    this.fields = new Map(ask.changes.map((change) => [change.question, new Reason(change, id, say)]));
    this.signs = ask.signs.length > 0;
    const save = button(say(this.signs ? "sign_and_save" : "save_with_reason"), onsave, {
      class: "nbready-primary",
    });
    this.element = h(
      "div",
      { class: "nbready-record", role: "group", "aria-label": say("record") },
      [...this.fields.values()].map((field) => field.element),
      this.signs && buildSigns(ask.signs, say),
      h("div", { class: "nbready-row" }, save, button(say("back"), onback)),
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
  constructor({ question, label, was, by, seen }, id, say) {
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
      h("legend", {}, say("was_sealed", { name: label })),
      was && h("p", { class: "nbready-hint" }, say("it_said", { text: was })),
      withLabel(say("why"), this.reason),
      withLabel(say("by"), this.by),
      withLabel(say("seen"), this.seen),
    );
  }

  get said() {
    return { reason: this.reason.value, by: this.by.value, seen: this.seen.value };
  }
}

function withLabel(text, field) {
  return h("div", { class: "nbready-field" }, h("label", { for: field.id, class: "nbready-label" }, text), field);
}

function buildSigns(signs, say) {
  const items = signs.flatMap(({ term, text }) => [h("dt", {}, term), h("dd", {}, text)]);
  return h("div", { class: "nbready-signs" }, h("p", { class: "nbready-label" }, say("signed")), h("dl", {}, items));
}
