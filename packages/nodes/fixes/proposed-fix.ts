import type { Message } from '@aw-flow/messages'
import type { Catalog, HostFunction } from '@aw-flow/engine'
import type {
  Column,
  Edit,
  Json,
  OfferedFix,
  Problem,
  Workflow,
  WorkflowDescription,
  WorkflowNode,
} from '@aw-flow/schema'

/** An edit that may remove a problem. */
export interface ProposedFix {
  /** Description of the change. */
  readonly change: Message
  readonly edit: Edit
  /** Codes of warnings that the edit may cause, because `change` already mentions the affected cells. */
  readonly accepts?: readonly string[]
  /** Whether the table of the node must have rows afterwards. */
  readonly needsRows?: boolean
  /** Strings that the user enters first. Such an edit cannot be verified. */
  readonly fields?: NonNullable<OfferedFix['fields']>
}

/** A problem, and the known facts about its workflow. */
export interface FixRequest {
  readonly workflow: Workflow
  readonly problem: Problem
  /** The columns at the ports of each node, as far as they are known. */
  readonly description: Pick<WorkflowDescription, 'nodes'>
  readonly catalog: Catalog
  /** The names of the other workflows. */
  readonly workflowNames?: readonly string[]
  /** Workflows that the workflow refers to, by the names that it uses. */
  readonly workflows?: Readonly<Record<string, Workflow>>
  /** The functions of the host. */
  readonly functions?: readonly HostFunction[]
}

/** A problem at a node of the workflow. */
export interface NodeProblem extends FixRequest {
  readonly node: WorkflowNode
  /** The top-level key of the setting. */
  readonly setting: string
  /** The text of the setting; empty if it is not text. */
  readonly text: string
}

/** Returns a parameter of the problem, or of the reason that it contains. */
function getParam({ problem }: FixRequest, name: string): unknown {
  const { params = {} } = problem
  if (name in params) return params[name]
  const { reason } = params
  return typeof reason === 'object' && 'params' in reason ? reason.params?.[name] : undefined
}

/** Returns a parameter of the problem, if it is text. */
export const getText = (request: FixRequest, name: string): string => {
  const value = getParam(request, name)
  return typeof value === 'string' ? value : ''
}

/** Returns the column type in a parameter of the problem. The parameter is a message, or text in problems of earlier versions. */
export const getColumnType = (request: FixRequest, name: string): string => {
  const value = getParam(request, name) as string | { params?: { type?: unknown } } | undefined
  return String((typeof value === 'object' ? value.params?.type : value) ?? '')
}

/** Returns the strings in a list parameter of the problem. */
export const getList = (request: FixRequest, name: string): string[] => {
  const value = getParam(request, name)
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** Returns the known columns at an input of a node, by default its first input. */
export function getColumns({ description }: FixRequest, node: string, port?: string): readonly Column[] {
  const { inputs = {} } = Object.hasOwn(description.nodes, node) ? description.nodes[node]! : {}
  return (port === undefined ? Object.values(inputs)[0] : inputs[port])?.columns ?? []
}

/** Sets a top-level setting of a node. */
export const setSetting = (node: WorkflowNode, setting: string, value: Json): Edit => ({
  type: 'set-config',
  id: node.id,
  path: [setting],
  value,
})
