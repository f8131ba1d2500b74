import { h, plain } from "./dom.js";

/** What fields offer to be picked instead of typed; a field stays empty until somebody does. */
export class Offers {
  constructor(id, say) {
    this.id = id;
    this.say = say;
    this.texts = {};
    this.fields = [];
    this.element = h("div", { hidden: true });
  }

  /** Let a field offer the texts of this name, now or as soon as they are known. */
  attach(field, name) {
    this.fields.push([field, name]);
    this.#show(field, name);
  }

  /** What is known, by name, what is nearest first. */
  fill(texts) {
    this.texts = texts;
    const lists = Object.entries(texts).map(([name, known]) =>
      h(
        "datalist",
        { id: this.#list(name) },
        known.map((text) => h("option", { value: plain(text) })),
      ),
    );
    this.element.replaceChildren(...lists);
    for (const [field, name] of this.fields) this.#show(field, name);
  }

  #list(name) {
    return `${this.id}-${name}-offers`;
  }

  #show(field, name) {
    const first = this.texts[name]?.[0];
    if (!first) return;
    field.setAttribute("list", this.#list(name));
    field.placeholder = plain(this.say("offered", { text: first }));
    // Firefox shows no list where this is off.
    field.removeAttribute("autocomplete");
  }
}
