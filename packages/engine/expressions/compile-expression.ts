import { message, type Text } from '@aw-flow/messages'
import type { Json } from '@aw-flow/schema'
import jsonata from 'jsonata'
import { expressionNames } from './expression-names.ts'
import { LinearRegex } from './linear-regex.ts'
import { decodeBase64, encodeBase64 } from './base64.ts'
import { boundStrings, countValues, limits } from './bound-strings.ts'
import { ExpressionError, type ExpressionPlace } from './expression-error.ts'
import { jsonataMessage } from './jsonata-message.ts'

/** Clock and random seed of an expression, so that a run is repeatable. @internal */
export interface ExpressionOptions {
  /** Milliseconds since 1970. */
  now: number
  seed: number
}

/** @internal */
export interface Expression {
  readonly text: string
  /** The names that the expression reads; `undefined` if it may read any name. */
  readonly names: ReadonlySet<string> | undefined
  /**
   * Evaluates the expression; returns a promise unless it is a plain path. Rejects with an `ExpressionError`. A path
   * without a value results in `undefined`.
   */
  evaluate(
    values: Readonly<Record<string, unknown>>,
    options: ExpressionOptions,
  ): Json | undefined | Promise<Json | undefined>
}

const path = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\.`[^`]+`|\[\d+\])*$|^`[^`]+`(?:\.[A-Za-z_]\w*|\.`[^`]+`|\[\d+\])*$/
const keywords: ReadonlySet<string> = new Set(['true', 'false', 'null', 'and', 'or', 'in'])

/**
 * Compiles an untrusted JSONata expression (2.x): `$eval` is removed, clock and randomness are those of the run, time,
 * depth, sequences and texts are bounded, and regular expressions take linear time. Plain paths are read without
 * JSONata.
 *
 * @internal
 */
export function compileExpression(source: string): Expression {
  const text = source.trim()
  const lead = source.slice(0, source.length - source.trimStart().length)
  if (text === '') throw new ExpressionError(message('expression.empty', {}))
  const steps = path.test(text) && !keywords.has(text) ? stepsOf(text) : undefined
  if (!steps) return compileJsonata(text, lead)
  let compiled: Expression | undefined
  return {
    text,
    names: new Set([String(steps[0])]),
    evaluate(values, options) {
      const found = follow(values, steps)
      return found === other ? (compiled ??= compileJsonata(text, lead)).evaluate(values, options) : found
    },
  }
}

const stepsOf = (text: string): (string | number)[] =>
  [...text.matchAll(/`([^`]+)`|\[(\d+)\]|([A-Za-z_]\w*)/g)].map(([, quoted, index, name]) =>
    index === undefined ? (quoted ?? name)! : Number(index),
  )

/** The binding of the run's clock; expressions cannot contain this name. */
const clockName = 'aw now'

/**
 * `$toMillis` takes parts that are missing in its picture string, such as the date, from the clock: here, the run's
 * clock.
 */
const nativeToMillis = jsonata('$toMillis').evaluate(undefined) as Promise<{
  implementation(this: unknown, ...args: unknown[]): unknown
}>

const other = Symbol('not a plain path')

/** Follows a plain path. Paths through lists are evaluated by JSONata, because lists have special semantics. */
function follow(values: unknown, steps: readonly (string | number)[]): Json | undefined | typeof other {
  let at = values
  for (const step of steps) {
    if (at === undefined) return undefined
    if (typeof step === 'number') {
      if (!Array.isArray(at)) return other
      at = at[step]
    } else {
      if (Array.isArray(at)) return other
      at =
        typeof at === 'object' && at !== null && Object.hasOwn(at, step)
          ? (at as Record<string, unknown>)[step]
          : undefined
    }
  }
  return at as Json | undefined
}

function compileJsonata(text: string, lead: string): Expression {
  let compiled: jsonata.Expression
  try {
    const RegexEngine = LinearRegex as unknown as RegExpConstructor
    compiled = jsonata(text, { RegexEngine, timeout: limits.ms, stack: limits.depth, sequence: limits.sequence })
  } catch (cause) {
    throw toExpressionError(cause, text, lead)
  }
  try {
    boundStrings(compiled)
    checkPatterns(compiled.ast())
  } catch (cause) {
    throw toExpressionError(cause, text, lead)
  }
  compiled.assign('eval', undefined)
  compiled.registerFunction('base64encode', encodeBase64, '<s-:s>')
  compiled.registerFunction('base64decode', decodeBase64, '<s-:s>')
  compiled.registerFunction(
    'now',
    function (picture?: string, zone?: string) {
      const { environment } = this
      const fromMillis = environment.lookup('fromMillis') as { implementation: (...args: unknown[]) => unknown }
      return fromMillis.implementation.call(this, environment.lookup(clockName), picture, zone)
    },
    '<s?s?:s>',
  )
  compiled.registerFunction(
    'toMillis',
    async function (time: string, picture?: string) {
      const timestamp = new Date(this.environment.lookup(clockName) as number)
      const { implementation } = await nativeToMillis
      return implementation.call({ ...this, environment: { ...this.environment, timestamp } }, time, picture)
    },
    '<s-s?:n>',
  )
  const readsClock = /now|millis|random|shuffle/i.test(text)
  return {
    text,
    names: expressionNames(compiled.ast()),
    async evaluate(values, options) {
      try {
        const value: unknown = await compiled.evaluate(values, readsClock ? clockOf(options) : undefined)
        if (!isFunction(value)) countValues(value)
        return plain(value)
      } catch (cause) {
        throw toExpressionError(cause, text, lead)
      }
    },
  }
}

/** Bindings of clock and randomness, only for expressions that use them: each binding costs some µs per evaluation. */
function clockOf({ now, seed }: ExpressionOptions): Record<string, unknown> {
  const random = mulberry32(seed)
  return {
    millis: () => now,
    [clockName]: now,
    random,
    shuffle: <T>(list: readonly T[]): T[] => shuffle(list, random),
  }
}

/** Converts a JSONata error, with its place from its offset and token. */
function toExpressionError(cause: unknown, text: string, lead: string): ExpressionError {
  const { position, token } = (typeof cause === 'object' && cause !== null ? cause : {}) as {
    position?: unknown
    token?: unknown
  }
  const reason = reasonOf(cause)
  const original = cause instanceof ExpressionError || cause instanceof RangeError ? undefined : originalOf(cause)
  if (typeof position !== 'number' || position < 0) return new ExpressionError(reason, undefined, original)
  const word = typeof token === 'string' && token !== '(end)' ? withoutOurs(token) : undefined
  const end = Math.min(position, text.length)
  // Errors of calls are after the bracket.
  const begin = word === undefined ? end : text.lastIndexOf(word, end - word.length)
  const isNear = word !== undefined && begin >= 0 && end - begin - word.length <= 1
  return new ExpressionError(reason, placeIn(lead + text, lead.length + (isNear ? begin : end), word), original)
}

const originalOf = (cause: unknown): string =>
  withoutOurs(String((cause as { message?: unknown } | null)?.message ?? cause))

function reasonOf(cause: unknown): Text {
  if (cause instanceof ExpressionError) return cause.text
  return cause instanceof RangeError ? message('expression.too-deep', {}) : jsonataMessage(cause, withoutOurs)
}

/** Restores the names that `boundStrings` replaced. */
const withoutOurs = (text: string): string => text.replaceAll(/(^|")aw (?=[\w&])/g, '$1')

/** Rejects regular expressions that RE2 does not support before they are used. */
function checkPatterns(tree: unknown): void {
  if (typeof tree !== 'object' || tree === null || tree instanceof RegExp) return
  const { type, value, position } = tree as { type?: unknown; value?: unknown; position?: unknown }
  if (type === 'regex' && value instanceof RegExp) {
    try {
      LinearRegex.check(value)
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message.replace(/^error parsing regexp: /, '') : String(cause)
      const params = { pattern: value.source, flags: value.flags.replace('g', ''), detail }
      throw Object.assign(new ExpressionError(message('expression.bad-regex', params)), { position })
    }
  }
  Object.values(tree).forEach(checkPatterns)
}

function placeIn(text: string, offset: number, token: string | undefined): ExpressionPlace {
  const before = text.slice(0, offset).split('\n')
  const place = { offset, line: before.length, column: before.at(-1)!.length + 1 }
  return token === undefined ? place : { ...place, token }
}

const isFunction = (value: unknown): boolean =>
  typeof value === 'function' ||
  (typeof value === 'object' && value !== null && ('_jsonata_lambda' in value || '_jsonata_function' in value))

/** The value without the properties that JSONata adds to lists; functions become undefined. */
function plain(value: unknown): Json | undefined {
  if (value === undefined || isFunction(value)) return undefined
  if (typeof value === 'number' && !Number.isFinite(value)) return null
  if (Array.isArray(value)) return Array.from(value, (item) => plain(item) ?? null)
  if (typeof value !== 'object' || value === null) return value as Json
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const found = plain(item)
    return found === undefined ? [] : [[key, found] as const]
  })
  return Object.fromEntries(entries)
}

/** Random numbers from 0 to 1, by mulberry32 (Tommy Ettinger). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Shuffles a list (Fisher and Yates). */
function shuffle<T>(list: readonly T[], random: () => number): T[] {
  const shuffled = [...list]
  for (let last = shuffled.length - 1; last > 0; last--) {
    const at = Math.floor(random() * (last + 1))
    ;[shuffled[last], shuffled[at]] = [shuffled[at]!, shuffled[last]!]
  }
  return shuffled
}
