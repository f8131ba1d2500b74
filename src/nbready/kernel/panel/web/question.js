import { button, h, icon, setText } from "./dom.js";
import { tidy } from "./draft.js";
import { buildField, offerFirst } from "./fields.js";

const DEFERRAL = { reason: "text", owner: "text", until: "date" };

/** One question as a section: prompt, help, fields with their remarks, and the way to put it off. */
export class QuestionSection {
  /**
   * @param question  The question as the kernel describes it.
   * @param access  `value(name)` and `change(name, value)` for `KEY`, `deferral:KEY`, `source:KEY`, `author`.
   * @param options  `id` prefix, `isFirst` (it also asks for the author), `fill(value)`, `origin` (shared charter),
   *   `isPinned` and `offers` (see `Offers`) by `author`, `people` and `QUESTION.PART`, and `say` (see `speaker`).
   */
  constructor(question, access, options) {
    this.question = question;
    this.access = access;
    this.options = options;
    this.say = options.say;
    this.touched = new Set();
    this.remarks = new Map();
    this.id = `${options.id}-${question.key}`;
    this.badge = h("span", { class: "nbready-badge" });
    this.general = this.#remark("general");
    this.missing = h("p", { class: "nbready-hint nbready-missing" });
    this.deferral = this.#buildDeferral();
    this.agentDraft = this.#buildAgentDraft();
    this.offer = this.#buildOffer();
    this.element = this.#build();
  }

  /** Show what the checks say; a part that nobody touched yet is not scolded. */
  update(standing, { isDeferred, isCurrent, offered, suits }) {
    this.element.dataset.status = standing.status;
    this.badge.replaceChildren(icon(standing.status), standing.word);
    this.agentDraft.hidden = standing.status !== "open" || !this.access.value(`source:${this.question.key}`);
    this.deferral.hidden = !standing.deferrable && !isDeferred;
    this.#showOffer(offered);
    for (const [part, choices] of Object.entries(suits ?? {})) {
      const select = this.element.querySelector(`[data-part="${part}"] select`);
      if (select) offerFirst(select, choices, this.say);
    }
    if (isCurrent) this.#updateRemarks(standing);
  }

  #updateRemarks(standing) {
    const shown = standing.remarks.filter((remark) => this.#isDue(remark));
    this.#showMissing(standing.remarks.filter((remark) => remark.open && !shown.includes(remark)));
    for (const [part, element] of this.remarks) {
      if (element !== this.general)
        showRemarks(
          element,
          shown.filter((remark) => remark.part === part),
          this.say,
        );
    }
    showRemarks(
      this.general,
      shown.filter((remark) => !this.remarks.has(remark.part)),
      this.say,
    );
    for (const control of this.element.querySelectorAll("[data-part]")) {
      const isWrong = shown.some((remark) => remark.part === control.dataset.part && remark.open);
      for (const field of control.querySelectorAll("input, textarea, select")) {
        field.toggleAttribute("aria-invalid", isWrong);
        if (isWrong) field.setAttribute("aria-invalid", "true");
      }
    }
  }

  /** From now on every remark is shown: the person went on or saved. */
  touchAll() {
    this.touched.add("*");
  }

  focus() {
    this.element.querySelector("input:not([disabled]), textarea, select")?.focus();
  }

  /** A warning is news at once; what is missing is told part by part, and in a line what is to come. */
  #isDue(remark) {
    if (this.touched.has("*") || this.touched.has(remark.part)) return true;
    return !remark.open && this.#isBegun;
  }

  get #isBegun() {
    return this.touched.size > 0 || Boolean(this.access.value(this.question.key));
  }

  /** An answer that was begun never stands there open without a reason. */
  #showMissing(remarks) {
    const label = ({ part, message }) => this.question.parts.find(({ key }) => key && key === part)?.label ?? message;
    const parts = remarks.map(label).join(", ");
    const text = parts && this.#isBegun ? this.say("to_fill_in", { parts }) : "";
    setText(this.missing, text.replace("..", "."));
  }

  #build() {
    const { question, options } = this;
    const title = h("h4", { id: `${this.id}-title`, class: "nbready-title" }, question.label);
    return h(
      "section",
      { class: "nbready-question", "aria-labelledby": `${this.id}-title` },
      h("div", { class: "nbready-heading" }, title, this.badge),
      h("p", { class: "nbready-prompt", id: `${this.id}-prompt` }, question.prompt),
      h("details", { class: "nbready-help" }, h("summary", {}, this.say("help")), h("p", {}, question.help)),
      options.origin &&
        h("p", { class: "nbready-origin" }, this.say("from", { place: options.origin })),
      options.isPinned && h("p", { class: "nbready-origin" }, this.say("pinned")),
      this.agentDraft,
      this.offer,
      question.many ? this.#buildItems() : this.#buildParts(),
      this.general,
      this.missing,
      options.isFirst && this.#buildAuthor(),
      this.deferral,
    );
  }

  #buildParts() {
    const { key, parts } = this.question;
    const value = this.access.value(key);
    const isPlain = parts.length === 1 && !parts[0].key;
    const current = isPlain ? { "": value } : asParts(value, parts);
    const built = new Map();
    const change = (part, text) => {
      current[part.key] = text;
      this.touched.add(part.key);
      showAsked(built, current);
      this.access.change(key, isPlain ? text : { ...current });
    };
    for (const part of parts) {
      const id = `${this.id}-${part.key || "answer"}`;
      if (part.shown !== "recorded") built.set(part, this.#buildPart(part, current[part.key], id, change));
    }
    showAsked(built, current);
    const elements = (shown) => [...built].filter(([part]) => part.shown === shown).map(([, part]) => part);
    return [
      h("div", { class: "nbready-parts" }, elements("always")),
      buildFolded(
        elements("folded"),
        parts.some((part) => part.shown === "folded" && current[part.key]),
        this.say,
      ),
      buildRecorded(parts, current, this.say),
    ];
  }

  #buildPart(part, value, id, change) {
    const remark = this.#remark(part.key);
    const hint = buildHint(part, id, this.say);
    const described = [!part.key && `${this.id}-prompt`, hint?.id, remark.id].filter(Boolean).join(" ");
    return h(
      "div",
      { class: partClass(part), "data-part": part.key, onfocusout: () => this.#leave(part.key) },
      buildField(part, value, {
        id,
        say: this.say,
        title: this.question.label,
        describedBy: described,
        readOnly: this.options.isPinned,
        notes: part.key === "intent" ? this.options.efforts : null,
        offer: this.#offer(part),
        onchange: (text) => change(part, text),
      }),
      remark,
      hint,
    );
  }

  /** A list of answers of the same shape, each in a group of its own. */
  #buildItems() {
    const { key, parts } = this.question;
    const saved = this.access.value(key);
    const items = Array.isArray(saved) ? saved.map((item) => asParts(item, parts)) : [asParts(saved, parts)];
    const list = h("div", { class: "nbready-items" });
    const change = () => this.access.change(key, tidy(items));
    const draw = (focused) => {
      list.replaceChildren(...items.map((item, index) => this.#buildItem(item, index, { change, remove })));
      list.children[focused]?.querySelector("input").focus();
    };
    const remove = (index) => {
      items.splice(index, 1);
      change();
      draw(Math.max(index - 1, 0));
    };
    const add = () => draw(items.push({}) - 1);
    draw();
    return [list, button(this.say("add"), add, { class: "nbready-add" })];
  }

  #buildItem(item, index, { change, remove }) {
    const fields = this.question.parts.map((part) => {
      const id = `${this.id}-${part.key}-${index}`;
      const hint = index ? null : buildHint(part, id, this.say);
      const onchange = (text) => {
        item[part.key] = text;
        this.touched.add(part.key);
        change();
      };
      const describedBy = [hint?.id, this.general.id].filter(Boolean).join(" ");
      const field = buildField(part, item[part.key], {
        id,
        say: this.say,
        title: part.label,
        describedBy,
        offer: this.#offer(part),
        onchange,
      });
      return h("div", { class: partClass(part) }, field, hint);
    });
    const name = `${this.question.label} ${index + 1}`;
    const attributes = { class: "nbready-add", "aria-label": this.say("remove_one", { name }) };
    return h(
      "fieldset",
      { class: "nbready-item" },
      h("legend", { class: "nbready-hidden" }, name),
      h("div", { class: "nbready-parts" }, fields),
      index > 0 && button(this.say("remove"), () => remove(index), attributes),
    );
  }

  /** Lets a field offer what the project's charters say in this part, or whom they name. */
  #offer(part) {
    const name = part.type === "people" ? "people" : `${this.question.key}.${part.key}`;
    return this.#offerOf(name);
  }

  #offerOf(name) {
    return (field) => this.options.offers.attach(field, name);
  }

  #buildAuthor() {
    const id = `${this.options.id}-author`;
    const field = buildField(ownPart("author", "text", this.say("author")), this.access.value("author"), {
      id,
      say: this.say,
      describedBy: `${id}-hint`,
      offer: this.#offerOf("author"),
      onchange: (text) => this.access.change("author", text),
    });
    return h(
      "details",
      { class: "nbready-folded", open: Boolean(this.access.value("author")) },
      h("summary", {}, this.say("who")),
      h("div", { class: "nbready-part" }, field),
      h("p", { class: "nbready-hint", id: `${id}-hint` }, this.say("author_hint")),
    );
  }

  #buildDeferral() {
    const name = `deferral:${this.question.key}`;
    const value = { ...this.access.value(name) };
    const id = `${this.id}-deferral`;
    const fields = Object.entries(DEFERRAL).map(([key, type]) => {
      const part = ownPart(key, type, this.say(key));
      const onchange = (text) => {
        value[part.key] = text;
        this.touched.add("*");
        this.access.change(name, { ...value });
      };
      const field = buildField(part, value[part.key], {
        id: `${id}-${part.key}`,
        say: this.say,
        describedBy: `${id}-hint`,
        offer: part.key === "owner" ? this.#offerOf("people") : null,
        onchange,
      });
      return h("div", { class: "nbready-part" }, field);
    });
    return h(
      "details",
      { class: "nbready-deferral", open: Object.keys(value).length > 0 },
      h("summary", {}, this.say("put_off")),
      h("p", { class: "nbready-hint", id: `${id}-hint` }, this.say("put_off_hint")),
      h("div", { class: "nbready-parts" }, fields),
    );
  }

  /** An answer that no person stands for yet, and the way to stand for it. */
  #buildAgentDraft() {
    if (this.options.origin)
      return h("p", { class: "nbready-origin" }, this.say("agent_elsewhere"));
    const name = this.question.label;
    const confirm = () => this.access.change(`source:${this.question.key}`, null);
    return h(
      "p",
      { class: "nbready-origin" },
      `${this.say("agent")} `,
      button(this.say("confirm"), confirm, { class: "nbready-add", "aria-label": this.say("confirm_one", { name }) }),
    );
  }

  /** What other answers say of this one already: one click puts it in, nothing does so unasked. */
  #buildOffer() {
    this.offerText = h("span", {});
    const fill = () => this.options.fill(this.offered);
    const name = this.question.label;
    const attributes = { class: "nbready-add", "aria-label": this.say("fill_one", { name }) };
    return h("p", { class: "nbready-origin" }, this.offerText, button(this.say("fill_it_in"), fill, attributes));
  }

  #showOffer(offered) {
    this.offered = offered;
    this.offer.hidden = !offered || this.options.isPinned || Boolean(this.access.value(this.question.key));
    const texts = this.question.parts.filter(({ key }) => offered?.[key]).map(({ key }) => offered[key]);
    setText(this.offerText, `${this.say("registered", { texts: texts.join("; ") })} `);
  }

  #leave(part) {
    this.touched.add(part);
    this.access.left();
  }

  #remark(part) {
    const element = h("div", { class: "nbready-remarks", id: `${this.id}-${part || "answer"}-remarks` });
    this.remarks.set(part, element);
    return element;
  }
}

/** A part that every question has, whatever the questions file says. */
function ownPart(key, type, label) {
  return { key, type, label, required: true, choices: [], also: [] };
}

function buildHint(part, id, say) {
  if (!part.example) return null;
  return h("p", { class: "nbready-hint", id: `${id}-hint` }, say("example", { example: part.example }));
}

/** What is optional, out of the way until somebody wants it or it says something. */
function buildFolded(elements, isOpen, say) {
  if (!elements.length) return null;
  const summary = h("summary", {}, say("more"));
  return h(
    "details",
    { class: "nbready-folded", open: isOpen },
    summary,
    h("div", { class: "nbready-parts" }, elements),
  );
}

/** What nbready wrote down itself: to read, not to type over. */
function buildRecorded(parts, current, say) {
  const recorded = parts.filter((part) => part.shown === "recorded" && current[part.key]);
  if (!recorded.length) return null;
  const texts = recorded.map((part) => `${part.label}: ${current[part.key]}`).join("; ");
  return h("p", { class: "nbready-hint" }, say("on_record", { texts }));
}

/** Parts that hang on a choice come and go with it. */
function showAsked(built, current) {
  for (const [part, element] of built) {
    element.hidden = Boolean(part.when) && !part.is.includes(current[part.when]) && !current[part.key];
  }
}

function partClass(part) {
  const isWide = ["long_text", "people", "quantities"].includes(part.type) || part.choices.length > 2;
  return `nbready-part${isWide ? " nbready-wide" : ""}`;
}

function showRemarks(element, remarks, say) {
  const key = JSON.stringify(remarks);
  if (element.dataset.shown === key) return;
  element.dataset.shown = key;
  element.replaceChildren(
    ...remarks.map((remark) => {
      const word = h("strong", {});
      setText(word, `${say(remark.open ? "remark_open" : "remark_warning")} `);
      return h(
        "p",
        { class: remark.open ? "nbready-open" : "nbready-warning" },
        icon("warning"),
        h("span", {}, word, remark.message),
      );
    }),
  );
}

/** An answer by part; a text where parts are wanted goes into the first field that takes text. */
function asParts(value, parts) {
  if (value && typeof value === "object" && !Array.isArray(value)) return { ...value };
  const first = parts.find((part) => part.type === "text" || part.type === "long_text") ?? parts[0];
  return typeof value === "string" ? { [first.key]: value } : {};
}
