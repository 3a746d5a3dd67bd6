import { join, sql, TablesError, unsafeSql, type Sql } from '@aw-flow/engine'
import { error, type PlannedColumn } from '@aw-flow/schema'

const integer = /^U?(TINY|SMALL|BIG|HUGE)?INT$|^U?INTEGER$/
const decimal = /^DECIMAL\((\d{1,2}),\s?(\d{1,2})\)$/
const others = new Set(['VARCHAR', 'BOOLEAN', 'FLOAT', 'DOUBLE', 'DATE', 'TIME', 'TIMESTAMP', 'INTERVAL', 'UUID'])

/** True for a column whose cells are texts, in which nothing can be wrong. */
export const isText = (column: PlannedColumn): boolean => column.type === 'VARCHAR'

/**
 * What `typedCell` asks of a cell several times, as SQL: the cell cast as it lies, or the bare text of a number with
 * marks. Made once in a subquery below and given to it, a column takes a third of the time. `undefined` where there is
 * nothing of the kind.
 */
export function prepareCell(column: PlannedColumn, cell: Sql): Sql | undefined {
  if (!isNumber(column)) return isPlainTime(column) ? castOf(column, cell) : undefined
  if (!isBareNumber(column)) return bareText(column, cell)
  return isFloat(column) ? undefined : castOf(column, cell)
}

const castOf = ({ type }: PlannedColumn, cell: Sql): Sql => sql`TRY_CAST(${cell} AS ${unsafeSql(type)})`

/**
 * The SQL that makes a cell's text a value of the planned type, or NULL where it is not one. Nothing is accepted that
 * would lose a part of what is written: `1.5` is no BIGINT, `1.239` no DECIMAL(9,2), a time of day no part of a DATE.
 * A time with an offset (`+02:00`) becomes the same instant in UTC.
 *
 * @param prepared What `prepareCell` gives, where it has been made already.
 */
export function typedCell(column: PlannedColumn, cell: Sql, prepared = prepareCell(column, cell) ?? cell): Sql {
  const { type } = column
  if (!integer.test(type) && !decimal.test(type) && !others.has(type)) {
    throw new TablesError(error('load.type', { type, column: column.name }, { where: { column: column.name } }))
  }
  if (isText(column)) {
    const text = column.formulaText ? formulaTextOf(cell) : cell
    return column.nulls.length === 0 ? text : sql`CASE WHEN ${isNullText(column, text)} THEN NULL ELSE ${text} END`
  }
  const value = valueOf(column, cell, prepared)
  return hidesNulls(column) ? sql`CASE WHEN ${isNullText(column, cell)} THEN NULL ELSE ${value} END` : value
}

const formulaText = '[ \\t]*="((?:[^"]|"")*)"[ \\t]*'

/** The text that a formula like `="01067"` gives; every other cell as it is written. */
const formulaTextOf = (cell: Sql): Sql =>
  sql`CASE WHEN regexp_full_match(${cell}, ${formulaText}) THEN replace(regexp_extract(${cell}, ${formulaText}, 1), '""', '"') ELSE ${cell} END`

/**
 * True for a column whose cells DuckDB's reader makes the values that `typedCell` makes, without another look: where it
 * refuses none of them.
 */
export const isReadTyped = (column: PlannedColumn): boolean =>
  column.type === 'DOUBLE' && isBareNumber(column) && column.nulls.length === 0

/** False where none of a column's texts for "no value" could be taken for a value, so that none must be looked for first. */
function hidesNulls({ type, nulls }: PlannedColumn): boolean {
  if (nulls.length === 0) return false
  if (!integer.test(type) && !decimal.test(type) && !/^(FLOAT|DOUBLE|DATE|TIME|TIMESTAMP)$/.test(type)) return true
  return nulls.some((text) => /[0-9]|inf|nan|epoch/i.test(text))
}

/** The text of a cell that holds something which did not become a value, as SQL; NULL for every other. */
export const badText = (column: PlannedColumn, cell: Sql, value: Sql): Sql =>
  sql`CASE WHEN ${value} IS NULL AND ${trimmed(cell)} <> ''${
    column.nulls.length === 0 ? sql`` : sql` AND NOT ${isNullText(column, cell)}`
  } THEN ${cell} END`

const blanks = ' \t\u00a0'
const trimmed = (cell: Sql): Sql => sql`trim(${cell}, ${blanks})`
const texts = (values: readonly string[]): Sql => sql`(${values.map((value) => sql`${value}`)})`
const isNullText = (column: PlannedColumn, cell: Sql): Sql =>
  sql`(${trimmed(cell)} IN ${texts(column.nulls.map((text) => text.trim()))})`

/** True for dates and times in DuckDB's own way. */
const isPlainTime = ({ type, format }: PlannedColumn): boolean =>
  format === undefined && (type === 'DATE' || type === 'TIME' || type === 'TIMESTAMP')

const isFloat = ({ type }: PlannedColumn): boolean => type === 'DOUBLE' || type === 'FLOAT'

const isNumber = (column: PlannedColumn): boolean =>
  integer.test(column.type) || decimal.test(column.type) || isFloat(column)

/** True for numbers in which nothing must be changed before they are cast. */
const isBareNumber = ({
  decimal: mark = '.',
  thousands = '',
  strip = [],
  minus,
  minusBehind,
}: PlannedColumn): boolean => mark === '.' && thousands === '' && strip.length === 0 && !minus && !minusBehind

function valueOf(column: PlannedColumn, cell: Sql, prepared: Sql): Sql {
  const { type } = column
  if (type === 'BOOLEAN') return booleanOf(column, cell)
  if (type === 'UUID') return sql`TRY_CAST(${trimmed(cell)} AS UUID)`
  if (type === 'INTERVAL') return spanOf(trimmed(cell))
  if (type === 'DATE' || type === 'TIME' || type === 'TIMESTAMP') return timeOf(column, type, cell, prepared)
  return numberOf(column, cell, prepared)
}

function booleanOf({ trueValues, falseValues }: PlannedColumn, cell: Sql): Sql {
  if (!trueValues && !falseValues) return sql`TRY_CAST(${trimmed(cell)} AS BOOLEAN)`
  // Most cells are written just so, and comparing is many times faster than making them alike first.
  const exactly = (values: readonly string[] | undefined, value: boolean): Sql =>
    values?.length ? sql` WHEN ${cell} IN ${texts(values)} THEN ${value}` : sql``
  const branch = (values: readonly string[] | undefined, value: boolean): Sql =>
    values?.length
      ? sql` WHEN lower(${trimmed(cell)}) IN ${texts(values.map((text) => text.trim().toLowerCase()))} THEN ${value}`
      : sql``
  return sql`CASE${exactly(trueValues, true)}${exactly(falseValues, false)}${branch(trueValues, true)}${branch(falseValues, false)} ELSE NULL END`
}

/**
 * A value that is written just as DuckDB writes it needs no look at its text: most cells are, and comparing is many
 * times faster than a regular expression.
 */
const canonicalOr = (column: PlannedColumn, cell: Sql, cast: Sql, written: string, text: Sql, value = cast): Sql =>
  sql`CASE WHEN CAST(${cast} AS VARCHAR) = ${cell} THEN ${value} WHEN regexp_full_match(${text}, ${written}) THEN ${castOf(column, text)} END`

const minusEnd = '^([^-].*[0-9]) ?-$'

/** A number without blanks and signs around it, its minus sign in front. */
function bareText({ strip = [], minus, minusBehind }: PlannedColumn, cell: Sql): Sql {
  const stripped = strip.length === 0 ? trimmed(cell) : trimmed(without(cell, strip))
  const signed = minus ? sql`replace(${stripped}, ${minus}, '-')` : stripped
  return minusBehind ? sql`regexp_replace(${signed}, ${minusEnd}, ${'-\\1'})` : signed
}

function numberOf(column: PlannedColumn, cell: Sql, prepared: Sql): Sql {
  const { decimal: mark = '.', thousands = '' } = column
  const isBare = isBareNumber(column)
  if (isBare && isFloat(column)) return castOf(column, cell)

  const group = `[${thousands.replaceAll(/[\\\]^-]/g, '\\$&')}]`
  const whole = thousands ? `([0-9]+|[0-9]{1,3}(${group}[0-9]{2,3})*${group}[0-9]{3})` : '[0-9]+'
  const point = mark === '.' ? '\\.' : ','
  const written = writtenNumber(column.type, whole, point)
  if (isBare) return canonicalOr(column, cell, prepared, written, trimmed(cell))
  const ungrouped = thousands ? without(prepared, [...thousands]) : prepared
  const number = mark === '.' ? ungrouped : sql`replace(${ungrouped}, ',', '.')`
  return sql`CASE WHEN regexp_full_match(${prepared}, ${written}) THEN ${castOf(column, number)} END`
}

function writtenNumber(type: string, whole: string, point: string): string {
  if (integer.test(type)) return `[+-]?${whole}`
  const scale = decimal.exec(type)?.[2]
  if (scale === undefined)
    return `[+-]?(${whole}(${point}[0-9]*)?|${point}[0-9]+)([eE][+-]?[0-9]+)?|(?i:[+-]?inf(inity)?)`
  return `[+-]?(${whole}(${point}[0-9]{0,${scale}}0*)?|${point}[0-9]{1,${Math.max(1, Number(scale))}}0*)`
}

const without = (text: Sql, pieces: readonly string[]): Sql =>
  pieces.filter((piece) => piece !== '').reduce((inner, piece) => sql`replace(${inner}, ${piece}, '')`, text)

const day = '[0-9]{1,6}[-/][0-9]{1,2}[-/][0-9]{1,2}'
const clock = '[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?'
const offset = '[+-][0-9]{2}(:?[0-9]{2})?'

function timeOf(column: PlannedColumn, type: 'DATE' | 'TIME' | 'TIMESTAMP', cell: Sql, cast: Sql): Sql {
  const text = trimmed(cell)
  if (column.format !== undefined) return formattedTime(column, column.format, type, plainDate(column, text))
  if (type === 'DATE') return canonicalOr(column, cell, cast, day, text, finite(cast))
  if (type === 'TIME') return canonicalOr(column, cell, cast, clock, text)
  const local = `${day}([ T]${clock} ?Z?)?`
  const iso = sql`replace(CAST(${cast} AS VARCHAR), ' ', 'T')`
  const instant = instantOf(text, (bare) => sql`TRY_CAST(${bare} AS TIMESTAMP)`)
  return sql`CASE WHEN CAST(${cast} AS VARCHAR) = ${cell} THEN ${finite(cast)} WHEN ${cell} IN (${iso}, ${iso} || 'Z') THEN ${finite(cast)} WHEN regexp_full_match(${text}, ${local}) THEN TRY_CAST(${text} AS TIMESTAMP) WHEN regexp_full_match(${text}, ${`${day}[ T]${clock} ?${offset}`}) THEN ${instant} END`
}

/** A date without endings behind its digits (`1st`) and with the number of its month instead of the name. */
function plainDate({ strip = [], months = {} }: PlannedColumn, text: Sql): Sql {
  const endings = alternatives(strip)
  const bare = endings === '' ? text : sql`regexp_replace(${text}, ${`(?i)([0-9])(${endings})`}, ${'\\1'}, 'g')`
  const names = alternatives(Object.keys(months))
  if (names === '') return bare
  const pattern = `(?i)(${names})\\.?`
  const numbers = Object.entries(months).map(([month, number]) => sql`WHEN ${month} THEN ${twoDigits(number)}`)
  const number = sql`CASE lower(regexp_extract(${bare}, ${pattern}, 1)) ${join(numbers, ' ')} END`
  return sql`regexp_replace(${bare}, ${pattern}, ${number})`
}

const twoDigits = (number: number): string => String(number).padStart(2, '0')

/** A pattern of texts, the longest first, so that `mars` is not read as `mar`. */
const alternatives = (words: readonly string[]): string =>
  words
    .filter((word) => word !== '')
    .toSorted((one, other) => other.length - one.length)
    .map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('|')

const hours = '[0-9]{1,5}:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?'
const isoSpan =
  '([+-]?)P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)W)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\\.[0-9]{1,6})?)S)?)?'

/** A span of time: `h:mm:ss`, of a day and more too, or ISO 8601 (`P1DT2H30M`), which DuckDB does not read. */
function spanOf(text: Sql): Sql {
  const part = (group: number): Sql => sql`regexp_extract(${text}, ${isoSpan}, ${group})`
  const count = (group: number): Sql => sql`coalesce(TRY_CAST(${part(group)} AS INTEGER), 0)`
  const sign = sql`(CASE WHEN ${part(1)} = '-' THEN -1 ELSE 1 END)`
  const micros = sql`CAST(1000000 * coalesce(TRY_CAST(${part(8)} AS DECIMAL(18,6)), 0) AS BIGINT)`
  const spans = [
    sql`to_months(CAST(${sign} * (12 * ${count(2)} + ${count(3)}) AS INTEGER))`,
    sql`to_days(CAST(${sign} * (7 * ${count(4)} + ${count(5)}) AS INTEGER))`,
    sql`to_microseconds(${sign} * (3600000000 * ${count(6)}::BIGINT + 60000000 * ${count(7)}::BIGINT + ${micros}))`,
  ]
  return sql`CASE WHEN regexp_full_match(${text}, ${hours}) THEN TRY_CAST(${text} AS INTERVAL) WHEN regexp_full_match(${text}, ${isoSpan}) AND regexp_matches(${text}, '[0-9]') THEN ${join(spans, ' + ')} END`
}

/**
 * DuckDB writes and reads `infinity`: as a word in a column of dates it is none. Asked for in a branch of its own: a
 * condition with an AND in each of thousands of columns takes DuckDB minutes to plan.
 */
const finite = (cast: Sql): Sql => sql`CASE WHEN isfinite(${cast}) THEN ${cast} END`

/** strptime's own `%z` gives a TIMESTAMPTZ, which needs an extension to become a TIMESTAMP: the offset is taken off first. */
function formattedTime(column: PlannedColumn, format: string, type: string, text: Sql): Sql {
  const asType = (value: Sql): Sql => (type === 'TIMESTAMP' ? value : sql`CAST(${value} AS ${unsafeSql(type)})`)
  if (!/%z/i.test(format)) return asType(sql`try_strptime(${text}, ${format})`)
  const bare = /^(.*?) ?%z$/.exec(format)?.[1]
  if (bare === undefined) {
    throw new TablesError(error('load.format', { format, column: column.name }, { where: { column: column.name } }))
  }
  const local = (part: Sql): Sql => sql`try_strptime(${part}, ${bare})`
  return asType(
    sql`CASE WHEN regexp_matches(${text}, 'Z$') THEN ${local(sql`trim(regexp_replace(${text}, 'Z$', ''))`)} ELSE ${instantOf(text, local)} END`,
  )
}

/** The instant in UTC of a local time that ends with its offset. */
function instantOf(text: Sql, local: (part: Sql) => Sql): Sql {
  const ending = ` ?([+-])([0-9]{2}):?([0-9]{2})?$`
  const part = (group: number): Sql => sql`regexp_extract(${text}, ${ending}, ${group})`
  const minutes = join(
    [
      sql`(CASE WHEN ${part(1)} = '-' THEN 1 ELSE -1 END)`,
      sql`(60 * TRY_CAST(${part(2)} AS INTEGER) + coalesce(TRY_CAST(${part(3)} AS INTEGER), 0))`,
    ],
    ' * ',
  )
  return sql`${local(sql`regexp_replace(${text}, ${ending}, '')`)} + to_minutes(${minutes})`
}
