import {
  type NodeMode,
  type Port,
  type Problem,
  type RetryPolicy,
  type Workflow,
  type WorkflowNode,
  type Text,
} from '@aw-flow/schema'
import type { NodeDefinition } from '../node/define-node.ts'
import type { Template } from '../expressions/template.ts'
import type { Graph } from '../scheduler/graph.ts'

/** A workflow resolved against a catalog, in the order of the document, with its problems. @internal */
export interface WorkflowPlan {
  workflow: Workflow
  nodes: PlannedNode[]
  /**
   * Indices of nodes in topological order, without nodes on or after a cycle. Edges from a loop body back to its loop
   * do not count.
   */
  order: number[]
  /**
   * The graph for the scheduler, with loop bodies and sub-workflows inside their nodes. Meaningless if there are
   * problems.
   */
  graph: Graph
  problems: Problem[]
  /** Whether a node sets a variable. */
  setsVariables: boolean
  indexById: ReadonlyMap<string, number>
  /** Finds the node of an instance, including in sub-workflows. */
  find(instance: { node: string; scope?: readonly string[] | undefined }): PlannedNode | undefined
}

/** An input port and its source. Indices refer to `WorkflowPlan.nodes`. */
export interface PlannedInput {
  port: string
  source: number
  sourcePort: string
}

export interface PlannedNode {
  node: WorkflowNode
  /** Absent if the catalog does not have the type. */
  definition: NodeDefinition | undefined
  /** Valid settings with defaults; `undefined` if they are invalid, or unknown until `{{…}}` is evaluated. */
  settings: unknown
  /** The version of its settings, in a migrated run. */
  migratedFrom: number | undefined
  /** The settings with `{{…}}`. */
  template: Template | undefined
  ports: { inputs: readonly Port[]; outputs: readonly Port[] }
  inputs: PlannedInput[]
  /** For a loop: inputs from its body. */
  returns: PlannedInput[]
  /** Indices of the direct successors without duplicates, not along edges back to a loop. */
  successors: number[]
  /** True if only one node reads the output, and it composes statements. The output table may then be deferred. */
  isPassedOn: boolean
  policy: RetryPolicy
  mode: NodeMode | undefined
  /** The reason that it does not run. */
  offReason: Text | undefined
  /** The innermost loop that contains it. */
  loop: number | undefined
  /** The workflow inside it. */
  inside: WorkflowPlan | undefined
  /** The key in `workflows` of the workflow inside it, if the node refers to that workflow by name. */
  innerKey?: string
}
