/** Defines the element once, however often the script is on the page. */
import { GhirbalComments } from "./element.ts";

if (!customElements.get("ghirbal-comments")) customElements.define("ghirbal-comments", GhirbalComments);
