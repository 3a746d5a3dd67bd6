import { message } from '@aw-flow/messages'
import type { SourceFile } from '@aw-flow/engine'
import type { ZipArchive, ZipEntry } from '../zip-archive.ts'
import { parseNumberFormat, type NumberFormat } from './number-format.ts'
import { createDamagedWorkbookError, visitXmlElements, createEntryFinder } from './read-entry.ts'

/** A worksheet in an xlsx workbook. */
export interface XlsxSheet {
  name: string
  isHidden: boolean
  entry: ZipEntry
}

/** Metadata of an xlsx workbook. */
export interface XlsxWorkbook {
  /** Worksheets in workbook order, excluding chart and macro sheets. */
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
  const roots = await readRelationships(file, findFile, '', signal)
  const path = roots.find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
  const workbook = findFile(path) ?? findFile('xl/workbook.xml')
  if (!workbook) throw createDamagedWorkbookError(file, message('file.error.no-sheets', {}))
  const parts = await readRelationships(file, findFile, workbook.name, signal)
  const sheets: XlsxSheet[] = []
  let is1904: boolean | undefined
  await visitXmlElements(
    file,
    workbook,
    (name, attributes) => {
      // Extensions at the end of the workbook have an element of the same name without the date system.
      if (name === 'workbookPr') is1904 ??= /^(1|true|on)$/i.test(attributes['date1904'] ?? '')
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
  return { sheets, is1904: is1904 ?? false, strings: findPart('sharedStrings'), styles: findPart('styles') }
}

/**
 * Returns the range of a sheet's Excel table, such as `A4:D14`, if the sheet has exactly one table and the table's
 * first row contains the column names.
 */
export async function readTableRange(
  file: SourceFile,
  archive: ZipArchive,
  sheet: XlsxSheet,
  signal?: AbortSignal | undefined,
): Promise<string | undefined> {
  const findFile = createEntryFinder(archive)
  const [table, secondTable] = (await readRelationships(file, findFile, sheet.entry.name, signal)).filter(({ type }) =>
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

interface Relationship {
  id: string
  type: string
  target: string
}

/** Reads the relationships of a part. Targets are file names in the package. */
async function readRelationships(
  file: SourceFile,
  findFile: (name: string) => ZipEntry | undefined,
  part: string,
  signal: AbortSignal | undefined,
): Promise<Relationship[]> {
  const nameStart = part.replaceAll('\\', '/').lastIndexOf('/') + 1
  const folder = part.slice(0, nameStart)
  const entry = findFile(`${folder}_rels/${part.slice(nameStart)}.rels`)
  const result: Relationship[] = []
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

/** Reads the cells' number formats, indexed by style. */
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
