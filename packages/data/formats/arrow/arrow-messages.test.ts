import type { SourceFile } from '@aw-flow/engine'
import { describe, expect, it } from 'vitest'
import { typedFile } from '../test-typed-files.ts'
import { arrowMessages, type ArrowMessage } from './arrow-messages.ts'

const inMemory = (bytes: Uint8Array): SourceFile => ({
  dataset: '',
  name: 'x.arrow',
  size: bytes.length,
  read: async (start, end) => bytes.slice(start, end),
})

async function messagesOf(bytes: Uint8Array): Promise<ArrowMessage[]> {
  const messages: ArrowMessage[] = []
  for await (const message of arrowMessages(inMemory(bytes), undefined)) messages.push(message)
  return messages
}

describe('the messages of an Arrow file', () => {
  it('are found in a stream and in a file, whose schema stands in its footer only', async () => {
    for (const name of ['types.arrows', 'types.arrow'] as const) {
      const messages = await messagesOf(typedFile(name))
      expect(messages.map(({ kind, rows }) => [kind, rows])).toEqual([
        ['schema', 0],
        ['dictionary', 2],
        ['records', 3],
      ])
    }
  })

  // Once a damaged count of a schema's columns filled the memory of the process.
  it('that tell of more than they have are refused before room is made for it', async () => {
    const whole = typedFile('types.arrows')
    const [schema, , records] = await messagesOf(whole)
    // Columns of the schema; with what is in lists and structs, the nodes of the records.
    const counts = [17, 20]
    let refused = 0
    for (const message of [schema, records] as ArrowMessage[]) {
      const start = message.bodyStart - message.metadata.length
      for (let at = start; at + 4 <= message.bodyStart; at += 4) {
        const bytes = whole.slice()
        const view = new DataView(bytes.buffer)
        const isCount = view.getUint32(at, true) === counts[message.kind === 'schema' ? 0 : 1]
        view.setUint32(at, 0x7fffffff, true)
        const read = messagesOf(bytes)
        if (isCount) {
          await expect(read).rejects.toThrow()
          refused++
        } else await read.catch(() => undefined)
      }
    }
    expect(refused).toBeGreaterThan(1)
  })
})
