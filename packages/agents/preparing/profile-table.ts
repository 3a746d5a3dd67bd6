import { name, sql, tableName, type Scalar, type Sql, type Tables } from '@aw-flow/engine'
import { typeFamily, type TableRef, type TypeFamily } from '@aw-flow/schema'

/** What counting over all rows says of a column. Counts are exact. */
export interface ColumnProfile {
  name: string
  type: string
  family: TypeFamily
  /** Rows without a value. */
  nulls: number
  /** Different values; 0 for nested types, which are not compared. */
  distinct: number
  /** Numbers only; of finite values, `undefined` where there is none. */
  numbers?: {
    min: number | undefined
    max: number | undefined
    /** Infinite values and NaN. */
    infinite: number
    /** Values with a fraction. */
    fractions: number
    /** What must be added to the row's number (from 0) to get the value, where that is the same in every row. */
    rowOffset: number | undefined
  }
  /** Texts only. */
  texts?: TextProfile
}

export interface TextProfile {
  /** Texts with white space at an end. */
  untrimmed: number
  shortest: number
  longest: number
  /** Texts that begin like a JSON list or object. */
  jsonShaped: number
  /** What is only looked at where every row has a text of its own, so that the column may be an id. */
  unique?: {
    distinctTrimmed: number
    /** Texts that look like ids: a UUID, a hash, letters and digits ("AB-123"), four digits and more. */
    idShaped: number
    /** Texts of capitals and digits only ("LAX"). */
    codeShaped: number
  }
}

export interface TableProfile {
  rows: number
  columns: ColumnProfile[]
}

const columnsAtOnce = 40

/**
 * Counts a table, every row of it: one statement for forty columns, and another for the texts that differ in every row,
 * whose form is only then worth its time.
 */
export async function profileTable(tables: Tables, table: TableRef, signal?: AbortSignal): Promise<TableProfile> {
  const columns: ColumnProfile[] = []
  for (let start = 0; start < table.columns.length; start += columnsAtOnce) {
    const part = table.columns.slice(start, start + columnsAtOnce)
    const counted = await count(
      tables,
      table,
      part.map(({ name: column, type }) => measuresOf(name(column), type)),
      signal,
    )
    part.forEach(({ name: column, type }, index) => {
      columns.push(profileOf(column, type, table.rows, counted[index] ?? []))
    })
  }
  const unique = columns.filter(({ texts, distinct }) => texts && table.rows > 0 && distinct === table.rows)
  const shapes = await count(
    tables,
    table,
    unique.map((column) => shapesOf(name(column.name), (column.texts as TextProfile).untrimmed > 0)),
    signal,
  )
  unique.forEach((column, index) => {
    const [idShaped, codeShaped, distinctTrimmed] = (shapes[index] ?? []).map(Number)
    const texts = column.texts as TextProfile
    texts.unique = {
      idShaped: idShaped ?? 0,
      codeShaped: codeShaped ?? 0,
      distinctTrimmed: distinctTrimmed ?? column.distinct,
    }
  })
  return { rows: table.rows, columns }
}

/** The values of lists of aggregates, all counted at once. */
async function count(
  tables: Tables,
  table: TableRef,
  lists: readonly Sql[][],
  signal: AbortSignal | undefined,
): Promise<Scalar[][]> {
  const named = lists.flatMap((list, index) => list.map((measure, at) => sql`${measure} AS ${name(`m${index}_${at}`)}`))
  if (named.length === 0) return lists.map(() => [])
  const [row = {}] = await tables.rows(sql`SELECT ${named} FROM ${name(tableName(table.id))}`, signal ? { signal } : {})
  return lists.map((list, index) => list.map((_, at) => row[`m${index}_${at}`] ?? null))
}

const wholeNumber = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/
const blanks = ' \t\r\n\u00a0'

/** Same order as `profileOf` takes them. */
function measuresOf(column: Sql, type: string): Sql[] {
  const family = typeFamily(type)
  if (family === 'nested') return [sql`count(${column})`]
  const common = [sql`count(${column})`, sql`count(DISTINCT ${column})`]
  if (family === 'number') {
    const number = sql`CAST(${column} AS DOUBLE)`
    const finite = sql`FILTER (isfinite(${number}))`
    const row = wholeNumber.test(type) ? sql`CAST(${column} AS HUGEINT) - rowid` : sql`NULL`
    return [
      ...common,
      sql`min(${number}) ${finite}`,
      sql`max(${number}) ${finite}`,
      sql`count(*) FILTER (NOT isfinite(${number}))`,
      sql`count(*) FILTER (isfinite(${number}) AND ${number} <> floor(${number}))`,
      sql`CAST(min(${row}) AS DOUBLE)`,
      sql`CAST(max(${row}) AS DOUBLE)`,
    ]
  }
  if (type !== 'VARCHAR') return common
  return [
    ...common,
    sql`count(*) FILTER (${column} <> trim(${column}, ${blanks}))`,
    sql`min(length(${column}))`,
    sql`max(length(${column}))`,
    sql`count(*) FILTER (starts_with(${column}, '[') OR starts_with(${column}, '{'))`,
  ]
}

const shapesOf = (column: Sql, trims: boolean): Sql[] => [
  sql`count(*) FILTER (regexp_full_match(${column}, ${idShape}))`,
  sql`count(*) FILTER (regexp_full_match(${column}, ${codeShape}))`,
  ...(trims ? [sql`count(DISTINCT trim(${column}, ${blanks}))`] : []),
]

const idShape =
  '[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|[0-9a-fA-F]{16,64}|[A-Za-z]{1,6}[-_#/]?[0-9]{2,}[A-Za-z0-9-]{0,20}|[0-9]{4,}'
const codeShape = '[A-Z0-9]{2,12}'

function profileOf(column: string, type: string, rows: number, values: Scalar[]): ColumnProfile {
  const family = typeFamily(type)
  const number = (at: number): number => Number(values[at] ?? 0)
  const maybe = (at: number): number | undefined => (values[at] === null ? undefined : Number(values[at]))
  const profile: ColumnProfile = { name: column, type, family, nulls: rows - number(0), distinct: number(1) }
  if (family === 'number') {
    const [least, most] = [maybe(6), maybe(7)]
    profile.numbers = {
      min: maybe(2),
      max: maybe(3),
      infinite: number(4),
      fractions: number(5),
      rowOffset: least !== undefined && least === most && profile.nulls === 0 ? least : undefined,
    }
  }
  if (type === 'VARCHAR') {
    profile.texts = { untrimmed: number(2), shortest: number(3), longest: number(4), jsonShaped: number(5) }
  }
  return profile
}
