import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

const kinds: { prefix: string; code: string; hint: string }[] = [
  { prefix: 'Parser', code: 'sql.syntax', hint: 'Write a single SELECT statement in the SQL of DuckDB.' },
  { prefix: 'Binder', code: 'sql.names', hint: 'Check the names and types of the columns that the statement uses.' },
  { prefix: 'Catalog', code: 'sql.names', hint: 'Use tables and functions that exist; extensions are not loaded.' },
  { prefix: 'Permission', code: 'sql.forbidden', hint: 'Statements read tables only: load files with a Load node.' },
  { prefix: 'Conversion', code: 'sql.conversion', hint: 'Use TRY_CAST to turn what does not convert into no value.' },
  { prefix: 'Out of Range', code: 'sql.range', hint: 'Cast to a wider type first.' },
  {
    prefix: 'Out of Memory',
    code: 'tables.out-of-memory',
    hint: 'Work on fewer rows or columns, or run it where there is more memory and disk.',
  },
  { prefix: 'Invalid Input', code: 'sql.input', hint: 'Check the values that the functions are given.' },
]

/** DuckDB's errors begin with their kind; in the page also with what kind of error they are not. */
const refusal = /^(?:Invalid Error: )?([A-Z][A-Za-z ]*?) Error: ([\s\S]*)$/

/** What went wrong in DuckDB or around it, as an error with a problem to show and without the place in our own SQL. */
export function toTablesError(cause: unknown): TablesError {
  if (cause instanceof TablesError) return cause
  const text = cause instanceof Error ? cause.message : String(cause)
  const [, prefix, said] = refusal.exec(text) ?? []
  if (prefix === undefined || said === undefined) {
    const hint = 'Reload the page, or start again, and work on less at once if it happens again.'
    return new TablesError(error('tables.failed', `The tables failed: ${text}`, { hint }), cause)
  }
  const kind = kinds.find((one) => one.prefix === prefix)
  // What is said behind it of memory is how to set DuckDB otherwise, which nobody can.
  const end = kind?.code === 'tables.out-of-memory' ? /\n/ : /\n\s*\n?LINE \d+:/
  const message = (said.split(end)[0] ?? said)
    .replace(/\s+/g, ' ')
    .replace(/ Use "SET [^"]*"[^.]*\./, '')
    .trim()
  return new TablesError(
    error(kind?.code ?? 'sql.failed', `DuckDB refused: ${message}`, kind ? { hint: kind.hint } : {}),
    cause,
  )
}
