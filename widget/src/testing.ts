/** What the node tests need from one bundle; no part of the widget. */
export { Problem } from "./api.ts";
export { send } from "./send.ts";
