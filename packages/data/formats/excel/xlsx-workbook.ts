import { message } from '@aw-flow/messages'
import type { SourceFile } from '@aw-flow/engine'
import type { ZipArchive, ZipEntry } from '../zip-archive.ts'
import { parseNumberFormat, type NumberFormat } from './number-format.ts'
import { createDamagedWorkbookError, visitXmlElements, createEntryFinder } from './read-entry.ts'

/** A worksheet of a workbook. */
export interface XlsxSheet {
  name: string
  isHidden: boolean
  entry: ZipEntry
}

/** Metadata of a workbook. */
export interface XlsxWorkbook {
  /** Worksheets in workbook order, without charts and macros. */
  sheets: XlsxSheet[]
  is1904: boolean
  strings: ZipEntry | undefined
  styles: ZipEntry | undefined
}

/** Reads the list of sheets and locates them in the package. */
export async function readWorkbook(
  file: SourceFile,
  archive: ZipArchive,
  signal?: AbortSignal | undefined,
): Promise<XlsxWorkbook> {
  const findFile = createEntryFinder(archive)
  const roots = await readRelations(file, findFile, '', signal)
  const path = roots.find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
  const workbook = findFile(path) ?? findFile('xl/workbook.xml')
  if (!workbook) throw createDamagedWorkbookError(file, message('file.fault.no-sheets', {}))
  const parts = await readRelations(file, findFile, workbook.name, signal)
  const sheets: XlsxSheet[] = []
  let is1904 = false
  await visitXmlElements(
    file,
    workbook,
    (name, attributes) => {
      if (name === 'workbookPr') is1904 = /^(1|true|on)$/i.test(attributes['date1904'] ?? '')
      if (name !== 'sheet') return
      const part = parts.find(({ id }) => id === attributes['id'])
      const entry = part?.type.endsWith('/worksheet') ? findFile(part.target) : undefined
      if (entry)
        sheets.push({
          name: attributes['name'] ?? `Sheet ${sheets.length + 1}`,
          isHidden: (attributes['state'] ?? 'visible') !== 'visible',
          entry,
        })
    },
    signal,
  )
  const findPart = (type: string): ZipEntry | undefined => {
    const part = parts.find((relation) => relation.type.endsWith(`/${type}`))
    return part && findFile(part.target)
  }
  return { sheets, is1904, strings: findPart('sharedStrings'), styles: findPart('styles') }
}

/**
 * Returns the range (`A4:D14`) of the only Excel table of a sheet, if it has one and its first row contains the column
 * names.
 */
export async function readTableRange(
  file: SourceFile,
  archive: ZipArchive,
  sheet: XlsxSheet,
  signal?: AbortSignal | undefined,
): Promise<string | undefined> {
  const findFile = createEntryFinder(archive)
  const [table, secondTable] = (await readRelations(file, findFile, sheet.entry.name, signal)).filter(({ type }) =>
    type.endsWith('/table'),
  )
  const entry = table && !secondTable ? findFile(table.target) : undefined
  let range: string | undefined
  if (entry)
    await visitXmlElements(
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

/** Reads the relations of a part. Targets are names in the package. */
async function readRelations(
  file: SourceFile,
  findFile: (name: string) => ZipEntry | undefined,
  part: string,
  signal: AbortSignal | undefined,
): Promise<Relation[]> {
  const slash = part.replaceAll('\\', '/').lastIndexOf('/') + 1
  const folder = part.slice(0, slash)
  const entry = findFile(`${folder}_rels/${part.slice(slash)}.rels`)
  const result: Relation[] = []
  if (!entry) return result
  await visitXmlElements(
    file,
    entry,
    (name, { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode }) => {
      if (name !== 'Relationship' || mode === 'External') return
      result.push({ id, type, target: target.startsWith('/') ? target : folder + target })
    },
    signal,
  )
  return result
}

/** Reads the number formats of cells, by the style index of a cell. */
export async function readStyles(
  file: SourceFile,
  entry: ZipEntry | undefined,
  signal?: AbortSignal | undefined,
): Promise<NumberFormat[]> {
  const codes = new Map<number, string>()
  const ids: number[] = []
  let isInCells = false
  if (!entry) return []
  await visitXmlElements(
    file,
    entry,
    (name, attributes) => {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '')
      else if (name === 'cellXfs') isInCells = true
      else if (/^(cellStyleXfs|cellStyles|dxfs|tableStyles)$/.test(name)) isInCells = false
      else if (name === 'xf' && isInCells) ids.push(Number(attributes['numFmtId'] ?? 0))
    },
    signal,
  )
  return ids.map((id) => parseNumberFormat(id, codes.get(id)))
}
