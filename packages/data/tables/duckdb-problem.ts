import { TablesError } from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'

/** Makes the problem of a kind of DuckDB's errors, by the prefix of their text. */
const problems: Readonly<Record<string, (reason: string) => Problem>> = {
  Parser: (reason) => error('sql.syntax', { reason }),
  Binder: (reason) => error('sql.names', { reason, kind: 'binder' }),
  Catalog: (reason) => error('sql.names', { reason, kind: 'catalog' }),
  Permission: (reason) => error('sql.forbidden', { name: '', use: 'permission', example: '', reason }),
  Conversion: (reason) => error('sql.conversion', { reason }),
  'Out of Range': (reason) => error('sql.range', { reason }),
  'Out of Memory': (reason) => error('tables.out-of-memory', { reason }),
  'Invalid Input': (reason) => error('sql.input', { reason }),
}

/** DuckDB's errors start with their kind; in the browser with "Invalid Error" before it. */
const prefixed = /^(?:Invalid Error: )?([A-Z][A-Za-z ]*?) Error: ([\s\S]*)$/

/** An error of DuckDB or of its connection with a problem to show, without the position in generated SQL. */
export function toTablesError(cause: unknown): TablesError {
  if (cause instanceof TablesError) return cause
  const text = cause instanceof Error ? cause.message : String(cause)
  const [, prefix, detail] = prefixed.exec(text) ?? []
  if (prefix === undefined || detail === undefined)
    return new TablesError(error('tables.failed', { reason: text }), cause)
  // After the first line, errors of memory explain how to configure DuckDB, which users cannot.
  const end = prefix === 'Out of Memory' ? /\n/ : /\n\s*\n?LINE \d+:/
  const reason = (detail.split(end)[0] ?? detail)
    .replace(/\s+/g, ' ')
    .replace(/ Use "SET [^"]*"[^.]*\./, '')
    .trim()
  const problem = Object.hasOwn(problems, prefix) ? problems[prefix] : undefined
  return new TablesError(problem ? problem(reason) : error('sql.failed', { reason }), cause)
}
