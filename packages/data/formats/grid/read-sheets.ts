import type { OpenedText, SourceFile } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'
import type { FilePart } from '@aw-flow/schema/internal'
import type { FormatReader, ReadOptions } from '../format-reader.ts'
import { storeContent } from '../store-content.ts'
import { selectPart } from './choose-part.ts'
import type { Grid } from './grid-writer.ts'

/** A sheet or table of a file that was read completely. */
export interface ParsedSheet {
  name: string
  isHidden?: boolean
  grid: Grid
  problems: Problem[]
}

/**
 * Creates a reader for formats whose files are read completely, with all of their sheets or tables. The result is
 * cached until one of the parts is opened. Opened parts are cached for the lifetime of the file object.
 *
 * @param kind Term for a part in messages, such as "sheet" or "table".
 * @param minFraction See `selectPart`.
 */
export function createSheetsReader(
  kind: 'sheet' | 'table',
  read: (file: SourceFile, options: ReadOptions) => Promise<ParsedSheet[]>,
  minFraction?: number,
): FormatReader {
  const pendingReads = new WeakMap<SourceFile, Promise<ParsedSheet[]>>()
  const readCached = (file: SourceFile, options: ReadOptions): Promise<ParsedSheet[]> => {
    const cached = pendingReads.get(file)
    if (cached) return cached
    const sheetsPromise = read(file, options)
    pendingReads.set(file, sheetsPromise)
    sheetsPromise.catch(() => pendingReads.delete(file))
    return sheetsPromise
  }
  return {
    listParts: async (file, options) => (await readCached(file, options)).map(toPart),
    open: cacheOpenedParts(async (file, options) => {
      const sheets = await readCached(file, options)
      pendingReads.delete(file)
      const sizedParts = sheets.map((sheet) => ({
        ...toPart(sheet),
        amount: sheet.grid.rows * sheet.grid.columns,
        sheet,
      }))
      const { sheet } = selectPart(file, sizedParts, options.part, kind, minFraction)
      return openGrid(file, sheet, options)
    }),
  }
}

const toPart = ({ name, isHidden: hidden, grid }: ParsedSheet): FilePart => ({
  name,
  rows: grid.rows,
  columns: grid.columns,
  ...(hidden ? { hidden } : {}),
})

/** Stores a grid as text on the platform. */
export async function openGrid(
  file: SourceFile,
  { name, grid, problems }: ParsedSheet,
  { platform }: ReadOptions,
): Promise<OpenedText> {
  return {
    kind: 'text',
    syntax: 'cells',
    file: await storeContent(platform, file, yieldChunks(grid.chunks)),
    part: name,
    header: grid.header,
    isTruncated: false,
    problems,
  }
}

/**
 * Caches opened parts for the lifetime of the file object, because a file is opened once for planning and again for
 * loading.
 */
export function cacheOpenedParts(open: FormatReader['open']): FormatReader['open'] {
  const openedByFile = new WeakMap<SourceFile, Map<string, ReturnType<FormatReader['open']>>>()
  return (file, options) => {
    const openedParts = openedByFile.get(file) ?? new Map<string, ReturnType<FormatReader['open']>>()
    openedByFile.set(file, openedParts)
    const key = options.part === undefined ? '' : `part ${options.part}`
    const cached = openedParts.get(key)
    if (cached) return cached
    const sourcePromise = open(file, options)
    openedParts.set(key, sourcePromise)
    sourcePromise.then(
      ({ part }) => part !== undefined && openedParts.set(`part ${part}`, sourcePromise),
      () => openedParts.delete(key),
    )
    return sourcePromise
  }
}

/** Yields chunks and releases each chunk after it has been consumed. */
async function* yieldChunks(chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) yield chunk
}

/** Appends numbers to duplicate names, because users select tables by name. */
export function makeNamesUnique(sheets: ParsedSheet[]): ParsedSheet[] {
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
