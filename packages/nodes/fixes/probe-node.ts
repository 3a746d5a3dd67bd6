import {
  createTableLedger,
  digestJson,
  runWorkflow,
  systemClock,
  type Catalog,
  type HostFunction,
  type RunWorkflowOptions,
  withTimeout,
} from '@aw-flow/engine'
import { foldRun, type Problem, type Values, type Workflow, type WorkflowDescription } from '@aw-flow/schema'
import { hasErrors } from '@aw-flow/schema/internal'
import { findNodeWithEffects } from './find-effects.ts'
import { selectAncestors } from './select-ancestors.ts'
import { sampleFiles } from './sample-files.ts'

/** Timeout of a run, in milliseconds. A run that takes longer is canceled, and its fix is not verified. */
const runTimeoutMs = 20_000

/** Resources for a run on sample rows. @internal */
export type ProbeRun = Pick<RunWorkflowOptions, 'tables' | 'files' | 'sandbox' | 'render'> & {
  /** External inputs, keyed by node ID and port, such as the files of the last run. */
  readonly inputs?: Readonly<Record<string, Values>>
  /** Unique ID of the run. */
  readonly id: string
}

/** Resources for checking proposed fixes. @internal */
export interface ProbeDependencies {
  readonly catalog: Catalog
  /** Returns the workflows that a workflow refers to, keyed by name. */
  findWorkflows?(workflow: Workflow): Promise<Readonly<Record<string, Workflow>>>
  /** Host functions. Defaults to none. */
  readonly functions?: readonly HostFunction[]
  /** Describes a workflow and checks its SQL statements. */
  describe(workflow: Workflow): Promise<WorkflowDescription>
  /** Resources for runs. If absent, nothing can be run, so fixes are not verified. */
  readonly run?: ProbeRun
  readonly signal: AbortSignal
}

/** Problems in a workflow, and whether one of its nodes completes on sample rows. */
export interface Probe {
  /** Problems that are known before a run, in all nodes. */
  readonly staticProblems: readonly Problem[]
  /** Problems that the run reports. */
  readonly runProblems: readonly Problem[]
  /**
   * `unknown` if the node was not reached, for example because an upstream node has effects, or failed because it needs
   * an external service.
   */
  readonly outcome: 'completed' | 'failed' | 'unknown'
  /** Number of rows that each node returned, keyed by node ID. */
  readonly rowCounts: Readonly<Record<string, number>>
}

/**
 * Finds the problems in a workflow: those that are known before a run, and those that a run up to a node reports on the
 * first rows of its files. The run has no access to external services, and does not start if any of its nodes has
 * effects.
 */
export async function probeNode(workflow: Workflow, node: string, dependencies: ProbeDependencies): Promise<Probe> {
  const { catalog, run } = dependencies
  const { problems: staticProblems } = await dependencies.describe(workflow)
  if (!run) return { staticProblems, runProblems: [], outcome: 'unknown', rowCounts: {} }
  const ancestorWorkflow = selectAncestors(workflow, node)
  const ancestorProblems =
    ancestorWorkflow.nodes.length > 0 ? (await dependencies.describe(ancestorWorkflow)).problems : staticProblems
  if (hasErrors(ancestorProblems)) return { staticProblems, runProblems: [], outcome: 'failed', rowCounts: {} }
  const workflows = (await dependencies.findWorkflows?.(ancestorWorkflow)) ?? {}
  if ([ancestorWorkflow, ...Object.values(workflows)].some(({ nodes }) => findNodeWithEffects(nodes, catalog)))
    return { staticProblems, runProblems: [], outcome: 'unknown', rowCounts: {} }
  const ledger = createTableLedger((id) => run.tables.drop(id))
  const view = foldRun(
    await runWorkflow({
      catalog,
      workflows,
      ...run,
      files: sampleFiles(run.files),
      inputs: Object.fromEntries(
        ancestorWorkflow.nodes.flatMap(({ id }) => (run.inputs?.[id] ? [[id, run.inputs[id]]] : [])),
      ),
      workflow: ancestorWorkflow,
      run: run.id,
      seed: 1,
      clock: systemClock,
      ledger,
      // Table IDs are digests of settings. They must differ from the IDs of tables that are computed from complete
      // files.
      digest: (text) => digestJson([run.id, text]),
      signal: withTimeout(dependencies.signal, runTimeoutMs),
      whenIdle: 'return',
    }),
  )
  ledger.releaseAll(`${run.id}/`)
  await ledger.whenSettled()
  const nodeRuns = Object.values(view.nodes)
  const runProblems = nodeRuns.flatMap(({ node: id, problems: nodeProblems = [], error: cause }) =>
    [...nodeProblems, ...(cause ? [cause.problem] : [])].map((problem) => ({
      ...problem,
      where: { ...problem.where, node: id },
    })),
  )
  const isComplete = ['completed', 'cached'].includes(view.nodes[node]?.state ?? '')
  const hasFailed = view.nodes[node]?.error !== undefined
  return {
    staticProblems,
    runProblems,
    outcome: isComplete ? 'completed' : hasFailed ? 'failed' : 'unknown',
    rowCounts: Object.fromEntries(nodeRuns.flatMap(({ node: id, rows }) => (rows === undefined ? [] : [[id, rows]]))),
  }
}
