import { stem } from './stem.ts'
import type { Aggregate } from './part-kinds.ts'
import { addMeasure, addUnknownWords, consume, applyToParts, type Reading } from './reading.ts'
import { allRows, choose, listMeasurableColumns, type ChoiceResult } from './resolve-column.ts'

/** Aggregate functions to choose from if a question names a numeric column without a function. */
export const numericFunctions: readonly Aggregate[] = ['sum', 'mean', 'median', 'min', 'max']

/**
 * Reads a noun that refers to the rows, such as "orders". If the question uses different nouns, the second one is
 * reported as unknown.
 */
export function readSubject(reading: Reading, index: number): Reading {
  const { text } = reading.parts[index]!
  const noun = stem(text)
  const subject = reading.subject ?? noun
  const next = subject === noun ? reading : addUnknownWords(reading, text)
  return consume({ ...next, subject }, index)
}

/** Reads all words that refer to the rows, such as "orders" in "which city has the most orders". */
export const readSubjects = (start: Reading): Reading =>
  applyToParts(start, (reading, part, index) => (part.kind === 'word' ? readSubject(reading, index) : reading))

/** Reads a noun that refers to the rows. The user confirms that all rows are meant. */
export const readRowNoun = (start: Reading, index: number): Reading => chooseNoun(start, index, []).reading

/**
 * Reads two words that refer to the rows, such as "bird strikes". The first word could also be a condition, as in "red
 * apples", so the user is asked to confirm that all rows are meant.
 */
export function readCompoundNoun(start: Reading, index: number): Reading {
  const [first, second] = [start.parts[index]!.text, start.parts[index + 1]!.text]
  const { reading } = choose(start, 'column', `${first} ${second}`, [allRows])
  return consume({ ...reading, subject: reading.subject ?? stem(second) }, index, index + 1)
}

/**
 * Reads a noun that refers to the rows or to a numeric column. "orders by city" counts the orders, whereas "sales by
 * city" can add up the amounts.
 */
export function readMeasuredNoun(start: Reading, index: number): Reading {
  const numericColumns = listMeasurableColumns(start)
  const { reading, option } = chooseNoun(
    start,
    index,
    numericColumns.map(({ name }) => name),
  )
  if (option === undefined) return reading
  const column = start.columns.find(({ name }) => name === option)
  if (!column) return reading.groups.length > 0 ? addMeasure(reading, { fn: 'count' }) : reading
  const calculation = choose(reading, 'calculation', column.name, numericFunctions)
  return calculation.option === undefined
    ? calculation.reading
    : addMeasure(calculation.reading, { fn: calculation.option as Aggregate, column })
}

function chooseNoun(start: Reading, index: number, columnNames: readonly string[]): ChoiceResult {
  const { text } = start.parts[index]!
  const { reading, option } = choose(start, 'column', text, [allRows, ...columnNames])
  const subject = reading.subject ?? stem(text)
  return { reading: consume({ ...reading, subject }, index), option }
}
