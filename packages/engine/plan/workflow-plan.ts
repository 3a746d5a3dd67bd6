import {
  type NodeMode,
  type Port,
  type Problem,
  type RetryPolicy,
  type Workflow,
  type WorkflowNode,
  type Text,
} from '@aw-flow/schema'
import type { NodeDefinition } from '../define-node.ts'
import type { Template } from '../expressions/template.ts'
import type { Graph } from '../scheduler/graph.ts'

/** A workflow resolved against a catalogue, in the document's order; and everything wrong with it. */
export interface WorkflowPlan {
  workflow: Workflow
  nodes: PlannedNode[]
  /** Sources before targets; nodes on or behind a cycle are missing. Edges from a loop's body back to it do not count. */
  order: number[]
  /** What the scheduler runs: loops' bodies and sub-workflows within their nodes. Without meaning when there are problems. */
  graph: Graph
  problems: Problem[]
  /** Whether a node of it sets a variable. */
  setsVariables: boolean
  indexOf: ReadonlyMap<string, number>
  /** The node of an instance, in this workflow or in those within it. */
  find(instance: { node: string; scope?: readonly string[] | undefined }): PlannedNode | undefined
}

/** An input port and where its value comes from. Indices are those of `WorkflowPlan.nodes`. */
export interface PlannedInput {
  port: string
  source: number
  sourcePort: string
}

export interface PlannedNode {
  node: WorkflowNode
  /** Absent where the catalogue does not know the type. */
  definition: NodeDefinition | undefined
  /** Valid settings, defaults filled in; `undefined` while they are not valid, or not known before `{{…}}` is filled. */
  settings: unknown
  /** The version for which its settings were written, where a run was migrated from it. */
  migratedFrom: number | undefined
  /** The settings in which `{{…}}` is to be filled. */
  template: Template | undefined
  ports: { inputs: readonly Port[]; outputs: readonly Port[] }
  inputs: PlannedInput[]
  /** Of a loop: what comes back from its body. */
  returns: PlannedInput[]
  /** Indices of the nodes behind, each once; not those that lead back. */
  successors: number[]
  /** What it gives is read by one node only, which composes: its table need not be made. */
  isPassedOn: boolean
  policy: RetryPolicy
  mode: NodeMode | undefined
  /** Why it is not run. */
  off: Text | undefined
  /** The innermost loop in whose body it lies. */
  loop: number | undefined
  /** The workflow that runs within it. */
  inside: WorkflowPlan | undefined
}
