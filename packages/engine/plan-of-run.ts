import {
  error,
  runEventVersion,
  type ProvidedOutputs,
  type Problem,
  type RunEventBody,
  type Workflow,
} from '@aw-flow/schema'
import { planWorkflow } from './plan/plan-workflow.ts'
import type { WorkflowPlan } from './plan/workflow-plan.ts'
import { pinnedTypes } from './record/pinned-types.ts'
import { restrictPlan } from './results/plan-part.ts'
import type { RunWorkflowOptions } from './run-options.ts'

/** The plan of a run before its first event, or after the events from which it resumes. */
export interface PlanOfRun {
  plan: WorkflowPlan
  /** Nodes that run in parallel. */
  parallel: number
  /** Outputs that replace nodes. */
  given: Readonly<Record<string, ProvidedOutputs>>
  workflows: Readonly<Record<string, Workflow>> | undefined
  /** The reason why it cannot run. */
  blocking: Problem | undefined
}

/** Plans a run: a resumed run according to its record, a new run according to the options. */
export function planOfRun(options: RunWorkflowOptions): PlanOfRun {
  const { workflow, catalogue } = options
  const first = options.record?.[0]
  const began = first?.type === 'run-started' ? first : undefined
  const workflows = began?.workflows ?? options.workflows
  const planOptions = { workflows, ...pinnedTypes(options.record, options.migrated), retry: options.retry }
  const isReady = options.plan?.workflow === workflow && !began
  const whole = isReady ? options.plan! : planWorkflow(workflow, catalogue, planOptions)
  const { leftOut, given } = restrictPlan(whole.nodes, options.part, options.given)
  const isPart = leftOut.size > 0 || Object.keys(given).length > 0
  const restriction = { leaveOut: leftOut, given: new Set(Object.keys(given)) }
  const plan = isPart ? planWorkflow(workflow, catalogue, { ...planOptions, ...restriction }) : whole
  const blocking = plan.problems.find(({ severity }) => severity === 'error')
  return { plan, parallel: began?.parallel ?? options.parallel ?? 4, given, workflows, blocking }
}

/** The first event of a run: everything that stays fixed until its end. */
export function startOfRun(options: RunWorkflowOptions, { plan, workflows }: PlanOfRun): RunEventBody {
  const { run, workflow, workflowId, inputs = {}, seed, parallel, part, given } = options
  return {
    type: 'run-started',
    version: runEventVersion,
    run,
    ...(workflowId === undefined ? {} : { workflowId }),
    workflow,
    inputs,
    seed,
    types: typesOf(plan),
    ...(parallel === undefined ? {} : { parallel }),
    ...(workflows ? { workflows: { ...workflows } } : {}),
    ...(part ? { part } : {}),
    ...(given ? { given } : {}),
  }
}

/** The versions of all node types of a run, including those in sub-workflows. */
function typesOf({ nodes }: WorkflowPlan): Record<string, number> {
  const types: Record<string, number> = {}
  for (const { definition, inside } of nodes) {
    if (definition) types[definition.type] = definition.version
    if (inside) Object.assign(types, typesOf(inside))
  }
  return types
}

/** The problem of a run that exceeded its time limit. */
export const tookTooLong = (workflow: string, limit: number): Problem => error('run.too-long', { workflow, limit })
