import { message } from '@aw-flow/messages'
import { FormatError } from '../format-error.ts'
import type { SourceFile } from '@aw-flow/engine'

/** Position and metadata of a message in the Arrow IPC format, without its body. */
export interface ArrowMessage {
  kind: 'schema' | 'dictionary' | 'records'
  metadata: Uint8Array
  bodyStart: number
  bodyLength: number
  /** Number of rows. Set only for a record batch. */
  rows: number
  isCompressed: boolean
  /** Id of the dictionary. Set only for a dictionary batch. */
  dictionary: bigint
  isDelta: boolean
}

const fileMagic = 'ARROW1'
const kinds = ['', 'schema', 'dictionary', 'records'] as const
const maxMetadataBytes = 256 * 1024 * 1024

/**
 * Yields the messages of an Arrow file or stream in order, without their bodies.
 *
 * @throws `FormatError` if the file is damaged.
 *
 * @see https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc
 */
export async function* readArrowMessages(
  file: SourceFile,
  signal: AbortSignal | undefined,
): AsyncGenerator<ArrowMessage> {
  const head = await file.read(0, 8)
  const isFile = String.fromCharCode(...head.subarray(0, 6)) === fileMagic
  const end = isFile ? await findFooterStart(file) : file.size
  let isFirst = true
  let position = isFile ? 8 : 0
  while (position < end) {
    signal?.throwIfAborted()
    const prefix = new DataView((await file.read(position, Math.min(end, position + 8))).slice().buffer)
    if (prefix.byteLength < 4) return
    // Before version 0.15, the length was not preceded by a continuation marker.
    const hasMarker = prefix.getUint32(0, true) === 0xffffffff
    if (hasMarker && prefix.byteLength < 8) throw new FormatError(message('file.error.ends-early', {}))
    const length = hasMarker ? prefix.getInt32(4, true) : prefix.getInt32(0, true)
    position += hasMarker ? 8 : 4
    if (length === 0) return
    if (length < 0 || length > maxMetadataBytes || position + length > end)
      throw new FormatError(message('file.error.ends-early', {}))
    const metadata = await file.read(position, position + length)
    const parsed = readMessage(metadata, position + length)
    position += length + parsed.bodyLength
    if (parsed.bodyLength < 0 || position > end) throw new FormatError(message('file.error.ends-early', {}))
    if (isFile && isFirst && parsed.kind !== 'schema') yield await readFooterSchema(file, end)
    isFirst = false
    if (parsed.kind !== undefined) yield { ...parsed, kind: parsed.kind }
  }
}

/** Wraps the schema from the footer in a message, because some writers omit the schema message. */
async function readFooterSchema(file: SourceFile, start: number): Promise<ArrowMessage> {
  const footer = await file.read(start, file.size - 10)
  const schema = readFlatTable(footer).readTable(1)
  if (!schema) throw new FormatError(message('file.error.no-schema', {}))
  const [footerOffset, headerOffset] = [32, 24]
  const metadata = new Uint8Array(footerOffset + footer.length)
  const view = new DataView(metadata.buffer)
  const messageOffset = 16
  view.setUint32(0, messageOffset, true)
  // The vtable: its size, the table's size, and the offsets of three fields (version, header type, header).
  ;[10, 12, 4, 6, 8].forEach((offset, index) => view.setUint16(6 + 2 * index, offset, true))
  view.setInt32(messageOffset, messageOffset - 6, true)
  view.setInt16(messageOffset + 4, 4, true)
  view.setUint8(messageOffset + 6, kinds.indexOf('schema'))
  view.setUint32(headerOffset, footerOffset + schema.offset - headerOffset, true)
  metadata.set(footer, footerOffset)
  return { ...readMessage(metadata, 0), kind: 'schema' }
}

async function findFooterStart(file: SourceFile): Promise<number> {
  const tail = await file.read(Math.max(0, file.size - 10), file.size)
  const isComplete = tail.length === 10 && String.fromCharCode(...tail.subarray(4)) === fileMagic
  if (!isComplete) throw new FormatError(message('file.error.not-arrow-end', {}))
  const length = new DataView(tail.slice().buffer).getInt32(0, true)
  if (length <= 0 || length > file.size - 18) throw new FormatError(message('file.error.large-footer', {}))
  return file.size - 10 - length
}

function readMessage(
  metadata: Uint8Array,
  bodyStart: number,
): Omit<ArrowMessage, 'kind'> & { kind: ArrowMessage['kind'] | undefined } {
  const table = readFlatTable(metadata)
  const kind = kinds[table.readByte(1)]
  const header = table.readTable(2)
  const records = kind === 'dictionary' ? header?.readTable(1) : kind === 'records' ? header : undefined
  const bodyLength = Number(table.readLong(3))
  if (records) checkRecords(records, bodyLength)
  table.readTables(4)
  if (kind === 'schema' && header) {
    header.readTables(2)
    checkFields(header.readTables(1), { count: 0 }, 0)
  }
  return {
    kind: kind === '' ? undefined : kind,
    metadata,
    bodyStart,
    bodyLength,
    rows: Number(records?.readLong(0) ?? 0n),
    isCompressed: records?.readTable(3) !== undefined,
    dictionary: kind === 'dictionary' ? (header?.readLong(0) ?? 0n) : 0n,
    isDelta: kind === 'dictionary' && header?.readByte(2) === 1,
  }
}

/** Maximum number of rows that occupy no bytes, as in null columns and run-length encoded columns. */
const maxEmptyRows = 10_000_000

/**
 * Rejects a record batch whose header declares more data than its body can contain, because decoders allocate memory
 * based on the declared sizes.
 */
function checkRecords(records: FlatTable, bodyLength: number): void {
  const maxRows = BigInt(8 * bodyLength + maxEmptyRows)
  for (const length of [records.readLong(0), ...records.readPairs(1).map(([rowCount]) => rowCount)]) {
    if (length < 0n || length > maxRows)
      throw new FormatError(message('file.error.rows-in-bytes', { rows: String(length), bytes: bodyLength }))
  }
  for (const [offset, length] of records.readPairs(2)) {
    if (offset < 0n || length < 0n || offset + length > BigInt(bodyLength))
      throw new FormatError(message('file.error.outside', {}))
  }
}

const [maxFields, maxFieldDepth] = [1_000_000, 64]

function checkFields(fields: readonly FlatTable[], counter: { count: number }, depth: number): void {
  counter.count += fields.length
  if (counter.count > maxFields || depth > maxFieldDepth) throw new FormatError(message('file.error.wide-schema', {}))
  for (const field of fields) {
    field.readTables(6)
    // Reading the count also validates the length of a union's type ids.
    if (field.readByte(2) === 14) field.readTable(3)?.readLength(1)
    checkFields(field.readTables(5), counter, depth + 1)
  }
}

export interface FlatTable {
  /** Position of the table in the bytes. */
  offset: number
  readByte(field: number): number
  readLong(field: number): bigint
  readTable(field: number): FlatTable | undefined
  /** Returns the tables in a vector. Throws if the vector is longer than the data. */
  readTables(field: number): FlatTable[]
  /** Returns the length of a vector of 4-byte elements. */
  readLength(field: number): number
  /** Returns a vector of structs that consist of two 64-bit numbers. */
  readPairs(field: number): [bigint, bigint][]
}

/** Reads a FlatBuffers table, whose fields are accessed by number. Absent fields are zero. */
export function readFlatTable(bytes: Uint8Array, start?: number): FlatTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const position = start ?? view.getUint32(0, true)
  const vtableStart = position - view.getInt32(position, true)
  const vtableSize = view.getUint16(vtableStart, true)
  const findField = (field: number): number => {
    const slot = 4 + 2 * field
    const offset = slot < vtableSize ? view.getUint16(vtableStart + slot, true) : 0
    return offset === 0 ? 0 : position + offset
  }
  const findElements = (field: number, size: number): number[] => {
    const from = findField(field)
    if (from === 0) return []
    const start = from + view.getUint32(from, true)
    const length = view.getUint32(start, true)
    if (length * size > bytes.length - start) throw new FormatError(message('file.error.large-header', {}))
    return Array.from({ length }, (_, index) => start + 4 + size * index)
  }
  return {
    offset: position,
    readByte: (field) => (findField(field) === 0 ? 0 : view.getUint8(findField(field))),
    readLong: (field) => (findField(field) === 0 ? 0n : view.getBigInt64(findField(field), true)),
    readTable: (field) => {
      const from = findField(field)
      return from === 0 ? undefined : readFlatTable(bytes, from + view.getUint32(from, true))
    },
    readTables: (field) =>
      findElements(field, 4).map((from) => readFlatTable(bytes, from + view.getUint32(from, true))),
    readLength: (field) => findElements(field, 4).length,
    readPairs: (field) =>
      findElements(field, 16).map((from) => [view.getBigInt64(from, true), view.getBigInt64(from + 8, true)]),
  }
}
