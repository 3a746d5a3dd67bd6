import type { WorkflowSession } from '@aw-flow/client'
import type { Column, NodeType, Values } from '@aw-flow/schema'
import type { FormContext } from '../forms/form-context.ts'

/**
 * Creates the form context for a node of a run, with the columns of its inputs in that run and the names of the
 * session's secrets. Completions for expressions are available if the session's document contains the node.
 */
export function createForkFormContext(
  node: string,
  type: NodeType | undefined,
  inputs: Values,
  session: WorkflowSession | undefined,
): FormContext {
  const tables: Record<string, readonly Column[] | undefined> = {}
  for (const { name, type: portType, required } of type?.inputs ?? []) {
    const value = inputs[name]
    if (value?.kind === 'table') tables[name] = value.table.columns
    else if (portType === 'table' && required) tables[name] = undefined
  }
  const secrets = session?.runs.networkAccess?.secrets.map(({ name }) => name)
  const isInDocument = session?.document.current.nodes.some(({ id }) => id === node)
  return {
    inputs: tables,
    drafts: new Map(),
    ...(secrets ? { secrets } : {}),
    ...(isInDocument && session?.document.completeExpression
      ? { askExpression: (text, offset, over) => session.document.completeExpression?.(node, text, offset, over) }
      : {}),
  }
}
