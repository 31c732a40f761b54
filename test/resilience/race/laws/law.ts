import type { History } from "../history.ts";

/** What is wrong with a history, each as a sentence; nothing where the law holds. */
export type Law = (history: History) => readonly string[];
