/**
 * The form's words, in the language of the questions.
 *
 * @param words  Templates by name, `{key}` where a value goes.
 * @returns `say(name, values)`: a text; values stand in it letter for letter.
 */
export function speaker(words) {
  return (name, values = {}) => words[name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}
