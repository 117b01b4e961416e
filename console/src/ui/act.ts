/** Buttons, each with the name of its act in the markup: `data-act` says which it is, however it looks or is worded. */
import { h } from "../../../widget/src/dom.ts";

/** `act(name, label, onclick)` does `name` when it is pressed. Within one card, row or form no two have the same name. */
export { button as act } from "../../../widget/src/dom.ts";

/** The button that sends the form around it; `look` is its class, and no more than that. */
export function submit(name: string, label: string, look = "main"): HTMLButtonElement {
  return h("button", { "data-act": name, class: look || null }, label);
}
