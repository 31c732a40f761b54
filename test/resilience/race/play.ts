import { Administrator } from "./administrator.ts";
import type { Happening, History } from "./history.ts";
import { Pipeline } from "./pipeline.ts";
import type { Provider } from "./product.ts";
import { configIds, type PipelinePlan, type Scenario } from "./scenario.ts";
import { settle } from "./settle.ts";
import { Tenant } from "./tenant.ts";

/** Whoever has something left to do. */
interface Mover {
  readonly isDone: boolean;
  move(): Promise<unknown>;
}

/** Plays a scenario: everybody takes turns as its schedule says, and then each pipeline comes to rest. */
export async function play(scenario: Scenario, provider: Provider): Promise<History> {
  const history: Happening[] = [];
  const record = (happening: Happening) => void history.push(happening);
  const tenant = new Tenant({ isLenient: provider.isBlunt ?? false });
  for (const [i, document] of scenario.found.entries()) {
    const configId = configIds[i];
    if (configId === undefined) throw new Error("A scenario has no more documents than ids.");
    record({ kind: "found", version: tenant.write(configId, document ?? undefined) });
  }
  let runs = 0;
  const nextRunNumber = () => ++runs;
  const pipelines = scenario.pipelines.map((plan, i) => {
    const number = i + 1;
    return {
      plan,
      pipeline: new Pipeline({ number, plan, provider, tenant, record, nextRunNumber }),
    };
  });
  const movers: readonly Mover[] = [
    ...pipelines.map(({ plan, pipeline }) => runsOf(pipeline, plan)),
    ...scenario.administrators.map(
      (edits, i) => new Administrator(`administrator ${i + 1}`, { edits, tenant, record }),
    ),
  ];
  for (let step = 0; ; step += 1) {
    const able = movers.filter(({ isDone }) => !isDone);
    const next = able[(scenario.schedule[step] ?? 0) % able.length];
    if (!next) break;
    await next.move();
  }
  for (const { pipeline, plan } of pipelines) await settle(pipeline, plan);
  return history;
}

/** The runs of a pipeline, one after the other. */
function runsOf(pipeline: Pipeline, { runs }: PipelinePlan): Mover {
  const left = [...runs];
  return {
    get isDone() {
      return left.length === 0 && !pipeline.isRunning;
    },
    move: () => {
      const next = pipeline.isRunning ? undefined : left.shift();
      if (next) {
        pipeline.commit(next.commit, next);
        pipeline.begin(next);
      }
      return pipeline.goOn();
    },
  };
}
