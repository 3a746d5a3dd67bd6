import { inputFormats, outputDirectives, reformatDate } from './dates.ts'
import { countExamples, type Example, type ExampleSet } from './example.ts'
import { applyStep, calculateDecimal, changeCase, evaluateExpression, parseNumber } from './evaluate-expression.ts'
import {
  createColumn,
  compilePattern,
  escapePattern,
  type CellNumber,
  type TextExpression,
  type LetterCase,
  type Position,
} from './text-expression.ts'
import { findCommonStrings } from './common-texts.ts'
import { findPositions, measureMatchLengths } from './find-positions.ts'
import { listNumberConversions, plainFormat } from './number-conversions.ts'
import { getDelimiterCost, getIndexCost, listIndexes, spacePattern, tokenPatterns } from './token-patterns.ts'
import { findReplacements } from './replacements.ts'

/** An expression, and the example outputs that it can contribute to. */
export interface Candidate {
  readonly expression: TextExpression
  /** The expression's complexity: the negative logarithm of its prior probability, in nats. */
  readonly cost: number
  /** The expression's value for each example, or `undefined` if the expression does not apply. */
  readonly values: readonly (string | undefined)[]
  /** The examples whose output contains the expression's value. */
  readonly matchingExamples: ExampleSet
}

/** Patterns of characters that an expression can remove. */
const removablePatterns = [
  '[^0-9]+',
  '[^\\p{L}]+',
  '[^\\p{L}0-9]+',
  '[^\\p{L}0-9 ]+',
  '[0-9]+',
  spacePattern,
  '[^0-9.]+',
  '\\p{L}+',
]

/**
 * Maximum number of expressions that are kept if their values are equal for all examples. Their values may differ in
 * other rows.
 */
const maxAlternatives = 6
/** Maximum number of such expressions with the same outermost step. */
const maxCandidatesPerKind = 2
const maxSources = 60
/** If there are several examples, an expression that fits only one of them may have at most this cost. */
const maxSingleExampleCost = 6.5
const letterCases: readonly LetterCase[] = ['lower', 'upper', 'title', 'sentence']

interface Source {
  readonly expression: TextExpression
  readonly cost: number
  readonly values: readonly (string | undefined)[]
}

/**
 * Enumerates, bottom-up, expressions whose values are parts of the outputs. It begins with parts of cells, which are
 * extracted by delimiter, character class or position, and continues with variants of these parts. Expressions with
 * equal values are observationally equivalent, and only the simplest ones are kept, as in A. Udupa et al., "TRANSIT:
 * Specifying protocols with concolic snippets" (2013). Positions follow S. Gulwani, "Automating string processing in
 * spreadsheets using input-output examples" (2011).
 */
export function enumerateCandidates(examples: readonly Example[]): Candidate[] {
  return new CandidateEnumerator(examples).run()
}

class CandidateEnumerator {
  readonly #examples: readonly Example[]
  readonly #outputs: readonly string[]
  readonly #columnCount: number
  readonly #allExamples: ExampleSet
  readonly #candidatesByValues = new Map<string, Candidate[]>()
  /** Parts of cells from which variants are created, keyed by their values. */
  readonly #parts = new Map<string, Source>()
  /** Columns whose cells are integers and can therefore serve as indexes. */
  readonly #indexColumns: readonly number[]

  constructor(examples: readonly Example[]) {
    this.#examples = examples
    this.#outputs = examples.map(({ output }) => output)
    this.#allExamples = 2 ** examples.length - 1
    this.#columnCount = examples[0]?.row.length ?? 0
    this.#indexColumns = Array.from({ length: this.#columnCount }, (_, index) => index).filter(
      (index) => this.#columnCount > 1 && examples.every(({ row }) => /^[0-9]{1,4}$/.test(row[index] ?? '')),
    )
  }

  run(): Candidate[] {
    const cells: Source[] = []
    for (let index = 0; index < this.#columnCount; index++) {
      const values = this.#examples.map(({ row }) => row[index])
      if (values.every((value) => value === undefined)) continue
      cells.push({ expression: createColumn(index), cost: index === 0 ? 0.5 : 0.8, values })
    }
    for (const cell of cells) this.#addCell(cell)
    for (const part of this.#parts.values()) this.#addVariants(part)
    this.#addCalculations(cells)
    return [...this.#candidatesByValues.values()].flat()
  }

  #addCell(cell: Source): void {
    const cellValues = cell.values.filter((value) => value !== undefined)
    const delimiters = findCommonStrings(cellValues)
    this.#addPart(cell)
    const sources = this.#addSplitParts(cell, delimiters)
    for (const collapse of [false, true]) {
      const trimmedPart = this.#derive(cell, { kind: 'trim', text: cell.expression, collapse }, collapse ? 1.2 : 1)
      if (trimmedPart.values.some((value, index) => value !== cell.values[index])) {
        this.#addPart(trimmedPart)
        sources.push(trimmedPart)
      }
    }
    this.#addTokenMatches(cell, delimiters)
    this.#addSlices(cell, delimiters)
    const seenKeys = new Set([JSON.stringify(cell.values)])
    for (const source of sources.toSorted((a, b) => a.cost - b.cost)) {
      const key = JSON.stringify(source.values)
      if (seenKeys.has(key) || seenKeys.size > maxSources) continue
      seenKeys.add(key)
      this.#addSplitParts(source, delimiters)
      this.#addTokenMatches(source, [])
      this.#addShortSlices(source)
    }
    this.#addReplacements(cell, delimiters)
    this.#addRejoinedParts(cell, delimiters)
    this.#addCounts(cell, delimiters)
  }

  #derive(source: Source, expression: Extract<TextExpression, { text: TextExpression }>, cost: number): Source {
    const values = source.values.map((value, index) =>
      value === undefined ? undefined : applyStep(value, expression, this.#examples[index]!.row),
    )
    return { expression, cost: source.cost + cost, values }
  }

  /** Adds and returns the parts before, after and between delimiters. */
  #addSplitParts(source: Source, delimiters: readonly string[]): Source[] {
    const parts: Source[] = []
    const { expression: text, values } = source
    for (const delimiter of delimiters) {
      const counts = values.map((value) => (value === undefined ? 0 : value.split(delimiter).length))
      const maxCount = Math.max(...counts)
      if (maxCount < 2) continue
      const cost = 1.6 + getDelimiterCost(delimiter)
      for (const kind of ['before', 'after'] as const)
        for (const occurrence of ['first', 'last'] as const) {
          if (occurrence === 'last' && maxCount < 3) continue
          const extraCost = occurrence === 'first' ? 0 : 0.3
          parts.push(this.#derive(source, { kind, text, delimiter, occurrence }, cost + extraCost))
        }
      const indexes = listIndexes(maxCount).filter((index) => !(maxCount === 2 && Math.abs(index) === 1) || index === 1)
      for (const index of indexes)
        parts.push(this.#derive(source, { kind: 'split', text, delimiter, index }, cost + 0.1 + getIndexCost(index)))
      for (const index of this.#findCellNumbers())
        parts.push(this.#derive(source, { kind: 'split', text, delimiter, index }, cost + 1))
    }
    parts.forEach((part) => this.#addPart(part))
    return parts
  }

  #findCellNumbers(): CellNumber[] {
    return this.#indexColumns.flatMap((index): CellNumber[] => [
      { column: index, add: 0, sign: 1 },
      { column: index, add: 0, sign: -1 },
    ])
  }

  #addTokenMatches(source: Source, delimiters: readonly string[]): void {
    const { expression: text, values } = source
    const patterns: (readonly [string, number])[] = [...tokenPatterns]
    // Also matches words that start with a delimiter, such as hashtags.
    for (const delimiter of delimiters)
      if (delimiter.length === 1 && !/[\p{L}0-9\s]/u.test(delimiter)) {
        patterns.push([`${escapePattern(delimiter)}[^ \\t\\r\\n]+`, 1.3])
        patterns.push([`${escapePattern(delimiter)}[\\p{L}0-9]+`, 1.4])
      }
    for (const [pattern, tokenCost] of patterns) {
      const matches = values.map((value) => (value === undefined ? [] : (value.match(compilePattern(pattern)) ?? [])))
      const maxCount = Math.max(...matches.map((items) => items.length))
      const indexes: CellNumber[] = [...listIndexes(maxCount), ...this.#findCellNumbers()]
      for (const index of indexes) {
        const cost = 1.8 + tokenCost + (typeof index === 'number' ? getIndexCost(index) : 1)
        this.#addPart(this.#derive(source, { kind: 'match', text, pattern, index }, cost))
      }
    }
  }

  /** Adds the substrings between all pairs of positions in a cell. */
  #addSlices(source: Source, delimiters: readonly string[]): void {
    const { values } = source
    const rows = this.#examples.map(({ row }) => row)
    const positions = findPositions(values, rows, { delimiters, indexColumns: this.#indexColumns })
    const matchLengths = values.map((value, index) => measureMatchLengths(value ?? '', this.#examples[index]!.output))
    const foldedMatchLengths = values.map((value, index) =>
      measureMatchLengths((value ?? '').toLowerCase(), this.#examples[index]!.output.toLowerCase()),
    )
    for (const from of positions)
      for (const to of positions) {
        let matchingExamples = 0
        let foldedMatchingExamples = 0
        for (let index = 0; index < values.length; index++) {
          const [start, end] = [from.offsets[index]!, to.offsets[index]!]
          if (start < 0 || end <= start) continue
          if (end - start <= matchLengths[index]![start]!) matchingExamples |= 1 << index
          if (end - start <= foldedMatchLengths[index]![start]!) foldedMatchingExamples |= 1 << index
        }
        const cost = source.cost + 2.6 + from.cost + to.cost
        if (!this.#isWorthwhile(foldedMatchingExamples, cost)) continue
        const slice: Source = {
          expression: { kind: 'slice', text: source.expression, from: from.position, to: to.position },
          cost,
          values: values.map((value, index) => {
            const [start, end] = [from.offsets[index]!, to.offsets[index]!]
            return value === undefined || start < 0 || end < start ? undefined : value.slice(start, end)
          }),
        }
        this.#addCandidate(slice)
        if (matchingExamples !== foldedMatchingExamples) this.#addLetterCases(slice)
      }
  }

  /** Adds the first and last characters of a part, and the part without these characters. */
  #addShortSlices(source: Source): void {
    const text = source.expression
    const [start, end]: Position[] = [{ kind: 'offset', offset: 0 }, { kind: 'end' }]
    for (let length = 1; length <= 4; length++) {
      const cost = 1.6 + 0.3 * length
      const slices: [Position, Position][] = [
        [start!, { kind: 'offset', offset: length }],
        [{ kind: 'offset', offset: -length }, end!],
        [{ kind: 'offset', offset: length }, end!],
        [start!, { kind: 'offset', offset: -length }],
      ]
      for (const [from, to] of slices) {
        const slice = this.#derive(source, { kind: 'slice', text, from, to }, cost)
        this.#addCandidate(slice)
        this.#addLetterCases(slice)
      }
    }
  }

  #addLetterCases(source: Source, forms: readonly LetterCase[] = letterCases): void {
    for (const form of forms) {
      const values = source.values.map((value) => (value === undefined ? undefined : changeCase(value, form)))
      if (values.every((value, index) => value === source.values[index])) continue
      const cost = source.cost + (form === 'sentence' ? 1.1 : 0.8)
      this.#addCandidate({ expression: { kind: 'case', text: source.expression, form }, cost, values })
    }
  }

  /**
   * Adds variants of a part: other letter cases, number formats and date formats, and the part without certain
   * characters.
   */
  #addVariants(source: Source): void {
    const { expression: text, values } = source
    this.#addLetterCases(source)
    if (values.some((value) => value !== undefined && /[0-9]/.test(value))) {
      this.#addPaddedNumbers(source)
      for (const { cost, ...form } of listNumberConversions(values, this.#outputs))
        this.#addCandidate(this.#derive(source, { kind: 'number', text, ...form }, cost))
    }
    this.#addDates(source)
    if (values.some((value) => value !== undefined && /[^\p{L}]/u.test(value)))
      for (const pattern of removablePatterns)
        this.#addCandidate(this.#derive(source, { kind: 'replace-pattern', text, pattern, by: '' }, 1.8))
    if (values.some((value) => value !== undefined && value !== value.trim()))
      this.#addCandidate(this.#derive(source, { kind: 'trim', text, collapse: false }, 0.6))
  }

  #addPaddedNumbers(source: Source): void {
    if (!source.values.some((value) => value !== undefined && /^[0-9]+$/.test(value))) return
    const widths = new Set(
      this.#examples.flatMap(({ output }) => (output.match(/[0-9]+/g) ?? []).map((digits) => digits.length)),
    )
    for (const width of widths)
      this.#addCandidate(this.#derive(source, { kind: 'pad', text: source.expression, width, fill: '0' }, 1.5))
  }

  #addDates(source: Source): void {
    const { expression: text, values } = source
    const presentValues = values.filter((value) => value !== undefined)
    if (!presentValues.some((value) => /[0-9]/.test(value) && value.length >= 4 && value.length <= 30)) return
    for (const [rank, from] of inputFormats.entries()) {
      if (!presentValues.some((value) => reformatDate(value, from, '%Y') !== undefined)) continue
      for (const to of outputDirectives)
        this.#addCandidate(this.#derive(source, { kind: 'date', text, from, to }, 2.2 + 0.02 * rank))
    }
  }

  #addReplacements(cell: Source, delimiters: readonly string[]): void {
    const { expression: text, values } = cell
    for (const replacements of findReplacements(values, this.#examples)) {
      let expression: TextExpression = text
      let cost = cell.cost
      for (const [search, replacement] of replacements) {
        expression = { kind: 'replace', text: expression, search: { kind: 'constant', value: search }, by: replacement }
        cost += 1.8 + 0.25 * (search.length + replacement.length)
      }
      this.#addCandidate({
        expression,
        cost,
        values: this.#examples.map(({ row }) => evaluateExpression(expression, row)),
      })
    }
    const punctuationMarks = new Set(this.#examples.flatMap(({ output }) => output.match(/[^\p{L}0-9]/gu) ?? []))
    for (const replacement of punctuationMarks)
      for (const pattern of [spacePattern, '[^\\p{L}0-9]+'])
        this.#addCandidate(this.#derive(cell, { kind: 'replace-pattern', text, pattern, by: replacement }, 2.4))
    for (const delimiter of delimiters)
      for (const replacement of ['', ...punctuationMarks])
        if (replacement !== delimiter)
          this.#addCandidate(
            this.#derive(
              cell,
              { kind: 'replace', text, search: { kind: 'constant', value: delimiter }, by: replacement },
              1.6 + getDelimiterCost(delimiter) + (replacement === '' ? 0 : 0.5),
            ),
          )
    for (let index = 0; index < this.#columnCount; index++)
      if (!isColumn(text, index))
        this.#addCandidate(this.#derive(cell, { kind: 'replace', text, search: createColumn(index), by: '' }, 2.2))
  }

  /** Adds the parts of a cell joined with other delimiters, in original or reverse order and in various formats. */
  #addRejoinedParts(cell: Source, delimiters: readonly string[]): void {
    const { expression: text } = cell
    const joiners = new Set([
      '',
      ...this.#examples
        .flatMap(({ output }) => output.match(/[^\p{L}0-9]+/gu) ?? [])
        .filter((mark) => mark.length <= 3),
    ])
    for (const delimiter of delimiters) {
      if (delimiter.length > 3) continue
      for (const form of ['same', 'initial', 'sentence'] as const)
        for (const isReversed of [false, true])
          for (const separator of joiners) {
            const cost =
              2.6 +
              getDelimiterCost(delimiter) +
              (form === 'same' ? 0 : 0.6) +
              (isReversed ? 0.8 : 0) +
              (separator === '' ? 0 : 0.3)
            const part = this.#derive(cell, { kind: 'rejoin', text, delimiter, form, isReversed, by: separator }, cost)
            this.#addCandidate(part)
            // Title case is excluded, because it requires a lambda function and SQL nodes reject nested ones.
            if (form === 'initial') this.#addLetterCases(part, ['lower', 'upper'])
          }
    }
  }

  #addCounts(cell: Source, delimiters: readonly string[]): void {
    const { expression: text } = cell
    if (!this.#examples.some(({ output }) => /[0-9]/.test(output))) return
    this.#addCandidate(this.#derive(cell, { kind: 'length', text }, 2))
    const patterns: (readonly [string, number])[] = [
      ...tokenPatterns,
      ['[0-9]', 0.8],
      ['\\p{L}', 0.8],
      [spacePattern, 0.6],
    ]
    for (const [pattern, cost] of patterns)
      this.#addCandidate(this.#derive(cell, { kind: 'count-matches', text, pattern }, 2.2 + cost))
    for (const delimiter of delimiters) {
      const search: TextExpression = { kind: 'constant', value: delimiter }
      const count = this.#derive(cell, { kind: 'count', text, search }, 2.4 + getDelimiterCost(delimiter))
      this.#addCandidate(count)
      const one: TextExpression = { kind: 'constant', value: '1' }
      this.#addCandidate({
        expression: { kind: 'arithmetic', operator: '+', left: count.expression, right: one },
        cost: count.cost + 0.8,
        values: count.values.map((value) => (value === undefined ? undefined : calculateDecimal('+', value, '1'))),
      })
    }
    for (let index = 0; index < this.#columnCount; index++)
      if (!isColumn(text, index)) {
        const search = createColumn(index)
        this.#addCandidate(this.#derive(cell, { kind: 'count', text, search }, 2.8))
      }
  }

  /** Adds the sums, differences, products and quotients of two cells. */
  #addCalculations(cells: readonly Source[]): void {
    if (!this.#examples.every(({ output }) => /[0-9]/.test(output))) return
    const isNumber = (cell: Source): boolean =>
      cell.values.some((value) => value !== undefined && parseNumber(value, plainFormat) !== undefined)
    const numbers = cells.filter(isNumber).slice(0, 8)
    for (const left of numbers)
      for (const right of numbers)
        for (const operator of ['+', '-', '*', '/'] as const) {
          if (left === right) continue
          this.#addCandidate({
            expression: { kind: 'arithmetic', operator, left: left.expression, right: right.expression },
            cost: left.cost + right.cost + 2,
            values: left.values.map((value, index) => {
              const other = right.values[index]
              return value === undefined || other === undefined ? undefined : calculateDecimal(operator, value, other)
            }),
          })
        }
  }

  #addPart(source: Source): void {
    const key = JSON.stringify(source.values)
    const existing = this.#parts.get(key)
    if (!existing || existing.cost > source.cost) this.#parts.set(key, source)
    this.#addCandidate(source)
  }

  #isWorthwhile(examples: ExampleSet, cost: number): boolean {
    return (
      examples !== 0 && (examples === this.#allExamples || countExamples(examples) > 1 || cost <= maxSingleExampleCost)
    )
  }

  /** Adds an expression as a candidate if outputs contain its values. */
  #addCandidate({ expression, cost, values }: Source): void {
    let matchingExamples = 0
    let isEmpty = true
    values.forEach((value, index) => {
      if (value === undefined || !this.#examples[index]!.output.includes(value)) return
      matchingExamples |= 1 << index
      if (value !== '') isEmpty = false
    })
    if (isEmpty || !this.#isWorthwhile(matchingExamples, cost)) return
    const key = JSON.stringify(values.map((value, index) => ((matchingExamples >> index) & 1 ? value : null)))
    const existing = this.#candidatesByValues.get(key)
    const candidate = { expression, cost, values, matchingExamples }
    if (!existing) {
      this.#candidatesByValues.set(key, [candidate])
      return
    }
    existing.push(candidate)
    existing.sort((a, b) => a.cost - b.cost)
    const sameKindCandidates = existing.filter((other) => other.expression.kind === expression.kind)
    if (sameKindCandidates.length > maxCandidatesPerKind)
      existing.splice(existing.indexOf(sameKindCandidates.at(-1)!), 1)
    else if (existing.length > maxAlternatives) existing.pop()
  }
}

const isColumn = (expression: TextExpression, index: number): boolean =>
  expression.kind === 'column' && expression.column === index
