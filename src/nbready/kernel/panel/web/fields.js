import { button, h, humanize, icon, plain } from "./dom.js";
import { joinQuantity, splitQuantity } from "./quantity.js";

const RADIO_LIMIT = 4;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The inputs of one part.
 *
 * @param part   The part as the kernel describes it: key, type, label, required, choices, also.
 * @param value  What is in it: a text, a list or a map, or nothing.
 * @param context  `id`, `say` (see `speaker`), `describedBy`, `readOnly`, `onchange(value)`, called at every
 *   key, and perhaps `offer(input)`, which lets a line of text offer what is known.
 */
export function buildField(part, value, context) {
  return BUILDERS[part.type](part, value, context);
}

const BUILDERS = {
  text: (part, value, context) => labelled(part, context, offering(input(asText(value), context), context)),
  long_text: (part, value, context) => labelled(part, context, textarea(asText(value), context)),
  date: (part, value, context) => labelled(part, context, dateInput(asText(value), context)),
  choice: (part, value, context) =>
    part.choices.length > RADIO_LIMIT
      ? labelled(part, context, select(part, asText(value), context))
      : grouped(part, context, radios(part, asText(value), context)),
  quantity: (part, value, context) => grouped(part, context, quantity(part, asText(value), context)),
  quantities: (part, value, context) => grouped(part, context, outcomes(part, asMap(value), context)),
  people: (part, value, context) => grouped(part, context, people(part, value, context)),
};

function asText(value) {
  if (typeof value === "string") return value;
  return value ? JSON.stringify(value) : "";
}

function asMap(value) {
  return value && typeof value === "object" && !Array.isArray(value) ? value : {};
}

function caption(part, say) {
  const either = part.either?.length ? say("or", { labels: part.either.join(", ") }) : say("optional");
  const isNeeded = part.required || part.when;
  return [part.label, isNeeded ? null : h("span", { class: "nbready-optional" }, ` ${either}`)];
}

function labelled(part, context, control) {
  const label = h(
    "label",
    { for: context.id, class: part.label ? "nbready-label" : "nbready-hidden" },
    caption(part, context.say),
  );
  if (!part.label) label.textContent = plain(context.title);
  return [label, control];
}

function grouped(part, context, children) {
  const legend = h("legend", { class: "nbready-label" }, caption(part, context.say));
  return [h("fieldset", { class: "nbready-group" }, legend, children)];
}

function common(context, label) {
  return {
    "aria-describedby": context.describedBy,
    "aria-label": label,
    readonly: context.readOnly,
    autocomplete: "off",
  };
}

function input(value, context, attributes = {}) {
  return h("input", {
    type: "text",
    id: context.id,
    value,
    ...common(context),
    onfocus: selectBlank,
    oninput: (event) => context.onchange(event.target.value),
    ...attributes,
  });
}

function offering(field, context) {
  if (!context.readOnly) context.offer?.(field);
  return field;
}

/** The first blank of a text is what is to be typed over. */
export function selectBlank(event) {
  const blank = /_{3,}/.exec(event.target.value);
  if (blank) event.target.setSelectionRange(blank.index, blank.index + blank[0].length);
}

function textarea(value, context) {
  return h("textarea", {
    id: context.id,
    rows: 3,
    value,
    ...common(context),
    onfocus: selectBlank,
    oninput: (event) => context.onchange(event.target.value),
  });
}

function dateInput(value, context) {
  // A date control drops what is no date; such a text stays visible, to be mended.
  const type = !value || ISO_DATE.test(value) ? "date" : "text";
  return input(value, context, {
    type,
    min: type === "date" && "1900-01-01",
    max: type === "date" && "9999-12-31",
  });
}

/** What people see of a word to choose: its name in the language of the questions, if it has one. */
function named(part, word) {
  return part.names?.[word] ?? humanize(word);
}

function select(part, value, context) {
  const options = part.choices.map((choice) =>
    h("option", { value: choice, selected: choice === value }, named(part, choice)),
  );
  const blank = h("option", { value: "", selected: !part.choices.includes(value) }, value || context.say("choose"));
  return h(
    "select",
    {
      id: context.id,
      ...common(context),
      disabled: context.readOnly,
      onchange: (event) => context.onchange(event.target.value),
    },
    blank,
    options,
  );
}

/** Put the choices that suit what else was answered before the others; none is chosen by that. */
export function offerFirst(select, suited, say) {
  const { value } = select;
  if (select.dataset.suited === suited.join() || select === document.activeElement) return;
  select.dataset.suited = suited.join();
  const [blank, ...options] = select.options;
  const rank = ({ value: choice }) => suited.indexOf(choice);
  const first = options.filter((option) => rank(option) >= 0).sort((a, b) => rank(a) - rank(b));
  const others = options.filter((option) => rank(option) < 0);
  const groups = [
    h("optgroup", { label: say("suits") }, first),
    h("optgroup", { label: say("others") }, others),
  ];
  select.replaceChildren(blank, ...(first.length ? groups : others));
  select.value = value;
}

function radios(part, value, context) {
  const choices = part.choices.map((choice, number) => {
    const id = number ? `${context.id}-${number}` : context.id;
    return h(
      "label",
      { class: "nbready-choice", for: id },
      h("input", {
        type: "radio",
        id,
        name: context.id,
        value: choice,
        checked: choice === value,
        disabled: context.readOnly,
        "aria-describedby": context.describedBy,
        onchange: () => context.onchange(choice),
      }),
      h("span", {}, named(part, choice)),
      context.notes?.[choice] && h("span", { class: "nbready-optional" }, context.notes[choice]),
    );
  });
  return h("div", { class: "nbready-choices" }, choices);
}

function quantity(part, value, context) {
  const isWord = part.also.includes(value);
  const [number, unit, blank] = isWord ? ["", ""] : splitQuantity(value);
  const change = () => context.onchange(joinQuantity(numberInput.value, unitInput.value));
  const numberInput = quantityInput(part, "number", number, context, change);
  if (blank) numberInput.placeholder = blank;
  const unitInput = quantityInput(part, "unit", unit, context, change);
  const words = part.also.map((word, index) =>
    alsoBox(part, word, index, value, context, [numberInput, unitInput]),
  );
  return [h("div", { class: "nbready-quantity" }, numberInput, unitInput), words];
}

function quantityInput(part, kind, value, context, change) {
  const isNumber = kind === "number";
  const word = context.say(kind);
  return h("input", {
    type: "text",
    id: isNumber ? context.id : `${context.id}-unit`,
    inputmode: isNumber ? "decimal" : null,
    class: `nbready-${kind}`,
    value,
    placeholder: word,
    ...common(context, context.say("field", { name: part.label, kind: word })),
    oninput: change,
  });
}

function alsoBox(part, word, index, value, context, inputs) {
  const id = `${context.id}-also-${index}`;
  for (const field of inputs) field.disabled = value === word;
  const change = (event) => {
    for (const field of inputs) field.disabled = event.target.checked;
    context.onchange(event.target.checked ? word : joinQuantity(...inputs.map((field) => field.value)));
  };
  return h(
    "label",
    { class: "nbready-also", for: id },
    h("input", {
      type: "checkbox",
      id,
      checked: value === word,
      disabled: context.readOnly,
      onchange: change,
    }),
    named(part, word),
  );
}

/** Rows that can be added and removed; `row(item, id, change)` gives the inputs and how to read them. */
function rows(items, context, { row, blank, add, collect }) {
  const list = h("div", { class: "nbready-rows" });
  const entries = [];
  let count = 0;
  const change = () => context.onchange(collect(entries.map((entry) => entry.read())));
  const append = (item, focus) => {
    const id = count ? `${context.id}-${count}` : context.id;
    const entry = row(item, id, change, ++count);
    const remove = button(icon("remove"), () => drop(entry), {
      class: "nbready-remove",
      "aria-label": context.say("remove_row", { n: count }),
    });
    entry.element = h("div", { class: "nbready-row" }, entry.inputs, !context.readOnly && remove);
    entries.push(entry);
    list.append(entry.element);
    if (focus) entry.inputs[0].focus();
  };
  const drop = (entry) => {
    entries.splice(entries.indexOf(entry), 1);
    entry.element.remove();
    if (!entries.length) append(blank);
    entries.at(-1).inputs[0].focus();
    change();
  };
  for (const item of items.length ? items : [blank]) append(item);
  return [list, !context.readOnly && button(add, () => append(blank, true), { class: "nbready-add" })];
}

function people(part, value, context) {
  const names = Array.isArray(value) ? value.map(asText) : [asText(value)].filter(Boolean);
  return rows(names, context, {
    blank: "",
    add: context.say("add_person"),
    row: (name, id, change, number) => {
      const label = context.say(number > 1 ? "person" : "name_and_role", { name: part.label, n: number });
      const field = h("input", { type: "text", id, value: name, ...common(context, label), oninput: change });
      return { inputs: [offering(field, context)], read: () => field.value };
    },
    collect: (texts) => {
      const named = texts.filter((text) => text.trim());
      return named.length > 1 ? named : (named[0] ?? "");
    },
  });
}

function outcomes(part, value, context) {
  return rows(Object.entries(value), context, {
    blank: ["", ""],
    add: context.say("add_outcome"),
    row: ([name, amount], id, change, number) => {
      const [figure, unit] = splitQuantity(asText(amount));
      const field = (kind, text, suffix) =>
        h("input", {
          type: "text",
          id: `${id}${suffix}`,
          class: `nbready-${kind}`,
          value: text,
          placeholder: context.say(kind),
          ...common(context, context.say("field_of", { name: part.label, kind: context.say(kind), n: number })),
          oninput: change,
        });
      const inputs = [
        field("outcome", name, ""),
        field("number", figure, "-number"),
        field("unit", unit, "-unit"),
      ];
      return { inputs, read: () => [inputs[0].value.trim(), joinQuantity(inputs[1].value, inputs[2].value)] };
    },
    collect: (pairs) => Object.fromEntries(pairs.filter(([name, amount]) => name || amount)),
  });
}
