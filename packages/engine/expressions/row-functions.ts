import { message } from '@aw-flow/messages'
import { join, sql, type Sql } from '../sql/sql.ts'
import {
  asText,
  booleanValue,
  expect,
  mayBeNaN,
  numberValue,
  RowExpressionError,
  textValue,
  truth,
  kindOf,
  type RowValue,
} from './row-value.ts'

/** A JSONata function over cells. NULL arguments result in NULL unless noted otherwise. */
interface RowFunction {
  /** The minimum and maximum number of arguments. */
  arity: readonly [number, number]
  compile(args: readonly RowValue[], about: string): RowValue
}

const number = (value: RowValue | undefined, about: string): Sql => expect(value!, 'number', about)
const text = (value: RowValue | undefined, about: string): Sql => expect(value!, 'text', about)

/** The value of an integer literal. */
function integerLiteral(value: RowValue | undefined, about: string): number {
  if (typeof value?.literal === 'number' && Number.isInteger(value.literal) && Math.abs(value.literal) < 1e6)
    return value.literal
  throw new RowExpressionError(message('row.literal-integer', { about }))
}

/** The value of a non-empty string literal. */
function written(value: RowValue | undefined, about: string): string {
  if (typeof value?.literal === 'string' && value.literal !== '') return value.literal
  throw new RowExpressionError(message('row.literal-text', { about }))
}

function items(value: RowValue | undefined, about: string): RowValue[] {
  if (value?.items && value.items.length > 0) return value.items
  throw new RowExpressionError(message('row.list', { about, found: kindOf(value) }))
}
const numbers = (value: RowValue | undefined, about: string): Sql[] =>
  items(value, about).map((item) => number(item, about))

const ofNumber = (make: (value: Sql) => Sql): RowFunction => ({
  arity: [1, 1],
  compile: ([value], about) => numberValue(make(number(value, about))),
})
const ofText = (make: (value: Sql) => Sql): RowFunction => ({
  arity: [1, 1],
  compile: ([value], about) => textValue(make(text(value, about))),
})

const plus = (values: readonly Sql[]): Sql => sql`(${join(values, ' + ')})`
const sum = (values: readonly Sql[]): Sql => plus(values.map((value) => sql`coalesce(${value}, 0)`))

/** Converts `$1` and `$$` of JSONata to `\1` and `$` of RE2. */
const replacement = (written: string): string =>
  written.replaceAll('\\', '\\\\').replace(/\$(\$|\d)/g, (_, mark: string) => (mark === '$' ? '$' : `\\${mark}`))

function substring([value, start, length]: readonly RowValue[], about: string): RowValue {
  const from = text(value, about)
  const at = integerLiteral(start, about)
  const first = at >= 0 ? sql`${at + 1}` : sql`greatest(length(${from}) + ${at}, 0) + 1`
  if (length === undefined) return textValue(sql`substring(${from}, ${first})`)
  const count = integerLiteral(length, about)
  return textValue(count <= 0 ? sql`left(${from}, 0)` : sql`substring(${from}, ${first}, ${count})`)
}

function replace([value, pattern, by]: readonly RowValue[], about: string): RowValue {
  const from = text(value, about)
  if (pattern?.pattern !== undefined) {
    if (typeof by?.literal !== 'string') throw new RowExpressionError(message('row.pattern-replacement', { about }))
    return textValue(sql`regexp_replace(${from}, ${pattern.pattern}, ${replacement(by.literal)}, 'g')`)
  }
  return textValue(sql`replace(${from}, ${written(pattern, about)}, ${text(by, about)})`)
}

function pad([value, width, filling]: readonly RowValue[], about: string): RowValue {
  const from = text(value, about)
  const wanted = integerLiteral(width, about)
  const by = filling === undefined ? ' ' : written(filling, about)
  const padded = wanted < 0 ? sql`lpad(${from}, ${-wanted}, ${by})` : sql`rpad(${from}, ${wanted}, ${by})`
  return textValue(sql`CASE WHEN length(${from}) < ${Math.abs(wanted)} THEN ${padded} ELSE ${from} END`)
}

function round([value, digits]: readonly RowValue[], about: string): RowValue {
  const from = number(value, about)
  const places = digits === undefined ? 0 : integerLiteral(digits, about)
  if (Math.abs(places) > 15) throw new RowExpressionError(message('row.max-digits', { about }))
  // JSONata never returns -0.
  if (places === 0) return numberValue(sql`(round_even(${from}, 0) + 0.0)`)
  const factor = sql`CAST(${10 ** Math.abs(places)} AS DOUBLE)`
  return numberValue(
    places > 0
      ? sql`(round_even(${from} * ${factor}, 0) / ${factor} + 0.0)`
      : sql`(round_even(${from} / ${factor}, 0) * ${factor} + 0.0)`,
  )
}

const isNumberText = '[ \\t\\n]*-?[0-9]+(\\.[0-9]+)?([Ee][-+]?[0-9]+)?[ \\t\\n]*'

/**
 * JSONata functions over cells, as SQL that has equal results everywhere. `$round` rounds half to even; `$uppercase` and
 * `$lowercase` convert letter by letter.
 *
 * @internal
 */
export const rowFunctions: Readonly<Record<string, RowFunction>> = {
  exists: { arity: [1, 1], compile: ([value]) => booleanValue(sql`(${value!.sql} IS NOT NULL)`) },
  not: {
    arity: [1, 1],
    compile: ([value]) => booleanValue(sql`CASE WHEN ${value!.sql} IS NOT NULL THEN NOT ${truth(value!)} END`),
  },
  boolean: {
    arity: [1, 1],
    compile: ([value]) => booleanValue(sql`CASE WHEN ${value!.sql} IS NOT NULL THEN ${truth(value!)} END`),
  },
  string: { arity: [1, 1], compile: ([value]) => textValue(asText(value!)) },
  number: {
    arity: [1, 1],
    compile([value], about) {
      if (value!.type === 'number') return value!
      if (value!.type === 'boolean') return numberValue(sql`CAST(${value!.sql} AS DOUBLE)`)
      const from = text(value, about)
      return numberValue(
        sql`CASE WHEN regexp_full_match(${from}, ${isNumberText}) THEN TRY_CAST(${from} AS DOUBLE) END`,
      )
    },
  },
  length: {
    arity: [1, 1],
    compile: ([value], about) => numberValue(sql`CAST(length(${text(value, about)}) AS DOUBLE)`),
  },
  substring: { arity: [2, 3], compile: substring },
  substringBefore: {
    arity: [2, 2],
    compile: ([value, mark], about) => textValue(sql`split_part(${text(value, about)}, ${written(mark, about)}, 1)`),
  },
  substringAfter: {
    arity: [2, 2],
    compile([value, mark], about) {
      const [from, by] = [text(value, about), written(mark, about)]
      const behind = sql`substring(${from}, instr(${from}, ${by}) + ${[...by].length})`
      return textValue(sql`CASE WHEN contains(${from}, ${by}) THEN ${behind} ELSE ${from} END`)
    },
  },
  uppercase: ofText((value) => sql`upper(${value})`),
  lowercase: ofText((value) => sql`lower(${value})`),
  trim: ofText((value) => sql`trim(regexp_replace(${value}, '[ \\t\\n\\r]+', ' ', 'g'), ' ')`),
  pad: { arity: [2, 3], compile: pad },
  contains: {
    arity: [2, 2],
    compile([value, part], about) {
      const from = text(value, about)
      return booleanValue(
        part!.pattern === undefined
          ? sql`contains(${from}, ${text(part, about)})`
          : sql`regexp_matches(${from}, ${part!.pattern})`,
      )
    },
  },
  replace: { arity: [3, 3], compile: replace },
  join: {
    arity: [1, 2],
    compile: ([list, mark], about) =>
      textValue(
        sql`concat_ws(${mark === undefined ? sql`''` : text(mark, about)}, ${items(list, about).map((item) => text(item, about))})`,
      ),
  },
  abs: ofNumber((value) => sql`abs(${value})`),
  floor: ofNumber((value) => sql`floor(${value})`),
  ceil: ofNumber((value) => sql`ceil(${value})`),
  round: { arity: [1, 2], compile: round },
  sqrt: ofNumber((value) => sql`CASE WHEN ${value} >= 0 THEN sqrt(${value}) END`),
  sum: { arity: [1, 1], compile: ([list], about) => numberValue(sum(numbers(list, about))) },
  max: { arity: [1, 1], compile: ([list], about) => numberValue(sql`greatest(${numbers(list, about)})`) },
  min: {
    arity: [1, 1],
    compile([list], about) {
      const minimum = sql`least(${numbers(list, about)})`
      const unsure = items(list, about).filter(mayBeNaN)
      if (unsure.length === 0) return numberValue(minimum)
      // The minimum and maximum of numbers with a NaN are NaN.
      const isNone = join(
        unsure.map((one) => sql`isnan(${one.sql})`),
        ' OR ',
      )
      return numberValue(sql`CASE WHEN ${isNone} THEN CAST('NaN' AS DOUBLE) ELSE ${minimum} END`)
    },
  },
  average: {
    arity: [1, 1],
    compile([list], about) {
      const values = numbers(list, about)
      const there = plus(values.map((value) => sql`CASE WHEN ${value} IS NULL THEN 0 ELSE 1 END`))
      return numberValue(sql`(${sum(values)} / nullif(${there}, 0))`)
    },
  },
}
