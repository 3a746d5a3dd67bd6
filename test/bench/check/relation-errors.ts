import type { RandomNumbers } from './random-numbers.ts'

/** A table and its dirty copy. Columns with errors between them are added to both. */
export interface DirtyCopy {
  readonly header: string[]
  readonly clean: string[][]
  readonly dirty: string[][]
}

/** An error that only the other columns of a row reveal. */
export interface RelationError {
  readonly name: string
  /** Adds columns to a copy or changes its dirty cells. Returns false if the table lacks the required columns. */
  inject(copy: DirtyCopy, random: RandomNumbers): boolean
}

const integer = (random: RandomNumbers, min: number, max: number): number =>
  min + Math.floor((max - min + 1) * random.next())
/** Returns an approximately normally distributed number with mean 0 and variance 1. */
const normal = (random: RandomNumbers): number =>
  Array.from({ length: 12 }, () => random.next()).reduce((sum, number) => sum + number, -6)
const padToTwo = (number: number): string => String(number).padStart(2, '0')
const day = 86_400_000
const formatDay = (time: number): string => new Date(time).toISOString().slice(0, 10)
const isNumber = (text: string): boolean => /^-?\d+(?:\.\d+)?$/.test(text)

/** Adds columns whose cells are generated row by row. */
function addColumns(
  { header, clean, dirty }: DirtyCopy,
  names: readonly string[],
  makeRow: (row: number) => readonly string[],
): void {
  header.push(...names)
  clean.forEach((cells, row) => {
    const added = makeRow(row)
    cells.push(...added)
    ;(dirty[row] as string[]).push(...added)
  })
}

/** Changes the added columns in a share of the rows. `change` receives only the cells of these columns. */
function changeRows(
  { dirty }: DirtyCopy,
  count: number,
  rate: number,
  random: RandomNumbers,
  change: (cells: string[], row: number) => readonly string[],
): void {
  dirty.forEach((cells, row) => {
    if (!random.chance(rate)) return
    const first = cells.length - count
    cells.splice(first, count, ...change(cells.slice(first), row))
  })
}

/** Returns a rate from 1% to 6%. */
const randomRate = (random: RandomNumbers): number => 0.01 + 0.05 * random.next()

/** In some rows, replaces a random cell with the corresponding cell of another row. */
function exchangeCells(copy: DirtyCopy, count: number, random: RandomNumbers): void {
  changeRows(copy, count, randomRate(random), random, (cells) => {
    const column = integer(random, 0, count - 1)
    const other = random.pick(copy.clean)
    return cells.with(column, other[other.length - count + column] as string)
  })
}

function addTypo(text: string, random: RandomNumbers): string {
  const position = integer(random, 1, Math.max(1, text.length - 2))
  return random.pick([
    text.slice(0, position) + text.slice(position + 1),
    text.slice(0, position) + random.pick([...'aeiounrst']) + text.slice(position),
    text.slice(0, position) + random.pick([...'xqzk']) + text.slice(position + 1),
  ])
}

/** Returns a random column that contains 15 to 250 distinct, repeated words; `undefined` if there is none. */
const findNames = ({ header, clean }: DirtyCopy, random: RandomNumbers): number | undefined => {
  const columns = header.flatMap((_, column) => {
    const cells = clean.map((row) => row[column] as string)
    const distinct = new Set(cells).size
    const isName = cells.every((cell) => cell.length >= 4 && cell.length < 40 && /\p{L}{3}/u.test(cell))
    return isName && distinct >= 15 && distinct <= 250 && distinct * 5 <= cells.length ? [column] : []
  })
  return columns.length > 0 ? random.pick(columns) : undefined
}

const syllables = 'ba ce di fo gu la me ni po ru sa te vi zo ka le mi no pu ra'.split(' ')
const makeName = (random: RandomNumbers): string => {
  const name = Array.from({ length: integer(random, 2, 3) }, () => random.pick(syllables)).join('')
  return name.slice(0, 1).toUpperCase() + name.slice(1)
}
const makeNames = (random: RandomNumbers, count: number): string[] => [
  ...new Set(Array.from({ length: count }, () => makeName(random))),
]

const conversions = [
  ['weight_kg', 2.204_62, 0, 70, 0.22, 1],
  ['area', 10.7639, 0, 85, 0.35, 0],
  ['distance', 1.609_344, 0, 40, 0.12, 1],
  ['height', 0.393_701, 0, 170, 0.07, 1],
  ['temperature', 1.8, 32, 14, 0.35, 1],
  ['volume', 1000, 0, 4, 0.5, 2],
] as const

export const relationErrors: readonly RelationError[] = [
  {
    name: 'codes that contradict names with typos',
    inject(copy, random) {
      const column = findNames(copy, random)
      if (column === undefined) return false
      const names = [...new Set(copy.clean.map((row) => row[column] as string))]
      const codes = new Map(
        names.map((name) => [name, `${'KLMNP'[integer(random, 0, 4)]}${integer(random, 100, 999)}`]),
      )
      addColumns(copy, ['ref'], (row) => [codes.get(copy.clean[row]?.[column] ?? '') as string])
      for (const cells of copy.dirty) {
        if (random.chance(0.03)) cells[cells.length - 1] = random.pick([...codes.values()])
        else if (random.chance(0.04)) cells[column] = addTypo(cells[column] as string, random)
        else if (random.chance(0.02)) cells[column] = random.pick(names)
      }
      return true
    },
  },
  {
    name: 'taxes, shares and means that do not add up',
    inject(copy, random) {
      const rates = [7, 19]
      addColumns(copy, ['net', 'rate', 'tax', 'gross'], () => {
        const net = integer(random, 500, 90_000)
        const rate = random.pick(rates)
        const tax = Math.round((net * rate) / 100)
        return [(net / 100).toFixed(2), String(rate), (tax / 100).toFixed(2), ((net + tax) / 100).toFixed(2)]
      })
      exchangeCells(copy, 4, random)
      addColumns(copy, ['votes', 'ballots', 'turnout'], () => {
        const ballots = integer(random, 200, 9000)
        const votes = integer(random, 50, ballots)
        return [String(votes), String(ballots), ((100 * votes) / ballots).toFixed(1)]
      })
      exchangeCells(copy, 3, random)
      addColumns(copy, ['first', 'second', 'third', 'mean'], () => {
        const parts = [1, 2, 3].map(() => integer(random, 10, 99))
        return [...parts.map(String), (parts.reduce((sum, part) => sum + part, 0) / 3).toFixed(2)]
      })
      exchangeCells(copy, 4, random)
      return true
    },
  },
  {
    name: 'another unit in the rows of one source',
    inject(copy, random) {
      const [name, factor, offset, center, spread, decimals] = random.pick(conversions)
      const sources = makeNames(random, integer(random, 5, 9))
      addColumns(copy, ['source', name], () => [
        random.pick(sources),
        (offset > 0 ? center * (1 + spread * normal(random)) : center * Math.exp(spread * normal(random))).toFixed(
          decimals,
        ),
      ])
      const wrong = random.pick(sources)
      const share = random.chance(0.5) ? 1 : 0.5
      for (const cells of copy.dirty)
        if (cells.at(-2) === wrong && random.chance(share))
          cells[cells.length - 1] = (Number(cells.at(-1)) * factor + offset).toFixed(decimals)
      return true
    },
  },
  {
    name: 'another unit that a related column reveals',
    inject(copy, random) {
      const [name, factor, offset, center, , decimals] = random.pick(conversions.filter(([, , shift]) => shift === 0))
      addColumns(copy, [name, 'amount'], () => {
        const value = center * Math.exp(0.9 * normal(random))
        return [value.toFixed(decimals), (37 * value * Math.exp(0.08 * normal(random))).toFixed(0)]
      })
      const rate = 0.02 + 0.08 * random.next()
      for (const cells of copy.dirty)
        if (random.chance(rate)) cells[cells.length - 2] = (Number(cells.at(-2)) * factor + offset).toFixed(decimals)
      return true
    },
  },
  {
    name: 'rows shifted by one column',
    inject({ header, dirty }, random) {
      if (header.length < 6) return false
      const isLeft = random.chance(0.5)
      const start = integer(random, 0, header.length - 5)
      for (const cells of dirty) {
        if (!random.chance(0.025)) continue
        if (isLeft) cells.push(...cells.splice(start, 1).map(() => ''))
        else cells.splice(start, cells.length - start, '', ...cells.slice(start, -1))
      }
      return true
    },
  },
  {
    name: 'values of two columns that are swapped',
    inject({ header, clean, dirty }, random) {
      const describe = (column: number): { column: number; isText: boolean; low: number; high: number } | undefined => {
        const cells = clean.map((row) => row[column] as string)
        const filled = cells.filter((cell) => cell !== '')
        const distinct = new Set(filled).size
        if (filled.length < 0.9 * cells.length || distinct < 3) return undefined
        if (filled.every(isNumber)) {
          const sorted = filled.map(Number).toSorted((a, b) => a - b)
          const quantile = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] as number
          return { column, isText: false, low: quantile(0.02), high: quantile(0.98) }
        }
        return distinct * 3 <= filled.length && filled.every((cell) => /^\P{N}+$/u.test(cell))
          ? { column, isText: true, low: 0, high: 0 }
          : undefined
      }
      const described = header.flatMap((_, column) => describe(column) ?? [])
      const pairs = described.flatMap((first, index) =>
        described.slice(index + 1).flatMap((second) => {
          const isPair = first.isText
            ? second.isText
            : !second.isText && (first.high < second.low || second.high < first.low)
          return isPair ? [[first.column, second.column] as const] : []
        }),
      )
      if (pairs.length === 0) return false
      const [first, second] = random.pick(pairs)
      const rate = 0.01 + 0.04 * random.next()
      for (const cells of dirty)
        if (random.chance(rate)) [cells[first], cells[second]] = [cells[second] as string, cells[first] as string]
      return true
    },
  },
  {
    name: 'names, addresses and domains that contradict their parts',
    inject(copy, random) {
      const [given, family, hosts] = [makeNames(random, 60), makeNames(random, 300), makeNames(random, 400)]
      addColumns(copy, ['given', 'family', 'person', 'mail', 'host'], () => {
        const [first, last, host] = [random.pick(given), random.pick(family), `${random.pick(hosts).toLowerCase()}.org`]
        return [first, last, `${first} ${last}`, `${first.slice(0, 1)}.${last}@${host}`.toLowerCase(), host]
      })
      const rate = randomRate(random)
      for (const cells of copy.dirty) {
        const start = cells.length - 5
        const [isSwapped, isExchanged] = [random.chance(rate), random.chance(rate)]
        if (isSwapped) [cells[start], cells[start + 1]] = [cells[start + 1] as string, cells[start] as string]
        else if (isExchanged) {
          const column = start + integer(random, 2, 4)
          cells[column] = random.pick(copy.clean)[column] as string
        }
      }
      return true
    },
  },
  {
    name: 'times in the wrong order',
    inject(copy, random) {
      const names = random.pick([
        ['admitted', 'discharged'],
        ['signup', 'cancellation'],
        ['hired', 'left'],
        ['published', 'withdrawn'],
      ] as const)
      addColumns(copy, names, () => {
        const start = Date.UTC(2005, 0, 1) + day * integer(random, 0, 6000)
        return [formatDay(start), formatDay(start + day * integer(random, 1, 200))]
      })
      changeRows(copy, 2, randomRate(random), random, (cells) => cells.toReversed())
      addColumns(copy, ['opening', 'closing'], () => {
        const start = integer(random, 6 * 4, 12 * 4)
        const end = start + integer(random, 4, 40)
        return [start, end].map((quarters) => `${padToTwo(Math.floor(quarters / 4))}:${padToTwo(15 * (quarters % 4))}`)
      })
      changeRows(copy, 2, randomRate(random), random, (cells) => cells.toReversed())
      return true
    },
  },
  {
    name: 'derived columns that contradict their source',
    inject(copy, random) {
      addColumns(copy, ['birth', 'age', 'cohort'], () => {
        const birth = Date.UTC(1940, 0, 1) + day * integer(random, 0, 24_000)
        const date = new Date(birth)
        const hadBirthday = date.getUTCMonth() < 5 || (date.getUTCMonth() === 5 && date.getUTCDate() <= 15)
        const year = date.getUTCFullYear()
        return [formatDay(birth), String(2024 - year - (hadBirthday ? 0 : 1)), String(year)]
      })
      exchangeCells(copy, 3, random)
      addColumns(copy, ['length_cm', 'length_in'], () => {
        const length = 20 + 300 * random.next()
        return [length.toFixed(1), (Number(length.toFixed(1)) / 2.54).toFixed(1)]
      })
      exchangeCells(copy, 2, random)
      addColumns(copy, ['celsius', 'fahrenheit'], () => {
        const celsius = (12 + 9 * normal(random)).toFixed(1)
        return [celsius, (1.8 * Number(celsius) + 32).toFixed(1)]
      })
      exchangeCells(copy, 2, random)
      return true
    },
  },
]
