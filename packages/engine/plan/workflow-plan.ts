import type { NodeMode, Port, Problem, RetryPolicy, Workflow, WorkflowNode } from '@aw-flow/schema'
import type { Text } from '@aw-flow/schema/internal'
import type { NodeDefinition } from '../node/define-node.ts'
import type { Template } from '../expressions/template.ts'
import type { Graph } from '../scheduler/graph.ts'

/** A workflow resolved against a catalog, along with its problems. Nodes are in document order. @internal */
export interface WorkflowPlan {
  workflow: Workflow
  nodes: PlannedNode[]
  /**
   * The node indexes in topological order, ignoring edges that lead from a loop's body back to the loop. Nodes that are
   * on a cycle or reachable from one are omitted.
   */
  order: number[]
  /**
   * The scheduler's graph, in which nodes contain their loop bodies and sub-workflows. Do not run it if there are
   * errors among the problems.
   */
  graph: Graph
  problems: Problem[]
  /** Whether any node sets a variable. */
  setsVariables: boolean
  indexById: ReadonlyMap<string, number>
  /** Finds the planned node of an instance, including in sub-workflows. */
  find(instance: { node: string; scope?: readonly string[] | undefined }): PlannedNode | undefined
}

/** An input port and its source. `source` is an index into `WorkflowPlan.nodes`. */
export interface PlannedInput {
  port: string
  source: number
  sourcePort: string
}

export interface PlannedNode {
  node: WorkflowNode
  /** The definition of the node's type; `undefined` if the catalog does not contain the type. */
  definition: NodeDefinition | undefined
  /** The validated settings with defaults. `undefined` if they are invalid or unknown until `{{…}}` is evaluated. */
  settings: unknown
  /** In a migrated run: the version that the settings were written for. */
  migratedFrom: number | undefined
  /** The template for settings that contain `{{…}}`. */
  template: Template | undefined
  ports: { inputs: readonly Port[]; outputs: readonly Port[] }
  /** Problems of the plan that are reported with each result of the node. */
  warnings: readonly Problem[]
  inputs: PlannedInput[]
  /** For a loop: the inputs that come from its body. */
  returnInputs: PlannedInput[]
  /** The indexes of the direct successors, without duplicates and without edges that lead back to a loop. */
  successors: number[]
  /**
   * Whether exactly one node reads the output, and that node composes SQL statements. The output table can then be
   * deferred.
   */
  canDeferOutput: boolean
  policy: RetryPolicy
  mode: NodeMode | undefined
  /** The reason that the node is skipped; `undefined` if it runs. */
  skipReason: Text | undefined
  /** The index of the innermost loop that contains the node. */
  loop: number | undefined
  /** The plan of the workflow inside the node. */
  innerPlan: WorkflowPlan | undefined
  /** The key in `workflows` of the workflow inside the node, if the node refers to it by name. */
  innerKey?: string
}
