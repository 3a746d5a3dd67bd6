/**
 * A small file as public bodies, laboratories and their instruments lay them out, written from what their formats are
 * known to look like; places and figures are made up. Each line is marked with what a reader takes it for: `P` preamble,
 * `H` header, `R` record (and what stands between records), `N` note, `O` another table, `B` blank.
 */
export interface Layout {
  name: string
  /** The lines with their marks. */
  lines: string[]
  /** Names of the columns, where they are plain. */
  names?: string[]
  /** How many columns; not given where two readers could count differently. */
  columns?: number
}

export interface MarkedText {
  text: string
  header: number[]
  /** Lines of the first and the last record; 0 where there is none. */
  first: number
  last: number
}

/** The text of a layout, and where its parts are (physical lines from 1). */
export function textOf({ lines }: Layout): MarkedText {
  const marks = lines.map((line) => line[0] as string)
  const placed = (mark: string): number[] => marks.flatMap((found, index) => (found === mark ? [index + 1] : []))
  const records = placed('R')
  return {
    text: lines.map((line) => `${line.slice(2)}\n`).join(''),
    header: placed('H'),
    first: records[0] ?? 0,
    last: records.at(-1) ?? 0,
  }
}

/** The lines of a block in which each has its mark in front. */
export const marked = (block: string): string[] => block.replace(/^\n|\n$/g, '').split('\n')

/** Marks each line of a text. */
export const all = (mark: string, text: string): string[] => text.split('\n').map((line) => `${mark} ${line}`)

/** A blank line. */
export const blank = ['B ']

export const rows = (count: number, row: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => `R ${row(index)}`)

/** A number that looks measured, the same for the same place. */
export const measured = (seed: number, least: number, most: number, digits = 0): string => {
  let mixed = Math.imul(seed + 0x6d2b79f5, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (least + (((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296) * (most - least)).toFixed(digits)
}

/** Several of them, one for each of the following cells of a record. */
export const cells = (count: number, seed: number, least: number, most: number, digits = 0, delimiter = ','): string =>
  Array.from({ length: count }, (_, at) => measured(seed * 31 + at * 7, least, most, digits)).join(delimiter)

export const sumOf = (count: number, value: (index: number) => string): number =>
  Array.from({ length: count }, (_, index) => Number(value(index))).reduce((sum, one) => sum + one, 0)

export const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T
export const two = (number: number): string => String(number).padStart(2, '0')
export const day = (index: number, base = 0): string =>
  new Date(Date.UTC(2019, 0, 1 + base + index)).toISOString().slice(0, 10)
export const grouped = (text: string): string => text.replace(/\B(?=(\d{3})+$)/g, ',')
/** With a decimal comma. */
export const comma = (text: string): string => text.replaceAll('.', ',')

export const districts = [
  'Aldham',
  'Borley',
  'Castle Hill',
  'Denmead',
  'Easton',
  'Farley',
  'Graveley',
  'Hartwell',
  'Ickford',
]
export const countries = [
  'Albania',
  'Brazil',
  'Chad',
  'Denmark',
  'Ecuador',
  'Fiji',
  'Gabon',
  'Haiti',
  'Iceland',
  'Japan',
]
export const species = [
  'Parus major',
  'Turdus merula',
  'Pica pica',
  'Sitta europaea',
  'Strix aluco',
  'Erithacus rubecula',
]
export const firms = ['Abbott & Sons Ltd', 'Brightwater Plc', 'Cox, Dale and Co', 'Delta Services', 'Elm Care Ltd']
export const persons = [
  'Ahmed Khan',
  'Berta Lund',
  'Carla Rossi',
  'Dieter Vogt',
  'Emma Clarke',
  'Farid Aziz',
  'Greta Holm',
]
