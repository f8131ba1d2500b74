import { ownNotebook } from "./document.js";
import { button, h, setText } from "./dom.js";
import { speaker } from "./words.js";

/** Below a charter cell that cannot be read: the cell as it should be, put in its place. */
export function renderFix(model, root) {
  const notebook = ownNotebook(model);
  const { source } = model.get("view").fix;
  const say = speaker(model.get("form").words);
  const told = h("span", { role: "status" });
  const put = button(say("fix"), () => {
    notebook.write({ cell: { id: model.get("cell_id"), source } });
    put.disabled = true;
    setText(told, say("fixed"));
  });
  if (notebook) root.append(h("div", { class: "nbready-panel nbready-fix" }, put, told));
}
