import { findNotebook, ownNotebook } from "./document.js";
import { button, h, icon, keepKeys, setText } from "./dom.js";
import { Draft, DraftStore, isSame } from "./draft.js";
import { renderFix } from "./fix.js";
import { Offers } from "./offers.js";
import { QuestionSection } from "./question.js";
import { RecordBox } from "./record.js";
import { Requests } from "./requests.js";
import { askedUnder, Stepper } from "./stepper.js";
import { speaker } from "./words.js";

const TYPING_PAUSE = 250;
const PATIENCE = 1500;

/** The charter as a form: a view over the kernel's session, which alone judges answers. */
class Panel {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.say = speaker(model.get("form").words);
    this.notebook = ownNotebook(model);
    this.requests = new Requests(model);
    this.offers = new Offers(`nbready-${this.requests.client}`, this.say);
    this.store = new DraftStore(storage(), this.notebook?.cellIds);
    this.firstGate = model.get("form").gates[0].gate;
    this.questions = model.get("form").questions;
    this.view = model.get("view");
    this.draft = new Draft(this.view.draft);
    this.offer = this.#leftOver();
    this.sections = new Map();
    this.pending = null;
    this.isFolded = this.view.folded;
    this.listeners = [];
    this.#build();
    this.go(this.view.gate);
    this.#listen();
    // Not in the form's own state: that may be kept in the file, and these are other notebooks' words.
    this.requests.send("offers", {}, ({ offers }) => offers && this.offers.fill(offers));
  }

  /** What was typed here and is not known to the kernel: nobody has seen it yet, so it is offered. */
  #leftOver() {
    const stored = this.store.read();
    const known = this.view.draft;
    const entries = Object.entries(stored?.entries ?? {}).filter(([name, entry]) => !isSame(entry, known[name]));
    return entries.length ? { entries: Object.fromEntries(entries), at: stored.at } : null;
  }

  #settle(isKept) {
    const { entries } = this.offer;
    this.offer = null;
    this.offerBar.hidden = true;
    if (isKept) this.draft = new Draft({ ...this.draft.entries, ...entries });
    this.#keep();
    this.sections.clear();
    this.#sendDraft();
    this.show(this.key, true);
  }

  /** Keep the draft in the browser; what is still offered is not lost by typing on. */
  #keep() {
    this.store.write({ ...this.draft.entries, ...this.offer?.entries });
  }

  // -- moving about ----------------------------------------------------------------------------------

  /** Show a gate, at its first open question or the one named. */
  go(gate, key) {
    this.gate = gate;
    const { asked, open } = this.view.gates[gate];
    this.show(key ?? open[0] ?? asked[0]);
  }

  show(key, focus = false) {
    this.key = key;
    const section = this.#section(key);
    this.slot.replaceChildren(...(section ? [section.element] : []));
    this.update();
    if (focus) section?.focus();
  }

  step(by) {
    const asked = this.#asked();
    this.sections.get(this.key)?.touchAll();
    const next = asked[asked.indexOf(this.key) + by];
    if (next) this.show(next, true);
    else if (by > 0) this.saveButton.focus();
  }

  /** The questions of the gate; of an intent that the kernel has not answered yet, those that it asks. */
  #asked() {
    const { first, draft, saved, gates } = this.view;
    const { asked } = gates[this.gate];
    if (isSame(this.draft.entries[first], draft[first])) return asked;
    const intent = this.draft.value(first, saved[first])?.intent;
    return askedUnder(intent, this.gate, asked, this.model.get("form").questions);
  }

  /** Enter goes to the next field, and from the last one to the next question; prose keeps its lines. */
  #enter(event) {
    if (
      !event.target.matches("input, select") ||
      event.isComposing ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    const fields = [...this.slot.querySelectorAll("input:enabled, textarea, select")];
    const next = fields.slice(fields.indexOf(event.target) + 1).find((field) => isNext(field, event.target));
    if (next) next.focus();
    else this.step(1);
  }

  /** From blank to blank: within this question, then on to the next that has one. */
  #toBlank() {
    const fields = [...this.slot.querySelectorAll("input[type=text], textarea")];
    const rest = fields.slice(fields.indexOf(document.activeElement) + 1);
    const field = rest.find(({ value, placeholder }) => isBlank(value) || isBlank(placeholder));
    if (field) return field.focus();
    const asked = this.#asked();
    const at = asked.indexOf(this.key) + 1;
    const next = [...asked.slice(at), ...asked.slice(0, at)].find((name) => this.#hasBlank(name));
    this.show(next ?? this.key);
    const all = [...this.slot.querySelectorAll("input[type=text], textarea")];
    all.find(({ value, placeholder }) => isBlank(value) || isBlank(placeholder))?.focus();
  }

  #hasBlank(name) {
    return isBlank(JSON.stringify(this.draft.value(name, this.view.saved[name]) ?? ""));
  }

  fold(isFolded) {
    this.isFolded = isFolded;
    this.update();
    if (isFolded) this.line.querySelector("button")?.focus();
    else this.sections.get(this.key)?.focus();
  }

  // -- showing ---------------------------------------------------------------------------------------

  update() {
    const { view } = this;
    this.line.hidden = !this.isFolded;
    this.body.hidden = this.isFolded;
    setText(this.summary, view.summary);
    this.line.dataset.status = view.gates[this.firstGate].status;
    this.stepper.update(view, this.gate, this.key);
    const standing = view.standings[this.key];
    const section = this.sections.get(this.key);
    section?.update(standing, {
      isDeferred: this.draft.has(`deferral:${this.key}`),
      offered: view.offered[this.key],
      suits: view.suits[this.key],
      // What the checks said before the last key would scold for what is no longer so.
      isCurrent: !this.timer && !this.pending,
    });
    const asked = this.#asked();
    this.back.disabled = asked.indexOf(this.key) <= 0;
    setText(this.next, asked.at(-1) === this.key ? this.say("done") : this.say("next"));
    setText(this.minutes, this.#remaining());
    this.nextBlank.hidden = !asked.some((name) => this.#hasBlank(name));
    setText(this.live, section ? `${section.question.label}: ${standing.word}` : "");
    this.#updateNotice();
  }

  #remaining() {
    const { minutes, status, title } = this.view.gates[this.gate];
    if (this.view.unrecorded) return this.say("missing_in_notebook");
    if (status === "open")
      return this.say(this.draft.isEmpty ? "all_answered" : "save_to_open");
    const left = minutes ? this.say("minutes", { minutes, gate: title }) : "";
    return this.draft.isEmpty ? left : `${left} ${this.say("draft_kept")}`.trim();
  }

  #updateNotice() {
    const unsaved = this.saved && this.notebook?.isDirty;
    const written = this.saved && this.notebook && !this.notebook.isDirty;
    const text = written ? this.say("all_saved") : (this.message ?? "");
    setText(this.notice, this.view.problem || text);
    this.notice.dataset.tone = this.view.problem || this.isFailed ? "problem" : "calm";
    for (const element of this.saveNotebookButtons) element.hidden = !unsaved;
    this.copyBox.hidden = !this.text;
    if (this.text) setText(this.copyText, this.text);
  }

  // -- answering -------------------------------------------------------------------------------------

  #access() {
    return {
      value: (name) => this.draft.value(name, this.view.saved[name]),
      change: (name, value) => {
        this.draft.set(name, value, this.view.saved[name]);
        delete this.offer?.entries[name];
        this.#keep();
        this.saved = false;
        this.message = null;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.#sendDraft(), TYPING_PAUSE);
      },
      left: () => this.#flush(),
    };
  }

  #flush() {
    if (this.timer) this.#sendDraft();
    else setTimeout(() => this.update());
  }

  #sendDraft() {
    clearTimeout(this.timer);
    this.timer = null;
    this.pending = this.requests.send("draft", { draft: this.draft.entries });
  }

  /** The kernel's news; while a newer draft is on its way, what was typed stays as it is. */
  #receive() {
    const before = this.view;
    this.view = this.model.get("view");
    if (this.view.ack === this.pending) this.pending = null;
    if (!this.pending && !this.timer) this.#adopt(before);
    if (this.view.shown !== before.shown) this.isFolded = this.view.folded;
    const asked = this.#asked();
    if (!asked.includes(this.key)) this.go(asked.length ? this.gate : this.firstGate);
    else this.update();
  }

  #adopt(before) {
    const names = new Set([
      ...Object.keys(this.draft.entries),
      ...Object.keys(before.saved),
      ...Object.keys(this.view.saved),
    ]);
    const old = new Map([...names].map((name) => [name, this.draft.value(name, before.saved[name])]));
    this.draft = new Draft(this.view.draft);
    this.#keep();
    for (const [name, value] of old) {
      if (!isSame(value ?? null, this.draft.value(name, this.view.saved[name]) ?? null)) this.#redraw(name);
    }
  }

  /** The answer changed elsewhere, in the cell or by a preset: its fields are built anew. */
  #redraw(name) {
    const key = name === "author" ? this.view.first : name.replace(/^deferral:/, "");
    this.sections.delete(key);
    if (key === this.key) this.show(key);
  }

  #fillIn(name) {
    const fill = ({ answers, questions }) => {
      this.presetBox.open = false;
      // The same questions, with good answers for this kind of project.
      this.questions = questions;
      this.sections.clear();
      this.#fill(answers);
    };
    this.requests.send("preset", { name }, fill);
  }

  /** Answers where there are none yet. */
  #fill(answers) {
    for (const [key, value] of Object.entries(answers)) {
      if (this.#access().value(key)) continue;
      this.draft.set(key, value, this.view.saved[key]);
      this.sections.delete(key);
    }
    this.#keep();
    this.#sendDraft();
    this.show(this.key, true);
  }

  // -- saving ----------------------------------------------------------------------------------------

  save() {
    if (this.isGone) return;
    this.started = performance.now();
    this.sections.get(this.key)?.touchAll();
    this.message = this.say("saving");
    this.isFailed = false;
    const waiting = setTimeout(() => {
      this.message = this.say(this.notebook?.isBusy ? "busy" : "silent");
      this.update();
    }, PATIENCE);
    clearTimeout(this.timer);
    this.timer = null;
    const content = {
      gate: this.gate,
      draft: this.draft.entries,
      record: this.recordBox?.said,
      ...this.notebook?.describe(),
    };
    this.pending = this.requests.send("save", content, (reply) => {
      clearTimeout(waiting);
      this.#saved(reply);
    });
    this.update();
  }

  #saved(reply) {
    this.root.dataset.milliseconds = Math.round(performance.now() - this.started);
    this.isFailed = !reply.saved;
    this.message = reply.message;
    this.text = reply.text;
    const isOwn = ownNotebook(this.model) !== null;
    if (reply.saved && reply.write && isOwn) this.notebook.write(reply.write);
    this.saved = reply.saved;
    this.#showRecord(reply.ask);
    if (reply.look) this.show(reply.look);
    else this.update();
    if (reply.saved && !this.text) this.#leave();
  }

  /** Ask what a save has to say first; without a question, what was asked is done with. */
  #showRecord(ask) {
    this.recordBox = ask
      ? new RecordBox(ask, {
          id: `nbready-${this.requests.client}`,
          say: this.say,
          onsave: () => this.save(),
          onback: () => this.#backFromRecord(),
        })
      : null;
    this.recordSlot.replaceChildren(...(ask ? [this.recordBox.element] : []));
    this.recordBox?.focus();
  }

  #backFromRecord() {
    this.#showRecord(null);
    this.message = this.say("not_saved");
    this.show(this.key, true);
  }

  /** Back to the notebook's keys: the form is done. */
  #leave() {
    const cell = this.root.closest(".jp-Cell");
    if (this.root.contains(document.activeElement)) document.activeElement.blur();
    cell?.closest(".jp-Notebook")?.focus();
  }

  async #saveNotebook() {
    await this.notebook.save();
    this.update();
  }

  // -- building --------------------------------------------------------------------------------------

  #section(key) {
    const form = this.model.get("form");
    const question = this.questions.find((candidate) => candidate.key === key);
    if (!question) return null;
    if (!this.sections.has(key)) {
      const section = new QuestionSection(question, this.#access(), {
        id: `nbready-${this.requests.client}`,
        isFirst: key === this.view.first,
        origin: this.view.origins[key],
        isPinned: this.view.pinned.includes(key),
        efforts: form.efforts,
        fill: (value) => this.#fill({ [key]: value }),
        offers: this.offers,
        say: this.say,
      });
      if (this.view.saved[key]) section.touchAll();
      this.sections.set(key, section);
    }
    return this.sections.get(key);
  }

  #build() {
    const form = this.model.get("form");
    this.stepper = new Stepper(form, {
      say: this.say,
      ongate: (gate) => this.go(gate),
      onquestion: (key) => this.show(key, true),
    });
    this.slot = h("div", { class: "nbready-slot" });
    this.saveNotebookButtons = [];
    this.notice = h("p", { class: "nbready-notice", role: "status" });
    this.live = h("p", { class: "nbready-hidden", role: "status" });
    this.line = this.#buildLine();
    this.body = h(
      "div",
      { class: "nbready-body" },
      this.#buildHeader(form),
      this.#buildOffer(),
      this.stepper.element,
      this.#buildForm(),
    );
    this.recordSlot = h("div", {});
    this.body.append(this.recordSlot, this.#buildCopy());
    this.panel = h(
      "div",
      { class: "nbready-panel tex2jax_ignore mathjax_ignore", role: "region", "aria-label": form.title },
      this.line,
      this.body,
      this.notice,
      this.live,
      this.offers.element,
    );
    this.listeners.push(keepKeys(this.panel));
    this.root.append(this.panel);
  }

  #buildLine() {
    this.summary = h("span", { class: "nbready-summary" });
    const goOn = button(this.say("go_on"), () => {
      this.fold(false);
      this.go(this.view.next);
    });
    return h(
      "div",
      { class: "nbready-line" },
      icon("answered"),
      this.summary,
      this.#buildSaveNotebook(),
      goOn,
    );
  }

  #buildHeader(form) {
    const foldUp = button(icon("fold"), () => this.fold(true), {
      class: "nbready-fold",
      "aria-label": this.say("fold"),
    });
    const title = h("h3", {}, form.title);
    return h(
      "header",
      { class: "nbready-header" },
      title,
      form.presets.length > 0 && this.#buildPresets(form),
      foldUp,
    );
  }

  #buildOffer() {
    const since = this.offer && new Date(this.offer.at);
    const isToday = since?.toDateString() === new Date().toDateString();
    const time = since?.toLocaleString([], {
      ...(!isToday && { dateStyle: "medium" }),
      timeStyle: "short",
    });
    this.offerBar = h(
      "div",
      { class: "nbready-offer", hidden: !this.offer },
      h("span", {}, this.say("draft_of", { time })),
      button(this.say("keep"), () => this.#settle(true)),
      button(this.say("discard"), () => this.#settle(false)),
    );
    return this.offerBar;
  }

  #buildPresets(form) {
    const id = `nbready-${this.requests.client}-preset`;
    const options = form.presets.map((preset) => h("option", { value: preset.name }, preset.title));
    const choice = h("select", { id }, options);
    this.presetBox = h(
      "details",
      { class: "nbready-presets" },
      h("summary", {}, this.say("presets")),
      h(
        "div",
        { class: "nbready-card" },
        h("label", { for: id, class: "nbready-label" }, this.say("preset")),
        h(
          "div",
          { class: "nbready-row" },
          choice,
          button(this.say("fill_in"), () => this.#fillIn(choice.value)),
        ),
        h("p", { class: "nbready-hint" }, this.say("preset_hint")),
      ),
    );
    return this.presetBox;
  }

  #buildForm() {
    this.back = button(this.say("back"), () => this.step(-1));
    this.next = button(this.say("next"), () => this.step(1));
    this.minutes = h("p", { class: "nbready-minutes" });
    this.nextBlank = button(this.say("next_blank"), () => this.#toBlank(), { hidden: true });
    this.saveButton = button(this.say("save"), () => this.save(), { class: "nbready-save" });
    const moves = h("div", { class: "nbready-moves" }, this.back, this.next);
    return h(
      "div",
      { class: "nbready-form", onkeydown: (event) => event.key === "Enter" && this.#enter(event) },
      h("div", { class: "nbready-main" }, this.stepper.rail, this.slot),
      h(
        "footer",
        { class: "nbready-footer" },
        this.minutes,
        this.nextBlank,
        moves,
        this.#buildSaveNotebook(),
        this.saveButton,
      ),
    );
  }

  #buildSaveNotebook() {
    const element = button(this.say("save_notebook"), () => void this.#saveNotebook(), { hidden: true });
    this.saveNotebookButtons.push(element);
    return element;
  }

  /** For front ends that keep the document to themselves: the cell's text, to be pasted. */
  #buildCopy() {
    this.copyText = h("pre", {
      class: "nbready-text",
      tabindex: 0,
      "aria-label": this.say("cell_text"),
    });
    const copied = h("span", { role: "status" });
    const copy = async () => {
      try {
        await navigator.clipboard.writeText(this.text);
        setText(copied, this.say("copied"));
      } catch {
        getSelection().selectAllChildren(this.copyText);
        setText(copied, this.say("selected"));
      }
    };
    this.copyBox = h(
      "div",
      { class: "nbready-copy", hidden: true },
      this.copyText,
      button(this.say("copy"), copy),
      copied,
    );
    return this.copyBox;
  }

  #listen() {
    const receive = () => this.#receive();
    this.model.on("change:view", receive);
    this.listeners.push(() => this.model.off("change:view", receive));
    if (!this.notebook) return;
    this.listeners.push(this.notebook.onDirty(() => this.#updateNotice()));
    this.listeners.push(this.notebook.onKernelGone(() => this.#lose()));
  }

  /** The kernel is gone, and with it whoever would answer: the cell shows a new form when it runs. */
  #lose() {
    this.isGone = true;
    this.isFailed = true;
    this.message = this.say("restarted");
    this.saveButton.disabled = true;
    this.#keep();
    this.update();
  }

  close() {
    clearTimeout(this.timer);
    if (this.timer) this.#sendDraft();
    this.requests.close();
    for (const stop of this.listeners) stop();
  }
}

/** Whether Enter stops at a field: one that shows, and of radio buttons the one that Tab would reach. */
function isNext(field, from) {
  if (!field.getClientRects().length || field.type === "checkbox") return false;
  if (field.type !== "radio") return true;
  const group = [...field.closest("fieldset").querySelectorAll("input")];
  return !group.includes(from) && field === (group.find((radio) => radio.checked) ?? group[0]);
}

function isBlank(text) {
  return text.includes("___");
}

function storage() {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}

/** Tells the kernel what the document holds, at first and whenever it asks, and writes what it answers. */
function initialize({ model }) {
  if (model.get("view").fix) return;
  const requests = new Requests(model);
  const report = (cellId) => {
    const notebook = findNotebook(model);
    if (!notebook?.holds(cellId)) return;
    const act = ({ write }) => write && notebook.holds(cellId) && notebook.write(write);
    requests.send("document", notebook.describe(), act);
  };
  const look = (message) => message.type === "look" && report(message.cell_id);
  model.on("msg:custom", look);
  report(model.get("cell_id"));
  return () => {
    model.off("msg:custom", look);
    requests.close();
  };
}

function render({ model, el }) {
  if (model.get("view").fix) {
    renderFix(model, el);
    return;
  }
  const panel = new Panel(model, el);
  return () => panel.close();
}

export default { initialize, render };
