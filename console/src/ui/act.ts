/** Buttons, each with the name of its act in the markup: `data-act` says which it is, however it looks or is worded. */
import { button, h, type Attributes } from "../../../widget/src/dom.ts";

/** A button that does `name` when it is pressed. Within one card, row or form no two have the same name. */
export function act(name: string, label: string, onclick: (event: Event) => void, attributes: Attributes = {}): HTMLButtonElement {
  return button(label, onclick, { "data-act": name, ...attributes });
}

/** The button that sends the form around it; `look` is its class, and no more than that. */
export function submit(name: string, label: string, look = "main"): HTMLButtonElement {
  return h("button", { "data-act": name, class: look || null }, label);
}
