import type { CodeFailure } from '@aw-flow/engine'
import { message, type Text } from '@aw-flow/messages'
import { defined } from '@aw-flow/schema'
import { OutOfMemoryError } from './load-module.ts'

/** The result of a call: the returned value as JSON, or the failure. */
export type CodeResult = { ok: true; json: string } | { ok: false; failure: CodeFailure }

/** The parts of a thrown value that are reported. */
export interface ThrownValue {
  name?: unknown
  message?: unknown
  stack?: unknown
}

interface Limits {
  ms: number
  memoryBytes: number
}

const stackPosition = /code\.js:(\d+)(?::(\d+))?/

type Position = Pick<CodeFailure, 'line' | 'column'>

/** Converts a position in the wrapper function, whose body starts on line 2, to a position in the user's code. */
function toCodePosition(line: number | undefined, column: number | undefined): Position {
  if (line === undefined || line < 2) return {}
  return defined({ line: line - 1, column })
}

function readPosition(stack: unknown): Position {
  const [, line, column] = stackPosition.exec(toText(stack)) ?? []
  return toCodePosition(
    line === undefined ? undefined : Number(line),
    column === undefined ? undefined : Number(column),
  )
}

/** Creates the failure for code that cannot be parsed. */
export function createSyntaxFailure({ name, message: text, stack }: ThrownValue): CodeFailure {
  const detail = `${toText(name) || 'SyntaxError'}: ${toText(text)}`
  return { code: 'code.syntax', detail, ...readPosition(stack) }
}

/** Parses a call's result from the JSON that the prelude returns. */
export function parseResult(text: string, limits: Limits): CodeResult {
  const prefix = '{"ok":true,"value":'
  if (text.startsWith(prefix)) {
    if (isTooLarge(text)) return { ok: false, failure: createTooLargeFailure() }
    return { ok: true, json: text.slice(prefix.length, -1) }
  }
  const { name, message, line, column } = JSON.parse(text) as {
    name: string
    message: string
    line?: number
    column?: number
  }
  return { ok: false, failure: { ...createFailure(name, message, limits), ...toCodePosition(line, column) } }
}

/** Maximum length of a result's JSON, in characters. */
const maxResultCharacters = 64_000_000
/** Maximum number of values in a result. Objects count twice. Outside the sandbox, each value takes up to 100 bytes. */
const maxResultValues = 5_000_000

/**
 * Returns whether a result would take too much memory outside the sandbox, where the sandbox's memory limit does not
 * apply.
 */
function isTooLarge(json: string): boolean {
  if (json.length > maxResultCharacters) return true
  if (json.length <= maxResultValues) return false
  const [comma, openBrace, openBracket] = [0x2c, 0x7b, 0x5b]
  let valueCount = 0
  for (let offset = 0; offset < json.length; offset++) {
    const charCode = json.charCodeAt(offset)
    if (charCode === comma || charCode === openBracket) valueCount++
    else if (charCode === openBrace) valueCount += 2
  }
  return valueCount > maxResultValues
}

const createTooLargeFailure = (): CodeFailure => ({
  code: 'code.result-too-large',
  detail: message('code.detail.result-too-large', { values: maxResultValues, characters: maxResultCharacters }),
})

/** Creates the failure for a call that QuickJS itself stopped. */
export function createStoppedFailure({ name, message, stack }: ThrownValue, limits: Limits): CodeFailure {
  return { ...createFailure(toText(name), toText(message), limits), ...readPosition(stack) }
}

/** Maps QuickJS errors to failure codes. Errors thrown by the code keep their message. */
function createFailure(name: string, text: string, { ms, memoryBytes }: Limits): CodeFailure {
  if (name === 'InternalError' && text === 'interrupted')
    return { code: 'code.out-of-time', detail: message('code.detail.out-of-time', { limit: ms }) }
  if (name === 'InternalError' && text === 'out of memory') return createOutOfMemoryFailure(memoryBytes)
  if (/stack overflow|call stack/.test(text) && /^(?:Internal|Range)Error$/.test(name))
    return { code: 'code.too-deep', detail: message('code.detail.too-deep', {}) }
  return { code: 'code.failed', detail: formatThrownValue(name, text) ?? message('code.detail.no-message', {}) }
}

const createOutOfMemoryFailure = (memoryBytes: number): CodeFailure => ({
  code: 'code.out-of-memory',
  detail: message('code.detail.out-of-memory', { megabytes: Math.round(memoryBytes / 2 ** 20) }),
})

/**
 * Creates the failure for an error in the sandbox itself rather than in the code, such as a stack overflow in the host.
 */
export function createHostFailure(thrown: unknown): CodeFailure {
  if (thrown instanceof OutOfMemoryError) return createOutOfMemoryFailure(thrown.memoryBytes)
  const reason = thrown instanceof Error ? thrown.message : String(thrown)
  const isTooDeep = thrown instanceof RangeError || /call stack|too much recursion/i.test(reason)
  return isTooDeep
    ? { code: 'code.too-deep', detail: message('code.detail.values-too-deep', {}) }
    : { code: 'code.failed', detail: message('code.detail.sandbox-failed', { reason }) }
}

const formatThrownValue = (name: string, text: string): Text | undefined =>
  [truncate(name, 100), truncate(text, 400)].filter((part) => part !== '').join(': ') || undefined

const toText = (value: unknown): string => (typeof value === 'string' ? value : '')
const truncate = (text: string, maxLength: number): string =>
  text.length > maxLength ? `${text.slice(0, maxLength)}…` : text
