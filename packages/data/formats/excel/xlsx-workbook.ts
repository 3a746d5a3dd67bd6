import { message } from '@aw-flow/messages'
import type { SourceFile } from '@aw-flow/engine'
import type { ZipArchive, ZipEntry } from '../zip-archive.ts'
import { numberFormat, type NumberFormat } from './number-format.ts'
import { damagedWorkbook, eachElement, entryFinder } from './read-entry.ts'

/** A worksheet of a workbook. */
export interface XlsxSheet {
  name: string
  hidden: boolean
  entry: ZipEntry
}

/** Metadata of a workbook. */
export interface XlsxWorkbook {
  /** Worksheets in the order of the workbook, without charts and macros. */
  sheets: XlsxSheet[]
  is1904: boolean
  strings: ZipEntry | undefined
  styles: ZipEntry | undefined
}

/** Reads the list of sheets and their positions in the package. */
export async function readWorkbook(
  file: SourceFile,
  archive: ZipArchive,
  signal?: AbortSignal | undefined,
): Promise<XlsxWorkbook> {
  const find = entryFinder(archive)
  const roots = await relations(file, find, '', signal)
  const path = roots.find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
  const workbook = find(path) ?? find('xl/workbook.xml')
  if (!workbook) throw damagedWorkbook(file, message('file.fault.no-sheets', {}))
  const parts = await relations(file, find, workbook.name, signal)
  const sheets: XlsxSheet[] = []
  let is1904 = false
  await eachElement(
    file,
    workbook,
    (name, attributes) => {
      if (name === 'workbookPr') is1904 = /^(1|true|on)$/i.test(attributes['date1904'] ?? '')
      if (name !== 'sheet') return
      const part = parts.find(({ id }) => id === attributes['id'])
      const entry = part?.type.endsWith('/worksheet') ? find(part.target) : undefined
      if (entry)
        sheets.push({
          name: attributes['name'] ?? `Sheet ${sheets.length + 1}`,
          hidden: (attributes['state'] ?? 'visible') !== 'visible',
          entry,
        })
    },
    signal,
  )
  const partOf = (type: string): ZipEntry | undefined => {
    const part = parts.find((relation) => relation.type.endsWith(`/${type}`))
    return part && find(part.target)
  }
  return { sheets, is1904, strings: partOf('sharedStrings'), styles: partOf('styles') }
}

/**
 * Returns the range (`A4:D14`) of a sheet's only Excel table, if it has one and its first row contains the column
 * names.
 */
export async function tableRange(
  file: SourceFile,
  archive: ZipArchive,
  sheet: XlsxSheet,
  signal?: AbortSignal | undefined,
): Promise<string | undefined> {
  const find = entryFinder(archive)
  const [table, other] = (await relations(file, find, sheet.entry.name, signal)).filter(({ type }) =>
    type.endsWith('/table'),
  )
  const entry = table && !other ? find(table.target) : undefined
  let range: string | undefined
  if (entry)
    await eachElement(
      file,
      entry,
      (name, { ref, headerRowCount }) => {
        if (name === 'table' && headerRowCount !== '0') range = ref
      },
      signal,
    )
  return range
}

interface Relation {
  id: string
  type: string
  target: string
}

/** Reads the relations of a part, with targets as names in the package. */
async function relations(
  file: SourceFile,
  find: (name: string) => ZipEntry | undefined,
  part: string,
  signal: AbortSignal | undefined,
): Promise<Relation[]> {
  const slash = part.replaceAll('\\', '/').lastIndexOf('/') + 1
  const folder = part.slice(0, slash)
  const entry = find(`${folder}_rels/${part.slice(slash)}.rels`)
  const found: Relation[] = []
  if (!entry) return found
  await eachElement(
    file,
    entry,
    (name, { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode }) => {
      if (name !== 'Relationship' || mode === 'External') return
      found.push({ id, type, target: target.startsWith('/') ? target : folder + target })
    },
    signal,
  )
  return found
}

/** Reads the number formats of cells, by the index of a cell's style. */
export async function readStyles(
  file: SourceFile,
  entry: ZipEntry | undefined,
  signal?: AbortSignal | undefined,
): Promise<NumberFormat[]> {
  const codes = new Map<number, string>()
  const ids: number[] = []
  let inCells = false
  if (!entry) return []
  await eachElement(
    file,
    entry,
    (name, attributes) => {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '')
      else if (name === 'cellXfs') inCells = true
      else if (/^(cellStyleXfs|cellStyles|dxfs|tableStyles)$/.test(name)) inCells = false
      else if (name === 'xf' && inCells) ids.push(Number(attributes['numFmtId'] ?? 0))
    },
    signal,
  )
  return ids.map((id) => numberFormat(id, codes.get(id)))
}
