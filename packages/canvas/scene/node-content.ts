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

/** The colors that represent states. @public */
export type Tone = 'muted' | 'accent' | 'good' | 'warn' | 'bad' | 'cached'

/** The text, icons and states displayed on a node, as plain data. @public */
export interface NodeContent {
  /** The node's label. */
  readonly title: string
  /** The icon name of the node type. */
  readonly icon: string
  /** The node type's family. */
  readonly family: NodeFamily
  /** A summary of the settings, on one or two short lines. */
  readonly summary: string
  /** The node's state in the current run, or `undefined` without a run. */
  readonly state: NodeState | undefined
  /** The icon and tone of the state: a warning if the run has findings, muted if the result is outdated. */
  readonly stateIcon: { readonly icon: string; readonly tone: Tone } | undefined
  /** True if the document has changed since the run, so that the result is outdated. */
  readonly stale: boolean
  /** The text on the left and right of the footer. */
  readonly footer: readonly [string, string]
  /** The color of the left footer text. */
  readonly footerTone: Tone
  /** The progress from 0 to 1 while the node runs, if it reports any. */
  readonly progress: number | undefined
  /** The number of errors. */
  readonly errors: number
  /** The number of warnings. */
  readonly warnings: number
  /** The message of the first problem. */
  readonly firstProblem: string | undefined
  /** A suggested fix for the first problem. */
  readonly fix: string | undefined
  /** Whether the node is disabled or bypassed, either itself or through its group. */
  readonly mode: NodeMode | undefined
}

/** The data from which a node's content is created. @internal */
export interface NodeContentSource {
  node: WorkflowNode
  type: NodeType | undefined
  /** False until the node types are loaded. Before that, no type can be resolved. */
  hasLoadedTypes: boolean
  description: NodeDescription | undefined
  run: NodeRun | undefined
  progress: RunProgress | undefined
  stale: boolean
}

/** Creates a node's content. Supplied by the host because the content includes localized text. @internal */
export type CreateNodeContent = (source: NodeContentSource) => NodeContent
