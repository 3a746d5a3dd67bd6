import { message, type Text } from '@aw-flow/messages'
/** Deeper lists and objects are not taken: what reads them calls itself, and would run out of room. */
const deepest = 1_000

/** Remembering an object costs more than looking through a small one: it is done at the top, where large ones begin. */
const remembered = 1
/** From so many on each is remembered, as some may lie in many places. */
const many = 10_000

/** The first part of a value that is not JSON. */
export interface NotJson {
  /** Empty for the value itself. */
  readonly path: string
  readonly why: Text
}

/**
 * Where and why a value is no JSON, or nothing: what is not `null`, a boolean, a finite number, a text, or a list or plain
 * object of these. Properties that are `undefined` are as absent. `known` remembers what has been looked through.
 */
export function notJson(value: unknown, known: WeakSet<object> = new WeakSet()): NotJson | undefined {
  const path: (string | number)[] = []
  let looked = 0
  const look = (one: unknown): Text | undefined => {
    switch (typeof one) {
      case 'string':
      case 'boolean':
        return undefined
      case 'number':
        return Number.isFinite(one) ? undefined : String(one)
      case 'bigint':
        return `bigint ${one}`
      case 'object':
        return one === null ? undefined : lookInto(one)
      default:
        return typeof one === 'undefined' ? 'undefined' : message('json.a-kind', { kind: typeof one })
    }
  }
  const lookInto = (one: object): Text | undefined => {
    const isRemembered = path.length <= remembered || ++looked > many
    if (isRemembered && known.has(one)) return undefined
    if (path.length >= deepest) return message(isWithinItself(value) ? 'json.circle' : 'json.nested-too-deep', {})
    if (Array.isArray(one)) {
      for (let at = 0; at < one.length; at++) {
        path.push(at)
        const why = look(one[at])
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
        const why = look(inner)
        if (why !== undefined) return why
        path.pop()
      }
    }
    if (isRemembered) known.add(one)
    return undefined
  }
  const why = look(value)
  return why === undefined ? undefined : { path: pathText(path), why }
}

/** The prototype of plain objects of another realm: a worker's, a sandbox's. */
const isPlainElsewhere = (prototype: unknown): boolean =>
  Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'hasOwnProperty')

function kindOf(one: object): Text {
  const name: unknown = one.constructor?.name
  return typeof name === 'string' && name !== ''
    ? message('json.a-kind', { kind: name })
    : message('json.no-plain-object', {})
}

/** Whether a value that is too deep is so because it has no end. */
function isWithinItself(value: unknown): boolean {
  const around = new Set<object>()
  const done = new WeakSet<object>()
  const down = (one: unknown): boolean => {
    if (typeof one !== 'object' || one === null) return false
    if (around.has(one)) return true
    if (done.has(one) || around.size > deepest) return false
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
