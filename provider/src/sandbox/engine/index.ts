export { SandboxEngine } from "./engine.ts";
export type { EngineOptions, RunOptions } from "./options.ts";
export { renderResult } from "./render.ts";
export type {
  Diagnostic,
  EngineEvent,
  EngineResult,
  Operation,
  PropertyChange,
  Shown,
  ShownObject,
  Step,
  StepOperation,
} from "./result.ts";
export { SandboxError } from "./sandbox-error.ts";
