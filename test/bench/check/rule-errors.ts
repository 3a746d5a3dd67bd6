import type { RandomNumbers } from './random-numbers.ts'

/** An error that adds columns which follow rules, with violations, to a public table. */
export interface RuleError {
  readonly name: string
  /** Returns the clean and dirty cells of the added columns; `undefined` if the table lacks the required columns. */
  make(
    table: { header: readonly string[]; rows: readonly (readonly string[])[] },
    random: RandomNumbers,
  ): { header: string[]; clean: string[][]; dirty: string[][] } | undefined
}

const digits = (random: RandomNumbers, count: number): string =>
  Array.from({ length: count }, () => String(Math.floor(10 * random.next()))).join('')

/** Replaces a random digit with a different digit. */
function replaceDigit(text: string, random: RandomNumbers): string {
  const positions = Array.from(text.matchAll(/\d/g), ({ index }) => index)
  const position = random.pick(positions)
  const digit = (Number(text[position]) + 1 + Math.floor(9 * random.next())) % 10
  return `${text.slice(0, position)}${digit}${text.slice(position + 1)}`
}

/** Creates an error that adds a column of generated codes, of which 2% to 12% have a wrong digit. */
const createCodeErrors = (name: string, code: (random: RandomNumbers) => string): RuleError => ({
  name: `wrong check digits of ${name}`,
  make({ rows }, random) {
    const rate = 0.02 + 0.1 * random.next()
    const clean = rows.map(() => [code(random)])
    return {
      header: [name],
      clean,
      dirty: clean.map(([cell = '']) => [random.chance(rate) ? replaceDigit(cell, random) : cell]),
    }
  },
})

const weightedSum = (text: string, weight: (index: number) => number): number =>
  [...text].reduce((sum, digit, index) => sum + Number(digit) * weight(index), 0)

function ean(random: RandomNumbers): string {
  const body = digits(random, 12)
  return `${body}${(10 - (weightedSum(body, (index) => (index % 2 === 0 ? 1 : 3)) % 10)) % 10}`
}

function issn(random: RandomNumbers): string {
  const body = digits(random, 7)
  const check = (11 - (weightedSum(body, (index) => 8 - index) % 11)) % 11
  return `${body.slice(0, 4)}-${body.slice(4)}${check === 10 ? 'X' : check}`
}

function card(random: RandomNumbers): string {
  const body = `4${digits(random, 14)}`
  const sum = [...body].reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text)
const isNumber = (text: string): boolean => /^\d+(?:\.\d+)?$/.test(text)
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

export const ruleErrors: readonly RuleError[] = [
  createCodeErrors('ean', ean),
  createCodeErrors('issn', issn),
  createCodeErrors('card', card),
  {
    name: 'weekdays of another date',
    make({ header, rows }, random) {
      const columnIndex = header.findIndex((_, column) => rows.every((row) => isDate(row[column] as string)))
      const day = (row: readonly string[]): string =>
        weekdays[new Date(`${row[columnIndex >= 0 ? columnIndex : 0]}T00:00:00Z`).getUTCDay()] as string
      if (columnIndex < 0) return undefined
      const clean = rows.map((row) => [day(row)])
      return {
        header: ['weekday'],
        clean,
        dirty: clean.map(([cell = '']) => [random.chance(0.04) ? random.pick(weekdays) : cell]),
      }
    },
  },
  {
    name: 'totals and products that do not add up',
    make({ header, rows }, random) {
      const columnIndex = header.findIndex(
        (_, column) =>
          rows.every((row) => isNumber(row[column] as string)) && new Set(rows.map((row) => row[column])).size > 30,
      )
      if (columnIndex < 0) return undefined
      const clean = rows.map((row) => {
        const price = Number(row[columnIndex])
        const [first, second, third] = [1, 2, 3].map(() => 1 + Math.floor(30 * random.next())) as [
          number,
          number,
          number,
        ]
        const amount = first + second + third
        return [first, second, third, amount, Number((price * amount).toFixed(2))].map(String)
      })
      const dirty = clean.map((cells) =>
        cells.map((cell) => (random.chance(0.02) ? String(Number(cell) + 1 + Math.floor(40 * random.next())) : cell)),
      )
      return { header: ['north', 'south', 'west', 'amount', 'value'], clean, dirty }
    },
  },
  {
    name: 'ages and percentages that are impossible',
    make({ rows }, random) {
      const clean = rows.map(() => [String(18 + Math.floor(60 * random.next())), (100 * random.next()).toFixed(1)])
      const wrong = [
        ['-4', '430', '218'],
        ['140.5', '-12.0', '999.9'],
      ] as const
      const dirty = clean.map((cells) =>
        cells.map((cell, columnIndex) =>
          random.chance(0.015) ? random.pick(wrong[columnIndex] as readonly string[]) : cell,
        ),
      )
      return { header: ['age', 'percent'], clean, dirty }
    },
  },
]

/** Swaps latitude and longitude in a share of the rows if the table has both. Modifies `dirty`. */
export function swapCoordinates(header: readonly string[], dirty: string[][], random: RandomNumbers): boolean {
  const latitude = header.findIndex((name) => /(?:^|[^a-z])lat/i.test(name))
  const longitude = header.findIndex((name) => /(?:^|[^a-z])(?:lon|lng)/i.test(name))
  if (latitude < 0 || longitude < 0) return false
  for (const row of dirty)
    if (random.chance(0.03)) [row[latitude], row[longitude]] = [row[longitude] as string, row[latitude] as string]
  return true
}
