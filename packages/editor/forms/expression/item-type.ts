import type { NodeType } from '@aw-flow/schema'

const types = new WeakMap<object, NodeType>()

/** A node type for the form of a part. The same schema returns the same type, so that a form keeps its drafts. */
export function itemType(settings: Readonly<Record<string, unknown>>): NodeType {
  const known = types.get(settings)
  if (known) return known
  const face = { type: 'item', version: 1, family: 'tables', title: '', description: '', icon: 'box' } as const
  const made: NodeType = { ...face, inputs: [], outputs: [], settings: { ...settings }, defaults: {} }
  types.set(settings, made)
  return made
}
