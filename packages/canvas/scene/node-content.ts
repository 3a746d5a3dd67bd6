import type {
  NodeDescription,
  NodeFamily,
  NodeMode,
  NodeRun,
  NodeState,
  NodeType,
  RunProgress,
  WorkflowNode,
} from '@aw-flow/schema'

/** The colors of states. @public */
export type Tone = 'muted' | 'accent' | 'good' | 'warn' | 'bad' | 'cached'

/** The text, icons and states that a node shows, as plain data. @public */
export interface NodeContent {
  /** The label of the node. */
  readonly title: string
  /** The name of the node type's icon. */
  readonly icon: string
  /** The family of the node type. */
  readonly family: NodeFamily
  /** A summary of the settings in one or two short lines. */
  readonly summary: string
  /** The state in the current run; `undefined` without a run. */
  readonly state: NodeState | undefined
  /** Icon and tone of the state: a warning if the run has findings, muted if the result is outdated. */
  readonly stateIcon: { readonly icon: string; readonly tone: Tone } | undefined
  /** True if the result of the run is outdated because the document has changed since. */
  readonly stale: boolean
  /** Left and right text of the footer. */
  readonly footer: readonly [string, string]
  /** The color of the footer. */
  readonly footerTone: Tone
  /** The progress from 0 to 1, while the node runs and reports it. */
  readonly progress: number | undefined
  /** The number of errors. */
  readonly errors: number
  /** The number of warnings. */
  readonly warnings: number
  /** The text of the first problem. */
  readonly firstProblem: string | undefined
  /** How to fix the first problem. */
  readonly fix: string | undefined
  /** Whether the node is disabled or bypassed, by itself or by its group. */
  readonly mode: NodeMode | undefined
}

/** The inputs of a node's content. @internal */
export interface NodeContentSource {
  node: WorkflowNode
  type: NodeType | undefined
  /** False while the node types have not been loaded, so that no type is known. */
  hasLoadedTypes: boolean
  description: NodeDescription | undefined
  run: NodeRun | undefined
  progress: RunProgress | undefined
  stale: boolean
}

/** Creates the content of a node. Supplied by the host, since contents contain localized text. @internal */
export type CreateNodeContent = (source: NodeContentSource) => NodeContent
