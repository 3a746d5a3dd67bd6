import { message, type Text } from '@aw-flow/messages'

/**
 * The maximum nesting depth of a value. Deeper values are rejected because they would overflow the stack in recursive
 * functions.
 */
const maxDepth = 1_000

/** Objects nested up to this depth are cached once validated. Caching a small object costs more than checking it. */
const maxCachedDepth = 1
/** After this many objects, all further objects are cached, because some may be referenced many times. */
const maxUncachedObjects = 10_000

/** Locates a part of a value that is not JSON, and gives the reason. */
export interface NonJsonValue {
  /** The path to the part. Empty if it is the value itself. */
  readonly path: string
  readonly reason: Text
}

/**
 * Finds the first part of a value that is not JSON. JSON values are `null`, booleans, finite numbers, strings, and
 * arrays and plain objects of JSON values. Properties with the value `undefined` count as absent.
 *
 * @param validatedObjects Objects that have already been validated. Newly validated objects are added.
 * @returns `undefined` if the value is JSON.
 */
export function findNonJsonValue(
  value: unknown,
  validatedObjects: WeakSet<object> = new WeakSet(),
): NonJsonValue | undefined {
  const path: (string | number)[] = []
  let checkedCount = 0
  const check = (item: unknown): Text | undefined => {
    switch (typeof item) {
      case 'string':
      case 'boolean':
        return undefined
      case 'number':
        return Number.isFinite(item) ? undefined : String(item)
      case 'bigint':
        return `bigint ${item}`
      case 'object':
        return item === null ? undefined : checkObject(item)
      default:
        return typeof item === 'undefined' ? 'undefined' : message('json.a-kind', { kind: typeof item })
    }
  }
  const checkObject = (item: object): Text | undefined => {
    const shouldCache = path.length <= maxCachedDepth || ++checkedCount > maxUncachedObjects
    if (shouldCache && validatedObjects.has(item)) return undefined
    if (path.length >= maxDepth)
      return message(isCircular(value) ? 'json.circular-reference' : 'json.nested-too-deep', {})
    if (Array.isArray(item)) {
      for (let index = 0; index < item.length; index++) {
        path.push(index)
        const reason = check(item[index])
        if (reason !== undefined) return reason
        path.pop()
      }
    } else {
      const prototype: unknown = Object.getPrototypeOf(item)
      if (prototype !== null && prototype !== Object.prototype && !isCrossRealmObjectPrototype(prototype))
        return describeKind(item)
      for (const key of Object.keys(item)) {
        const inner = (item as Record<string, unknown>)[key]
        if (inner === undefined) continue
        path.push(key)
        const reason = check(inner)
        if (reason !== undefined) return reason
        path.pop()
      }
    }
    if (shouldCache) validatedObjects.add(item)
    return undefined
  }
  const reason = check(value)
  return reason === undefined ? undefined : { path: formatPath(path), reason }
}

/** Returns whether an object is the prototype of plain objects in another realm, such as a worker or a sandbox. */
const isCrossRealmObjectPrototype = (prototype: unknown): boolean =>
  Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'hasOwnProperty')

function describeKind(item: object): Text {
  const name: unknown = item.constructor?.name
  return typeof name === 'string' && name !== ''
    ? message('json.a-kind', { kind: name })
    : message('json.not-a-plain-object', {})
}

/** Returns whether a value that is nested too deeply contains itself. */
function isCircular(value: unknown): boolean {
  const ancestors = new Set<object>()
  const visited = new WeakSet<object>()
  const visit = (item: unknown): boolean => {
    if (typeof item !== 'object' || item === null) return false
    if (ancestors.has(item)) return true
    if (visited.has(item) || ancestors.size > maxDepth) return false
    visited.add(item)
    ancestors.add(item)
    const isCycle = Object.values(item).some(visit)
    ancestors.delete(item)
    return isCycle
  }
  return visit(value)
}

function formatPath(path: readonly (string | number)[]): string {
  const shortenedPath = path.length > 12 ? [...path.slice(0, 6), '…', ...path.slice(-3)] : path
  return shortenedPath.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text === '' || part === '…' ? `${text}${part}` : `${text}.${part}`
  }, '')
}
