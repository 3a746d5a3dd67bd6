import { message, type Message } from '@aw-flow/messages'
import type { Database } from 'sql.js'

/** How SQLite stores a column. In SQLite, each value has its own type. */
export interface StoredColumn {
  name: string
  /** DuckDB type of the column. */
  type: string
  /**
   * SQL expression that reads a value. The expression returns integers, reals and blobs unchanged, and everything else
   * as text that can be cast to the type.
   */
  value: string
  valueKind: 'integer' | 'real' | 'blob' | 'text'
  /** Value counts per type. Set only if the column contains several types. */
  typeCounts?: Message[]
}

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`

const isoDatePattern = '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'
const clockPattern = '[0-2][0-9]:[0-5][0-9]:[0-5][0-9]'

function listDeclaredColumns(database: Database, table: string): { name: string; type: string }[] {
  const columnInfo = database.exec(`PRAGMA table_xinfo(${quoteName(table)})`)[0]?.values ?? []
  // Hidden columns (1) are arguments of virtual tables.
  return columnInfo
    .filter(([, , , , , , hidden]) => hidden !== 1)
    .map(([, name, type]) => ({ name: String(name), type: String(type).toUpperCase() }))
}

/** Maximum number of expressions in a statement. SQLite allows at most 2,000 result columns. */
const maxExpressions = 9 * 100

/** Computes aggregate expressions over a table. */
function computeTotals(database: Database, table: string, expressions: readonly string[]): number[] {
  const totals: number[] = []
  for (let start = 0; start < expressions.length; start += maxExpressions) {
    const selected = expressions.slice(start, start + maxExpressions).join(', ')
    totals.push(...(database.exec(`SELECT ${selected} FROM ${quoteName(table)}`)[0]?.values[0] ?? []).map(Number))
  }
  return totals
}

/**
 * Returns the size of all values of a table as text, in bytes. SQLite finds the length of a value without reading it, so
 * that this is fast even if the default value of a column, which is stored once, makes the table large.
 */
export const measureTable = (database: Database, table: string): number =>
  computeTotals(
    database,
    table,
    listDeclaredColumns(database, table).map(({ name }) => `total(octet_length(${quoteName(name)}))`),
  ).reduce((sum, bytes) => sum + bytes, 0)

/** Scans every value of a table once to determine how to read its columns. */
export function findStoredColumns(database: Database, table: string): StoredColumn[] {
  const declaredColumns = listDeclaredColumns(database, table)
  if (declaredColumns.length === 0) return []
  const countExpressions = declaredColumns.flatMap(({ name, type }) => {
    const cell = quoteName(name)
    const scale = parseDecimal(type)?.scale
    return [
      `sum(typeof(${cell}) = 'integer')`,
      `sum(typeof(${cell}) = 'real')`,
      `sum(typeof(${cell}) = 'text')`,
      `sum(typeof(${cell}) = 'blob')`,
      `sum(typeof(${cell}) = 'integer' AND ${cell} IN (0, 1))`,
      `sum(typeof(${cell}) = 'integer' AND abs(${cell} / 2) > 4503599627370496)`,
      `sum(typeof(${cell}) = 'text' AND ${cell} GLOB '${isoDatePattern}' AND date(${cell}) = ${cell})`,
      `sum(typeof(${cell}) = 'text' AND substr(${cell}, 1, 10) GLOB '${isoDatePattern}' AND date(substr(${cell}, 1, 10)) = substr(${cell}, 1, 10) AND substr(${cell}, 11, 1) IN (' ', 'T') AND substr(${cell}, 12, 8) GLOB '${clockPattern}' AND (length(${cell}) = 19 OR (substr(${cell}, 20, 1) = '.' AND length(${cell}) BETWEEN 21 AND 26 AND substr(${cell}, 21) NOT GLOB '*[^0-9]*')))`,
      scale === undefined
        ? '0'
        : `sum(typeof(${cell}) IN ('integer', 'real') AND CAST(printf('%.${scale}f', ${cell}) AS REAL) = ${cell})`,
    ]
  })
  const results = computeTotals(database, table, countExpressions)
  return declaredColumns.map(({ name, type }, index) =>
    toStoredColumn(name, type, results.slice(9 * index, 9 * index + 9)),
  )
}

function toStoredColumn(name: string, declaredType: string, counts: readonly number[]): StoredColumn {
  const [
    integerCount = 0,
    realCount = 0,
    textCount = 0,
    blobCount = 0,
    zeroOrOneCount = 0,
    largeIntegerCount = 0,
    dateCount = 0,
    timestampCount = 0,
    decimalCount = 0,
  ] = counts
  const cell = quoteName(name)
  const total = integerCount + realCount + textCount + blobCount
  const createColumn = (type: string, valueKind: StoredColumn['valueKind'], value = cell): StoredColumn => ({
    name,
    type,
    value,
    valueKind,
  })
  const decimal = parseDecimal(declaredType)
  if (total === 0) return createColumn(parseDeclaredType(declaredType), 'text')
  if (decimal && decimalCount === total)
    return createColumn(
      `DECIMAL(${decimal.precision},${decimal.scale})`,
      'text',
      `printf('%.${decimal.scale}f', ${cell})`,
    )
  if (integerCount === total) {
    const isBoolean = declaredType.startsWith('BOOL') && zeroOrOneCount === total
    return isBoolean
      ? createColumn('BOOLEAN', 'text', `CASE ${cell} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END`)
      : createColumn('BIGINT', 'integer')
  }
  if (integerCount + realCount === total && largeIntegerCount === 0) return createColumn('DOUBLE', 'real')
  if (blobCount === total) return createColumn('BLOB', 'blob')
  if (textCount === total) {
    if (dateCount === total) return createColumn('DATE', 'text')
    return createColumn(timestampCount === total ? 'TIMESTAMP' : 'VARCHAR', 'text')
  }
  const kinds = [
    [integerCount, 'integers'],
    [realCount, 'reals'],
    [textCount, 'texts'],
    [blobCount, 'blobs'],
  ] as const
  const typeCounts = kinds.flatMap(([count, type]) => (count > 0 ? message('loading.value-type', { count, type }) : []))
  const text = `CASE typeof(${cell}) WHEN 'blob' THEN hex(${cell}) ELSE CAST(${cell} AS TEXT) END`
  return { ...createColumn('VARCHAR', 'text', text), typeCounts }
}

function parseDecimal(declaredType: string): { precision: number; scale: number } | undefined {
  const [, precision, scale] = /^(?:DECIMAL|NUMERIC|MONEY)\s*\(\s*(\d+)\s*,\s*(\d+)\s*\)/.exec(declaredType) ?? []
  const type = { precision: Number(precision), scale: Number(scale) }
  // A real represents at most 15 significant digits exactly.
  return precision !== undefined && type.precision <= 15 && type.scale <= type.precision ? type : undefined
}

/** Returns the type of a column without values, based on its declaration. */
function parseDeclaredType(declaredType: string): string {
  if (/INT/.test(declaredType)) return 'BIGINT'
  if (/REAL|FLOA|DOUB/.test(declaredType)) return 'DOUBLE'
  if (declaredType.startsWith('BOOL')) return 'BOOLEAN'
  if (declaredType === 'DATE') return 'DATE'
  return /^(DATETIME|TIMESTAMP)/.test(declaredType) ? 'TIMESTAMP' : 'VARCHAR'
}
