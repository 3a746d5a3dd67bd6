import type { Json, PortDescription } from '@aw-flow/schema'

/** What is known about a value before a run. @public */
export type ValueShape =
  | { type: 'object'; keys: Readonly<Record<string, ValueShape>> }
  | { type: 'list'; of: ValueShape }
  | { type: 'text' | 'number' | 'boolean' | 'null' | 'any' }

/** Limits of inspected keys and levels. */
const maxKeys = 200
const deepest = 8

/** Returns the shape of an existing value. The shape of a list combines the shapes of its items. @internal */
export function shapeOf(value: Json | undefined, depth = 0): ValueShape {
  if (value === undefined || depth > deepest) return { type: 'any' }
  if (value === null) return { type: 'null' }
  if (Array.isArray(value)) {
    const items = value.slice(0, 50).map((item) => shapeOf(item, depth + 1))
    return { type: 'list', of: items.length === 0 ? { type: 'any' } : items.reduce(together) }
  }
  if (typeof value === 'object') {
    const entries = Object.entries(value).slice(0, maxKeys)
    return { type: 'object', keys: keysOf(entries.map(([key, inner]) => [key, shapeOf(inner, depth + 1)])) }
  }
  return { type: typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean' }
}

/** Creates a record of shapes in which keys such as `__proto__` have no special meaning. */
export const keysOf = (entries: readonly (readonly [string, ValueShape])[]): Record<string, ValueShape> =>
  Object.fromEntries(entries)

function together(one: ValueShape, other: ValueShape): ValueShape {
  if (one.type === 'null') return other
  if (other.type === 'null') return one
  if (one.type === 'object' && other.type === 'object') {
    const keys = new Map(Object.entries(one.keys))
    for (const [key, shape] of Object.entries(other.keys)) {
      const before = keys.get(key)
      keys.set(key, before ? together(before, shape) : shape)
    }
    return { type: 'object', keys: keysOf([...keys]) }
  }
  if (one.type === 'list' && other.type === 'list') return { type: 'list', of: together(one.of, other.of) }
  return one.type === other.type ? one : { type: 'any' }
}

/** The shape of a port's value for expressions (see `readable`). */
export function shapeOfPort({ type }: PortDescription): ValueShape {
  switch (type) {
    case 'text':
      return { type: 'text' }
    case 'table':
      return { type: 'object', keys: { rows: { type: 'number' }, columns: { type: 'list', of: { type: 'text' } } } }
    case 'file':
      return { type: 'object', keys: { dataset: { type: 'text' }, name: { type: 'text' } } }
    default:
      return { type: 'any' }
  }
}
