import { learnPrograms, type TextExpression } from '@aw-flow/agents'
import { isNumber } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { quoteColumn } from './write-expression.ts'

/** The cells of a row as text, and the result that an expression must return for the row. */
export interface RowResult {
  readonly cells: readonly (string | undefined)[]
  readonly result: string
}

/** Maximum number of columns to combine. */
const maxColumns = 12

/**
 * Lists expressions that may compute the results of the rows, most likely first: calculations with one or two numeric
 * columns, and text programs that are learned from the examples, if row expressions can represent them. The caller must
 * verify the expressions with the database.
 */
export function listExampleExpressions(rows: readonly RowResult[], columns: readonly Column[]): string[] {
  return [...listCalculations(rows, columns), ...listTextExpressions(rows, columns)]
}

const parseNumber = (text: string | undefined): number | undefined =>
  text === undefined || text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text)

const isClose = (left: number, right: number): boolean =>
  Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(left), Math.abs(right))

const operators: readonly (readonly [operator: string, compute: (a: number, b: number) => number])[] = [
  ['*', (a, b) => a * b],
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['/', (a, b) => a / b],
]

const round = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits

function listCalculations(rows: readonly RowResult[], columns: readonly Column[]): string[] {
  const results = rows.map(({ result }) => parseNumber(result))
  if (!results.every((result) => result !== undefined)) return []
  const numericColumns = columns
    .map((column, index) => ({
      name: quoteColumn(column.name),
      values: rows.map(({ cells }) => parseNumber(cells[index])),
      column,
    }))
    .filter(({ column, values }) => isNumber(column.type) && values.every((value) => value !== undefined))
    .slice(0, maxColumns) as { name: string; values: number[] }[]
  const expressions: string[] = []
  const digits = Math.max(0, ...rows.map(({ result }) => result.split('.')[1]?.length ?? 0))
  const addIfMatching = (text: string, values: readonly number[]): void => {
    if (values.every((value, index) => isClose(value, results[index]!))) expressions.push(text)
    else if (values.every((value, index) => isClose(round(value, digits), results[index]!)))
      expressions.push(`$round(${text}, ${digits})`)
  }
  for (const { name, values } of numericColumns) {
    addIfMatching(name, values)
    const [firstValue] = values
    // A constant that is derived from one row must be verified with the other rows.
    if (rows.length > 1 && firstValue !== undefined) {
      const factor = Number((results[0]! / firstValue).toPrecision(6))
      const addend = Number((results[0]! - firstValue).toPrecision(10))
      if (Number.isFinite(factor) && factor !== 1)
        addIfMatching(
          `${name} * ${factor}`,
          values.map((value) => value * factor),
        )
      if (addend !== 0)
        addIfMatching(
          addend > 0 ? `${name} + ${addend}` : `${name} - ${-addend}`,
          values.map((value) => value + addend),
        )
    }
  }
  for (const left of numericColumns) {
    for (const right of numericColumns) {
      if (left === right) continue
      for (const [operator, compute] of operators) {
        const isCommutative = operator === '*' || operator === '+'
        if (isCommutative && numericColumns.indexOf(left) > numericColumns.indexOf(right)) continue
        addIfMatching(
          `${left.name} ${operator} ${right.name}`,
          left.values.map((value, index) => compute(value, right.values[index]!)),
        )
      }
    }
  }
  return expressions
}

function listTextExpressions(rows: readonly RowResult[], columns: readonly Column[]): string[] {
  // Use only columns whose words, or their first letters, occur in the results.
  const usedIndexes = columns
    .map((_, index) => index)
    .filter((index) =>
      rows.some(({ cells, result }) => {
        const words = (cells[index] ?? '').toLowerCase().match(/[\p{L}0-9]+/gu) ?? []
        return words.some((word) => result.toLowerCase().includes(word) || result.toLowerCase().includes(word[0]!))
      }),
    )
    .slice(0, maxColumns)
  const programs = learnPrograms(
    rows.map(({ cells, result }) => ({ row: usedIndexes.map((index) => cells[index]), output: result })),
  )
  const usedColumns = usedIndexes.map((index) => columns[index]!)
  return programs.flatMap(({ expression }) => {
    const text = writeProgram(expression, usedColumns)
    return text === undefined ? [] : [text]
  })
}

/**
 * Writes a learned program as a row expression. Returns `undefined` if row expressions cannot represent the program.
 */
function writeProgram(expression: TextExpression, columns: readonly Column[]): string | undefined {
  const write = (subexpression: TextExpression): string | undefined => writeProgram(subexpression, columns)
  const call = (name: string, text: TextExpression, ...args: readonly (string | number)[]): string | undefined => {
    const inner = write(text)
    return inner === undefined
      ? undefined
      : `$${name}(${[inner, ...args.map((arg) => JSON.stringify(arg))].join(', ')})`
  }
  switch (expression.kind) {
    case 'column': {
      const { name, type } = columns[expression.column]!
      return type === 'VARCHAR' ? quoteColumn(name) : `$string(${quoteColumn(name)})`
    }
    case 'constant':
      return JSON.stringify(expression.value)
    case 'concat': {
      const parts = expression.parts.map(write)
      return parts.includes(undefined) ? undefined : parts.join(' & ')
    }
    case 'case':
      return expression.form === 'upper'
        ? call('uppercase', expression.text)
        : expression.form === 'lower'
          ? call('lowercase', expression.text)
          : undefined
    case 'trim':
      return call('trim', expression.text)
    case 'before':
      return expression.occurrence === 'first'
        ? call('substringBefore', expression.text, expression.delimiter)
        : undefined
    case 'after':
      return expression.occurrence === 'first'
        ? call('substringAfter', expression.text, expression.delimiter)
        : undefined
    case 'split': {
      const { text, delimiter, index } = expression
      if (index !== 1 && index !== 2) return undefined
      const rest = index === 2 ? call('substringAfter', text, delimiter) : write(text)
      return rest === undefined ? undefined : `$substringBefore(${rest}, ${JSON.stringify(delimiter)})`
    }
    case 'slice': {
      const { text, from, to } = expression
      if (from.kind !== 'offset' || typeof from.offset !== 'number') return undefined
      if (to.kind === 'end') return call('substring', text, from.offset)
      if (to.kind !== 'offset' || typeof to.offset !== 'number' || from.offset < 0 || to.offset < from.offset)
        return undefined
      return call('substring', text, from.offset, to.offset - from.offset)
    }
    case 'replace':
      return expression.search.kind === 'constant'
        ? call('replace', expression.text, expression.search.value, expression.by)
        : undefined
    case 'pad':
      return expression.fill.length === 1 ? call('pad', expression.text, -expression.width, expression.fill) : undefined
    case 'length': {
      const length = call('length', expression.text)
      return length === undefined ? undefined : `$string(${length})`
    }
    default:
      return undefined
  }
}
