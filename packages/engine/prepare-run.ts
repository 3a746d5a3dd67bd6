import { error, defined, type ProvidedOutputs, type Problem, type RunEventBody, type Workflow } from '@aw-flow/schema'
import { runEventVersion } from '@aw-flow/schema/internal'
import { planWorkflow } from './plan/plan-workflow.ts'
import type { WorkflowPlan } from './plan/workflow-plan.ts'
import { readPinnedTypes } from './record/pinned-types.ts'
import { restrictPlan } from './results/plan-part.ts'
import type { RunWorkflowOptions } from './run-options.ts'

/** The plan of a run, created before its first event or before it resumes. */
export interface PreparedRun {
  plan: WorkflowPlan
  /** The maximum number of nodes that run in parallel. */
  maxParallelNodes: number
  /** Outputs to use instead of running nodes, keyed by node id. */
  providedOutputs: Readonly<Record<string, ProvidedOutputs>>
  workflows: Readonly<Record<string, Workflow>> | undefined
  /** The problem that prevents the run, if any. */
  blockingProblem: Problem | undefined
}

/** Plans a run. A resumed run is planned from its record, a new run from the options. */
export function prepareRun(options: RunWorkflowOptions): PreparedRun {
  const { workflow, catalog } = options
  const firstEvent = options.record?.[0]
  const startEvent = firstEvent?.type === 'run-started' ? firstEvent : undefined
  const workflows = startEvent?.workflows ?? options.workflows
  const planOptions = { workflows, ...readPinnedTypes(options.record, options.migratedVersions), retry: options.retry }
  const canReusePlan = options.plan?.workflow === workflow && !startEvent
  const fullPlan = canReusePlan ? options.plan! : planWorkflow(workflow, catalog, planOptions)
  const { excluded: exclusionReasons, providedOutputs } = restrictPlan(
    fullPlan.nodes,
    options.part,
    options.providedOutputs,
  )
  const isPartial = exclusionReasons.size > 0 || Object.keys(providedOutputs).length > 0
  const restriction = { excludedNodes: exclusionReasons, nodesWithOutputs: new Set(Object.keys(providedOutputs)) }
  const plan = isPartial ? planWorkflow(workflow, catalog, { ...planOptions, ...restriction }) : fullPlan
  const blockingProblem = plan.problems.find(({ severity }) => severity === 'error')
  return {
    plan,
    maxParallelNodes: startEvent?.parallel ?? options.maxParallelNodes ?? 4,
    providedOutputs,
    workflows,
    blockingProblem,
  }
}

/** Creates the first event of a run, which contains everything that stays fixed until the run ends. */
export function createRunStartedEvent(options: RunWorkflowOptions, { plan, workflows }: PreparedRun): RunEventBody {
  const { run, workflow, workflowId, inputs = {}, seed, maxParallelNodes, part, providedOutputs } = options
  return {
    type: 'run-started',
    version: runEventVersion,
    run,
    ...defined({ workflowId }),
    workflow,
    inputs,
    seed,
    types: collectTypeVersions(plan),
    ...defined({ parallel: maxParallelNodes }),
    ...(workflows ? { workflows: { ...workflows } } : {}),
    ...defined({ part, given: providedOutputs }),
  }
}

/** Returns the version of each node type in a run, including node types used in sub-workflows. */
function collectTypeVersions({ nodes }: WorkflowPlan): Record<string, number> {
  const types: Record<string, number> = {}
  for (const { definition, innerPlan } of nodes) {
    if (definition) types[definition.type] = definition.version
    if (innerPlan) Object.assign(types, collectTypeVersions(innerPlan))
  }
  return types
}

/** Creates the problem for a run that exceeded its time limit in milliseconds. */
export const createTimeLimitProblem = (workflow: string, limit: number): Problem =>
  error('run.too-long', { workflow, limit })
