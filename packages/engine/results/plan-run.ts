import { defined, type RunSelection, type Values, type Workflow } from '@aw-flow/schema'
import type { Catalog } from '../node/catalog.ts'
import { planWorkflow } from '../plan/plan-workflow.ts'
import { planPart, type EarlierRunOutcomes, type PlannedPart } from './plan-part.ts'
import { findStaleNodes } from './stale-nodes.ts'

/** @internal */
export interface PlanRunOptions {
  workflow: Workflow
  catalog: Catalog
  /** The workflows that sub-workflow nodes refer to by name. */
  workflows?: Readonly<Record<string, Workflow>>
  /** The run's inputs, keyed by node id. */
  inputs?: Readonly<Record<string, Values>>
  part?: RunSelection | undefined
  pins?: Readonly<Record<string, Values>>
  /** An earlier run, usually the last one, of any version of this workflow. */
  earlierRun?: EarlierRunOutcomes | undefined
  /** Returns whether a table still exists. */
  hasTable: (id: string) => boolean
}

/**
 * Plans a run of a workflow or a part of it without running anything. Pass `providedOutputs` and `part` on to
 * `runWorkflow`. An error among the problems means that the run would fail.
 *
 * @returns The outputs to use instead of running nodes, and the ids of nodes whose last outcome is out of date.
 * @internal
 */
export function planRun(options: PlanRunOptions): PlannedPart & { stale: Set<string> } {
  const { workflow, catalog, workflows, earlierRun, inputs, pins } = options
  const plan = planWorkflow(workflow, catalog, { workflows })
  const { nodes } = plan
  const inputsAndPins = defined({ inputs, pins })
  const staleNodeIds = earlierRun
    ? findStaleNodes({ plan, earlierRun, ...inputsAndPins })
    : new Set(nodes.map(({ node }) => node.id))
  return { ...planPart({ ...options, nodes, stale: staleNodeIds }), stale: staleNodeIds }
}
