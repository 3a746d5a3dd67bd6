import type { OpenedText, SourceFile } from '@aw-flow/engine'
import type { Part, Problem } from '@aw-flow/schema'
import type { FormatReader, ReadOptions } from '../format-reader.ts'
import { choosePart } from './choose-part.ts'
import type { Grid } from './grid-writer.ts'

/** A sheet or table of a file that is read completely. */
export interface ReadSheet {
  name: string
  hidden?: boolean
  grid: Grid
  problems: Problem[]
}

/**
 * Creates a reader for files that are read completely, with all their sheets or tables. The result of reading is cached
 * until one of them is opened; opened parts are cached as long as the file object lives.
 *
 * @param kind What a part is called: "sheet", "table".
 * @param share See `choosePart`.
 */
export function sheetsReader(
  kind: 'sheet' | 'table',
  read: (file: SourceFile, options: ReadOptions) => Promise<ReadSheet[]>,
  share?: number,
): FormatReader {
  const readings = new WeakMap<SourceFile, Promise<ReadSheet[]>>()
  const sheetsOf = (file: SourceFile, options: ReadOptions): Promise<ReadSheet[]> => {
    const known = readings.get(file)
    if (known) return known
    const reading = read(file, options)
    readings.set(file, reading)
    reading.catch(() => readings.delete(file))
    return reading
  }
  return {
    parts: async (file, options) => (await sheetsOf(file, options)).map(partOf),
    open: keepOpened(async (file, options) => {
      const sheets = await sheetsOf(file, options)
      readings.delete(file)
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

/** Stores a grid as text on the platform. */
export async function openGrid(
  file: SourceFile,
  { name, grid, problems }: ReadSheet,
  { platform }: ReadOptions,
): Promise<OpenedText> {
  return {
    kind: 'text',
    as: 'cells',
    file: await platform.keep(drain(grid.chunks), { dataset: file.dataset, name: file.name }),
    part: name,
    header: grid.header,
    cut: false,
    problems,
  }
}

/** Caches opened parts for as long as the file object lives: a file is opened for planning and again for loading. */
export function keepOpened(open: FormatReader['open']): FormatReader['open'] {
  const readings = new WeakMap<SourceFile, Map<string, ReturnType<FormatReader['open']>>>()
  return (file, options) => {
    const opened = readings.get(file) ?? new Map<string, ReturnType<FormatReader['open']>>()
    readings.set(file, opened)
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

/** Yields chunks and releases each one afterwards. */
async function* drain(chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) yield chunk
}

/** Appends numbers to duplicate names, since tables are chosen by name. */
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
