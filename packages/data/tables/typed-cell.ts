import { join, sql, TablesError, unsafeSql, type Sql } from '@aw-flow/engine'
import { error, type PlannedColumn } from '@aw-flow/schema'

const integer = /^U?(TINY|SMALL|BIG|HUGE)?INT$|^U?INTEGER$/
const decimal = /^DECIMAL\((\d{1,2}),\s?(\d{1,2})\)$/
const otherTypes = new Set(['VARCHAR', 'BOOLEAN', 'FLOAT', 'DOUBLE', 'DATE', 'TIME', 'TIMESTAMP', 'INTERVAL', 'UUID'])

/** True for text columns, whose cells are never invalid. */
export const isText = (column: PlannedColumn): boolean => column.type === 'VARCHAR'

/**
 * Returns the SQL expression that `typedCell` uses several times: the cell cast directly, or the normalized text of a
 * number with symbols or separators. Computing it once in a subquery takes a third of the time. `undefined` if the
 * column needs no such expression.
 */
export function prepareCell(column: PlannedColumn, cell: Sql): Sql | undefined {
  if (!isNumber(column)) return isPlainTime(column) ? castOf(column, cell) : undefined
  if (!isBareNumber(column)) return bareText(column, cell)
  return isFloat(column) ? undefined : castOf(column, cell)
}

const castOf = ({ type }: PlannedColumn, cell: Sql): Sql => sql`TRY_CAST(${cell} AS ${unsafeSql(type)})`

/**
 * Returns the SQL that converts a cell's text into a value of the planned type, or NULL if it is invalid. Conversions
 * that lose information are invalid: `1.5` is not a BIGINT, `1.239` is not a DECIMAL(9,2), and a DATE has no time of
 * day. A time with an offset (`+02:00`) becomes the same instant in UTC.
 *
 * @param prepared The result of `prepareCell`, if a subquery has computed it.
 */
export function typedCell(column: PlannedColumn, cell: Sql, prepared = prepareCell(column, cell) ?? cell): Sql {
  const { type } = column
  if (!integer.test(type) && !decimal.test(type) && !otherTypes.has(type)) {
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

/** The text of a formula such as `="01067"`; other cells are unchanged. */
const formulaTextOf = (cell: Sql): Sql =>
  sql`CASE WHEN regexp_full_match(${cell}, ${formulaText}) THEN replace(regexp_extract(${cell}, ${formulaText}, 1), '""', '"') ELSE ${cell} END`

/** True for columns that DuckDB's reader converts exactly as `typedCell` does, as long as it accepts every cell. */
export const isReadTyped = (column: PlannedColumn): boolean =>
  column.type === 'DOUBLE' && isBareNumber(column) && column.nulls.length === 0

/** False if no null value of the column can also be read as a value, so that values are tried first. */
function hidesNulls({ type, nulls }: PlannedColumn): boolean {
  if (nulls.length === 0) return false
  if (!integer.test(type) && !decimal.test(type) && !/^(FLOAT|DOUBLE|DATE|TIME|TIMESTAMP)$/.test(type)) return true
  return nulls.some((text) => /[0-9]|inf|nan|epoch/i.test(text))
}

/** SQL for the text of an invalid cell; NULL for all other cells. */
export const badText = (column: PlannedColumn, cell: Sql, value: Sql): Sql =>
  sql`CASE WHEN ${value} IS NULL AND ${trimmed(cell)} <> ''${
    column.nulls.length === 0 ? sql`` : sql` AND NOT ${isNullText(column, cell)}`
  } THEN ${cell} END`

const blanks = ' \t\u00a0'
const trimmed = (cell: Sql): Sql => sql`trim(${cell}, ${blanks})`
const texts = (values: readonly string[]): Sql => sql`(${values.map((value) => sql`${value}`)})`
const isNullText = (column: PlannedColumn, cell: Sql): Sql =>
  sql`(${trimmed(cell)} IN ${texts(column.nulls.map((text) => text.trim()))})`

/** True for dates and times in DuckDB's own format. */
const isPlainTime = ({ type, format }: PlannedColumn): boolean =>
  format === undefined && (type === 'DATE' || type === 'TIME' || type === 'TIMESTAMP')

const isFloat = ({ type }: PlannedColumn): boolean => type === 'DOUBLE' || type === 'FLOAT'

const isNumber = (column: PlannedColumn): boolean =>
  integer.test(column.type) || decimal.test(column.type) || isFloat(column)

/** True for numbers that need no normalization before the cast. */
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
  if (type === 'INTERVAL') return intervalOf(trimmed(cell))
  if (type === 'DATE' || type === 'TIME' || type === 'TIMESTAMP') return timeOf(column, type, cell, prepared)
  return numberOf(column, cell, prepared)
}

function booleanOf({ trueValues, falseValues }: PlannedColumn, cell: Sql): Sql {
  if (!trueValues && !falseValues) return sql`TRY_CAST(${trimmed(cell)} AS BOOLEAN)`
  // Most cells match exactly, and comparing is many times faster than normalizing first.
  const exactly = (values: readonly string[] | undefined, value: boolean): Sql =>
    values?.length ? sql` WHEN ${cell} IN ${texts(values)} THEN ${value}` : sql``
  const branch = (values: readonly string[] | undefined, value: boolean): Sql =>
    values?.length
      ? sql` WHEN lower(${trimmed(cell)}) IN ${texts(values.map((text) => text.trim().toLowerCase()))} THEN ${value}`
      : sql``
  return sql`CASE${exactly(trueValues, true)}${exactly(falseValues, false)}${branch(trueValues, true)}${branch(falseValues, false)} ELSE NULL END`
}

/**
 * Skips the pattern for cells that are written exactly as DuckDB writes the value: most are, and comparing is many
 * times faster than a regular expression.
 */
const canonicalOrCast = (column: PlannedColumn, cell: Sql, cast: Sql, pattern_: string, text: Sql, value = cast): Sql =>
  sql`CASE WHEN CAST(${cast} AS VARCHAR) = ${cell} THEN ${value} WHEN regexp_full_match(${text}, ${pattern_}) THEN ${castOf(column, text)} END`

const minusEnd = '^([^-].*[0-9]) ?-$'

/** A number without surrounding blanks and symbols, with a leading minus sign. */
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
  const pattern_ = writtenNumber(column.type, whole, point)
  if (isBare) return canonicalOrCast(column, cell, prepared, pattern_, trimmed(cell))
  const ungrouped = thousands ? without(prepared, [...thousands]) : prepared
  const number = mark === '.' ? ungrouped : sql`replace(${ungrouped}, ',', '.')`
  return sql`CASE WHEN regexp_full_match(${prepared}, ${pattern_}) THEN ${castOf(column, number)} END`
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
  const { format, otherFormat } = column
  if (format !== undefined) {
    const plain = plainDate(column, text)
    const value = formattedTime(column, format, type, plain)
    return otherFormat === undefined
      ? value
      : sql`coalesce(${value}, ${formattedTime(column, otherFormat, type, plain)})`
  }
  if (type === 'DATE') return canonicalOrCast(column, cell, cast, day, text, finite(cast))
  if (type === 'TIME') return canonicalOrCast(column, cell, cast, clock, text)
  const local = `${day}([ T]${clock} ?Z?)?`
  const iso = sql`replace(CAST(${cast} AS VARCHAR), ' ', 'T')`
  const instant = instantOf(text, (text_) => sql`TRY_CAST(${text_} AS TIMESTAMP)`)
  return sql`CASE WHEN CAST(${cast} AS VARCHAR) = ${cell} THEN ${finite(cast)} WHEN ${cell} IN (${iso}, ${iso} || 'Z') THEN ${finite(cast)} WHEN regexp_full_match(${text}, ${local}) THEN TRY_CAST(${text} AS TIMESTAMP) WHEN regexp_full_match(${text}, ${`${day}[ T]${clock} ?${offset}`}) THEN ${instant} END`
}

/** A date without ordinal suffixes (`1st`) and with month numbers instead of names. */
function plainDate({ strip = [], months = {} }: PlannedColumn, text: Sql): Sql {
  const endings = alternatives(strip)
  const text_ = endings === '' ? text : sql`regexp_replace(${text}, ${`(?i)([0-9])(${endings})`}, ${'\\1'}, 'g')`
  const names = alternatives(Object.keys(months))
  if (names === '') return text_
  const pattern = `(?i)(${names})\\.?`
  const numbers = Object.entries(months).map(([month, number]) => sql`WHEN ${month} THEN ${twoDigits(number)}`)
  const number = sql`CASE lower(regexp_extract(${text_}, ${pattern}, 1)) ${join(numbers, ' ')} END`
  return sql`regexp_replace(${text_}, ${pattern}, ${number})`
}

const twoDigits = (number: number): string => String(number).padStart(2, '0')

/** A pattern of alternatives, longest first, so that `mars` is not read as `mar`. */
const alternatives = (words: readonly string[]): string =>
  words
    .filter((word) => word !== '')
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('|')

const hours = '[0-9]{1,5}:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?'
const isoInterval =
  '([+-]?)P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)W)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\\.[0-9]{1,6})?)S)?)?'

/** An interval: `h:mm:ss`, which may exceed a day, or ISO 8601 (`P1DT2H30M`), which DuckDB does not read. */
function intervalOf(text: Sql): Sql {
  const part = (group: number): Sql => sql`regexp_extract(${text}, ${isoInterval}, ${group})`
  const count = (group: number): Sql => sql`coalesce(TRY_CAST(${part(group)} AS INTEGER), 0)`
  const sign = sql`(CASE WHEN ${part(1)} = '-' THEN -1 ELSE 1 END)`
  const micros = sql`CAST(1000000 * coalesce(TRY_CAST(${part(8)} AS DECIMAL(18,6)), 0) AS BIGINT)`
  const intervals = [
    sql`to_months(CAST(${sign} * (12 * ${count(2)} + ${count(3)}) AS INTEGER))`,
    sql`to_days(CAST(${sign} * (7 * ${count(4)} + ${count(5)}) AS INTEGER))`,
    sql`to_microseconds(${sign} * (3600000000 * ${count(6)}::BIGINT + 60000000 * ${count(7)}::BIGINT + ${micros}))`,
  ]
  return sql`CASE WHEN regexp_full_match(${text}, ${hours}) THEN TRY_CAST(${text} AS INTERVAL) WHEN regexp_full_match(${text}, ${isoInterval}) AND regexp_matches(${text}, '[0-9]') THEN ${join(intervals, ' + ')} END`
}

/**
 * Rejects `infinity`, which DuckDB accepts as a date. A separate CASE: a condition with AND in each of thousands of
 * columns takes DuckDB minutes to plan.
 */
const finite = (cast: Sql): Sql => sql`CASE WHEN isfinite(${cast}) THEN ${cast} END`

/**
 * Parses with a format. `%z` of strptime produces TIMESTAMPTZ, which needs an extension to become TIMESTAMP, so the
 * offset is parsed separately.
 */
function formattedTime(column: PlannedColumn, format: string, type: string, text: Sql): Sql {
  const asType = (value: Sql): Sql => (type === 'TIMESTAMP' ? value : sql`CAST(${value} AS ${unsafeSql(type)})`)
  if (!/%z/i.test(format)) return asType(sql`try_strptime(${text}, ${format})`)
  const text_ = /^(.*?) ?%z$/.exec(format)?.[1]
  if (text_ === undefined) {
    throw new TablesError(error('load.format', { format, column: column.name }, { where: { column: column.name } }))
  }
  const local = (part: Sql): Sql => sql`try_strptime(${part}, ${text_})`
  return asType(
    sql`CASE WHEN regexp_matches(${text}, 'Z$') THEN ${local(sql`trim(regexp_replace(${text}, 'Z$', ''))`)} ELSE ${instantOf(text, local)} END`,
  )
}

/** The instant in UTC of a local time with an offset. */
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
