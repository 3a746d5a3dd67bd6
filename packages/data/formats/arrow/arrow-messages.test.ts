import type { SourceFile } from '@aw-flow/engine'
import { describe, expect, it } from 'vitest'
import { decodeTypedFile } from '../test-typed-files.ts'
import { readArrowMessages, type ArrowMessage } from './arrow-messages.ts'

const inMemory = (bytes: Uint8Array): SourceFile => ({
  dataset: '',
  name: 'x.arrow',
  size: bytes.length,
  read: async (start, end) => bytes.slice(start, end),
})

async function messagesOf(bytes: Uint8Array): Promise<ArrowMessage[]> {
  const messages: ArrowMessage[] = []
  for await (const message of readArrowMessages(inMemory(bytes), undefined)) messages.push(message)
  return messages
}

describe('readArrowMessages', () => {
  it('finds messages in a stream and in a file with the schema only in its footer', async () => {
    for (const name of ['types.arrows', 'types.arrow'] as const) {
      const messages = await messagesOf(decodeTypedFile(name))
      expect(messages.map(({ kind, rows }) => [kind, rows])).toEqual([
        ['schema', 0],
        ['dictionary', 2],
        ['records', 3],
      ])
    }
  })

  // Regression: a damaged column count of a schema exhausted memory.
  it('rejects counts that exceed the data before allocating memory', async () => {
    const original = decodeTypedFile('types.arrows')
    const [schema, , records] = await messagesOf(original)
    // Columns of the schema, and nodes of the record batch including nested ones.
    const counts = [17, 20]
    let rejections = 0
    for (const message of [schema, records] as ArrowMessage[]) {
      const start = message.bodyStart - message.metadata.length
      for (let at = start; at + 4 <= message.bodyStart; at += 4) {
        const bytes = original.slice()
        const view = new DataView(bytes.buffer)
        const isCount = view.getUint32(at, true) === counts[message.kind === 'schema' ? 0 : 1]
        view.setUint32(at, 0x7fffffff, true)
        const read = messagesOf(bytes)
        if (isCount) {
          await expect(read).rejects.toThrow()
          rejections++
        } else await read.catch(() => undefined)
      }
    }
    expect(rejections).toBeGreaterThan(1)
  })
})
