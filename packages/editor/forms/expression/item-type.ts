import type { NodeType } from '@aw-flow/schema'

const types = new WeakMap<object, NodeType>()

/**
 * Returns a node type for a nested form. The same schema always returns the same object, so that the form keeps its
 * drafts.
 */
export function toNodeType(settings: Readonly<Record<string, unknown>>): NodeType {
  const cached = types.get(settings)
  if (cached) return cached
  const base = { type: 'item', version: 1, family: 'tables', title: '', description: '', icon: 'box' } as const
  const nodeType: NodeType = { ...base, inputs: [], outputs: [], settings: { ...settings }, defaults: {} }
  types.set(settings, nodeType)
  return nodeType
}
