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
  texts?: {
    /** Texts with white space at an end. */
    untrimmed: number
    distinctTrimmed: number
    shortest: number
    longest: number
    /** Texts that look like ids: a UUID, a hash, letters and digits ("AB-123"), digits of one length. */
    idShaped: number
    /** Texts of capitals and digits only ("LAX"). */
    codeShaped: number
    /** Texts that begin like a JSON list or object. */
    jsonShaped: number
  }
}

export interface TableProfile {
  rows: number
  columns: ColumnProfile[]
}

const columnsAtOnce = 40

/** Counts a table: one statement for forty columns. Reads every row. */
export async function profileTable(tables: Tables, table: TableRef, signal?: AbortSignal): Promise<TableProfile> {
  const columns: ColumnProfile[] = []
  for (let start = 0; start < table.columns.length; start += columnsAtOnce) {
    const part = table.columns.slice(start, start + columnsAtOnce)
    const measures = part.map(({ name: column, type }) => measuresOf(name(column), type))
    const names = measures.flatMap((list, index) =>
      list.map((measure, at) => sql`${measure} AS ${name(`m${index}_${at}`)}`),
    )
    const [row = {}] = await tables.rows(
      sql`SELECT ${names} FROM ${name(tableName(table.id))}`,
      signal ? { signal } : {},
    )
    part.forEach((column, index) => {
      const values = measures[index]?.map((_, at) => row[`m${index}_${at}`] ?? null) ?? []
      columns.push(profileOf(column.name, column.type, table.rows, values))
    })
  }
  return { rows: table.rows, columns }
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
    sql`count(DISTINCT trim(${column}, ${blanks}))`,
    sql`min(length(${column}))`,
    sql`max(length(${column}))`,
    sql`count(*) FILTER (regexp_full_match(${column}, ${idShape}))`,
    sql`count(*) FILTER (regexp_full_match(${column}, ${codeShape}))`,
    sql`count(*) FILTER (starts_with(${column}, '[') OR starts_with(${column}, '{'))`,
  ]
}

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
    profile.texts = {
      untrimmed: number(2),
      distinctTrimmed: number(3),
      shortest: number(4),
      longest: number(5),
      idShaped: number(6),
      codeShaped: number(7),
      jsonShaped: number(8),
    }
  }
  return profile
}
