import type { CodeFailure } from '@aw-flow/engine'

/** What a call came to: JSON text, or why not. */
export type CodeAnswer = { ok: true; json: string } | { ok: false; failure: CodeFailure }

/** What was thrown, as far as it could be read. */
export interface Thrown {
  name?: unknown
  message?: unknown
  stack?: unknown
}

interface Limits {
  ms: number
  memoryBytes: number
}

const placeInStack = /code\.js:(\d+)(?::(\d+))?/

/** The code stands within a function, one line further down. */
function placed(line: number | undefined, column: number | undefined): { line?: number; column?: number } {
  if (line === undefined || line < 2) return {}
  return { line: line - 1, ...(column === undefined ? {} : { column }) }
}

export function syntaxFailure({ name, message, stack }: Thrown): CodeFailure {
  const [, line, column] = placeInStack.exec(typeof stack === 'string' ? stack : '') ?? []
  const place = placed(line === undefined ? undefined : Number(line), column === undefined ? undefined : Number(column))
  return { code: 'code.syntax', message: `${textOf(name) || 'SyntaxError'}: ${textOf(message)}`, ...place }
}

/** What came back of a call that the prelude could answer. */
export function answerOf(text: string, limits: Limits): CodeAnswer {
  const head = '{"ok":true,"value":'
  if (text.startsWith(head)) return { ok: true, json: text.slice(head.length, -1) }
  const { name, message, line, column } = JSON.parse(text) as {
    name: string
    message: string
    line?: number
    column?: number
  }
  return { ok: false, failure: { ...failureOf(name, message, limits), ...placed(line, column) } }
}

/** What came back of a call that QuickJS itself has ended. */
export function brokenOff({ name, message, stack }: Thrown, limits: Limits): CodeFailure {
  const [, line, column] = placeInStack.exec(typeof stack === 'string' ? stack : '') ?? []
  const place = placed(line === undefined ? undefined : Number(line), column === undefined ? undefined : Number(column))
  return { ...failureOf(textOf(name), textOf(message), limits), ...place }
}

function failureOf(name: string, message: string, { ms, memoryBytes }: Limits): CodeFailure {
  if (name === 'InternalError' && message === 'interrupted') {
    return { code: 'code.out-of-time', message: `It took longer than ${ms / 1000} s.` }
  }
  if (name === 'InternalError' && message === 'out of memory') {
    return {
      code: 'code.out-of-memory',
      message: `It needs more than ${Math.round(memoryBytes / 2 ** 20)} MB of memory.`,
    }
  }
  if (/stack overflow|call stack/.test(message) && /^(?:Internal|Range)Error$/.test(name)) {
    return { code: 'code.too-deep', message: 'Its calls go too deep.' }
  }
  return {
    code: 'code.failed',
    message: [cut(name, 100), cut(message)].filter((part) => part !== '').join(': ') || 'It failed.',
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const cut = (text: string, most = 400): string => (text.length > most ? `${text.slice(0, most)}…` : text)
