import {
  error,
  runEventVersion,
  type GivenOutputs,
  type Problem,
  type RunEventBody,
  type Workflow,
} from '@aw-flow/schema'
import { planWorkflow } from './plan/plan-workflow.ts'
import type { WorkflowPlan } from './plan/workflow-plan.ts'
import { pinnedTypes } from './record/pinned-types.ts'
import { restrictPlan } from './results/plan-part.ts'
import type { RunWorkflowOptions } from './run-options.ts'

/** What a run has before its first event, or after those that it goes on from. */
export interface PlanOfRun {
  plan: WorkflowPlan
  /** Nodes at a time. */
  parallel: number
  /** Outputs that stand in for nodes. */
  given: Readonly<Record<string, GivenOutputs>>
  workflows: Readonly<Record<string, Workflow>> | undefined
  /** Why it cannot run. */
  blocking: Problem | undefined
}

/** A run that goes on keeps to what its record says; a new one has what it is asked for. */
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

/** A run's first event: all that it keeps to its end. */
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

/** The versions of all node types that a run has, in sub-workflows too. */
function typesOf({ nodes }: WorkflowPlan): Record<string, number> {
  const types: Record<string, number> = {}
  for (const { definition, inside } of nodes) {
    if (definition) types[definition.type] = definition.version
    if (inside) Object.assign(types, typesOf(inside))
  }
  return types
}

/** A run has taken the time that it may. */
export const tookTooLong = (workflow: string, runMs: number): Problem =>
  error('run.too-long', `The run of "${workflow}" took longer than ${runMs} ms and was stopped.`, {
    hint: 'Allow it more time, or give it less to do.',
  })
