import { message } from '@aw-flow/messages'
import { FormatError } from '../format-error.ts'
import type { OpenedTable, SourceFile } from '@aw-flow/engine'
import { CompressionType, setCompressionCodec, Type, type DataType, type Field } from '@uwdata/flechette'
import { decompress } from 'fzstd'
import { createTableLimit } from '../expansion-limit.ts'
import type { FormatReader } from '../format-reader.ts'
import { createFileReadError } from '../read-error.ts'
import { readArrowMessages, type ArrowMessage } from './arrow-messages.ts'
import { planTransfer, decodeStream } from './transfer-stream.ts'
import { findNanosecondColumns } from './find-nanosecond-columns.ts'
import { decodeLz4Frame } from './lz4-frame.ts'

/** Maximum size of a combined batch. Large batches need fewer transfers, but each one must fit in memory. */
const maxBatchRows = 122_880
const maxBatchBytes = 64 * 1024 * 1024
/** Maximum number of decimal places in a decimal type. Only 256-bit decimals can have this many. */
const maxDecimalPlaces = 76

const encode = (): never => {
  throw new Error('Writing compressed Arrow data is not supported.')
}
setCompressionCodec(CompressionType.LZ4_FRAME, { decode: decodeLz4Frame, encode })
setCompressionCodec(CompressionType.ZSTD, { decode: (bytes) => decompress(bytes), encode })

/** Reads the Arrow IPC format, as a file (Feather version 2) or a stream, with or without compression. */
export const arrowReader: FormatReader = {
  listParts: async () => [],

  async open(file, { signal, maxBytes }): Promise<OpenedTable> {
    const toReadError = (cause: unknown, batchSignal: AbortSignal | undefined): unknown =>
      batchSignal?.aborted ? batchSignal.reason : createFileReadError(file, 'Arrow', cause)
    try {
      const messages: ArrowMessage[] = []
      for await (const message of readArrowMessages(file, signal)) messages.push(message)
      const schemaMessage = messages.find(({ kind }) => kind === 'schema')
      if (!schemaMessage) throw new FormatError(message('file.error.no-schema', {}))
      const records = messages.filter(({ kind }) => kind === 'records')
      const { schema } = decodeStream(encodeStream([[schemaMessage, new Uint8Array(0)]]))
      checkDecimalPlaces(schema.fields)
      const createStreams = (batchSignal: AbortSignal | undefined): AsyncGenerator<Uint8Array> =>
        readCompleteStreams(file, messages, batchSignal)
      const needsNanoseconds = await findNanosecondColumns(schema, async function* () {
        for await (const stream of createStreams(signal)) {
          yield stream
          if (maxBytes !== undefined) return
        }
      })
      const isCompressed = messages.some((entry) => entry.isCompressed)
      const { columns, problems, convertStream } = planTransfer(schema, {
        needsNanoseconds,
        isCompressed,
        limit: createTableLimit(file, 'arrow'),
      })
      return {
        kind: 'table',
        columns,
        rows: records.reduce((sum, { rows }) => sum + rows, 0),
        problems,
        async *batches(batchSignal) {
          try {
            const limit = createTableLimit(file, 'arrow')
            for await (const stream of createStreams(batchSignal)) {
              const converted = convertStream(stream)
              limit.count(converted.length)
              yield converted
            }
          } catch (cause) {
            throw toReadError(cause, batchSignal)
          }
        },
      }
    } catch (cause) {
      throw toReadError(cause, signal)
    }
  },
}

/**
 * Throws if a decimal type has an impossible scale, because the decoder computes ten to the power of the scale for
 * every batch.
 */
function checkDecimalPlaces(fields: readonly Field[]): void {
  const checkType = (type: DataType): void => {
    if (type.typeId === Type.Decimal && Math.abs(type.scale) > maxDecimalPlaces)
      throw new FormatError(message('file.error.decimal-places', { places: type.scale }))
    if (type.typeId === Type.Dictionary) checkType(type.dictionary)
    if ('children' in type) checkDecimalPlaces(type.children ?? [])
  }
  for (const { type } of fields) checkType(type)
}

/** Yields complete streams, each with a few record batches and the schema and dictionaries that these batches need. */
async function* readCompleteStreams(
  file: SourceFile,
  messages: readonly ArrowMessage[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const read = async (entry: ArrowMessage): Promise<[ArrowMessage, Uint8Array]> => {
    signal?.throwIfAborted()
    const { bodyStart, bodyLength } = entry
    const body = await file.read(bodyStart, bodyStart + bodyLength)
    if (body.length < bodyLength) throw new FormatError(message('file.error.shorter', {}))
    return [entry, body]
  }
  const schema = messages.find(({ kind }) => kind === 'schema') as ArrowMessage
  const dictionaries = new Map<bigint, [ArrowMessage, Uint8Array][]>()
  let batch: [ArrowMessage, Uint8Array][] = []
  let [rows, bytes] = [0, 0]
  let hasYielded = false
  const flushBatch = (): Uint8Array => {
    const stream = encodeStream([[schema, new Uint8Array(0)], ...[...dictionaries.values()].flat(), ...batch])
    batch = []
    rows = bytes = 0
    hasYielded = true
    return stream
  }
  for (const message of messages) {
    if (message.kind === 'dictionary') {
      // The batches collected so far need the previous dictionary.
      if (batch.length > 0) yield flushBatch()
      const previousBatches = message.isDelta ? (dictionaries.get(message.dictionary) ?? []) : []
      dictionaries.set(message.dictionary, [...previousBatches, await read(message)])
    } else if (message.kind === 'records') {
      batch.push(await read(message))
      rows += message.rows
      bytes += message.bodyLength
      if (rows >= maxBatchRows || bytes >= maxBatchBytes) yield flushBatch()
    }
  }
  if (batch.length > 0 || !hasYielded) yield flushBatch()
}

/** Combines messages into a stream. Adds the continuation markers that old files lack. */
function encodeStream(messages: readonly (readonly [ArrowMessage, Uint8Array])[]): Uint8Array {
  const padLength = (length: number): number => (length + 7) & ~7
  const size = messages.reduce((sum, [{ metadata }, body]) => sum + 8 + padLength(metadata.length) + body.length, 8)
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  let position = 0
  for (const [{ metadata }, body] of messages) {
    view.setUint32(position, 0xffffffff, true)
    view.setInt32(position + 4, padLength(metadata.length), true)
    bytes.set(metadata, position + 8)
    position += 8 + padLength(metadata.length)
    bytes.set(body, position)
    position += body.length
  }
  view.setUint32(position, 0xffffffff, true)
  return bytes
}
