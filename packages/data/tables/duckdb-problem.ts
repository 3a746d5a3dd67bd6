import { TablesError } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'

/** Problem factories, keyed by the kind of DuckDB error, which is the prefix of its message. */
const problemFactories: Readonly<Record<string, (reason: string) => Problem>> = {
  Parser: (reason) => error('sql.syntax', { reason }),
  Binder: (reason) => error('sql.names', { reason, kind: 'binder' }),
  Catalog: (reason) => error('sql.names', { reason, kind: 'catalog' }),
  Permission: (reason) => error('sql.forbidden', { name: '', use: 'permission', example: '', reason }),
  Conversion: (reason) => error('sql.conversion', { reason }),
  'Out of Range': (reason) => error('sql.range', { reason }),
  'Out of Memory': (reason) => error('tables.out-of-memory', { reason }),
  'Invalid Input': (reason) => error('sql.input', { reason }),
}

/** Messages of systems, which DuckDB passes on when it writes intermediate results or a file. */
const diskFullPattern = /no space left on device|disk quota exceeded|not enough space on the disk/i

/** A DuckDB message starts with the kind of error. In the browser, "Invalid Error" precedes the kind. */
const messagePattern = /^(?:Invalid Error: )?([A-Z][A-Za-z ]*?) Error: ([\s\S]*)$/

/** Reads the kind and text of a DuckDB error in JSON, the format of syntax errors in the browser. */
function readJsonMessage(text: string): [text: string, prefix?: string, detail?: string] {
  if (!text.startsWith('{"exception_type":')) return [text]
  const { exception_type: prefix, exception_message: detail } = JSON.parse(text) as Record<string, unknown>
  return [text, String(prefix), String(detail)]
}

/** Converts an error from DuckDB or its connection to a `TablesError`, without positions in generated SQL. */
export function toTablesError(cause: unknown): TablesError {
  if (cause instanceof TablesError) return cause
  const text = cause instanceof Error ? cause.message : String(cause)
  const [, prefix, detail] = messagePattern.exec(text) ?? readJsonMessage(text)
  if (prefix === undefined || detail === undefined)
    return new TablesError(error('tables.failed', { reason: text }), cause)
  // After the first line, out-of-memory messages explain how to configure DuckDB, but users cannot configure it.
  const endPattern = prefix === 'Out of Memory' ? /\n/ : /\nLINE \d+:/
  const reason = (detail.split(endPattern)[0] ?? detail)
    .replace(/\s+/g, ' ')
    .replace(/ Use "SET [^"]*"[^".]*\./, '')
    .trim()
  if (diskFullPattern.test(text)) return new TablesError(error('tables.disk-full', { reason }), cause)
  const createProblem = Object.hasOwn(problemFactories, prefix) ? problemFactories[prefix] : undefined
  return new TablesError(createProblem ? createProblem(reason) : error('sql.failed', { reason }), cause)
}

/** Returns whether DuckDB ran out of memory. */
export const isOutOfMemoryError = (cause: unknown): boolean => hasText(cause, 'Out of Memory')

/** Returns whether `read_csv` could not convert a cell to its column's type. */
export const isConversionError = (cause: unknown): boolean => hasText(cause, 'Error when converting column')

/** Returns whether `read_csv` found bytes that are not valid UTF-8. */
export const isInvalidUnicodeError = (cause: unknown): boolean => hasText(cause, 'Invalid unicode')

const hasText = (cause: unknown, text: string): boolean => cause instanceof Error && cause.message.includes(text)
