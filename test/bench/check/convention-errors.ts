import type { RandomNumbers } from './random-numbers.ts'
import { columnErrors, type ColumnError } from './systematic-errors.ts'

const withoutEmpty = (cells: readonly string[]): string[] => cells.filter((cell) => cell !== '')
const share = (cells: readonly string[], test: (cell: string) => boolean): number => {
  const filled = withoutEmpty(cells)
  return filled.length === 0 ? 0 : filled.filter(test).length / filled.length
}
const countDistinct = (cells: readonly string[]): number => new Set(cells).size

/** Returns a rate from 5% to 85%, so that the wrong form can be the most frequent one. */
const randomRate = (random: RandomNumbers): number => 0.05 + 0.8 * random.next()

function changeSome(
  cells: readonly string[],
  random: RandomNumbers,
  change: (cell: string) => string,
  rate = randomRate(random),
): { clean: string[]; dirty: string[] } | undefined {
  const dirty = cells.map((cell) => (cell !== '' && random.chance(rate) ? change(cell) : cell))
  return dirty.filter((cell, index) => cell !== cells[index]).length < 5 ? undefined : { clean: [...cells], dirty }
}

/** Reverses an error: the changed form is the correct one, and 60% of the cells have the original form. */
const reverse = (error: ColumnError): ColumnError => ({
  name: `${error.name}, reversed`,
  make(cells, random) {
    const changed = error.make(cells, random)
    if (!changed || changed.clean.some((cell, index) => cell !== cells[index])) return undefined
    // The form of the changed cells is correct everywhere, including in cells that have the original form.
    const forms = new Map<string, string>()
    changed.dirty.forEach((cell, index) => {
      if (cell !== cells[index]) forms.set(cells[index] as string, cell)
    })
    const clean = cells.map((cell) => forms.get(cell) ?? cell)
    const dirty = clean.map((cell, index) => (random.chance(0.6) ? (cells[index] as string) : cell))
    return { clean, dirty }
  },
})

const isWord = (cell: string): boolean => /\p{L}{3}/u.test(cell)
const isNumber = (cell: string): boolean => /^-?\d+(?:\.\d+)?$/.test(cell)
const abbreviate = (cell: string): string => cell.replace(/(\p{L})\p{L}{3,}/gu, '$1.')

/** Errors that only an expert on the data recognizes, because the correct convention is not the most frequent one. */
export const conventionErrors: readonly ColumnError[] = [
  ...columnErrors,
  ...columnErrors.map(reverse),
  {
    name: 'abbreviated words',
    make: (cells, random) =>
      share(cells, isWord) < 0.8 || countDistinct(cells) > cells.length / 4
        ? undefined
        : changeSome(cells, random, abbreviate),
  },
  {
    name: 'codes instead of names',
    make(cells, random) {
      const values = [...new Set(withoutEmpty(cells))]
      if (share(cells, isWord) < 0.8 || values.length > 30 || values.length < 2) return undefined
      const codes = new Map(values.map((value, index) => [value, String(index + 1)]))
      return changeSome(cells, random, (cell) => codes.get(cell) as string)
    },
  },
  {
    name: 'texts cut off',
    make(cells, random) {
      const length = 6 + Math.floor(random.next() * 10)
      return share(cells, (cell) => isWord(cell) && cell.length > length) < 0.3
        ? undefined
        : changeSome(cells, random, (cell) => cell.slice(0, length).trim(), 0.05 + 0.3 * random.next())
    },
  },
  {
    name: 'a default for missing values',
    make(cells, random) {
      const numeric = share(cells, isNumber) === 1
      if (!numeric && share(cells, isWord) < 0.8) return undefined
      const word = numeric ? random.pick(['0', '-1', '999']) : random.pick(['Other', 'TBD', 'Test', withoutEmpty(cells)[0] as string]) // oxfmt-ignore
      const rate = 0.05 + 0.3 * random.next()
      const clean = cells.map((cell) => (random.chance(rate) ? '' : cell))
      return { clean, dirty: clean.map((cell) => (cell === '' ? word : cell)) }
    },
  },
  {
    name: 'a suffix without meaning',
    make(cells, random) {
      const suffix = random.pick(['-*', "''", ' (copy)', '_1', ' [x]'])
      return countDistinct(cells) < 3 ? undefined : changeSome(cells, random, (cell) => `${cell}${suffix}`)
    },
  },
  {
    name: 'other separators',
    make: (cells, random) =>
      share(cells, (cell) => /\w[ ,/-]+\w/.test(cell)) < 0.5
        ? undefined
        : changeSome(cells, random, (cell) => cell.replace(/(?<=\w)(?:, | - |[ ,/-])(?=\w)/g, random.pick(['_', '|']))),
  },
  {
    name: 'another scale',
    make(cells, random) {
      if (share(cells, isNumber) < 1 || countDistinct(cells) < 20) return undefined
      const factor = random.pick([10, 100, 1000])
      const rate = 0.05 + 0.4 * random.next()
      return changeSome(cells, random, (cell) => String(Number((Number(cell) * factor).toPrecision(12))), rate)
    },
  },
  {
    name: 'full case',
    make(cells, random) {
      if (share(cells, (cell) => /\p{Ll}{2}/u.test(cell)) < 0.8) return undefined
      const isUpper = random.chance(0.5)
      return changeSome(cells, random, (cell) => (isUpper ? cell.toUpperCase() : cell.toLowerCase()))
    },
  },
  {
    name: 'missing, known from elsewhere',
    make: (cells, random) => changeSome(cells, random, () => '', 0.03 + 0.2 * random.next()),
  },
  {
    name: 'a masked character',
    make: (cells, random) =>
      share(cells, (cell) => cell.length >= 3) < 0.8
        ? undefined
        : changeSome(
            cells,
            random,
            (cell) => {
              const index = Math.floor(random.next() * cell.length)
              return `${cell.slice(0, index)}x${cell.slice(index + 1)}`
            },
            0.02 + 0.08 * random.next(),
          ),
  },
]
