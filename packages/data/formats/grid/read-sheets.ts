import type { OpenedText, SourceFile } from '@aw-flow/engine'
import type { Part, Problem } from '@aw-flow/schema'
import type { FormatReader, ReadOptions } from '../format-reader.ts'
import { choosePart } from './choose-part.ts'
import type { Grid } from './grid-writer.ts'

/** A sheet or table of a file that is read as a whole. */
export interface ReadSheet {
  name: string
  hidden?: boolean
  grid: Grid
  problems: Problem[]
}

/**
 * A reader of files that are read as a whole, all their sheets or tables at once. What was read is kept until one of
 * them is opened, and what was opened as long as the file object is.
 *
 * @param kind What a part is called: "sheet", "table".
 * @param share See `choosePart`.
 */
export function sheetsReader(
  kind: 'sheet' | 'table',
  read: (file: SourceFile, options: ReadOptions) => Promise<ReadSheet[]>,
  share?: number,
): FormatReader {
  const kept = new WeakMap<SourceFile, Promise<ReadSheet[]>>()
  const sheetsOf = (file: SourceFile, options: ReadOptions): Promise<ReadSheet[]> => {
    const known = kept.get(file)
    if (known) return known
    const reading = read(file, options)
    kept.set(file, reading)
    reading.catch(() => kept.delete(file))
    return reading
  }
  return {
    parts: async (file, options) => (await sheetsOf(file, options)).map(partOf),
    open: keepOpened(async (file, options) => {
      const sheets = await sheetsOf(file, options)
      kept.delete(file)
      const sized = sheets.map((sheet) => ({
        ...partOf(sheet),
        amount: sheet.grid.rows * sheet.grid.columns,
        sheet,
      }))
      const { sheet } = choosePart(file, sized, options.part, kind, share)
      return openGrid(file, sheet, options)
    }),
  }
}

const partOf = ({ name, hidden, grid }: ReadSheet): Part => ({
  name,
  rows: grid.rows,
  columns: grid.columns,
  ...(hidden ? { hidden } : {}),
})

/** A grid as text that is kept where the place keeps it. */
export async function openGrid(
  file: SourceFile,
  { name, grid, problems }: ReadSheet,
  { place }: ReadOptions,
): Promise<OpenedText> {
  return {
    kind: 'text',
    as: 'cells',
    file: await place.keep(inTurn(grid.pieces), { dataset: file.dataset, name: file.name }),
    part: name,
    header: grid.header,
    cut: false,
    problems,
  }
}

/** Keeps what was opened for as long as the file object is: a file is opened to be planned, and again to be loaded. */
export function keepOpened(open: FormatReader['open']): FormatReader['open'] {
  const kept = new WeakMap<SourceFile, Map<string, ReturnType<FormatReader['open']>>>()
  return (file, options) => {
    const opened = kept.get(file) ?? new Map<string, ReturnType<FormatReader['open']>>()
    kept.set(file, opened)
    const key = options.part === undefined ? '' : `part ${options.part}`
    const known = opened.get(key)
    if (known) return known
    const opening = open(file, options)
    opened.set(key, opening)
    opening.then(
      ({ part }) => part !== undefined && opened.set(`part ${part}`, opening),
      () => opened.delete(key),
    )
    return opening
  }
}

/** Pieces as a stream of them; each is forgotten when it is given. */
async function* inTurn(pieces: Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (let piece = pieces.shift(); piece; piece = pieces.shift()) yield piece
}

/** Gives tables of one name numbers: they are chosen by name. */
export function uniqueNames(sheets: ReadSheet[]): ReadSheet[] {
  const counts = new Map<string, number>()
  const names = new Set(sheets.map(({ name }) => name))
  return sheets.map((sheet) => {
    let count = (counts.get(sheet.name) ?? 0) + 1
    let name = count === 1 ? sheet.name : `${sheet.name} (${count})`
    while (count > 1 && names.has(name)) name = `${sheet.name} (${++count})`
    counts.set(sheet.name, count)
    names.add(name)
    return { ...sheet, name }
  })
}
