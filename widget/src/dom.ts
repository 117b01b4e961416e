/** The only maker of elements: text goes in as text nodes, handlers by addEventListener, no markup is ever parsed. */

type Child = Node | string | null | false;
type Attribute = string | number | boolean | null | undefined;
type Handler = (event: Event) => void;

export interface Attributes {
  readonly [name: string]: Attribute | Handler;
}

/** `h("button", {class: "x", onclick: f}, "text")`; null, undefined and false leave an attribute out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) put(element, name, value);
  element.append(...children.filter((child) => child !== null && child !== false));
  return element;
}

function put(element: HTMLElement, name: string, value: Attribute | Handler): void {
  if (typeof value === "function") element.addEventListener(name.slice(2), value);
  else if (value === true) element.setAttribute(name, "");
  else if (value !== false && value != null) element.setAttribute(name, String(value));
}

/** A button that submits nothing; `act` is its name in the markup, the same in every language and style. */
export function button(act: string, label: string, onclick: Handler, attributes: Attributes = {}): HTMLButtonElement {
  return h("button", { type: "button", "data-act": act, onclick, ...attributes }, label);
}
