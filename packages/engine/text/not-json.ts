import { message, type Text } from '@aw-flow/messages'

/** Deeper values are rejected, because recursive readers would overflow the stack. */
const maxDepth = 1_000

/** Objects down to this depth are cached; caching a small object costs more than checking it. */
const maxCachedDepth = 1
/** After this number of objects, all are cached, because some may be referenced many times. */
const minToCacheAll = 10_000

/** The first part of a value that is not JSON. */
export interface NotJson {
  /** Empty for the value itself. */
  readonly path: string
  readonly why: Text
}

/**
 * Finds the first part of a value that is not JSON: not `null`, a boolean, a finite number, a string, or an array or plain
 * object of these. Properties that are `undefined` count as absent.
 *
 * @param known Objects that were validated before.
 * @returns Nothing if the value is JSON.
 */
export function notJson(value: unknown, known: WeakSet<object> = new WeakSet()): NotJson | undefined {
  const path: (string | number)[] = []
  let checked = 0
  const check = (one: unknown): Text | undefined => {
    switch (typeof one) {
      case 'string':
      case 'boolean':
        return undefined
      case 'number':
        return Number.isFinite(one) ? undefined : String(one)
      case 'bigint':
        return `bigint ${one}`
      case 'object':
        return one === null ? undefined : checkInside(one)
      default:
        return typeof one === 'undefined' ? 'undefined' : message('json.a-kind', { kind: typeof one })
    }
  }
  const checkInside = (one: object): Text | undefined => {
    const isCached = path.length <= maxCachedDepth || ++checked > minToCacheAll
    if (isCached && known.has(one)) return undefined
    if (path.length >= maxDepth) return message(isCircular(value) ? 'json.circle' : 'json.nested-too-deep', {})
    if (Array.isArray(one)) {
      for (let at = 0; at < one.length; at++) {
        path.push(at)
        const why = check(one[at])
        if (why !== undefined) return why
        path.pop()
      }
    } else {
      const prototype: unknown = Object.getPrototypeOf(one)
      if (prototype !== null && prototype !== Object.prototype && !isPlainElsewhere(prototype)) return kindOf(one)
      for (const key of Object.keys(one)) {
        const inner = (one as Record<string, unknown>)[key]
        if (inner === undefined) continue
        path.push(key)
        const why = check(inner)
        if (why !== undefined) return why
        path.pop()
      }
    }
    if (isCached) known.add(one)
    return undefined
  }
  const why = check(value)
  return why === undefined ? undefined : { path: pathText(path), why }
}

/** Whether it is the prototype of plain objects of another realm, such as a worker or a sandbox. */
const isPlainElsewhere = (prototype: unknown): boolean =>
  Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'hasOwnProperty')

function kindOf(one: object): Text {
  const name: unknown = one.constructor?.name
  return typeof name === 'string' && name !== ''
    ? message('json.a-kind', { kind: name })
    : message('json.no-plain-object', {})
}

/** Whether a value that is nested too deeply contains itself. */
function isCircular(value: unknown): boolean {
  const around = new Set<object>()
  const done = new WeakSet<object>()
  const down = (one: unknown): boolean => {
    if (typeof one !== 'object' || one === null) return false
    if (around.has(one)) return true
    if (done.has(one) || around.size > maxDepth) return false
    done.add(one)
    around.add(one)
    const found = Object.values(one).some(down)
    around.delete(one)
    return found
  }
  return down(value)
}

function pathText(path: readonly (string | number)[]): string {
  const shown = path.length > 12 ? [...path.slice(0, 6), '…', ...path.slice(-3)] : path
  return shown.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text === '' || part === '…' ? `${text}${part}` : `${text}.${part}`
  }, '')
}
