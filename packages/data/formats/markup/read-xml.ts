import { TablesError, type OpenedText, type SourceFile } from '@aw-flow/engine'
import { info } from '@aw-flow/schema'
import { maxColumns, createTooManyColumnsProblem, type FilePart } from '@aw-flow/schema/internal'
import { readFileChunks } from '../../files/decode-chunks.ts'
import type { FormatReader, ReadOptions } from '../format-reader.ts'
import { selectPart, type SizedPart } from '../grid/choose-part.ts'
import { createExpansionLimit } from '../expansion-limit.ts'
import { storeContent } from '../store-content.ts'
import { GridWriter } from '../grid/grid-writer.ts'
import { cacheOpenedParts, openGrid } from '../grid/read-sheets.ts'
import { detectMarkupEncoding } from './detect-markup-encoding.ts'
import { SaxDocument, type SaxHandler } from './sax-document.ts'
import { findRecordShapes, type RecordShape } from './xml-fields.ts'
import { serializeNestedValue, XmlRecords, type RecordSink } from './xml-records.ts'
import { XmlShapes, type XmlShape } from './xml-shape.ts'

/** Maximum number of record elements to offer as parts. */
const maxListedParts = 50

interface FoundRecords {
  root: XmlShape
  records: RecordShape[]
}

const cache = new WeakMap<SourceFile, Promise<FoundRecords>>()

/** Maximum number of columns for which every record lists all values. Wider records omit missing values. */
const maxCompleteColumns = 100

/**
 * Reads XML as records. By default, records are the elements that are repeated most often within one parent; any other
 * repeated element can be requested by its path, such as `catalog/book`. Attributes and elements become columns named
 * after their paths, and elements that are repeated within a record become a list. The document is streamed twice and
 * never held in memory as a whole.
 */
export const xmlReader: FormatReader = {
  async listParts(file, options) {
    const { records } = await findRecords(file, options)
    return records.slice(0, maxListedParts).map(toPart)
  },
  open: cacheOpenedParts(async (file, options): Promise<OpenedText> => {
    const { root, records } = await findRecords(file, options)
    const sizedParts = records.map((record, index): SizedPart & { record: RecordShape } => ({
      ...toPart(record),
      amount: records.length - index,
      record,
    }))
    const { record } = selectPart(file, sizedParts, options.part, 'element', 1)
    if (record.fields.length > maxColumns)
      throw new TablesError(createTooManyColumnsProblem(file.name, record.fields.length))
    return record.isGrid ? openCells(file, root, record, options) : openRecords(file, root, record, options)
  }),
}

const toPart = ({ path, shape, fields }: RecordShape): FilePart => ({
  name: path,
  rows: shape.count,
  columns: fields.length,
})

function findRecords(file: SourceFile, { signal }: ReadOptions): Promise<FoundRecords> {
  const cached = cache.get(file)
  if (cached) return cached
  const recordsPromise = (async () => {
    const shapes = new XmlShapes(file.name)
    for await (const _ of parseFile(file, shapes, signal)) signal?.throwIfAborted()
    const root = shapes.root as XmlShape
    return { root, records: findRecordShapes(root) }
  })()
  cache.set(file, recordsPromise)
  recordsPromise.catch(() => cache.delete(file))
  return recordsPromise
}

async function* parseFile(
  file: SourceFile,
  handler: SaxHandler,
  signal: AbortSignal | undefined,
): AsyncGenerator<void> {
  const decoder = new TextDecoder(detectMarkupEncoding(await file.read(0, 64 * 1024)))
  const document = new SaxDocument(file.name, handler)
  for await (const chunk of readFileChunks(file, { signal })) {
    document.write(decoder.decode(chunk, { stream: true }))
    yield
  }
  document.write(decoder.decode())
  document.end()
  yield
}

/** Writes records as a JSON document. The first record has all columns; subsequent wide records omit missing values. */
async function openRecords(
  file: SourceFile,
  root: XmlShape,
  record: RecordShape,
  { platform, signal }: ReadOptions,
): Promise<OpenedText> {
  const encoder = new TextEncoder()
  const names = record.fields.map(({ name }) => JSON.stringify(name))
  async function* writeDocument(): AsyncGenerator<Uint8Array> {
    let text = ''
    let count = 0
    // Each record repeats the values of the elements around it.
    const limit = createExpansionLimit(file)
    const sink: RecordSink = {
      writeRecord(values) {
        const isSparse = count > 0 && values.length > maxCompleteColumns
        const cells = values.flatMap((value, index) =>
          isSparse && value === undefined ? [] : [`${names[index]}:${serializeNestedValue(value)}`],
        )
        const line = `${count++ === 0 ? '[' : ',\n'}{${cells.join(',')}}`
        limit.count(line.length)
        text += line
      },
    }
    for await (const _ of parseFile(file, new XmlRecords(root, record, sink), signal)) {
      yield encoder.encode(text)
      text = ''
    }
    yield encoder.encode(count === 0 ? '[]\n' : ']\n')
  }
  return {
    kind: 'text',
    syntax: 'json',
    file: await storeContent(platform, file, writeDocument()),
    part: record.path,
    isTruncated: false,
    problems: [createRecordsProblem(record)],
  }
}

/** Writes records that consist of unnamed cells as rows of a grid. */
async function openCells(
  file: SourceFile,
  root: XmlShape,
  record: RecordShape,
  options: ReadOptions,
): Promise<OpenedText> {
  const grid = new GridWriter(file.name, createExpansionLimit(file))
  const sink: RecordSink = {
    writeRecord([cells]) {
      grid.startRow()
      if (Array.isArray(cells))
        cells.forEach((cell: unknown, column) => grid.writeText(column, typeof cell === 'string' ? cell : ''))
    },
  }
  for await (const _ of parseFile(file, new XmlRecords(root, record, sink), options.signal))
    options.signal?.throwIfAborted()
  return openGrid(file, { name: record.path, grid: grid.finish(), problems: [createRecordsProblem(record)] }, options)
}

const createRecordsProblem = ({ path, shape }: RecordShape) => info('load.xml-records', { count: shape.count, path })
