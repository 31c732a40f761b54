export type { EngineOptions, RunOptions } from "./engine.ts";
export { SandboxEngine } from "./engine.ts";
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
} from "./model/result.ts";
export { SandboxError } from "./model/result.ts";
export { renderResult } from "./render/text.ts";
