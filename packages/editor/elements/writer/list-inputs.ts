import type { WorkflowSession } from '@aw-flow/client'

/** Returns the names of a SQL node's input tables. Default: `input`. */
export function listInputNames({ document }: WorkflowSession, nodeId: string): string[] {
  const config = document.current.nodes.find(({ id }) => id === nodeId)?.data.config
  const names = String(config?.inputs ?? 'input')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  return names.length === 0 ? ['input'] : names
}
