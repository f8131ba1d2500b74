const wordsOf = (item) => item.querySelector("bdi").textContent;

/** Show these comments as buttons. Those that are there already stay where they are: one may just be clicked. */
export function offerComments(list, texts) {
  const wanted = new Set(texts);
  for (const item of [...list.children]) if (!wanted.has(wordsOf(item))) item.remove();
  texts.forEach((text, place) => {
    const item = list.children[place];
    if (!item || wordsOf(item) !== text) list.insertBefore(buttonOf(text), item ?? null);
  });
}

function buttonOf(text) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  const words = document.createElement("bdi");
  button.type = "button";
  words.dir = "auto";
  words.textContent = text;
  button.append(words);
  item.append(button);
  return item;
}
