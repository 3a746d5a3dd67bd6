import { message, type Text } from '@aw-flow/messages'
import { isLargeInteger, type Json } from '@aw-flow/schema'
import jsonata from 'jsonata'
import { readExpressionNames } from './expression-names.ts'
import { LinearRegex } from './functions/linear-regex.ts'
import { parseDate, requireDay } from './functions/parse-date.ts'
import { decodeBase64, encodeBase64 } from './functions/base64.ts'
import { addCallChecks } from './check-calls.ts'
import { defineComparisons, keepDigitsOfLiterals } from './functions/define-comparisons.ts'
import { checkCalls, checkResultSize, limits } from './functions/bound-strings.ts'
import { ExpressionError, type ExpressionLocation } from './expression-error.ts'
import { describeJsonataError } from './jsonata-message.ts'

/** The clock and random seed of an evaluation, which make a run repeatable. @internal */
export interface ExpressionOptions {
  /** Milliseconds since the Unix epoch. */
  now: number
  seed: number
}

/** @internal */
export interface Expression {
  readonly text: string
  /** The top-level names that the expression reads; `undefined` if it can read any name. */
  readonly names: ReadonlySet<string> | undefined
  /** The names that it reads from `input`, as far as they are known. */
  readonly inputNames: ReadonlySet<string>
  /**
   * Evaluates the expression. For a plain path, the result is returned synchronously. Other expressions return a
   * promise that rejects with an `ExpressionError` on failure. A path without a value evaluates to `undefined`.
   */
  evaluate(
    values: Readonly<Record<string, unknown>>,
    options: ExpressionOptions,
  ): Json | undefined | Promise<Json | undefined>
}

/**
 * Matches a plain path: a name, optionally in backticks, followed by any number of further names, each after a dot, or
 * indexes in brackets.
 */
const plainPathPattern =
  /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\.`[^`]+`|\[\d+\])*$|^`[^`]+`(?:\.[A-Za-z_]\w*|\.`[^`]+`|\[\d+\])*$/
const keywords: ReadonlySet<string> = new Set(['true', 'false', 'null', 'and', 'or', 'in'])

/**
 * Compiles an untrusted JSONata 2.x expression. `$eval` is removed, and the run provides the clock and random numbers.
 * Evaluation time, call depth, sequences and strings are limited. Regular expressions run in linear time. Plain paths
 * are evaluated without JSONata.
 *
 * @internal
 */
export function compileExpression(source: string): Expression {
  const text = source.trim()
  const leadingSpace = source.slice(0, source.length - source.trimStart().length)
  if (text === '') throw new ExpressionError(message('expression.empty', {}))
  const steps = plainPathPattern.test(text) && !keywords.has(text) ? parseSteps(text) : undefined
  if (!steps) return compileJsonata(text, leadingSpace)
  let jsonataExpression: Expression | undefined
  return {
    text,
    names: new Set([String(steps[0])]),
    inputNames: new Set(steps[0] === 'input' && typeof steps[1] === 'string' ? [steps[1]] : []),
    evaluate(values, options) {
      const result = followPath(values, steps)
      return result === notPlainPath
        ? (jsonataExpression ??= compileJsonata(text, leadingSpace)).evaluate(values, options)
        : result
    },
  }
}

const parseSteps = (text: string): (string | number)[] =>
  [...text.matchAll(/`([^`]+)`|\[(\d+)\]|([A-Za-z_]\w*)/g)].map(([, quoted, index, name]) =>
    index === undefined ? (quoted ?? name)! : Number(index),
  )

/** Name of the variable that holds the run's clock. Expressions cannot refer to it, because it contains a space. */
const clockName = 'aw clock'

/**
 * JSONata's native `$toMillis`. It reads parts that the picture string lacks, such as the date, from the clock. The
 * override below replaces this clock with the run's clock.
 */
type NativeFunction = Promise<{ implementation(this: unknown, ...args: unknown[]): unknown }>
const nativeToMillis = jsonata('$toMillis').evaluate(undefined) as NativeFunction
const nativeNumber = jsonata('$number').evaluate(undefined) as NativeFunction

const notPlainPath = Symbol('not a plain path')

/** Follows a plain path. Returns `notPlainPath` at a list, whose special semantics only JSONata implements. */
function followPath(values: unknown, steps: readonly (string | number)[]): Json | undefined | typeof notPlainPath {
  let current = values
  for (const step of steps) {
    if (current === undefined) return undefined
    if (typeof step === 'number') {
      if (!Array.isArray(current)) return notPlainPath
      current = current[step]
    } else {
      if (Array.isArray(current)) return notPlainPath
      current =
        typeof current === 'object' && current !== null && Object.hasOwn(current, step)
          ? (current as Record<string, unknown>)[step]
          : undefined
    }
  }
  return current as Json | undefined
}

function compileJsonata(text: string, leadingSpace: string): Expression {
  let jsonataExpression: jsonata.Expression
  try {
    const RegexEngine = LinearRegex as unknown as RegExpConstructor
    jsonataExpression = jsonata(text, {
      RegexEngine,
      timeout: limits.ms,
      stack: limits.depth,
      sequence: limits.sequence,
    })
  } catch (cause) {
    throw toExpressionError(cause, text, leadingSpace)
  }
  try {
    keepDigitsOfLiterals(jsonataExpression.ast(), text)
    // The items of a list are evaluated in turns, so that another call would change the order of random numbers.
    const isOrdered = /random|shuffle/i.test(text)
    checkCalls(jsonataExpression, isOrdered)
    addCallChecks(jsonataExpression)
    if (!isOrdered) defineComparisons(jsonataExpression)
    checkPatterns(jsonataExpression.ast())
  } catch (cause) {
    throw toExpressionError(cause, text, leadingSpace)
  }
  jsonataExpression.assign('eval', undefined)
  jsonataExpression.registerFunction('base64encode', encodeBase64, '<s-:s>')
  jsonataExpression.registerFunction('base64decode', decodeBase64, '<s-:s>')
  jsonataExpression.registerFunction(
    'now',
    function (picture?: string, zone?: string) {
      const { environment } = this
      const fromMillis = environment.lookup('fromMillis') as { implementation: (...args: unknown[]) => unknown }
      return fromMillis.implementation.call(this, environment.lookup(clockName), picture, zone)
    },
    '<s?s?:s>',
  )
  jsonataExpression.registerFunction(
    'toMillis',
    async function (time?: string, picture?: string) {
      const timestamp = new Date(this.environment.lookup(clockName) as number)
      const { implementation } = await nativeToMillis
      const callContext = { ...this, environment: { ...this.environment, timestamp } }
      const toMillis = (...args: unknown[]): unknown => implementation.call(callContext, ...args)
      if (time === undefined || picture !== undefined)
        return time === undefined ? toMillis(time) : parseDate(time, picture!, toMillis)
      requireDay(time)
      return toMillis(time)
    },
    '<s-s?:n>',
  )
  jsonataExpression.registerFunction(
    'number',
    async function (value?: unknown) {
      // An integer that would lose digits stays text, as in JSON.
      if (typeof value === 'string' && isLargeInteger(value)) return value
      return (await nativeNumber).implementation.call(this, value)
    },
    '<(nsb)-:n>',
  )
  const usesClockOrRandom = /now|millis|random|shuffle/i.test(text)
  return {
    text,
    ...readExpressionNames(jsonataExpression.ast()),
    async evaluate(values, options) {
      try {
        const value: unknown = await jsonataExpression.evaluate(
          values,
          usesClockOrRandom ? createClockBindings(options) : undefined,
        )
        if (!isFunction(value)) checkResultSize(value)
        return toPlainJson(value)
      } catch (cause) {
        throw toExpressionError(cause, text, leadingSpace)
      }
    },
  }
}

/**
 * Returns the bindings for the clock and random numbers. Bind them only if needed: each binding costs a few
 * microseconds per evaluation.
 */
function createClockBindings({ now, seed }: ExpressionOptions): Record<string, unknown> {
  const random = mulberry32(seed)
  return {
    millis: () => now,
    [clockName]: now,
    random,
    shuffle: <T>(list: readonly T[]): T[] => shuffle(list, random),
  }
}

/** Converts a JSONata error, using its position and token to locate it in the expression. */
function toExpressionError(cause: unknown, text: string, leadingSpace: string): ExpressionError {
  const { position, token } = (typeof cause === 'object' && cause !== null ? cause : {}) as {
    position?: unknown
    token?: unknown
  }
  const reason = toReason(cause)
  const originalMessage =
    cause instanceof ExpressionError || cause instanceof RangeError ? undefined : readOriginalMessage(cause)
  if (typeof position !== 'number' || position < 0) return new ExpressionError(reason, undefined, originalMessage)
  const originalToken = typeof token === 'string' && token !== '(end)' ? restoreNames(token) : undefined
  const end = Math.min(position, text.length)
  // JSONata reports a call error at the position after the opening parenthesis.
  const start = originalToken === undefined ? end : text.lastIndexOf(originalToken, end - originalToken.length)
  const hasTokenNearby = originalToken !== undefined && start >= 0 && end - start - originalToken.length <= 1
  return new ExpressionError(
    reason,
    locate(leadingSpace + text, leadingSpace.length + (hasTokenNearby ? start : end), originalToken),
    originalMessage,
  )
}

const readOriginalMessage = (cause: unknown): string =>
  restoreNames(String((cause as { message?: unknown } | null)?.message ?? cause))

function toReason(cause: unknown): Text {
  if (cause instanceof ExpressionError) return cause.text
  return cause instanceof RangeError ? message('expression.too-deep', {}) : describeJsonataError(cause, restoreNames)
}

/** Restores the names that `checkCalls` replaced. */
const restoreNames = (text: string): string => text.replaceAll(/(^|")aw (?=[\w&])/g, '$1')

/** The maximum number of optional parameters in a function signature. */
const maxOptionalParameters = 10

/**
 * Rejects function signatures that contain parts of regular expressions, and signatures such as `<n-n?:n>` for which
 * JSONata generates regular expressions that can match the same arguments in many ways.
 */
function checkSignature(definition: string): void {
  const countSymbols = (symbols: string): number => [...definition].filter((symbol) => symbols.includes(symbol)).length
  if (/^[a-z()<>?:+-]*$/.test(definition) && countSymbols('+') <= 1 && countSymbols('?-') <= maxOptionalParameters)
    return
  throw new ExpressionError(message('expression.signature', { max: maxOptionalParameters }))
}

/**
 * Rejects regular expressions that RE2 does not support and signatures that take too long to match, before either is
 * used.
 */
function checkPatterns(tree: unknown): void {
  if (typeof tree !== 'object' || tree === null || tree instanceof RegExp) return
  const { type, value, position, signature } = tree as Record<string, unknown>
  const { definition } = (signature ?? {}) as { definition?: unknown }
  if (type === 'lambda' && typeof definition === 'string') checkSignature(definition)
  if (type === 'regex' && value instanceof RegExp) {
    try {
      LinearRegex.create(value)
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message.replace(/^error parsing regexp: /, '') : String(cause)
      const params = { pattern: value.source, flags: value.flags.replace('g', ''), detail }
      throw Object.assign(new ExpressionError(message('expression.bad-regex', params)), { position })
    }
  }
  Object.values(tree).forEach(checkPatterns)
}

function locate(text: string, offset: number, token: string | undefined): ExpressionLocation {
  const precedingLines = text.slice(0, offset).split('\n')
  const location = { offset, line: precedingLines.length, column: precedingLines.at(-1)!.length + 1 }
  return token === undefined ? location : { ...location, token }
}

const isFunction = (value: unknown): boolean =>
  typeof value === 'function' ||
  (typeof value === 'object' && value !== null && ('_jsonata_lambda' in value || '_jsonata_function' in value))

/** Returns a value without the properties that JSONata adds to lists. Functions become `undefined`. */
function toPlainJson(value: unknown): Json | undefined {
  if (value === undefined || isFunction(value)) return undefined
  if (typeof value === 'number' && !Number.isFinite(value)) return null
  if (Array.isArray(value)) return Array.from(value, (item) => toPlainJson(item) ?? null)
  if (typeof value !== 'object' || value === null) return value as Json
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const plainItem = toPlainJson(item)
    return plainItem === undefined ? [] : [[key, plainItem] as const]
  })
  return Object.fromEntries(entries)
}

/** Creates a generator of random numbers in [0, 1), using mulberry32 by Tommy Ettinger. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Returns a shuffled copy of a list (Fisher–Yates). */
function shuffle<T>(list: readonly T[], random: () => number): T[] {
  const shuffled = [...list]
  for (let last = shuffled.length - 1; last > 0; last--) {
    const index = Math.floor(random() * (last + 1))
    ;[shuffled[last], shuffled[index]] = [shuffled[index]!, shuffled[last]!]
  }
  return shuffled
}
