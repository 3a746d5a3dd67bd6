import { message } from '@aw-flow/messages'
import { join, sql, type Sql } from '../../sql/sql.ts'
import {
  toTextSql,
  createBooleanValue,
  requireType,
  canBeNaN,
  createNumberValue,
  RowExpressionError,
  createTextValue,
  toTruthySql,
  describeKind,
  type RowValue,
} from '../row-value.ts'

/** A JSONata function over cells. All except `exists` and the functions over lists return NULL for NULL arguments. */
interface RowFunction {
  /** The minimum and maximum number of arguments. */
  arity: readonly [number, number]
  /** Compiles a call to SQL. @param label The function's name in messages. */
  compile(args: readonly RowValue[], label: string): RowValue
}

const requireNumber = (value: RowValue | undefined, label: string): Sql => requireType(value!, 'number', label)
const requireText = (value: RowValue | undefined, label: string): Sql => requireType(value!, 'text', label)

/** Returns the value of an integer literal. */
function readIntegerLiteral(value: RowValue | undefined, label: string): number {
  if (typeof value?.literal === 'number' && Number.isInteger(value.literal) && Math.abs(value.literal) < 1e6)
    return value.literal
  throw new RowExpressionError(message('row.literal-integer', { about: label }))
}

/** Returns the value of a non-empty string literal. */
function readTextLiteral(value: RowValue | undefined, label: string): string {
  if (typeof value?.literal === 'string' && value.literal !== '') return value.literal
  throw new RowExpressionError(message('row.literal-text', { about: label }))
}

function requireItems(value: RowValue | undefined, label: string): RowValue[] {
  if (value?.items && value.items.length > 0) return value.items
  throw new RowExpressionError(message('row.list', { about: label, found: describeKind(value) }))
}
const requireNumbers = (value: RowValue | undefined, label: string): Sql[] =>
  requireItems(value, label).map((item) => requireNumber(item, label))

const createNumberFunction = (toSql: (value: Sql) => Sql): RowFunction => ({
  arity: [1, 1],
  compile: ([value], label) => createNumberValue(toSql(requireNumber(value, label))),
})
const createTextFunction = (toSql: (value: Sql) => Sql): RowFunction => ({
  arity: [1, 1],
  compile: ([value], label) => createTextValue(toSql(requireText(value, label))),
})

const addAll = (values: readonly Sql[]): Sql => sql`(${join(values, ' + ')})`
const compileSum = (values: readonly Sql[]): Sql => addAll(values.map((value) => sql`coalesce(${value}, 0)`))

/** Converts `$1` and `$$` in a JSONata replacement to RE2's `\1` and `$`. */
const toRe2Replacement = (template: string): string =>
  template.replaceAll('\\', '\\\\').replace(/\$(\$|\d)/g, (_, group: string) => (group === '$' ? '$' : `\\${group}`))

function compileSubstring([value, start, length]: readonly RowValue[], label: string): RowValue {
  const input = requireText(value, label)
  const offset = readIntegerLiteral(start, label)
  const position = offset >= 0 ? sql`${offset + 1}` : sql`greatest(length(${input}) + ${offset}, 0) + 1`
  if (length === undefined) return createTextValue(sql`substring(${input}, ${position})`)
  const count = readIntegerLiteral(length, label)
  return createTextValue(count <= 0 ? sql`left(${input}, 0)` : sql`substring(${input}, ${position}, ${count})`)
}

function compileReplace([value, pattern, substitute]: readonly RowValue[], label: string): RowValue {
  const input = requireText(value, label)
  if (pattern?.pattern !== undefined) {
    if (typeof substitute?.literal !== 'string')
      throw new RowExpressionError(message('row.pattern-replacement', { about: label }))
    return createTextValue(
      sql`regexp_replace(${input}, ${pattern.pattern}, ${toRe2Replacement(substitute.literal)}, 'g')`,
    )
  }
  return createTextValue(sql`replace(${input}, ${readTextLiteral(pattern, label)}, ${requireText(substitute, label)})`)
}

function compilePad([value, width, padArgument]: readonly RowValue[], label: string): RowValue {
  const input = requireText(value, label)
  const targetWidth = readIntegerLiteral(width, label)
  const padText = padArgument === undefined ? ' ' : readTextLiteral(padArgument, label)
  const paddedSql =
    targetWidth < 0 ? sql`lpad(${input}, ${-targetWidth}, ${padText})` : sql`rpad(${input}, ${targetWidth}, ${padText})`
  return createTextValue(sql`CASE WHEN length(${input}) < ${Math.abs(targetWidth)} THEN ${paddedSql} ELSE ${input} END`)
}

function compileRound([value, digits]: readonly RowValue[], label: string): RowValue {
  const input = requireNumber(value, label)
  const decimalPlaces = digits === undefined ? 0 : readIntegerLiteral(digits, label)
  if (Math.abs(decimalPlaces) > 15) throw new RowExpressionError(message('row.max-digits', { about: label }))
  // JSONata never returns -0.
  if (decimalPlaces === 0) return createNumberValue(sql`(round_even(${input}, 0) + 0.0)`)
  const factor = sql`CAST(${10 ** Math.abs(decimalPlaces)} AS DOUBLE)`
  return createNumberValue(
    decimalPlaces > 0
      ? sql`(round_even(${input} * ${factor}, 0) / ${factor} + 0.0)`
      : sql`(round_even(${input} / ${factor}, 0) * ${factor} + 0.0)`,
  )
}

const numberPattern = '[ \\t\\n]*-?[0-9]+(\\.[0-9]+)?([Ee][-+]?[0-9]+)?[ \\t\\n]*'

/**
 * JSONata functions over cells, compiled to SQL that returns the same results on every platform. `$round` rounds half
 * to even; `$uppercase` and `$lowercase` convert letter by letter.
 *
 * @internal
 */
export const rowFunctions: Readonly<Record<string, RowFunction>> = {
  exists: { arity: [1, 1], compile: ([value]) => createBooleanValue(sql`(${value!.sql} IS NOT NULL)`) },
  not: {
    arity: [1, 1],
    compile: ([value]) =>
      createBooleanValue(sql`CASE WHEN ${value!.sql} IS NOT NULL THEN NOT ${toTruthySql(value!)} END`),
  },
  boolean: {
    arity: [1, 1],
    compile: ([value]) => createBooleanValue(sql`CASE WHEN ${value!.sql} IS NOT NULL THEN ${toTruthySql(value!)} END`),
  },
  string: { arity: [1, 1], compile: ([value]) => createTextValue(toTextSql(value!)) },
  number: {
    arity: [1, 1],
    compile([value], label) {
      if (value!.type === 'number') return value!
      if (value!.type === 'boolean') return createNumberValue(sql`CAST(${value!.sql} AS DOUBLE)`)
      const input = requireText(value, label)
      return createNumberValue(
        sql`CASE WHEN regexp_full_match(${input}, ${numberPattern}) THEN TRY_CAST(${input} AS DOUBLE) END`,
      )
    },
  },
  length: {
    arity: [1, 1],
    compile: ([value], label) => createNumberValue(sql`CAST(length(${requireText(value, label)}) AS DOUBLE)`),
  },
  substring: { arity: [2, 3], compile: compileSubstring },
  substringBefore: {
    arity: [2, 2],
    compile: ([value, separator], label) =>
      createTextValue(sql`split_part(${requireText(value, label)}, ${readTextLiteral(separator, label)}, 1)`),
  },
  substringAfter: {
    arity: [2, 2],
    compile([value, separatorArg], label) {
      const [input, separator] = [requireText(value, label), readTextLiteral(separatorArg, label)]
      const rest = sql`substring(${input}, instr(${input}, ${separator}) + ${[...separator].length})`
      return createTextValue(sql`CASE WHEN contains(${input}, ${separator}) THEN ${rest} ELSE ${input} END`)
    },
  },
  uppercase: createTextFunction((value) => sql`upper(${value})`),
  lowercase: createTextFunction((value) => sql`lower(${value})`),
  trim: createTextFunction((value) => sql`trim(regexp_replace(${value}, '[ \\t\\n\\r]+', ' ', 'g'), ' ')`),
  pad: { arity: [2, 3], compile: compilePad },
  contains: {
    arity: [2, 2],
    compile([value, pattern], label) {
      const input = requireText(value, label)
      return createBooleanValue(
        pattern!.pattern === undefined
          ? sql`contains(${input}, ${requireText(pattern, label)})`
          : sql`regexp_matches(${input}, ${pattern!.pattern})`,
      )
    },
  },
  replace: { arity: [3, 3], compile: compileReplace },
  join: {
    arity: [1, 2],
    compile: ([list, separator], label) =>
      createTextValue(
        sql`concat_ws(${separator === undefined ? sql`''` : requireText(separator, label)}, ${requireItems(list, label).map((item) => requireText(item, label))})`,
      ),
  },
  abs: createNumberFunction((value) => sql`abs(${value})`),
  floor: createNumberFunction((value) => sql`floor(${value})`),
  ceil: createNumberFunction((value) => sql`ceil(${value})`),
  round: { arity: [1, 2], compile: compileRound },
  sqrt: createNumberFunction((value) => sql`CASE WHEN ${value} >= 0 THEN sqrt(${value}) END`),
  sum: { arity: [1, 1], compile: ([list], label) => createNumberValue(compileSum(requireNumbers(list, label))) },
  max: { arity: [1, 1], compile: ([list], label) => createNumberValue(sql`greatest(${requireNumbers(list, label)})`) },
  min: {
    arity: [1, 1],
    compile([list], label) {
      const minimum = sql`least(${requireNumbers(list, label)})`
      const possibleNaNs = requireItems(list, label).filter(canBeNaN)
      if (possibleNaNs.length === 0) return createNumberValue(minimum)
      // If one of the numbers is NaN, the minimum is NaN.
      const isAnyNaN = join(
        possibleNaNs.map((item) => sql`isnan(${item.sql})`),
        ' OR ',
      )
      return createNumberValue(sql`CASE WHEN ${isAnyNaN} THEN CAST('NaN' AS DOUBLE) ELSE ${minimum} END`)
    },
  },
  average: {
    arity: [1, 1],
    compile([list], label) {
      const values = requireNumbers(list, label)
      const nonNullCount = addAll(values.map((value) => sql`CASE WHEN ${value} IS NULL THEN 0 ELSE 1 END`))
      return createNumberValue(sql`(${compileSum(values)} / nullif(${nonNullCount}, 0))`)
    },
  },
}
