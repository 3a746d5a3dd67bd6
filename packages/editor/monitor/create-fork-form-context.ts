import type { WorkflowSession } from '@aw-flow/client'
import { defined, type Column, type NodeType, type Values } from '@aw-flow/schema'
import type { FormContext } from '../forms/form-context.ts'

/**
 * Creates the form context for a node of a run, with the columns of its inputs in that run and the names of the
 * session's secrets. Completions for expressions are available if the session's document contains the node.
 */
export function createForkFormContext(
  nodeId: string,
  type: NodeType | undefined,
  inputs: Values,
  session: WorkflowSession | undefined,
): FormContext {
  const columnsByInput: Record<string, readonly Column[] | undefined> = {}
  for (const { name, type: portType, required } of type?.inputs ?? []) {
    const value = inputs[name]
    if (value?.kind === 'table') columnsByInput[name] = value.table.columns
    else if (portType === 'table' && required) columnsByInput[name] = undefined
  }
  const secrets = session?.runs.networkAccess?.secrets.map(({ name }) => name)
  const isInDocument = session?.document.current.nodes.some(({ id }) => id === nodeId)
  return {
    inputs: columnsByInput,
    drafts: new Map(),
    ...defined({ secrets }),
    ...(isInDocument && session?.assistant
      ? { askExpression: (text, offset, scope) => session.assistant?.completeExpression(nodeId, text, offset, scope) }
      : {}),
  }
}
