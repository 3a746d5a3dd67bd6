import type { Message } from '@aw-flow/messages'
import type { Catalog, HostFunction } from '@aw-flow/engine'
import type {
  Column,
  Edit,
  Json,
  SuggestedFix,
  Problem,
  Workflow,
  WorkflowDescription,
  WorkflowNode,
} from '@aw-flow/schema'

/** An edit that may remove a problem. */
export interface ProposedFix {
  /** Description of the edit for the user. */
  readonly change: Message
  readonly edit: Edit
  /** Codes of warnings that the edit is allowed to cause, because `change` already mentions the affected cells. */
  readonly allowedWarnings?: readonly string[]
  /** Whether the table of the node must contain rows after the edit. */
  readonly needsRows?: boolean
  /** Values that the user must enter first. Such an edit cannot be verified. */
  readonly fields?: NonNullable<SuggestedFix['fields']>
}

/** A problem, with the information about its workflow that fixes are based on. */
export interface FixRequest {
  readonly workflow: Workflow
  readonly problem: Problem
  /** Columns at the ports of each node, where they are known. */
  readonly description: Pick<WorkflowDescription, 'nodes'>
  readonly catalog: Catalog
  /** Names of the other workflows. */
  readonly workflowNames?: readonly string[]
  /** Workflows that the workflow refers to, keyed by the name in the reference. */
  readonly workflows?: Readonly<Record<string, Workflow>>
  /** Host functions. */
  readonly functions?: readonly HostFunction[]
}

/** A problem with a node. */
export interface NodeProblem extends FixRequest {
  readonly node: WorkflowNode
  /** Top-level key of the setting that has the problem. */
  readonly setting: string
  /** Value of the setting, or an empty string if the value is not text. */
  readonly text: string
}

/** Returns a parameter of the problem or, if it does not have the parameter, of its `reason`. */
function getParam({ problem }: FixRequest, name: string): unknown {
  const { params = {} } = problem
  if (name in params) return params[name]
  const { reason } = params
  return typeof reason === 'object' && 'params' in reason ? reason.params?.[name] : undefined
}

/** Returns a text parameter of the problem, or an empty string if the parameter is not text. */
export const getText = (request: FixRequest, name: string): string => {
  const value = getParam(request, name)
  return typeof value === 'string' ? value : ''
}

/**
 * Returns the column type in a parameter of the problem. The parameter is a message, or a string in problems from
 * earlier versions.
 */
export const getColumnType = (request: FixRequest, name: string): string => {
  const value = getParam(request, name) as string | { params?: { type?: unknown } } | undefined
  return String((typeof value === 'object' ? value.params?.type : value) ?? '')
}

/** Returns the strings in a list parameter of the problem. */
export const getList = (request: FixRequest, name: string): string[] => {
  const value = getParam(request, name)
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** Returns the known columns at an input of a node. Defaults to the first input. */
export function getColumns({ description }: FixRequest, node: string, port?: string): readonly Column[] {
  const { inputs = {} } = Object.hasOwn(description.nodes, node) ? description.nodes[node]! : {}
  return (port === undefined ? Object.values(inputs)[0] : inputs[port])?.columns ?? []
}

/** Creates an edit that sets a top-level setting of a node. */
export const createSettingEdit = (node: WorkflowNode, setting: string, value: Json): Edit => ({
  type: 'set-config',
  id: node.id,
  path: [setting],
  value,
})
