import type { RandomNumbers } from './random-numbers.ts'

/** A kind of error that affects an entire column. */
export interface ColumnError {
  readonly name: string
  /**
   * Creates dirty cells from clean ones; returns `undefined` if the column cannot have the error. May also change the
   * clean cells, because a missing value has no clean form.
   */
  make(cells: readonly string[], random: RandomNumbers): { clean: string[]; dirty: string[] } | undefined
}

const isNumber = (text: string): boolean => /^-?\d+(?:\.\d+)?$/.test(text)
const withoutEmpty = (cells: readonly string[]): string[] => cells.filter((cell) => cell !== '')
const share = (cells: readonly string[], test: (cell: string) => boolean): number => {
  const filled = withoutEmpty(cells)
  return filled.length === 0 ? 0 : filled.filter(test).length / filled.length
}
/** Returns a rate from 5% to 40%. */
const randomRate = (random: RandomNumbers): number => 0.05 + 0.35 * random.next()

/** Changes a share of the cells. Returns `undefined` if fewer than five cells change. */
function changeSome(
  cells: readonly string[],
  random: RandomNumbers,
  change: (cell: string) => string,
): { clean: string[]; dirty: string[] } | undefined {
  const rate = randomRate(random)
  const dirty = cells.map((cell) => (cell !== '' && random.chance(rate) ? change(cell) : cell))
  return dirty.filter((cell, index) => cell !== cells[index]).length < 5 ? undefined : { clean: [...cells], dirty }
}

const isoDate = /^(\d{4})-(\d{2})-(\d{2})$/
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const units = [
  [' kg', ' kg.', 'kg', ' KG', ' kilograms'],
  [' mi', ' miles', 'mi', ' mi.'],
  [' cm', 'cm', ' CM', ' centimeters'],
  [' lb', ' lbs', ' pounds', ' lb.', 'lb'],
] as const

export const columnErrors: readonly ColumnError[] = [
  {
    name: 'unit in several spellings',
    make(cells, random) {
      if (share(cells, isNumber) < 1 || new Set(cells).size < 5) return undefined
      const spellings = random.pick(units)
      return {
        clean: [...cells],
        dirty: cells.map((cell) => (cell === '' ? cell : `${cell}${random.pick(spellings)}`)),
      }
    },
  },
  {
    name: 'unit in some cells',
    make(cells, random) {
      if (share(cells, isNumber) < 1 || new Set(cells).size < 5) return undefined
      const [spelling] = random.pick(units)
      return changeSome(cells, random, (cell) => `${cell}${spelling}`)
    },
  },
  {
    name: 'fractions beside percentages',
    make(cells, random) {
      if (share(cells, (cell) => /^0?\.\d+$/.test(cell)) < 0.95 || new Set(cells).size < 10) return undefined
      return changeSome(cells, random, (cell) => `${Number((Number(cell) * 100).toPrecision(10))}%`)
    },
  },
  {
    name: 'missing values as words',
    make(cells, random) {
      if (share(cells, (cell) => /\d/.test(cell)) < 0.9) return undefined
      const word = random.pick(['N/A', '-', 'unknown', 'NULL', 'n.a.'])
      const rate = randomRate(random)
      const clean = cells.map((cell) => (random.chance(rate) ? '' : cell))
      return { clean, dirty: clean.map((cell) => (cell === '' ? word : cell)) }
    },
  },
  {
    name: 'an impossible number for missing values',
    make(cells, random) {
      const numbers = withoutEmpty(cells).map(Number)
      if (share(cells, isNumber) < 1 || Math.max(...numbers) > 900 || Math.min(...numbers) < 0) return undefined
      const clean = cells.map((cell) => (random.chance(0.1) ? '' : cell))
      return { clean, dirty: clean.map((cell) => (cell === '' ? '9999' : cell)) }
    },
  },
  {
    name: 'dates in another form',
    make(cells, random) {
      if (share(cells, (cell) => isoDate.test(cell)) < 0.95) return undefined
      const form = random.pick(['us', 'named', 'dots', 'slashes'])
      return changeSome(cells, random, (cell) => {
        const [, year = '', month = '', day = ''] = isoDate.exec(cell) ?? []
        if (year === '') return cell
        if (form === 'us') return `${month}/${day}/${year}`
        if (form === 'named') return `${monthNames[Number(month) - 1]} ${Number(day)}, ${year}`
        return form === 'dots' ? `${day}.${month}.${year}` : `${year}/${month}/${day}`
      })
    },
  },
  {
    name: 'another letter case',
    make(cells, random) {
      const isText = share(cells, (cell) => /\p{Ll}{3}/u.test(cell) && !/\d/.test(cell))
      if (isText < 0.8 || new Set(cells).size > cells.length / 3) return undefined
      const isUpper = random.chance(0.5)
      return changeSome(cells, random, (cell) => (isUpper ? cell.toUpperCase() : cell.toLowerCase()))
    },
  },
  {
    name: 'a decimal comma',
    make: (cells, random) =>
      share(cells, (cell) => /^-?\d+\.\d+$/.test(cell)) < 0.8
        ? undefined
        : changeSome(cells, random, (cell) => cell.replace('.', ',')),
  },
  {
    name: 'thousands marks',
    make: (cells, random) =>
      share(cells, (cell) => /^\d{4,9}$/.test(cell)) < 0.8 ||
      share(cells, (cell) => /^(?:1[6-9]|20)\d\d$/.test(cell)) > 0.5
        ? undefined
        : changeSome(cells, random, (cell) => cell.replace(/\B(?=(?:\d{3})+$)/g, ',')),
  },
  {
    name: 'zeros behind the point',
    make: (cells, random) =>
      share(cells, (cell) => /^-?\d+$/.test(cell)) < 1 ? undefined : changeSome(cells, random, (cell) => `${cell}.0`),
  },
  {
    name: 'remarks behind numbers',
    make: (cells, random) =>
      share(cells, isNumber) < 1
        ? undefined
        : changeSome(cells, random, (cell) => `${cell}${random.pick([' (est.)', '*', ' (e)'])}`),
  },
  {
    name: 'a prefix of codes',
    make(cells, random) {
      if (share(cells, (cell) => /^\d{3,8}$/.test(cell)) < 1 || new Set(cells.map(({ length }) => length)).size > 1)
        return undefined
      const prefix = random.pick(['#', 'ID-', 'No. '])
      return changeSome(cells, random, (cell) => `${prefix}${cell}`)
    },
  },
  {
    name: 'lost leading zeros',
    make: (cells, random) =>
      share(cells, (cell) => /^\d{3,8}$/.test(cell)) < 1 ||
      new Set(cells.map(({ length }) => length)).size > 1 ||
      share(cells, (cell) => cell.startsWith('0')) < 0.1
        ? undefined
        : changeSome(cells, random, (cell) => cell.replace(/^0+(?=\d)/, '')),
  },
  {
    name: 'dates with the day first',
    make(cells, random) {
      if (share(cells, (cell) => isoDate.test(cell)) < 0.95) return undefined
      const clean = cells.map((cell) => cell.replace(isoDate, '$2/$3/$1'))
      const changed = changeSome(cells, random, (cell) => cell.replace(isoDate, '$3.$2.$1'))
      return (
        changed && {
          clean,
          dirty: changed.dirty.map((cell, index) => (cell === cells[index] ? (clean[index] as string) : cell)),
        }
      )
    },
  },
  {
    name: 'codes without punctuation',
    make: (cells, random) =>
      share(cells, (cell) => /^[A-Z\d]+[-/.][A-Z\d]+$/.test(cell) && /\d/.test(cell)) < 0.95
        ? undefined
        : changeSome(cells, random, (cell) => cell.replace(/[-/.]/, '')),
  },
  {
    name: 'values of the row above',
    make(cells, random) {
      if (new Set(cells).size < 5 || new Set(cells).size > cells.length / 2) return undefined
      const dirty = cells.map((cell, index) => (index > 0 && random.chance(0.02) ? (cells[index - 1] as string) : cell))
      return { clean: [...cells], dirty }
    },
  },
  {
    name: 'whitespace and doubled spaces',
    make: (cells, random) =>
      share(cells, (cell) => /\p{L}/u.test(cell)) < 0.9
        ? undefined
        : changeSome(cells, random, (cell) => random.pick([` ${cell}`, `${cell} `, cell.replace(' ', '  ')])),
  },
  {
    name: 'entities of HTML',
    make(cells, random) {
      if (share(cells, (cell) => /[&']/.test(cell)) < 0.02) return undefined
      return changeSome(cells, random, (cell) => cell.replaceAll('&', '&amp;').replaceAll("'", '&#39;'))
    },
  },
]
