import { inputFormats, outputParts, reformatDate } from './dates.ts'
import { countExamples, type Example, type ExampleSet } from './example.ts'
import { applyTo, calculate, changeCase, evaluate, parseNumber } from './evaluate.ts'
import { column, compilePattern, escapePattern, type CellNumber, type Expression, type LetterCase, type NumberFormat, type Position } from './expression.ts' // oxfmt-ignore
import { findCommonTexts } from './common-texts.ts'
import { findReplacements } from './replacements.ts'

/** An expression with the parts of the outputs that it can produce. */
export interface Candidate {
  readonly expression: Expression
  /** Complexity: the negative logarithm of a prior probability, in nats. */
  readonly cost: number
  /** The value for each example; `undefined` if the expression does not apply. */
  readonly values: readonly (string | undefined)[]
  /** The examples whose output contains the value. */
  readonly fits: ExampleSet
}

/** Classes of characters whose runs are matched, with their costs. */
export const tokenPatterns: readonly (readonly [pattern: string, cost: number])[] = [
  ['[0-9]+', 0],
  ['\\p{L}+', 0.4],
  ['[^ \\t\\r\\n]+', 0.3],
  ['[\\p{L}0-9]+', 0.6],
  ['\\p{Lu}+', 1],
  ['\\p{Ll}+', 1.2],
  ['\\p{Lu}\\p{Ll}+', 0.9],
  ['[0-9]+(?:[.,][0-9]+)+', 0.6],
  ['[0-9]+(?:[.][0-9]+)?', 0.5],
  ['\\p{L}*[0-9][\\p{L}0-9]*', 1.2],
]
const spacePattern = '[ \\t\\r\\n]+'

/** Classes of characters that can be removed. */
const removablePatterns = ['[^0-9]+', '[^\\p{L}]+', '[^\\p{L}0-9]+', '[^\\p{L}0-9 ]+', '[0-9]+', spacePattern, '[^0-9.]+', '\\p{L}+'] // oxfmt-ignore

const maxIndex = 4
const maxAlternatives = 3
const maxSources = 60
const maxPositions = 700
/** An expression that fits a single example must be simpler than this. */
const maxCostForOne = 6.5
const letterCases: readonly LetterCase[] = ['lower', 'upper', 'title', 'sentence']

const numberFormats: readonly NumberFormat[] = [
  { group: '', mark: '.' },
  { group: ',', mark: '.' },
  { group: '', mark: ',' },
  { group: '.', mark: ',' },
  { group: ' ', mark: ',' },
]

interface Source {
  readonly expression: Expression
  readonly cost: number
  readonly values: readonly (string | undefined)[]
}

const indexCost = (index: number): number => 0.7 * (Math.abs(index) - 1) + (index < 0 ? 0.25 : 0)
/** The longer of two runs of marks is more specific; words are less likely to be delimiters. */
const delimiterCost = (delimiter: string): number =>
  /[\p{L}0-9]/u.test(delimiter) ? 0.8 + 0.1 * delimiter.length : 0.3 - 0.05 * Math.min(3, delimiter.length)

/**
 * Enumerates expressions whose values are parts of the outputs, bottom-up: parts of cells by delimiter, character class
 * and position, then other forms of these parts. Expressions with equal values are observationally equivalent; of each
 * class only the simplest are kept (as in A. Udupa et al., "TRANSIT: Specifying protocols with concolic snippets", 2013;
 * positions as in S. Gulwani, "Automating string processing in spreadsheets using input-output examples", 2011).
 */
export function enumerateCandidates(examples: readonly Example[]): Candidate[] {
  return new Enumeration(examples).run()
}

class Enumeration {
  readonly #examples: readonly Example[]
  readonly #columns: number
  readonly #everyExample: ExampleSet
  readonly #byValues = new Map<string, Candidate[]>()
  /** Parts of cells to which forms are applied. */
  readonly #parts = new Map<string, Source>()
  /** Columns whose cells are integers, which can be indexes. */
  readonly #indexColumns: readonly number[]

  constructor(examples: readonly Example[]) {
    this.#examples = examples
    this.#everyExample = 2 ** examples.length - 1
    this.#columns = examples[0]?.row.length ?? 0
    this.#indexColumns = Array.from({ length: this.#columns }, (_, index) => index).filter(
      (index) => this.#columns > 1 && examples.every(({ row }) => /^[0-9]{1,4}$/.test(row[index] ?? '')),
    )
  }

  run(): Candidate[] {
    const cells: Source[] = []
    for (let index = 0; index < this.#columns; index++) {
      const values = this.#examples.map(({ row }) => row[index])
      if (values.every((value) => value === undefined)) continue
      cells.push({ expression: column(index), cost: index === 0 ? 0.5 : 0.8, values })
    }
    for (const cell of cells) this.#addCell(cell)
    for (const part of [...this.#parts.values()]) this.#addForms(part)
    this.#addCalculations(cells)
    return [...this.#byValues.values()].flat()
  }

  #addCell(cell: Source): void {
    const texts = cell.values.filter((value) => value !== undefined)
    const delimiters = findCommonTexts(texts)
    this.#addPart(cell)
    const sources = this.#splitSource(cell, delimiters)
    for (const collapse of [false, true]) {
      const trimmed = this.#derive(cell, { kind: 'trim', text: cell.expression, collapse }, collapse ? 1.2 : 1)
      if (trimmed.values.some((value, index) => value !== cell.values[index])) {
        this.#addPart(trimmed)
        sources.push(trimmed)
      }
    }
    this.#matchTokens(cell, delimiters)
    this.#addSlices(cell, delimiters)
    const seen = new Set([JSON.stringify(cell.values)])
    for (const source of sources.toSorted((a, b) => a.cost - b.cost)) {
      const key = JSON.stringify(source.values)
      if (seen.has(key) || seen.size > maxSources) continue
      seen.add(key)
      this.#splitSource(source, delimiters)
      this.#matchTokens(source, [])
      this.#addShortSlices(source)
    }
    this.#addReplacements(cell, delimiters)
    this.#addRejoined(cell, delimiters)
    this.#addCounts(cell, delimiters)
  }

  #derive(source: Source, expression: Extract<Expression, { text: Expression }>, cost: number): Source {
    const values = source.values.map((value, index) =>
      value === undefined ? undefined : applyTo(value, expression, this.#examples[index]!.row),
    )
    return { expression, cost: source.cost + cost, values }
  }

  /** Adds the parts around and between delimiters. Returns them. */
  #splitSource(source: Source, delimiters: readonly string[]): Source[] {
    const parts: Source[] = []
    const { expression: text, values } = source
    for (const delimiter of delimiters) {
      const counts = values.map((value) => (value === undefined ? 0 : value.split(delimiter).length))
      const maxCount = Math.max(...counts)
      if (maxCount < 2) continue
      const cost = 1.6 + delimiterCost(delimiter)
      for (const kind of ['before', 'after'] as const)
        for (const occurrence of ['first', 'last'] as const) {
          if (occurrence === 'last' && maxCount < 3) continue
          const extra = occurrence === 'first' ? 0 : 0.3
          parts.push(this.#derive(source, { kind, text, delimiter, occurrence }, cost + extra))
        }
      const indexes = listIndexes(maxCount).filter((index) => !(maxCount === 2 && Math.abs(index) === 1) || index === 1)
      for (const index of indexes)
        parts.push(this.#derive(source, { kind: 'split', text, delimiter, index }, cost + 0.1 + indexCost(index)))
      for (const index of this.#cellNumbers())
        parts.push(this.#derive(source, { kind: 'split', text, delimiter, index }, cost + 1))
    }
    parts.forEach((part) => this.#addPart(part))
    return parts
  }

  #cellNumbers(): CellNumber[] {
    return this.#indexColumns.flatMap((index): CellNumber[] => [
      { column: index, add: 0, sign: 1 },
      { column: index, add: 0, sign: -1 },
    ])
  }

  #matchTokens(source: Source, delimiters: readonly string[]): void {
    const { expression: text, values } = source
    const patterns: (readonly [string, number])[] = [...tokenPatterns]
    // A word that starts with a certain character, such as a hashtag.
    for (const delimiter of delimiters)
      if (delimiter.length === 1 && !/[\p{L}0-9\s]/u.test(delimiter)) {
        patterns.push([`${escapePattern(delimiter)}[^ \\t\\r\\n]+`, 1.3])
        patterns.push([`${escapePattern(delimiter)}[\\p{L}0-9]+`, 1.4])
      }
    for (const [pattern, tokenCost] of patterns) {
      const matches = values.map((value) => (value === undefined ? [] : (value.match(compilePattern(pattern)) ?? [])))
      const maxCount = Math.max(...matches.map((items) => items.length))
      const indexes: CellNumber[] = [...listIndexes(maxCount), ...this.#cellNumbers()]
      for (const index of indexes) {
        const cost = 1.8 + tokenCost + (typeof index === 'number' ? indexCost(index) : 1)
        this.#addPart(this.#derive(source, { kind: 'match', text, pattern, index }, cost))
      }
    }
  }

  /** Adds the texts between any two positions of a cell. */
  #addSlices(source: Source, delimiters: readonly string[]): void {
    const { values } = source
    const positions = this.#findPositions(values, delimiters)
    const reach = values.map((value, index) => measureReach(value ?? '', this.#examples[index]!.output))
    const foldedReach = values.map((value, index) =>
      measureReach((value ?? '').toLowerCase(), this.#examples[index]!.output.toLowerCase()),
    )
    for (const from of positions)
      for (const to of positions) {
        let fits = 0
        let foldedFits = 0
        for (let index = 0; index < values.length; index++) {
          const [start, end] = [from.places[index]!, to.places[index]!]
          if (start < 0 || end <= start) continue
          if (end - start <= reach[index]![start]!) fits |= 1 << index
          if (end - start <= foldedReach[index]![start]!) foldedFits |= 1 << index
        }
        const cost = source.cost + 2.6 + from.cost + to.cost
        if (!this.#isWorthwhile(foldedFits, cost)) continue
        const slice: Source = {
          expression: { kind: 'slice', text: source.expression, from: from.position, to: to.position },
          cost,
          values: values.map((value, index) => {
            const [start, end] = [from.places[index]!, to.places[index]!]
            return value === undefined || start < 0 || end < start ? undefined : value.slice(start, end)
          }),
        }
        this.#add(slice)
        if (fits !== foldedFits) this.#addCases(slice)
      }
  }

  #findPositions(
    values: readonly (string | undefined)[],
    delimiters: readonly string[],
  ): { position: Position; cost: number; places: readonly number[] }[] {
    const found = new Map<string, { position: Position; cost: number; places: readonly number[] }>()
    const add = (position: Position, cost: number, places: readonly number[]): void => {
      const key = places.join(' ')
      const existing = found.get(key)
      if (existing && existing.cost <= cost) return
      if (places.some((place) => place >= 0)) found.set(key, { position, cost, places })
    }
    const rows = this.#examples.map(({ row }) => row)
    const place = (locate: (value: string, index: number) => number | undefined): number[] =>
      values.map((value, index) => {
        const offset = value === undefined ? undefined : locate(value, index)
        return offset === undefined || offset < 0 || offset > (value?.length ?? 0) ? -1 : offset
      })
    add({ kind: 'end' }, 0.2, place((value) => value.length)) // oxfmt-ignore
    for (let offset = 0; offset <= 12; offset++) {
      add({ kind: 'offset', offset }, 0.2 + (offset === 0 ? 0 : 0.4 + 0.15 * offset), place(() => offset))
      if (offset > 0)
        add({ kind: 'offset', offset: -offset }, 0.7 + 0.15 * offset, place((value) => value.length - offset)) // oxfmt-ignore
    }
    for (const index of this.#indexColumns)
      for (const add_ of [0, -1]) {
        const read = (row: number): number => Number(rows[row]![index]) + add_
        add({ kind: 'offset', offset: { column: index, add: add_, sign: 1 } }, 1.2, place((_, row) => read(row))) // oxfmt-ignore
        add({ kind: 'offset', offset: { column: index, add: add_, sign: -1 } }, 1.5, place((value, row) => value.length - read(row))) // oxfmt-ignore
      }
    const patterns: (readonly [string, number])[] = [
      ...tokenPatterns,
      [spacePattern, 0.4],
      ...delimiters.map((delimiter): [string, number] => [escapePattern(delimiter), delimiterCost(delimiter)]),
    ]
    for (const [pattern, cost] of patterns) {
      const matches = values.map((value) => (value === undefined ? [] : [...value.matchAll(compilePattern(pattern))]))
      for (const index of listIndexes(Math.max(...matches.map((items) => items.length))))
        for (const side of ['start', 'end'] as const)
          add(
            { kind: 'edge', pattern, index, side },
            0.5 + cost + indexCost(index),
            matches.map((items) => {
              const match = items.at(index > 0 ? index - 1 : index)
              return match ? match.index + (side === 'end' ? match[0].length : 0) : -1
            }),
          )
    }
    return [...found.values()].toSorted((a, b) => a.cost - b.cost).slice(0, maxPositions)
  }

  /** Adds the first and last characters of a part. */
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
        this.#add(slice)
        this.#addCases(slice)
      }
    }
  }

  #addCases(source: Source, forms: readonly LetterCase[] = letterCases): void {
    for (const form of forms) {
      const values = source.values.map((value) => (value === undefined ? undefined : changeCase(value, form)))
      if (values.every((value, index) => value === source.values[index])) continue
      const cost = source.cost + (form === 'sentence' ? 1.1 : 0.8)
      this.#add({ expression: { kind: 'case', text: source.expression, form }, cost, values })
    }
  }

  /** Adds other forms of a part: letter case, numbers, dates, and without certain characters. */
  #addForms(source: Source): void {
    const { expression: text, values } = source
    this.#addCases(source)
    if (values.some((value) => value !== undefined && /[0-9]/.test(value))) {
      this.#addPadded(source)
      this.#addNumbers(source)
    }
    this.#addDates(source)
    if (values.some((value) => value !== undefined && /[^\p{L}]/u.test(value)))
      for (const pattern of removablePatterns)
        this.#add(this.#derive(source, { kind: 'replace-pattern', text, pattern, by: '' }, 1.8))
    this.#add(this.#derive(source, { kind: 'trim', text, collapse: false }, 0.6))
  }

  #addPadded(source: Source): void {
    if (!source.values.some((value) => value !== undefined && /^[0-9]+$/.test(value))) return
    const widths = new Set(this.#examples.flatMap(({ output }) => (output.match(/[0-9]+/g) ?? []).map((digits) => digits.length))) // oxfmt-ignore
    for (const width of widths)
      this.#add(this.#derive(source, { kind: 'pad', text: source.expression, width, fill: '0' }, 1.5))
  }

  /** Adds a number in other formats, scaled and shifted: both from the pairs of numbers that the examples have. */
  #addNumbers(source: Source): void {
    const outputs = this.#examples.map(({ output }) => output)
    for (const from of numberFormats) {
      const numbers = source.values.map((value) => (value === undefined ? undefined : parseNumber(value, from)))
      if (numbers.every((value) => value === undefined)) continue
      const isUnusual = from.group !== '' || from.mark === ','
      if (isUnusual && source.values.every((value) => value === undefined || !value.includes(from.group === '' ? ',' : from.group) && !value.includes(from.mark))) continue // oxfmt-ignore
      for (const base of numberFormats) {
        const wanted = outputs.map((output) => parseNumber(output.replace(/^[^-0-9]+|[^0-9]+$/g, ''), base))
        const changes: [scale: number, offset: number, cost: number][] = [[1, 0, 0]]
        const ratio = findConstant(numbers, wanted, (a, b) => b / a)
        if (ratio !== undefined && ratio !== 1 && ratio !== 0) changes.push([ratio, 0, 1.5])
        const difference = findConstant(numbers, wanted, (a, b) => b - a)
        if (difference !== undefined && difference !== 0) changes.push([1, difference, 2])
        const fractions = outputs.map((output) => base.mark === '.' ? /\.([0-9]+)[^0-9]*$/.exec(output)?.[1]?.length ?? 0 : /,([0-9]+)[^0-9]*$/.exec(output)?.[1]?.length ?? 0) // oxfmt-ignore
        const decimals = fractions.every((length) => length === fractions[0]) ? fractions[0]! : undefined
        const formats: [NumberFormat, number][] = [[base, 0.5]]
        if (decimals !== undefined) formats.push([{ ...base, decimals }, 0.9])
        for (const [scale, offset, extra] of changes)
          for (const [to, formatCost] of formats) {
            const cost = 1.2 + extra + formatCost + (isUnusual ? 0.5 : 0) + (base.group === '' ? 0 : 0.4)
            this.#add(
              this.#derive(source, { kind: 'number', text: source.expression, from, to, scale, offset }, cost),
            )
          }
      }
    }
  }

  #addDates(source: Source): void {
    const { expression: text, values } = source
    const present = values.filter((value) => value !== undefined)
    if (!present.some((value) => /[0-9]/.test(value) && value.length >= 4 && value.length <= 30)) return
    for (const [rank, from] of inputFormats.entries()) {
      if (!present.some((value) => reformatDate(value, from, '%Y') !== undefined)) continue
      for (const to of outputParts)
        this.#add(this.#derive(source, { kind: 'date', text, from, to }, 2.2 + 0.02 * rank))
    }
  }

  #addReplacements(cell: Source, delimiters: readonly string[]): void {
    const { expression: text, values } = cell
    for (const replacement of findReplacements(values, this.#examples)) {
      let expression: Expression = text
      let cost = cell.cost
      for (const [search, by] of replacement) {
        expression = { kind: 'replace', text: expression, search: { kind: 'constant', value: search }, by }
        cost += 1.8 + 0.25 * (search.length + by.length)
      }
      this.#add({ expression, cost, values: this.#examples.map(({ row }) => evaluate(expression, row)) })
    }
    const marks = new Set(this.#examples.flatMap(({ output }) => output.match(/[^\p{L}0-9]/gu) ?? []))
    for (const by of marks)
      for (const pattern of [spacePattern, '[^\\p{L}0-9]+'])
        this.#add(this.#derive(cell, { kind: 'replace-pattern', text, pattern, by }, 2.4))
    for (const delimiter of delimiters)
      for (const by of ['', ...marks])
        if (by !== delimiter)
          this.#add(
            this.#derive(
              cell,
              { kind: 'replace', text, search: { kind: 'constant', value: delimiter }, by },
              1.6 + delimiterCost(delimiter) + (by === '' ? 0 : 0.5),
            ),
          )
    for (let index = 0; index < this.#columns; index++)
      if (JSON.stringify(column(index)) !== JSON.stringify(text))
        this.#add(this.#derive(cell, { kind: 'replace', text, search: column(index), by: '' }, 2.2))
  }

  /** Adds the parts of a cell in other forms, in the same or the reverse order, with other delimiters. */
  #addRejoined(cell: Source, delimiters: readonly string[]): void {
    const { expression: text } = cell
    const joiners = new Set([
      '',
      ...this.#examples.flatMap(({ output }) => output.match(/[^\p{L}0-9]+/gu) ?? []).filter((mark) => mark.length <= 3),
    ])
    for (const delimiter of delimiters) {
      if (delimiter.length > 3) continue
      for (const form of ['same', 'initial', 'sentence'] as const)
        for (const isReversed of [false, true])
          for (const by of joiners) {
            const cost = 2.6 + delimiterCost(delimiter) + (form === 'same' ? 0 : 0.6) + (isReversed ? 0.8 : 0) + (by === '' ? 0 : 0.3) // oxfmt-ignore
            const part = this.#derive(cell, { kind: 'rejoin', text, delimiter, form, isReversed, by }, cost)
            this.#add(part)
            // DuckDB's statements here may not nest lambda functions, which title case needs, too.
            if (form === 'initial') this.#addCases(part, ['lower', 'upper'])
          }
    }
  }

  #addCounts(cell: Source, delimiters: readonly string[]): void {
    const { expression: text } = cell
    if (!this.#examples.some(({ output }) => /[0-9]/.test(output))) return
    this.#add(this.#derive(cell, { kind: 'length', text }, 2))
    const patterns: (readonly [string, number])[] = [
      ...tokenPatterns,
      ['[0-9]', 0.8],
      ['\\p{L}', 0.8],
      [spacePattern, 0.6],
    ]
    for (const [pattern, cost] of patterns)
      this.#add(this.#derive(cell, { kind: 'count-matches', text, pattern }, 2.2 + cost))
    for (const delimiter of delimiters) {
      const search: Expression = { kind: 'constant', value: delimiter }
      const count = this.#derive(cell, { kind: 'count', text, search }, 2.4 + delimiterCost(delimiter))
      this.#add(count)
      const one: Expression = { kind: 'constant', value: '1' }
      this.#add({
        expression: { kind: 'arithmetic', operator: '+', left: count.expression, right: one },
        cost: count.cost + 0.8,
        values: count.values.map((value) => (value === undefined ? undefined : calculate('+', value, '1'))),
      })
    }
    for (let index = 0; index < this.#columns; index++)
      if (JSON.stringify(column(index)) !== JSON.stringify(text)) {
        const search = column(index)
        this.#add(this.#derive(cell, { kind: 'count', text, search }, 2.8))
      }
  }

  /** Adds sums, differences, products and quotients of two cells. */
  #addCalculations(cells: readonly Source[]): void {
    if (!this.#examples.every(({ output }) => /[0-9]/.test(output))) return
    const isNumber = (cell: Source): boolean => cell.values.some((value) => value !== undefined && parseNumber(value, numberFormats[0]!) !== undefined) // oxfmt-ignore
    const numbers = cells.filter(isNumber).slice(0, 8)
    for (const left of numbers)
      for (const right of numbers)
        for (const operator of ['+', '-', '*', '/'] as const) {
          if (left === right) continue
          this.#add({
            expression: { kind: 'arithmetic', operator, left: left.expression, right: right.expression },
            cost: left.cost + right.cost + 2,
            values: left.values.map((value, index) => {
              const other = right.values[index]
              return value === undefined || other === undefined ? undefined : calculate(operator, value, other)
            }),
          })
        }
  }

  #addPart(source: Source): void {
    const key = JSON.stringify(source.values)
    const existing = this.#parts.get(key)
    if (!existing || existing.cost > source.cost) this.#parts.set(key, source)
    this.#add(source)
  }

  #isWorthwhile(fits: ExampleSet, cost: number): boolean {
    return fits !== 0 && (fits === this.#everyExample || countExamples(fits) > 1 || cost <= maxCostForOne)
  }

  /** Keeps an expression if its values are parts of outputs. */
  #add({ expression, cost, values }: Source): void {
    let fits = 0
    let isEmpty = true
    values.forEach((value, index) => {
      if (value === undefined || !this.#examples[index]!.output.includes(value)) return
      fits |= 1 << index
      if (value !== '') isEmpty = false
    })
    if (isEmpty || !this.#isWorthwhile(fits, cost)) return
    const key = JSON.stringify(values.map((value, index) => ((fits >> index) & 1 ? value : null)))
    const existing = this.#byValues.get(key)
    const candidate = { expression, cost, values, fits }
    if (!existing) {
      this.#byValues.set(key, [candidate])
      return
    }
    existing.push(candidate)
    existing.sort((a, b) => a.cost - b.cost)
    if (existing.length > maxAlternatives) existing.pop()
  }
}

/** Lists the indexes of items from the start and from the end. */
function listIndexes(count: number): number[] {
  const indexes: number[] = []
  for (let index = 1; index <= Math.min(count, maxIndex); index++) indexes.push(index, -index)
  return indexes
}

/** For each position of a text, the length of the longest text from there that occurs in the output. */
function measureReach(text: string, output: string): number[] {
  const reach: number[] = Array.from({ length: text.length + 1 }, () => 0)
  /** Lengths of the common texts from the next position and each position of the output. */
  let next: number[] = Array.from({ length: output.length + 1 }, () => 0)
  for (let start = text.length - 1; start >= 0; start--) {
    const lengths: number[] = Array.from({ length: output.length + 1 }, () => 0)
    for (let place = output.length - 1; place >= 0; place--)
      if (text[start] === output[place]) {
        lengths[place] = next[place + 1]! + 1
        if (lengths[place]! > reach[start]!) reach[start] = lengths[place]!
      }
    next = lengths
  }
  return reach
}

/** Returns the relation of all pairs of numbers if it is the same in at least two different pairs. */
function findConstant(
  numbers: readonly (number | undefined)[],
  wanted: readonly (number | undefined)[],
  relate: (a: number, b: number) => number,
): number | undefined {
  const results: number[] = []
  const inputs = new Set<number>()
  numbers.forEach((value, index) => {
    const result = wanted[index]
    if (value === undefined || result === undefined || value === 0) return
    results.push(Number(relate(value, result).toPrecision(10)))
    inputs.add(value)
  })
  const [first] = results
  if (first === undefined || !Number.isFinite(first) || inputs.size < 2) return undefined
  return results.every((result) => Math.abs(result - first) <= 1e-9 * Math.abs(first)) ? first : undefined
}
