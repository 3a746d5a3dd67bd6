import type { TextTable } from './check-tables.ts'

/**
 * The kinds of errors to inject.
 * `hospital`: exactly the errors of ../shared/hospital/dirty.mjs: a character is replaced, dropped or doubled, or two
 * are swapped; a different value from the column; a different format; a missing value.
 * `other`: different errors, to detect rules that overfit the first kind: neighboring keys, look-alike characters, an
 * inserted letter, a value from a row above or from the next column, a truncated value, the case of one word, lost
 * accents, swapped separators, words for null.
 */
export type Dirtying = 'hospital' | 'other'

/**
 * Returns a dirty copy that depends only on the seed. `rate` is the share of cells to change; empty cells are
 * unchanged.
 */
export function dirtyTable(clean: TextTable, seed: number, dirtying: Dirtying, rate = 0.03): string[][] {
  const random = createGenerator(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const rows = clean.rows.map((row) => [...row])
  const columns = clean.header.map((_, column) => [
    ...new Set(clean.rows.map((row) => row[column] ?? '').filter(Boolean)),
  ])
  const kinds =
    dirtying === 'hospital' ? createHospitalKinds(random, pick, columns) : createOtherKinds(random, pick, clean)
  const names = Object.keys(kinds)
  rows.forEach((row, rowIndex) => {
    for (let column = 0; column < row.length; column++) {
      if (random() >= rate || !row[column]) continue
      for (let attempts = 0; attempts < 8; attempts++) {
        const wrong = (kinds[pick(names)] as Kind)(row[column] as string, column, rowIndex)
        if (wrong !== row[column]) {
          row[column] = wrong
          break
        }
      }
    }
  })
  return rows
}

type Kind = (value: string, column: number, row: number) => string
type Pick = <T>(list: readonly T[]) => T

function createHospitalKinds(random: () => number, pick: Pick, columns: string[][]): Record<string, Kind> {
  const randomIndex = (length: number): number => Math.floor(random() * length)
  const letter = (): string => pick([...'abcdefghijklmnopqrstuvwxyz'])
  return {
    replace: (v) => {
      const i = randomIndex(v.length)
      return v.slice(0, i) + (/\d/.test(v[i] as string) ? pick([...'0123456789']) : letter()) + v.slice(i + 1)
    },
    drop: (v) => {
      const i = randomIndex(v.length)
      return v.slice(0, i) + v.slice(i + 1)
    },
    double: (v) => {
      const i = randomIndex(v.length)
      return v.slice(0, i + 1) + v.slice(i)
    },
    swap: (v) => {
      const i = randomIndex(v.length - 1)
      return v.length < 2 ? v + letter() : v.slice(0, i) + v[i + 1] + v[i] + v.slice(i + 2)
    },
    other: (_, column) => pick(columns[column] as string[]),
    format: (v) =>
      pick([
        v.toUpperCase(),
        ` ${v}`,
        `${v} `,
        v.replace(/\s+/g, '  '),
        v.replace(/[-.,/ ]/g, ''),
        v.replace(/\b\w/g, (m) => m.toUpperCase()),
        `${v}.`,
        `"${v}"`,
      ]),
    missing: () => pick(['', 'N/A', '-', 'unknown', 'null', '?']),
  }
}

const keyboard = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1234567890']
const lookAlikes: Record<string, string> = {
  '0': 'O',
  O: '0',
  o: '0',
  '1': 'l',
  l: '1',
  I: 'l',
  '5': 'S',
  S: '5',
  '8': 'B',
  B: '8',
  m: 'rn',
}

function createOtherKinds(random: () => number, pick: Pick, { rows, header }: TextTable): Record<string, Kind> {
  const randomIndex = (length: number): number => Math.floor(random() * length)
  const replaceAt = (v: string, i: number, replacement: string): string => v.slice(0, i) + replacement + v.slice(i + 1)
  return {
    neighbor: (v) => {
      const i = randomIndex(v.length)
      const line = keyboard.find((keys) => keys.includes((v[i] as string).toLowerCase()))
      if (!line) return v
      const key = line.indexOf((v[i] as string).toLowerCase())
      const replacement = line[key === 0 ? 1 : key === line.length - 1 || random() < 0.5 ? key - 1 : key + 1] as string
      return replaceAt(v, i, v[i] === (v[i] as string).toLowerCase() ? replacement : replacement.toUpperCase())
    },
    lookAlike: (v) => {
      const positions = [...v].flatMap((c, i) => (lookAlikes[c] ? [i] : []))
      if (positions.length === 0) return v
      const i = pick(positions)
      return replaceAt(v, i, lookAlikes[v[i] as string] as string)
    },
    insert: (v) => {
      const i = randomIndex(v.length + 1)
      return v.slice(0, i) + pick([...'aeionrst']) + v.slice(i)
    },
    above: (_, column, row) => rows[Math.max(0, row - 1 - randomIndex(40))]?.[column] ?? '',
    nextColumn: (_, column, row) => rows[row]?.[(column + 1) % header.length] ?? '',
    cut: (v) => (v.length < 5 ? v : v.slice(0, Math.ceil(v.length * (0.4 + random() * 0.4)))),
    wordCase: (v) => {
      const words = v.split(' ')
      const i = randomIndex(words.length)
      const word = words[i] as string
      words[i] = word === word.toUpperCase() ? word.toLowerCase() : word.toUpperCase()
      return words.join(' ')
    },
    accents: (v) => v.normalize('NFD').replace(/\p{M}/gu, ''),
    separators: (v) =>
      pick([v.replace(/-/g, '/'), v.replace(/[/]/g, '-'), v.replace(/ /g, '_'), v.replace(/\./g, ',')]),
    missing: () => pick(['', 'NA', 'none', '--', 'n/a', 'NULL', 'TBD', '#N/A']),
  }
}

/** Creates a 32-bit xorshift generator, as in dirty.mjs. */
function createGenerator(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0 || 1
  const next = (): number => {
    state = (state ^ (state << 13)) >>> 0
    state ^= state >>> 17
    state = (state ^ (state << 5)) >>> 0
    return state / 4294967296
  }
  for (let warm = 0; warm < 20; warm++) next()
  return next
}
