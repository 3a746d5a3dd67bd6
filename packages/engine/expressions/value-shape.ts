import type { Json, PortDescription } from '@aw-flow/schema'

/** The type of a value and of its parts, as far as it is known before a run. @public */
export type ValueShape =
  | { type: 'object'; keys: Readonly<Record<string, ValueShape>> }
  | { type: 'list'; of: ValueShape }
  | { type: 'text' | 'number' | 'boolean' | 'null' | 'any' }

/** The maximum number of keys to inspect in an object. */
const maxKeys = 200
/** The maximum nesting depth to inspect. */
const maxDepth = 8

/** Infers the shape of a value. The shape of a list's items combines the shapes of the first 50 items. @internal */
export function inferShape(value: Json | undefined, depth = 0): ValueShape {
  if (value === undefined || depth > maxDepth) return { type: 'any' }
  if (value === null) return { type: 'null' }
  if (Array.isArray(value)) {
    const items = value.slice(0, 50).map((item) => inferShape(item, depth + 1))
    return { type: 'list', of: items.length === 0 ? { type: 'any' } : items.reduce(mergeShapes) }
  }
  if (typeof value === 'object') {
    const entries = Object.entries(value).slice(0, maxKeys)
    return {
      type: 'object',
      keys: createShapeRecord(entries.map(([key, inner]) => [key, inferShape(inner, depth + 1)])),
    }
  }
  return { type: typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean' }
}

/** Creates a record of shapes, in which keys such as `__proto__` have no special meaning. */
export const createShapeRecord = (entries: readonly (readonly [string, ValueShape])[]): Record<string, ValueShape> =>
  Object.fromEntries(entries)

function mergeShapes(a: ValueShape, b: ValueShape): ValueShape {
  if (a.type === 'null') return b
  if (b.type === 'null') return a
  if (a.type === 'object' && b.type === 'object') {
    const keys = new Map(Object.entries(a.keys))
    for (const [key, shape] of Object.entries(b.keys)) {
      const existingShape = keys.get(key)
      keys.set(key, existingShape ? mergeShapes(existingShape, shape) : shape)
    }
    return { type: 'object', keys: createShapeRecord([...keys]) }
  }
  if (a.type === 'list' && b.type === 'list') return { type: 'list', of: mergeShapes(a.of, b.of) }
  return a.type === b.type ? a : { type: 'any' }
}

/** Returns the shape that a port's value has in expressions; see `toReadableValue`. */
export function toPortShape({ type }: PortDescription): ValueShape {
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
