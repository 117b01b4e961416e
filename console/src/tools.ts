/** What every part of the room shares. */
import type { Format } from "../../widget/src/format.ts";
import type { Api } from "./api.ts";
import type { Words } from "./words/type.ts";

export interface Tools {
  readonly api: Api;
  readonly words: Words;
  readonly format: Format;
  /** The moderator's name in tokens and logs. */
  readonly me: string;
}
