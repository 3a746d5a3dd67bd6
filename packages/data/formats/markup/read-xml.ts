import { TablesError, type OpenedText, type SourceFile } from '@aw-flow/engine'
import { info, maxColumns, tooManyColumns, type Part } from '@aw-flow/schema'
import { filePieces } from '../../files/decoded-pieces.ts'
import type { FormatReader, ReadOptions } from '../format-reader.ts'
import { choosePart, type SizedPart } from '../grid/choose-part.ts'
import { GridWriter } from '../grid/grid-writer.ts'
import { keepOpened, openGrid } from '../grid/read-sheets.ts'
import { markupEncoding } from './markup-encoding.ts'
import { SaxDocument, type SaxHandler } from './sax-document.ts'
import { recordShapes, type RecordShape } from './xml-fields.ts'
import { nestedJson, XmlRecords, type RecordSink } from './xml-records.ts'
import { XmlShapes, type XmlShape } from './xml-shape.ts'

/** So many of the elements that may be records are offered. */
const mostOffered = 50

interface FoundRecords {
  root: XmlShape
  records: RecordShape[]
}

const found = new WeakMap<SourceFile, Promise<FoundRecords>>()

/** Records of more columns do not repeat the names of those in which they have nothing. */
const mostRepeated = 100

/**
 * Reads XML as records: the element that is repeated most under one element above is one, and any other that is
 * repeated can be asked for by its path (`catalog/book`). Attributes and elements become columns by their path,
 * elements that are repeated in a record a list. The document is read twice, in pieces, and never held.
 */
export const xmlReader: FormatReader = {
  async parts(file, options) {
    const { records } = await find(file, options)
    return records.slice(0, mostOffered).map(partOf)
  },
  open: keepOpened(async (file, options): Promise<OpenedText> => {
    const { root, records } = await find(file, options)
    const sized = records.map((record, index): SizedPart & { record: RecordShape } => ({
      ...partOf(record),
      amount: records.length - index,
      record,
    }))
    const { record } = choosePart(file, sized, options.part, 'element', 1)
    if (record.fields.length > maxColumns) throw new TablesError(tooManyColumns(file.name, record.fields.length))
    return record.isGrid ? openCells(file, root, record, options) : openRecords(file, root, record, options)
  }),
}

const partOf = ({ path, shape, fields }: RecordShape): Part => ({
  name: path,
  rows: shape.count,
  columns: fields.length,
})

function find(file: SourceFile, { signal }: ReadOptions): Promise<FoundRecords> {
  const known = found.get(file)
  if (known) return known
  const finding = (async () => {
    const shapes = new XmlShapes(file.name)
    for await (const _ of read(file, shapes, signal)) signal?.throwIfAborted()
    const root = shapes.root as XmlShape
    return { root, records: recordShapes(root) }
  })()
  found.set(file, finding)
  finding.catch(() => found.delete(file))
  return finding
}

async function* read(file: SourceFile, handler: SaxHandler, signal: AbortSignal | undefined): AsyncGenerator<void> {
  const decoder = new TextDecoder(markupEncoding(await file.read(0, 64 * 1024)))
  const document = new SaxDocument(file.name, handler)
  for await (const piece of filePieces(file, { signal })) {
    document.write(decoder.decode(piece, { stream: true }))
    yield
  }
  document.write(decoder.decode())
  document.end()
  yield
}

/** Records with names as a JSON document. The first shows all columns; of wide ones, the others have only what they hold. */
async function openRecords(
  file: SourceFile,
  root: XmlShape,
  record: RecordShape,
  { place, signal }: ReadOptions,
): Promise<OpenedText> {
  const encoder = new TextEncoder()
  const names = record.fields.map(({ name }) => JSON.stringify(name))
  async function* pieces(): AsyncGenerator<Uint8Array> {
    let text = ''
    let count = 0
    const sink: RecordSink = {
      record(values) {
        const isSparse = count > 0 && values.length > mostRepeated
        const cells = values.flatMap((value, index) =>
          isSparse && value === undefined ? [] : [`${names[index]}:${nestedJson(value)}`],
        )
        text += `${count++ === 0 ? '[' : ',\n'}{${cells.join(',')}}`
      },
    }
    for await (const _ of read(file, new XmlRecords(root, record, sink), signal)) {
      yield encoder.encode(text)
      text = ''
    }
    yield encoder.encode(count === 0 ? '[]\n' : ']\n')
  }
  return {
    kind: 'text',
    as: 'json',
    file: await place.keep(pieces(), { dataset: file.dataset, name: file.name }),
    part: record.path,
    cut: false,
    problems: [recordsProblem(record)],
  }
}

/** Records that are rows of nameless cells as a grid. */
async function openCells(
  file: SourceFile,
  root: XmlShape,
  record: RecordShape,
  options: ReadOptions,
): Promise<OpenedText> {
  const grid = new GridWriter(file.name)
  const sink: RecordSink = {
    record([cells]) {
      grid.startRow()
      if (Array.isArray(cells))
        cells.forEach((cell: unknown, column) => grid.text(column, typeof cell === 'string' ? cell : ''))
    },
  }
  for await (const _ of read(file, new XmlRecords(root, record, sink), options.signal)) options.signal?.throwIfAborted()
  return openGrid(file, { name: record.path, grid: grid.finish(), problems: [recordsProblem(record)] }, options)
}

const recordsProblem = ({ path, shape }: RecordShape) => info('load.records-of-xml', { count: shape.count, path })
