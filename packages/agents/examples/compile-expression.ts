import { join, quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { createDateInputPattern } from './dates.ts'
import { createNumberPattern } from './evaluate-expression.ts'
import type { CellNumber, TextExpression, LetterCase, NumberFormat, Position, Test } from './text-expression.ts'

/**
 * Compiles an expression to a DuckDB expression of type VARCHAR over a table's columns. It computes the same values as
 * `evaluateExpression`, or NULL if the expression does not apply to a row. However, letters without a single-letter
 * counterpart in the other case follow DuckDB's case mapping.
 *
 * @param columns The columns that the expression's column indexes refer to.
 * @internal
 */
export function compileExpression(expression: TextExpression, columns: readonly Column[]): Sql {
  return new ExpressionCompiler(columns).compile(expression)
}

const plainNumberPattern = '-?[0-9]+(?:[.][0-9]+)?'
const spacesPattern = '[ \\t\\r\\n]+'

class ExpressionCompiler {
  readonly #columns: readonly Column[]

  constructor(columns: readonly Column[]) {
    this.#columns = columns
  }

  compile(expression: TextExpression): Sql {
    switch (expression.kind) {
      case 'column': {
        const { name: column, type } = this.#columns[expression.column]!
        return type === 'VARCHAR' ? quoteIdentifier(column) : sql`CAST(${quoteIdentifier(column)} AS VARCHAR)`
      }
      case 'constant':
        return sql`${expression.value}`
      case 'concat':
        return sql`(${join(
          expression.parts.map((part) => this.compile(part)),
          ' || ',
        )})`
      case 'arithmetic': {
        const [left, right] = [toNumber(this.compile(expression.left)), toNumber(this.compile(expression.right))]
        const { operator } = expression
        const value =
          operator === '+'
            ? sql`(${left} + ${right})`
            : operator === '-'
              ? sql`(${left} - ${right})`
              : operator === '*'
                ? sql`(${left} * ${right})`
                : sql`(${left} / nullif(${right}, 0))`
        return formatNumber(value, { group: '', decimalMark: '.' })
      }
      case 'if':
        return sql`CASE WHEN ${this.#compileTest(expression.test)} THEN ${this.compile(expression.whenTrue)} ELSE ${this.compile(expression.otherwise)} END`
    }
    const text = this.compile(expression.text)
    switch (expression.kind) {
      case 'slice':
        return this.#compileSlice(text, expression.from, expression.to)
      case 'split':
        return sql`string_split(${text}, ${expression.delimiter})[${this.#compileNumber(expression.index)}]`
      case 'match':
        return sql`regexp_extract_all(${text}, ${expression.pattern})[${this.#compileNumber(expression.index)}]`
      case 'before':
      case 'after':
        return sliceAtDelimiter(text, expression.delimiter, expression.kind, expression.occurrence)
      case 'case':
        return changeCase(text, expression.form)
      case 'trim': {
        const trimmed = sql`regexp_replace(${text}, ${`^${spacesPattern}|${spacesPattern}$`}, '', 'g')`
        return expression.collapse ? sql`regexp_replace(${trimmed}, ${spacesPattern}, ' ', 'g')` : trimmed
      }
      case 'replace':
        return sql`replace(${text}, ${this.#compileSearch(expression.search)}, ${expression.by})`
      case 'replace-pattern':
        return sql`regexp_replace(${text}, ${expression.pattern}, ${expression.by.replaceAll('\\', '\\\\')}, 'g')`
      case 'pad':
        return sql`CASE WHEN length(${text}) <= ${expression.width} THEN lpad(${text}, ${expression.width}, ${expression.fill}) END`
      case 'number': {
        const { from, to, scale, offset } = expression
        let value = toNumber(text, from)
        if (scale !== 1) value = sql`${value} * CAST(${scale} AS DOUBLE)`
        if (offset !== 0) value = sql`${value} + CAST(${offset} AS DOUBLE)`
        return formatNumber(sql`(${value})`, to)
      }
      case 'date': {
        const time = sql`CASE WHEN regexp_full_match(${text}, ${createDateInputPattern(expression.from)}) THEN try_strptime(${text}, ${expression.from}) END`
        return expression.to === '%q'
          ? sql`CAST(quarter(${time}) AS VARCHAR)`
          : sql`strftime(${time}, ${expression.to})`
      }
      case 'rejoin': {
        const parts = sql`list_filter(string_split(${text}, ${expression.delimiter}), lambda part: part <> '')`
        const formattedParts =
          expression.form === 'same'
            ? parts
            : sql`list_transform(${parts}, lambda part: ${expression.form === 'initial' ? sql`left(part, 1)` : changeCase(sql`part`, expression.form)})`
        return sql`array_to_string(${expression.isReversed ? sql`list_reverse(${formattedParts})` : formattedParts}, ${expression.by})`
      }
      case 'lookup':
        return sql`CASE ${text} ${join(
          expression.entries.map(([key, value]) => sql`WHEN ${key} THEN ${value}`),
          ' ',
        )} END`
      case 'length':
        return sql`CAST(length(${text}) AS VARCHAR)`
      case 'count-matches':
        return sql`CAST(len(regexp_extract_all(${text}, ${expression.pattern})) AS VARCHAR)`
      case 'count': {
        const search = this.compile(expression.search)
        const count = sql`CAST(len(string_split(${text}, ${search})) - 1 AS VARCHAR)`
        return expression.search.kind === 'constant' ? count : sql`CASE WHEN ${search} <> '' THEN ${count} END`
      }
    }
  }

  /** Compiles a search string. An empty string becomes NULL. */
  #compileSearch(search: TextExpression): Sql {
    return search.kind === 'constant' ? this.compile(search) : sql`nullif(${this.compile(search)}, '')`
  }

  #compileNumber(number: CellNumber): Sql {
    if (typeof number === 'number') return sql`${number}`
    const cell = this.compile({ kind: 'column', column: number.column })
    const value = sql`CASE WHEN regexp_full_match(${cell}, '-?[0-9]{1,9}') THEN CAST(${cell} AS BIGINT) END`
    const sum = number.add === 0 ? sql`(${value})` : sql`((${value}) + ${number.add})`
    return number.sign === 1 ? sum : sql`(-${sum})`
  }

  #compileSlice(text: Sql, from: Position, to: Position): Sql {
    const isStart = from.kind === 'offset' && from.offset === 0
    if (isStart && to.kind === 'offset' && typeof to.offset === 'number' && to.offset >= 0)
      return sql`left(${text}, ${to.offset})`
    if (to.kind === 'end' && from.kind === 'offset' && typeof from.offset === 'number')
      return from.offset < 0 ? sql`right(${text}, ${-from.offset})` : sql`substring(${text}, ${from.offset + 1})`
    if (
      from.kind === 'edge' &&
      to.kind === 'edge' &&
      from.side === 'start' &&
      to.side === 'end' &&
      from.pattern === to.pattern &&
      from.index === to.index
    )
      return sql`regexp_extract_all(${text}, ${from.pattern})[${from.index}]`
    const [start, end] = [this.#compilePosition(text, from), this.#compilePosition(text, to)]
    return sql`CASE WHEN ${end} >= ${start} THEN substring(${text}, ${start} + 1, ${end} - ${start}) END`
  }

  /** Compiles the SQL for the number of characters before a position. It is NULL if the text has no such position. */
  #compilePosition(text: Sql, position: Position): Sql {
    switch (position.kind) {
      case 'end':
        return sql`length(${text})`
      case 'offset': {
        const { offset } = position
        const isFromEnd = typeof offset === 'number' ? offset < 0 : offset.sign < 0
        if (!isFromEnd && typeof offset === 'number')
          return offset === 0 ? sql`0` : sql`least(${offset}, length(${text}))`
        const index = isFromEnd ? sql`length(${text}) + ${this.#compileNumber(offset)}` : this.#compileNumber(offset)
        const clamped = sql`greatest(0, least(length(${text}), ${index}))`
        // `least` and `greatest` ignore NULL, but if the cell contains no number, the position must be NULL.
        return typeof offset === 'number' ? clamped : sql`CASE WHEN ${index} IS NOT NULL THEN ${clamped} END`
      }
      case 'edge': {
        const { pattern, index, side } = position
        const matches = sql`regexp_extract_all(${text}, ${pattern})`
        const gapEnd = index > 0 ? index : index - 1
        const matchEnd = side === 'end' ? index : index - 1
        const textBefore = sql`list_concat(string_split_regex(${text}, ${pattern})[:${gapEnd}], ${matches}[:${matchEnd}])`
        return sql`CASE WHEN len(${matches}) >= ${Math.abs(index)} THEN length(array_to_string(${textBefore}, '')) END`
      }
    }
  }

  #compileTest(test: Test): Sql {
    switch (test.kind) {
      case 'not':
        return sql`NOT ${this.#compileTest(test.test)}`
      case 'and':
        return sql`(${this.#compileTest(test.left)} AND ${this.#compileTest(test.right)})`
      case 'or':
        return sql`(${this.#compileTest(test.left)} OR ${this.#compileTest(test.right)})`
    }
    const text = this.compile(test.text)
    switch (test.kind) {
      case 'matches':
        return sql`coalesce(regexp_full_match(${text}, ${test.pattern}), FALSE)`
      case 'has-matches':
        return test.min === 1
          ? sql`coalesce(regexp_matches(${text}, ${test.pattern}), FALSE)`
          : sql`coalesce(len(regexp_extract_all(${text}, ${test.pattern})) >= ${test.min}, FALSE)`
      case 'at-least':
        return sql`coalesce(${toNumber(text)} >= ${test.limit}, FALSE)`
    }
    const search = this.compile(test.search)
    switch (test.kind) {
      case 'contains':
        return sql`coalesce(contains(${text}, ${search}), FALSE)`
      case 'starts-with':
        return sql`coalesce(starts_with(${text}, ${search}), FALSE)`
      case 'ends-with':
        return sql`coalesce(suffix(${text}, ${search}), FALSE)`
      case 'equals':
        return sql`coalesce(${text} = ${search}, FALSE)`
    }
  }
}

const escapeForRe2 = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

function sliceAtDelimiter(text: Sql, delimiter: string, side: 'before' | 'after', occurrence: 'first' | 'last'): Sql {
  const pattern = escapeForRe2(delimiter)
  if (side === 'before')
    return occurrence === 'first'
      ? sql`split_part(${text}, ${delimiter}, 1)`
      : sql`regexp_replace(${text}, ${`^(.*)${pattern}.*$`}, '\\1', 's')`
  return sql`regexp_replace(${text}, ${`^.*${occurrence === 'first' ? '?' : ''}${pattern}`}, '', 's')`
}

function changeCase(text: Sql, form: LetterCase): Sql {
  switch (form) {
    case 'lower':
      return sql`lower(${text})`
    case 'upper':
      return sql`upper(${text})`
    case 'title': {
      const words = sql`regexp_extract_all(lower(${text}), ${"\\p{L}+(?:['’]\\p{L}+)*|[^\\p{L}]+"})`
      return sql`array_to_string(list_transform(${words}, lambda word: upper(left(word, 1)) || substring(word, 2)), '')`
    }
    case 'sentence':
      return sql`(upper(left(${text}, 1)) || lower(substring(${text}, 2)))`
  }
}

/** Compiles the conversion of text to DOUBLE. The result is NULL if the text does not match the number format. */
function toNumber(text: Sql, format: NumberFormat = { group: '', decimalMark: '.' }): Sql {
  const pattern = format.group === '' && format.decimalMark === '.' ? plainNumberPattern : createNumberPattern(format)
  let plainText = text
  if (format.group !== '') plainText = sql`replace(${plainText}, ${format.group}, '')`
  if (format.decimalMark !== '.') plainText = sql`replace(${plainText}, ${format.decimalMark}, '.')`
  return sql`CASE WHEN regexp_full_match(${text}, ${pattern}) THEN CAST(${plainText} AS DOUBLE) END`
}

/** Compiles the formatting of a number with at most 12 significant digits. */
function formatNumber(value: Sql, { group, decimalMark: mark, decimals }: NumberFormat): Sql {
  const rounded = sql`format('{:.12g}', ${value} + 0.0)`
  let text =
    decimals === undefined
      ? rounded
      : sql`format(${`{:.${decimals}f}`}, round(CAST(${rounded} AS DOUBLE), ${decimals}) + 0.0)`
  if (group !== '') {
    const integerPart = sql`reverse(regexp_replace(reverse(split_part(${text}, '.', 1)), '([0-9]{3})', ${`\\1${group}`}, 'g'))`
    const leadingGroupPattern = `^(-?)${escapeForRe2(group)}`
    const grouped = sql`regexp_replace(${integerPart}, ${leadingGroupPattern}, '\\1')`
    text = sql`(${grouped} || CASE WHEN contains(${text}, '.') THEN ${mark} || split_part(${text}, '.', 2) ELSE '' END)`
  } else if (mark !== '.') text = sql`replace(${text}, '.', ${mark})`
  // Numbers that are so large or small that they have an exponent become NULL.
  return sql`CASE WHEN NOT contains(${rounded}, 'e') THEN ${text} END`
}
