import { message, type Message } from '@aw-flow/messages'
import type { Database } from 'sql.js'

/** How a column is read from SQLite, where each value has its own type. */
export interface StoredColumn {
  name: string
  /** The DuckDB type. */
  type: string
  /**
   * SQL expression for a value: integers, reals and blobs unchanged, everything else as text that casts to the type.
   */
  value: string
  carries: 'integer' | 'real' | 'blob' | 'text'
  /** The types of a column with several types, with their counts; absent if there is only one. */
  mixed?: Message[]
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

const isoDate = '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
const clock = '[0-2][0-9]:[0-5][0-9]:[0-5][0-9]'

/** Scans every value of a table once and determines how its columns are read. */
export function storedColumns(database: Database, table: string): StoredColumn[] {
  const info = database.exec(`PRAGMA table_xinfo(${quoted(table)})`)[0]?.values ?? []
  // Hidden columns (1) are arguments of virtual tables.
  const declared = info
    .filter(([, , , , , , hidden]) => hidden !== 1)
    .map(([, name, type]) => ({ name: String(name), type: String(type).toUpperCase() }))
  if (declared.length === 0) return []
  const counts = declared.flatMap(({ name, type }) => {
    const cell = quoted(name)
    const scale = decimalOf(type)?.scale
    return [
      `sum(typeof(${cell}) = 'integer')`,
      `sum(typeof(${cell}) = 'real')`,
      `sum(typeof(${cell}) = 'text')`,
      `sum(typeof(${cell}) = 'blob')`,
      `sum(typeof(${cell}) = 'integer' AND ${cell} IN (0, 1))`,
      `sum(typeof(${cell}) = 'integer' AND abs(${cell} / 2) > 4503599627370496)`,
      `sum(typeof(${cell}) = 'text' AND ${cell} GLOB '${isoDate}' AND date(${cell}) = ${cell})`,
      `sum(typeof(${cell}) = 'text' AND substr(${cell}, 1, 10) GLOB '${isoDate}' AND date(substr(${cell}, 1, 10)) = substr(${cell}, 1, 10) AND substr(${cell}, 11, 1) IN (' ', 'T') AND substr(${cell}, 12, 8) GLOB '${clock}' AND (length(${cell}) = 19 OR (substr(${cell}, 20, 1) = '.' AND length(${cell}) BETWEEN 21 AND 26 AND substr(${cell}, 21) NOT GLOB '*[^0-9]*')))`,
      scale === undefined
        ? '0'
        : `sum(typeof(${cell}) IN ('integer', 'real') AND CAST(printf('%.${scale}f', ${cell}) AS REAL) = ${cell})`,
    ]
  })
  const results: number[] = []
  // SQLite allows at most 2,000 result columns.
  const maxExpressions = 9 * 100
  for (let at = 0; at < counts.length; at += maxExpressions) {
    const [row] =
      database.exec(`SELECT ${counts.slice(at, at + maxExpressions).join(', ')} FROM ${quoted(table)}`)[0]?.values ?? []
    results.push(...(row ?? []).map(Number))
  }
  return declared.map(({ name, type }, index) => storedColumn(name, type, results.slice(9 * index, 9 * index + 9)))
}

function storedColumn(name: string, declared: string, counts: readonly number[]): StoredColumn {
  const [integers = 0, reals = 0, texts = 0, blobs = 0, zeroOnes = 0, large = 0, dates = 0, times = 0, decimals = 0] =
    counts
  const cell = quoted(name)
  const total = integers + reals + texts + blobs
  const as = (type: string, carries: StoredColumn['carries'], value = cell): StoredColumn => ({
    name,
    type,
    value,
    carries,
  })
  const decimal = decimalOf(declared)
  if (total === 0) return as(emptyType(declared), 'text')
  if (decimal && decimals === total)
    return as(`DECIMAL(${decimal.precision},${decimal.scale})`, 'text', `printf('%.${decimal.scale}f', ${cell})`)
  if (integers === total) {
    const isFlag = declared.startsWith('BOOL') && zeroOnes === total
    return isFlag
      ? as('BOOLEAN', 'text', `CASE ${cell} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END`)
      : as('BIGINT', 'integer')
  }
  if (integers + reals === total && large === 0) return as('DOUBLE', 'real')
  if (blobs === total) return as('BLOB', 'blob')
  if (texts === total) {
    if (dates === total) return as('DATE', 'text')
    return as(times === total ? 'TIMESTAMP' : 'VARCHAR', 'text')
  }
  const kinds = [
    [integers, 'integers'],
    [reals, 'reals'],
    [texts, 'texts'],
    [blobs, 'blobs'],
  ] as const
  const mixed = kinds.flatMap(([count, type]) => (count > 0 ? message('loading.value-type', { count, type }) : []))
  const text = `CASE typeof(${cell}) WHEN 'blob' THEN hex(${cell}) ELSE CAST(${cell} AS TEXT) END`
  return { ...as('VARCHAR', 'text', text), mixed }
}

function decimalOf(declared: string): { precision: number; scale: number } | undefined {
  const [, precision, scale] = /^(?:DECIMAL|NUMERIC|MONEY)\s*\(\s*(\d+)\s*,\s*(\d+)\s*\)/.exec(declared) ?? []
  const type = { precision: Number(precision), scale: Number(scale) }
  // A real represents at most 15 significant digits exactly.
  return precision !== undefined && type.precision <= 15 && type.scale <= type.precision ? type : undefined
}

/** The type of a column without values, from its declaration. */
function emptyType(declared: string): string {
  if (/INT/.test(declared)) return 'BIGINT'
  if (/REAL|FLOA|DOUB/.test(declared)) return 'DOUBLE'
  if (declared.startsWith('BOOL')) return 'BOOLEAN'
  if (declared === 'DATE') return 'DATE'
  return /^(DATETIME|TIMESTAMP)/.test(declared) ? 'TIMESTAMP' : 'VARCHAR'
}
