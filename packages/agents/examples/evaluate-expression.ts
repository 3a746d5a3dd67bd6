import { toTitleCase } from '../text-case.ts'
import { reformatDate } from './dates.ts'
import {
  compilePattern,
  type CellNumber,
  type TextExpression,
  type LetterCase,
  type NumberFormat,
  type PartForm,
  type Position,
  type TextRow,
  type Test,
} from './text-expression.ts'

/**
 * Computes the value of an expression for a row. Returns `undefined` if the expression does not apply to the row.
 * @internal
 */
export function evaluateExpression(expression: TextExpression, row: TextRow): string | undefined {
  switch (expression.kind) {
    case 'column':
      return row[expression.column]
    case 'constant':
      return expression.value
    case 'concat': {
      let result = ''
      for (const part of expression.parts) {
        const text = evaluateExpression(part, row)
        if (text === undefined) return undefined
        result += text
      }
      return result
    }
    case 'arithmetic': {
      const [left, right] = [evaluateExpression(expression.left, row), evaluateExpression(expression.right, row)]
      return left === undefined || right === undefined ? undefined : calculateDecimal(expression.operator, left, right)
    }
    case 'if':
      return evaluateExpression(evaluateTest(expression.test, row) ? expression.whenTrue : expression.otherwise, row)
    default: {
      const text = evaluateExpression(expression.text, row)
      return text === undefined ? undefined : applyStep(text, expression, row)
    }
  }
}

type Step = Extract<TextExpression, { readonly text: TextExpression }>

/** Applies the outermost step of an expression, given the value of its `text`. */
export function applyStep(text: string, step: Step, row: TextRow): string | undefined {
  switch (step.kind) {
    case 'slice': {
      const [start, end] = [findPosition(text, step.from, row), findPosition(text, step.to, row)]
      return start === undefined || end === undefined || start > end ? undefined : text.slice(start, end)
    }
    case 'split':
      return selectItem(text.split(step.delimiter), resolveNumber(step.index, row))
    case 'match':
      return selectItem(text.match(compilePattern(step.pattern)) ?? [], resolveNumber(step.index, row))
    case 'before':
    case 'after':
      return sliceAtDelimiter(text, step.delimiter, step.kind, step.occurrence)
    case 'case':
      return changeCase(text, step.form)
    case 'trim':
      return trimSpaces(text, step.collapse)
    case 'replace': {
      const search = evaluateExpression(step.search, row)
      return search === undefined || search === '' ? undefined : text.replaceAll(search, () => step.by)
    }
    case 'replace-pattern':
      return text.replace(compilePattern(step.pattern), () => step.by)
    case 'pad':
      return text.length > step.width ? undefined : text.padStart(step.width, step.fill)
    case 'number': {
      const value = parseNumber(text, step.from)
      return value === undefined ? undefined : formatNumber(value * step.scale + step.offset, step.to)
    }
    case 'date':
      return reformatDate(text, step.from, step.to)
    case 'rejoin': {
      const parts = text.split(step.delimiter).filter((part) => part !== '')
      const formattedParts = parts.map((part) => formatPart(part, step.form))
      return (step.isReversed ? formattedParts.toReversed() : formattedParts).join(step.by)
    }
    case 'lookup':
      return step.entries.find(([key]) => key === text)?.[1]
    case 'length':
      return String(text.length)
    case 'count-matches':
      return String((text.match(compilePattern(step.pattern)) ?? []).length)
    case 'count': {
      const search = evaluateExpression(step.search, row)
      return search === undefined || search === '' ? undefined : String(text.split(search).length - 1)
    }
  }
}

export function evaluateTest(test: Test, row: TextRow): boolean {
  switch (test.kind) {
    case 'not':
      return !evaluateTest(test.test, row)
    case 'and':
      return evaluateTest(test.left, row) && evaluateTest(test.right, row)
    case 'or':
      return evaluateTest(test.left, row) || evaluateTest(test.right, row)
  }
  const text = evaluateExpression(test.text, row)
  if (text === undefined) return false
  switch (test.kind) {
    case 'matches':
      return compilePattern(`^(?:${test.pattern})$`, 'u').test(text)
    case 'has-matches':
      return (text.match(compilePattern(test.pattern)) ?? []).length >= test.min
    case 'at-least':
      return isPlainNumber(text) && Number(text) >= test.limit
  }
  const search = evaluateExpression(test.search, row)
  if (search === undefined) return false
  switch (test.kind) {
    case 'contains':
      return text.includes(search)
    case 'starts-with':
      return text.startsWith(search)
    case 'ends-with':
      return text.endsWith(search)
    case 'equals':
      return text === search
  }
}

/**
 * Resolves a constant or a number that a cell contains. Returns `undefined` if the cell does not contain an integer.
 */
function resolveNumber(number: CellNumber, row: TextRow): number | undefined {
  if (typeof number === 'number') return number
  const cell = row[number.column]
  if (cell === undefined || !/^-?[0-9]{1,9}$/.test(cell)) return undefined
  return (Number(cell) + number.add) * number.sign
}

function selectItem(items: readonly string[], index: number | undefined): string | undefined {
  if (index === undefined || index === 0) return undefined
  return items[index > 0 ? index - 1 : items.length + index]
}

export function sliceAtDelimiter(
  text: string,
  delimiter: string,
  side: 'before' | 'after',
  occurrence: 'first' | 'last',
): string {
  const start = occurrence === 'first' ? text.indexOf(delimiter) : text.lastIndexOf(delimiter)
  if (start < 0) return text
  return side === 'before' ? text.slice(0, start) : text.slice(start + delimiter.length)
}

export function findPosition(text: string, position: Position, row: TextRow): number | undefined {
  switch (position.kind) {
    case 'end':
      return text.length
    case 'offset': {
      const offset = resolveNumber(position.offset, row)
      const isFromEnd = typeof position.offset === 'number' ? position.offset < 0 : position.offset.sign < 0
      const index = offset !== undefined && isFromEnd ? text.length + offset : offset
      return index === undefined ? undefined : Math.max(0, Math.min(text.length, index))
    }
    case 'edge': {
      const matches = [...text.matchAll(compilePattern(position.pattern))]
      const match = matches.at(position.index > 0 ? position.index - 1 : position.index)
      return match && match.index + (position.side === 'end' ? match[0].length : 0)
    }
  }
}

export function changeCase(text: string, form: LetterCase): string {
  switch (form) {
    case 'lower':
      return text.toLowerCase()
    case 'upper':
      return text.toUpperCase()
    case 'title':
      return toTitleCase(text)
    case 'sentence':
      return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase()
  }
}

const formatPart = (part: string, form: PartForm): string =>
  form === 'same' ? part : form === 'initial' ? part.slice(0, 1) : changeCase(part, form)

export function trimSpaces(text: string, shouldCollapse: boolean): string {
  const isSpaceAt = (index: number): boolean => ' \t\r\n'.includes(text.charAt(index))
  let start = 0
  let end = text.length
  while (start < end && isSpaceAt(start)) start++
  while (end > start && isSpaceAt(end - 1)) end--
  const trimmed = text.slice(start, end)
  return shouldCollapse ? trimmed.replace(/[ \t\r\n]+/g, ' ') : trimmed
}

const isPlainNumber = (text: string): boolean => /^-?[0-9]+(?:\.[0-9]+)?$/.test(text)

/** Returns an unanchored pattern that matches numbers in a format. */
export function createNumberPattern({ group, decimalMark: mark }: NumberFormat): string {
  const integerPattern = group === '' ? '[0-9]+' : `[0-9]{1,3}(?:${group === '.' ? '\\.' : group}[0-9]{3})*`
  return `-?${integerPattern}(?:${mark === '.' ? '\\.' : mark}[0-9]+)?`
}

export function parseNumber(text: string, format: NumberFormat): number | undefined {
  if (!compilePattern(`^(?:${createNumberPattern(format)})$`, 'u').test(text)) return undefined
  const plainText = (format.group === '' ? text : text.replaceAll(format.group, '')).replace(format.decimalMark, '.')
  return plainText.length > 15 ? undefined : Number(plainText)
}

/**
 * Formats a number with at most 12 significant digits. Returns `undefined` if it is so large or small that it needs an
 * exponent.
 */
export function formatNumber(value: number, { group, decimalMark: mark, decimals }: NumberFormat): string | undefined {
  const rounded = roundTo12Digits(value)
  if (!Number.isFinite(rounded) || Math.abs(rounded) >= 1e12 || (rounded !== 0 && Math.abs(rounded) < 1e-4))
    return undefined
  const text = decimals === undefined ? String(rounded) : roundHalfAwayFromZero(rounded, decimals).toFixed(decimals)
  const [integerPart = '', fraction] = text.split('.')
  const grouped = group === '' ? integerPart : integerPart.replace(/(?<=[0-9])(?=(?:[0-9]{3})+$)/g, group)
  return fraction === undefined ? grouped : grouped + mark + fraction
}

/** Rounds to 12 significant digits. An exact half is rounded to the even digit, as in DuckDB's `format`. */
function roundTo12Digits(value: number): number {
  const [digits = '', exponent = ''] = value.toExponential(30).split('e')
  const isHalf = digits.endsWith(`5${'0'.repeat(18)}`)
  const truncated = digits.slice(0, -19)
  return isHalf && Number(truncated.at(-1)) % 2 === 0
    ? Number(`${truncated}e${exponent}`)
    : Number(value.toPrecision(12))
}

/** Rounds to a number of decimal places. An exact half is rounded away from zero, as in DuckDB's `round`. */
function roundHalfAwayFromZero(value: number, decimals: number): number {
  const factor = 10 ** decimals
  return (Math.sign(value) * Math.round(Math.abs(value) * factor)) / factor
}

export function calculateDecimal(operator: '+' | '-' | '*' | '/', left: string, right: string): string | undefined {
  if (!isPlainNumber(left) || !isPlainNumber(right)) return undefined
  const [a, b] = [Number(left), Number(right)]
  if (operator === '/' && b === 0) return undefined
  const value = operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : a / b
  return formatNumber(value, { group: '', decimalMark: '.' })
}
