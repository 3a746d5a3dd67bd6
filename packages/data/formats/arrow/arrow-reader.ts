import { message } from '@aw-flow/messages'
import { faultReason, FormatFault } from '../format-fault.ts'
import { TablesError, type OpenedTable, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { CompressionType, setCompressionCodec } from '@uwdata/flechette'
import { decompress } from 'fzstd'
import type { FormatReader } from '../format-reader.ts'
import { arrowMessages, type ArrowMessage } from './arrow-messages.ts'
import { carriedTable, decodeStream } from './carry-stream.ts'
import { finerTimes } from './finer-times.ts'
import { decodeLz4Frame } from './lz4-frame.ts'

/** Batches are handed on together up to these: each hand-over costs some, and must fit the memory. */
const mostRows = 122_880
const mostBytes = 64 * 1024 * 1024

const encode = (): never => {
  throw new Error('Arrow is not written compressed.')
}
setCompressionCodec(CompressionType.LZ4_FRAME, { decode: decodeLz4Frame, encode })
setCompressionCodec(CompressionType.ZSTD, { decode: (bytes) => decompress(bytes), encode })

/** Arrow's IPC format, as a file (which Feather is, in its second version) or as a stream, compressed or not. */
export const arrowReader: FormatReader = {
  parts: async () => [],

  async open(file, { signal, first }): Promise<OpenedTable> {
    const asDamaged = (cause: unknown, stop: AbortSignal | undefined): unknown =>
      stop?.aborted ? stop.reason : damagedArrow(file, cause)
    try {
      const messages: ArrowMessage[] = []
      for await (const message of arrowMessages(file, signal)) messages.push(message)
      const schemaMessage = messages.find(({ kind }) => kind === 'schema')
      if (!schemaMessage) throw new FormatFault(message('file.fault.no-schema', {}))
      const records = messages.filter(({ kind }) => kind === 'records')
      const { schema } = decodeStream(streamOf([[schemaMessage, new Uint8Array(0)]]))
      const streams = (stop: AbortSignal | undefined): AsyncGenerator<Uint8Array> => wholeStreams(file, messages, stop)
      const isFiner = await finerTimes(schema, async function* () {
        for await (const stream of streams(signal)) {
          yield stream
          if (first !== undefined) return
        }
      })
      const compressed = messages.some(({ isCompressed }) => isCompressed)
      const { columns, problems, carry } = carriedTable(schema, { isFiner, compressed })
      return {
        kind: 'table',
        columns,
        rows: records.reduce((sum, { rows }) => sum + rows, 0),
        problems,
        async *batches(stop) {
          try {
            for await (const stream of streams(stop)) yield carry(stream)
          } catch (cause) {
            throw asDamaged(cause, stop)
          }
        },
      }
    } catch (cause) {
      throw asDamaged(cause, signal)
    }
  },
}

/** The records some at a time, each time with the schema and the dictionaries that they need. */
async function* wholeStreams(
  file: SourceFile,
  messages: readonly ArrowMessage[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const read = async (one: ArrowMessage): Promise<[ArrowMessage, Uint8Array]> => {
    signal?.throwIfAborted()
    const { bodyStart, bodyLength } = one
    const body = await file.read(bodyStart, bodyStart + bodyLength)
    if (body.length < bodyLength) throw new FormatFault(message('file.fault.shorter', {}))
    return [one, body]
  }
  const schema = messages.find(({ kind }) => kind === 'schema') as ArrowMessage
  const dictionaries = new Map<bigint, [ArrowMessage, Uint8Array][]>()
  let taken: [ArrowMessage, Uint8Array][] = []
  let [rows, bytes] = [0, 0]
  let any = false
  const take = (): Uint8Array => {
    const stream = streamOf([[schema, new Uint8Array(0)], ...[...dictionaries.values()].flat(), ...taken])
    taken = []
    rows = bytes = 0
    any = true
    return stream
  }
  for (const message of messages) {
    if (message.kind === 'dictionary') {
      // What was taken so far needs the dictionary as it was.
      if (taken.length > 0) yield take()
      const known = message.isDelta ? (dictionaries.get(message.dictionary) ?? []) : []
      dictionaries.set(message.dictionary, [...known, await read(message)])
    } else if (message.kind === 'records') {
      taken.push(await read(message))
      rows += message.rows
      bytes += message.bodyLength
      if (rows >= mostRows || bytes >= mostBytes) yield take()
    }
  }
  if (taken.length > 0 || !any) yield take()
}

/** Messages as a stream, each with the mark that old files lack. */
function streamOf(messages: readonly (readonly [ArrowMessage, Uint8Array])[]): Uint8Array {
  const padded = (length: number): number => (length + 7) & ~7
  const size = messages.reduce((sum, [{ metadata }, body]) => sum + 8 + padded(metadata.length) + body.length, 8)
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [{ metadata }, body] of messages) {
    view.setUint32(at, 0xffffffff, true)
    view.setInt32(at + 4, padded(metadata.length), true)
    bytes.set(metadata, at + 8)
    at += 8 + padded(metadata.length)
    bytes.set(body, at)
    at += body.length
  }
  view.setUint32(at, 0xffffffff, true)
  return bytes
}

function damagedArrow({ name }: SourceFile, cause: unknown): TablesError {
  if (cause instanceof TablesError) return cause
  return new TablesError(
    error('load.file-damaged', { file: name, format: 'Arrow', reason: faultReason(cause) }, { where: { file: name } }),
    cause,
  )
}
