import { registerHooks } from "node:module";

// The package is made for bundlers, and imports its schema without saying that it is JSON, which Node asks for.
const hooks = registerHooks({
  load: (url, context, nextLoad) =>
    url.endsWith(".min.json")
      ? nextLoad(url, { ...context, importAttributes: { type: "json" } })
      : nextLoad(url, context),
});
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import(
  "@actions/workflow-parser"
);
hooks.deregister();

/** What GitHub's own parser, with GitHub's own schema, says against a workflow. */
export async function complaintsOf(content: string): Promise<readonly string[]> {
  const { context, value } = parseWorkflow(
    { name: "it.yml", content },
    new NoOperationTraceWriter(),
  );
  if (value) await convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(({ message }) => message);
}
