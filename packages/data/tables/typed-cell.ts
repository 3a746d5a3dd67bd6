import { join, sql, TablesError, unsafeSql, type Sql } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { PlannedColumn } from '@aw-flow/schema/internal'

const integerTypes = /^U?(TINY|SMALL|BIG|HUGE)?INT$|^U?INTEGER$/
const decimalTypes = /^DECIMAL\((\d{1,2}),\s?(\d{1,2})\)$/
const otherTypes = new Set(['VARCHAR', 'BOOLEAN', 'FLOAT', 'DOUBLE', 'DATE', 'TIME', 'TIMESTAMP', 'INTERVAL', 'UUID'])

/** Returns whether this is a text column. Its cells are never invalid. */
export const isTextColumn = (column: PlannedColumn): boolean => column.type === 'VARCHAR'

/** Returns whether this is a text column whose cells are loaded unchanged. */
export const isUnchangedTextColumn = (column: PlannedColumn): boolean =>
  isTextColumn(column) && column.nulls.length === 0 && !column.formulaText

/**
 * Returns the SQL expression that `toTypedCell` uses several times: either the cell cast directly, or the normalized
 * text of a number with symbols or separators. Computing it once in a subquery takes a third of the time. Returns
 * `undefined` if the column does not need such an expression.
 */
export function prepareCell(column: PlannedColumn, cell: Sql): Sql | undefined {
  if (!isNumberColumn(column)) return isPlainTime(column) ? tryCast(column, cell) : undefined
  if (!isBareNumber(column)) return normalizeNumber(column, cell)
  return isFloatColumn(column) ? undefined : tryCast(column, cell)
}

const tryCast = ({ type }: PlannedColumn, cell: Sql): Sql => sql`TRY_CAST(${cell} AS ${unsafeSql(type)})`

/**
 * Returns the SQL that converts a cell's text to a value of the planned type, or NULL if it is invalid. Conversions
 * that would lose information are invalid: `1.5` is not a BIGINT, `1.239` is not a DECIMAL(9,2), and a DATE has no time
 * of day. A time with an offset (`+02:00`) becomes the same instant in UTC.
 *
 * @param preparedCell The result of `prepareCell`, if a subquery has computed it.
 */
export function toTypedCell(column: PlannedColumn, cell: Sql, preparedCell = prepareCell(column, cell) ?? cell): Sql {
  const { type } = column
  if (!integerTypes.test(type) && !decimalTypes.test(type) && !otherTypes.has(type)) {
    throw new TablesError(error('load.type', { type, column: column.name }, { where: { column: column.name } }))
  }
  if (isTextColumn(column)) {
    const text = column.formulaText ? extractFormulaText(cell) : cell
    return column.nulls.length === 0 ? text : sql`CASE WHEN ${compileNullTest(column, text)} THEN NULL ELSE ${text} END`
  }
  const value = convertValue(column, cell, preparedCell)
  return hasAmbiguousNulls(column) ? sql`CASE WHEN ${compileNullTest(column, cell)} THEN NULL ELSE ${value} END` : value
}

const formulaPattern = '[ \\t]*="((?:[^"]|"")*)"[ \\t]*'

/** Returns the SQL that extracts the text from a formula such as `="01067"`. Other cells remain unchanged. */
const extractFormulaText = (cell: Sql): Sql =>
  sql`CASE WHEN regexp_full_match(${cell}, ${formulaPattern}) THEN replace(regexp_extract(${cell}, ${formulaPattern}, 1), '""', '"') ELSE ${cell} END`

/**
 * Returns whether the DuckDB reader converts the column exactly as `toTypedCell` does, provided that it accepts every
 * cell.
 */
export const canReaderConvert = (column: PlannedColumn): boolean =>
  column.type === 'DOUBLE' && isBareNumber(column) && column.nulls.length === 0

/**
 * Returns whether one of the column's null values could also be read as a value, so that nulls must be recognized
 * first.
 */
function hasAmbiguousNulls({ type, nulls }: PlannedColumn): boolean {
  if (nulls.length === 0) return false
  if (!integerTypes.test(type) && !decimalTypes.test(type) && !/^(FLOAT|DOUBLE|DATE|TIME|TIMESTAMP)$/.test(type))
    return true
  return nulls.some((text) => /[0-9]|inf|nan|epoch/i.test(text))
}

/** Returns the SQL for the text of an invalid cell, or NULL for all other cells. */
export const toInvalidText = (column: PlannedColumn, cell: Sql, value: Sql): Sql =>
  sql`CASE WHEN ${value} IS NULL AND ${trim(cell)} <> ''${
    column.nulls.length === 0 ? sql`` : sql` AND NOT ${compileNullTest(column, cell)}`
  } THEN ${cell} END`

const whitespace = ' \t\u00a0'
const trim = (cell: Sql): Sql => sql`trim(${cell}, ${whitespace})`
const toValueList = (values: readonly string[]): Sql => sql`(${values.map((value) => sql`${value}`)})`
const compileNullTest = (column: PlannedColumn, cell: Sql): Sql =>
  sql`(${trim(cell)} IN ${toValueList(column.nulls.map((text) => text.trim()))})`

/** Returns whether the column contains dates or times in DuckDB's own format. */
const isPlainTime = ({ type, format }: PlannedColumn): boolean =>
  format === undefined && (type === 'DATE' || type === 'TIME' || type === 'TIMESTAMP')

const isFloatColumn = ({ type }: PlannedColumn): boolean => type === 'DOUBLE' || type === 'FLOAT'

const isNumberColumn = (column: PlannedColumn): boolean =>
  integerTypes.test(column.type) || decimalTypes.test(column.type) || isFloatColumn(column)

/** Returns whether the column's numbers can be cast without normalization. */
const isBareNumber = ({
  decimal: decimalSeparator = '.',
  thousands = '',
  strip = [],
  minus,
  minusBehind,
  minusBrackets,
}: PlannedColumn): boolean =>
  decimalSeparator === '.' && thousands === '' && strip.length === 0 && !minus && !minusBehind && !minusBrackets

function convertValue(column: PlannedColumn, cell: Sql, preparedCell: Sql): Sql {
  const { type } = column
  if (type === 'BOOLEAN') return convertBoolean(column, cell)
  if (type === 'UUID') return sql`TRY_CAST(${trim(cell)} AS UUID)`
  if (type === 'INTERVAL') return convertInterval(trim(cell))
  if (type === 'DATE' || type === 'TIME' || type === 'TIMESTAMP') return convertTime(column, type, cell, preparedCell)
  return convertNumber(column, cell, preparedCell)
}

function convertBoolean({ trueValues, falseValues }: PlannedColumn, cell: Sql): Sql {
  if (!trueValues && !falseValues) return sql`TRY_CAST(${trim(cell)} AS BOOLEAN)`
  // Most cells match exactly, and comparing is many times faster than normalizing first.
  const castExactly = (values: readonly string[] | undefined, value: boolean): Sql =>
    values?.length ? sql` WHEN ${cell} IN ${toValueList(values)} THEN ${value}` : sql``
  const castNormalized = (values: readonly string[] | undefined, value: boolean): Sql =>
    values?.length
      ? sql` WHEN lower(${trim(cell)}) IN ${toValueList(values.map((text) => text.trim().toLowerCase()))} THEN ${value}`
      : sql``
  return sql`CASE${castExactly(trueValues, true)}${castExactly(falseValues, false)}${castNormalized(trueValues, true)}${castNormalized(falseValues, false)} ELSE NULL END`
}

/**
 * Returns the SQL that casts a cell whose text matches a pattern. The pattern is not evaluated for cells that are
 * already in the format that DuckDB writes. Most cells have that format, and comparing is many times faster than
 * evaluating a regular expression.
 */
const castMatchingText = (column: PlannedColumn, cell: Sql, cast: Sql, pattern: string, text: Sql, value = cast): Sql =>
  sql`CASE WHEN CAST(${cast} AS VARCHAR) = ${cell} THEN ${value} WHEN regexp_full_match(${text}, ${pattern}) THEN ${tryCast(column, text)} END`

const bracketsPattern = '^([^()+-]*)\\(([^()+-]*)\\)([^()+-]*)$'
const trailingMinusPattern = '^([^-].*[0-9]) ?-$'

/** Returns the SQL for a number with a leading minus sign and without surrounding blanks or symbols. */
function normalizeNumber({ strip = [], minus, minusBehind, minusBrackets }: PlannedColumn, cell: Sql): Sql {
  const openText = minusBrackets ? sql`regexp_replace(${trim(cell)}, ${bracketsPattern}, ${'-\\1\\2\\3'})` : cell
  const strippedText = strip.length === 0 ? trim(openText) : trim(removeAll(openText, strip))
  const signedText = minus ? sql`translate(${strippedText}, ${minus}, ${'-'.repeat(minus.length)})` : strippedText
  return minusBehind ? sql`regexp_replace(${signedText}, ${trailingMinusPattern}, ${'-\\1'})` : signedText
}

function convertNumber(column: PlannedColumn, cell: Sql, preparedCell: Sql): Sql {
  const { decimal: decimalSeparator = '.', thousands = '' } = column
  const isBare = isBareNumber(column)
  if (isBare && isFloatColumn(column)) return tryCast(column, cell)

  const separatorPattern = `[${thousands.replaceAll(/[\\\]^-]/g, '\\$&')}]`
  const integerPattern = thousands
    ? `([0-9]+|[0-9]{1,3}(${separatorPattern}[0-9]{2,3})*${separatorPattern}[0-9]{3})`
    : '[0-9]+'
  const decimalPointPattern = decimalSeparator === '.' ? '\\.' : ','
  const pattern = createNumberPattern(column.type, integerPattern, decimalPointPattern)
  if (isBare) return castMatchingText(column, cell, preparedCell, pattern, trim(cell))
  const ungroupedText = thousands ? removeAll(preparedCell, [...thousands]) : preparedCell
  const number = decimalSeparator === '.' ? ungroupedText : sql`replace(${ungroupedText}, ',', '.')`
  return sql`CASE WHEN regexp_full_match(${preparedCell}, ${pattern}) THEN ${tryCast(column, number)} END`
}

function createNumberPattern(type: string, integerPattern: string, decimalPointPattern: string): string {
  if (integerTypes.test(type)) return `[+-]?${integerPattern}`
  const scale = decimalTypes.exec(type)?.[2]
  if (scale === undefined)
    return `[+-]?(${integerPattern}(${decimalPointPattern}[0-9]*)?|${decimalPointPattern}[0-9]+)([eE][+-]?[0-9]+)?|(?i:[+-]?inf(inity)?)`
  return `[+-]?(${integerPattern}(${decimalPointPattern}[0-9]{0,${scale}}0*)?|${decimalPointPattern}[0-9]{1,${Math.max(1, Number(scale))}}0*)`
}

const removeAll = (text: Sql, substrings: readonly string[]): Sql =>
  substrings
    .filter((substring) => substring !== '')
    .reduce((inner, substring) => sql`replace(${inner}, ${substring}, '')`, text)

const dayPattern = '[0-9]{1,6}[-/][0-9]{1,2}[-/][0-9]{1,2}'
const timeOfDayPattern = '[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?'
const offsetPattern = '[+-][0-9]{2}(:?[0-9]{2})?'

function convertTime(column: PlannedColumn, type: 'DATE' | 'TIME' | 'TIMESTAMP', cell: Sql, cast: Sql): Sql {
  const text = trim(cell)
  const { format, otherFormat } = column
  if (format !== undefined) {
    const normalizedText = normalizeDate(column, text)
    const value = parseTime(column, format, type, normalizedText)
    return otherFormat === undefined
      ? value
      : sql`coalesce(${value}, ${parseTime(column, otherFormat, type, normalizedText)})`
  }
  if (type === 'DATE') return castMatchingText(column, cell, cast, dayPattern, text, nullUnlessFinite(cast))
  if (type === 'TIME') return castMatchingText(column, cell, cast, timeOfDayPattern, text)
  const localPattern = `${dayPattern}([ T]${timeOfDayPattern} ?Z?)?`
  const isoText = sql`replace(CAST(${cast} AS VARCHAR), ' ', 'T')`
  const instant = toUtcInstant(text, (localText) => sql`TRY_CAST(${localText} AS TIMESTAMP)`)
  return sql`CASE WHEN CAST(${cast} AS VARCHAR) = ${cell} THEN ${nullUnlessFinite(cast)} WHEN ${cell} IN (${isoText}, ${isoText} || 'Z') THEN ${nullUnlessFinite(cast)} WHEN regexp_full_match(${text}, ${localPattern}) THEN TRY_CAST(${text} AS TIMESTAMP) WHEN regexp_full_match(${text}, ${`${dayPattern}[ T]${timeOfDayPattern} ?${offsetPattern}`}) THEN ${instant} END`
}

/** Returns the SQL that removes ordinal suffixes (`1st`) from a date and replaces month names with numbers. */
function normalizeDate({ strip = [], months = {} }: PlannedColumn, text: Sql): Sql {
  const suffixesPattern = createAlternativesPattern(strip)
  const plainText =
    suffixesPattern === '' ? text : sql`regexp_replace(${text}, ${`(?i)([0-9])(${suffixesPattern})`}, ${'\\1'}, 'g')`
  const namesPattern = createAlternativesPattern(Object.keys(months))
  if (namesPattern === '') return plainText
  const pattern = `(?i)(${namesPattern})\\.?`
  const whenClauses = Object.entries(months).map(([month, number]) => sql`WHEN ${month} THEN ${padTwoDigits(number)}`)
  const number = sql`CASE lower(regexp_extract(${plainText}, ${pattern}, 1)) ${join(whenClauses, ' ')} END`
  return sql`regexp_replace(${plainText}, ${pattern}, ${number})`
}

const padTwoDigits = (number: number): string => String(number).padStart(2, '0')

/** Returns a pattern that matches any of the words, longest first, so that `mars` is not read as `mar`. */
const createAlternativesPattern = (words: readonly string[]): string =>
  words
    .filter((word) => word !== '')
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('|')

const hoursPattern = '[0-9]{1,5}:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?'
/** Matches ISO 8601 durations. Groups: 1 sign, 2 years, 3 months, 4 weeks, 5 days, 6 hours, 7 minutes, 8 seconds. */
const isoIntervalPattern =
  '([+-]?)P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)W)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\\.[0-9]{1,6})?)S)?)?'

/** Converts an interval: `h:mm:ss`, which may exceed a day, or ISO 8601 (`P1DT2H30M`), which DuckDB cannot parse. */
function convertInterval(text: Sql): Sql {
  const extractGroup = (group: number): Sql => sql`regexp_extract(${text}, ${isoIntervalPattern}, ${group})`
  const parseCount = (group: number): Sql => sql`coalesce(TRY_CAST(${extractGroup(group)} AS INTEGER), 0)`
  const signFactor = sql`(CASE WHEN ${extractGroup(1)} = '-' THEN -1 ELSE 1 END)`
  const micros = sql`CAST(1000000 * coalesce(TRY_CAST(${extractGroup(8)} AS DECIMAL(18,6)), 0) AS BIGINT)`
  const intervals = [
    sql`to_months(CAST(${signFactor} * (12 * ${parseCount(2)} + ${parseCount(3)}) AS INTEGER))`,
    sql`to_days(CAST(${signFactor} * (7 * ${parseCount(4)} + ${parseCount(5)}) AS INTEGER))`,
    sql`to_microseconds(${signFactor} * (3600000000 * ${parseCount(6)}::BIGINT + 60000000 * ${parseCount(7)}::BIGINT + ${micros}))`,
  ]
  return sql`CASE WHEN regexp_full_match(${text}, ${hoursPattern}) THEN TRY_CAST(${text} AS INTERVAL) WHEN regexp_full_match(${text}, ${isoIntervalPattern}) AND regexp_matches(${text}, '[0-9]') THEN ${join(intervals, ' + ')} END`
}

/**
 * Rejects `infinity`, which DuckDB accepts as a date. This is a separate CASE, because DuckDB takes minutes to plan a
 * condition with AND in each of thousands of columns.
 */
const nullUnlessFinite = (cast: Sql): Sql => sql`CASE WHEN isfinite(${cast}) THEN ${cast} END`

/**
 * Parses text with a format. `%z` in strptime produces a TIMESTAMPTZ, which only an extension can convert to TIMESTAMP,
 * so the offset is parsed separately.
 */
function parseTime(column: PlannedColumn, format: string, type: string, text: Sql): Sql {
  const asType = (value: Sql): Sql => (type === 'TIMESTAMP' ? value : sql`CAST(${value} AS ${unsafeSql(type)})`)
  if (!/%z/i.test(format)) return asType(sql`try_strptime(${text}, ${format})`)
  const localFormat = /^(.*?) ?%z$/.exec(format)?.[1]
  if (localFormat === undefined) {
    throw new TablesError(error('load.format', { format, column: column.name }, { where: { column: column.name } }))
  }
  const parseLocal = (localText: Sql): Sql => sql`try_strptime(${localText}, ${localFormat})`
  return asType(
    sql`CASE WHEN regexp_matches(${text}, 'Z$') THEN ${parseLocal(sql`trim(regexp_replace(${text}, 'Z$', ''))`)} ELSE ${toUtcInstant(text, parseLocal)} END`,
  )
}

/** Returns the SQL that converts a local time with an offset to an instant in UTC. */
function toUtcInstant(text: Sql, parseLocal: (localText: Sql) => Sql): Sql {
  const zonePattern = ` ?([+-])([0-9]{2}):?([0-9]{2})?$`
  const extractGroup = (group: number): Sql => sql`regexp_extract(${text}, ${zonePattern}, ${group})`
  const minutes = join(
    [
      sql`(CASE WHEN ${extractGroup(1)} = '-' THEN 1 ELSE -1 END)`,
      sql`(60 * TRY_CAST(${extractGroup(2)} AS INTEGER) + coalesce(TRY_CAST(${extractGroup(3)} AS INTEGER), 0))`,
    ],
    ' * ',
  )
  return sql`${parseLocal(sql`regexp_replace(${text}, ${zonePattern}, '')`)} + to_minutes(${minutes})`
}
