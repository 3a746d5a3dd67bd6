import type { SourceFile } from '@aw-flow/engine'
import { readArrowMessages, readFlatTable, type ArrowMessage } from '../formats/arrow/arrow-messages.ts'

const magic = Uint8Array.from('ARROW1', (character) => character.charCodeAt(0))

/**
 * Writes an uncompressed Arrow file (Feather version 2). The batches of each stream are written as they arrive, with
 * the first stream's schema.
 *
 * @param streams Complete Arrow IPC streams with the same columns and without dictionaries. At least one is required.
 */
export async function* writeArrow(streams: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const blocks: { offset: number; metadataLength: number; bodyLength: number }[] = []
  let schema: Uint8Array | undefined
  let position = 0
  const advance = (bytes: Uint8Array): Uint8Array => {
    position += bytes.length
    return bytes
  }
  const fileStart = new Uint8Array(8)
  fileStart.set(magic)
  yield advance(fileStart)
  for await (const stream of streams) {
    for await (const message of readArrowMessages(toSourceFile(stream), undefined)) {
      if (message.kind === 'schema') {
        if (schema) continue
        schema = message.metadata
      }
      const header = encodeHeader(message)
      if (message.kind === 'records')
        blocks.push({ offset: position, metadataLength: header.length, bodyLength: message.bodyLength })
      yield advance(header)
      const body = stream.subarray(message.bodyStart, message.bodyStart + message.bodyLength)
      if (body.length > 0) yield advance(body)
    }
  }
  yield advance(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0))
  const footer = buildFooter(schema ?? new Uint8Array(0), blocks)
  const fileEnd = new Uint8Array(footer.length + 10)
  fileEnd.set(footer)
  new DataView(fileEnd.buffer).setInt32(footer.length, footer.length, true)
  fileEnd.set(magic, footer.length + 4)
  yield advance(fileEnd)
}

const toSourceFile = (bytes: Uint8Array): SourceFile => ({
  dataset: '',
  name: 'stream',
  size: bytes.length,
  read: async (start, end) => bytes.subarray(start, end),
})

function encodeHeader({ metadata }: ArrowMessage): Uint8Array {
  const length = (metadata.length + 7) & ~7
  const header = new Uint8Array(8 + length)
  const view = new DataView(header.buffer)
  view.setUint32(0, 0xffffffff, true)
  view.setInt32(4, length, true)
  header.set(metadata, 8)
  return header
}

/**
 * Builds the footer's FlatBuffer manually around the schema of the first message. Layout: root, field offsets, table,
 * vector of blocks, message.
 */
function buildFooter(
  schema: Uint8Array,
  blocks: readonly { offset: number; metadataLength: number; bodyLength: number }[],
): Uint8Array {
  const [fieldsOffset, tableOffset, vectorOffset, blockBytes] = [4, 16, 36, 24]
  const messageOffset = vectorOffset + 4 + blockBytes * blocks.length
  const bytes = new Uint8Array(messageOffset + schema.length)
  const view = new DataView(bytes.buffer)
  bytes.set(schema, messageOffset)
  const schemaOffset = messageOffset + (readFlatTable(schema).readTable(2)?.offset ?? 0)
  view.setUint32(0, tableOffset, true)
  // Field offsets in the table: version, schema, no dictionaries, batches.
  ;[12, 16, 12, 4, 0, 8].forEach((offset, index) => view.setUint16(fieldsOffset + 2 * index, offset, true))
  view.setInt32(tableOffset, tableOffset - fieldsOffset, true)
  view.setUint32(tableOffset + 4, schemaOffset - (tableOffset + 4), true)
  view.setUint32(tableOffset + 8, vectorOffset - (tableOffset + 8), true)
  view.setInt16(tableOffset + 12, 4, true)
  view.setUint32(vectorOffset, blocks.length, true)
  blocks.forEach(({ offset, metadataLength, bodyLength }, index) => {
    const position = vectorOffset + 4 + blockBytes * index
    view.setBigInt64(position, BigInt(offset), true)
    view.setInt32(position + 8, metadataLength, true)
    view.setBigInt64(position + 16, BigInt(bodyLength), true)
  })
  return bytes
}
