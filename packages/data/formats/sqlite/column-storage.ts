import { message, type Message } from '@aw-flow/messages'
import type { Database } from 'sql.js'

/** How a column's values are taken out of SQLite, where each value has a kind of its own. */
export interface StoredColumn {
  name: string
  /** DuckDB's type. */
  type: string
  /** The SQL that gives a value: an integer, a real or a blob as it is, everything else as text that casts to the type. */
  value: string
  carries: 'integer' | 'real' | 'blob' | 'text'
  /** The types of a column that has several, with their counts; absent where it has one. */
  mixed?: Message[]
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

const isoDate = '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
const clock = '[0-2][0-9]:[0-5][0-9]:[0-5][0-9]'

/** Looks at every value of a table once, and says how its columns are taken out. */
export function storedColumns(database: Database, table: string): StoredColumn[] {
  const info = database.exec(`PRAGMA table_xinfo(${quoted(table)})`)[0]?.values ?? []
  // Hidden columns (1) are those of virtual tables that take arguments.
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
  const found: number[] = []
  // SQLite takes no more than 2,000 columns of a result.
  const perLook = 9 * 100
  for (let at = 0; at < counts.length; at += perLook) {
    const [row] =
      database.exec(`SELECT ${counts.slice(at, at + perLook).join(', ')} FROM ${quoted(table)}`)[0]?.values ?? []
    found.push(...(row ?? []).map(Number))
  }
  return declared.map(({ name, type }, index) => storedColumn(name, type, found.slice(9 * index, 9 * index + 9)))
}

function storedColumn(name: string, declared: string, counts: readonly number[]): StoredColumn {
  const [integers = 0, reals = 0, texts = 0, blobs = 0, flags = 0, large = 0, dates = 0, times = 0, decimals = 0] =
    counts
  const cell = quoted(name)
  const all = integers + reals + texts + blobs
  const as = (type: string, carries: StoredColumn['carries'], value = cell): StoredColumn => ({
    name,
    type,
    value,
    carries,
  })
  const decimal = decimalOf(declared)
  if (all === 0) return as(emptyType(declared), 'text')
  if (decimal && decimals === all)
    return as(`DECIMAL(${decimal.precision},${decimal.scale})`, 'text', `printf('%.${decimal.scale}f', ${cell})`)
  if (integers === all) {
    const isFlag = declared.startsWith('BOOL') && flags === all
    return isFlag
      ? as('BOOLEAN', 'text', `CASE ${cell} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END`)
      : as('BIGINT', 'integer')
  }
  if (integers + reals === all && large === 0) return as('DOUBLE', 'real')
  if (blobs === all) return as('BLOB', 'blob')
  if (texts === all) {
    if (dates === all) return as('DATE', 'text')
    return as(times === all ? 'TIMESTAMP' : 'VARCHAR', 'text')
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
  const found = { precision: Number(precision), scale: Number(scale) }
  // A real has no more digits than these.
  return precision !== undefined && found.precision <= 15 && found.scale <= found.precision ? found : undefined
}

/** The type of a column without a value, after what it was declared. */
function emptyType(declared: string): string {
  if (/INT/.test(declared)) return 'BIGINT'
  if (/REAL|FLOA|DOUB/.test(declared)) return 'DOUBLE'
  if (declared.startsWith('BOOL')) return 'BOOLEAN'
  if (declared === 'DATE') return 'DATE'
  return /^(DATETIME|TIMESTAMP)/.test(declared) ? 'TIMESTAMP' : 'VARCHAR'
}
