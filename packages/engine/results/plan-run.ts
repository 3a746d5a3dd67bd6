import type { RunPart, Values, Workflow } from '@aw-flow/schema'
import type { Catalogue } from '../catalogue.ts'
import { planWorkflow } from '../plan/plan-workflow.ts'
import { planPart, type LastOutcomes, type PlannedPart } from './plan-part.ts'
import { staleNodes } from './stale-nodes.ts'

export interface PlanRunOptions {
  workflow: Workflow
  catalogue: Catalogue
  /** Workflows that sub-workflow nodes name. */
  workflows?: Readonly<Record<string, Workflow>>
  /** What a run would be given from outside. */
  inputs?: Readonly<Record<string, Values>>
  part?: RunPart | undefined
  pins?: Readonly<Record<string, Values>>
  /** The last run of this workflow, whatever it looked like then. */
  last?: LastOutcomes | undefined
  /** Whether a table is still there. */
  hasTable: (id: string) => boolean
}

/**
 * What a run, or a run of a part, would begin from, and which nodes' last outcomes are not right any more; known without
 * running anything. `given` and `part` are what `runWorkflow` takes; a problem that is an error means that it would not
 * run.
 */
export function planRun(options: PlanRunOptions): PlannedPart & { stale: Set<string> } {
  const { workflow, catalogue, workflows, last, inputs, pins } = options
  const plan = planWorkflow(workflow, catalogue, { workflows })
  const { nodes } = plan
  const more = { ...(inputs ? { inputs } : {}), ...(pins ? { pins } : {}) }
  const stale = last ? staleNodes({ plan, last, ...more }) : new Set(nodes.map(({ node }) => node.id))
  return { ...planPart({ ...options, nodes, stale }), stale }
}
