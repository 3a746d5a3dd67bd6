import { readWorkflow } from '@aw-flow/schema'
import { beforeEach, expect, test } from 'vitest'
import { createDefinitionCache, type DefinitionCache } from './definition-cache.ts'

const minute = 60_000
const toDocument = (name: string): string => JSON.stringify({ version: 1, name, nodes: [], edges: [] })

let time: number
let reads: string[]
let hits: boolean[]
let cache: DefinitionCache

beforeEach(() => {
  time = 0
  reads = []
  hits = []
  cache = createDefinitionCache(
    async (document) => {
      reads.push(document)
      return readWorkflow(document)
    },
    { now: () => time, onRead: (isHit) => hits.push(isHit) },
  )
})

test('a document is parsed once, and a changed one again', async () => {
  const first = await cache.read(toDocument('a'))
  expect((await cache.read(toDocument('a'))).workflow).toBe(first.workflow)
  expect((await cache.read(toDocument('b'))).workflow).not.toBe(first.workflow)
  expect(reads).toEqual([toDocument('a'), toDocument('b')])
  expect(hits).toEqual([false, true, false])
})

test('a definition that was not read for 30 minutes is parsed again', async () => {
  await cache.read(toDocument('a'))
  time += 29 * minute
  await cache.read(toDocument('a'))
  time += 29 * minute
  await cache.read(toDocument('a'))
  time += 30 * minute
  await cache.read(toDocument('a'))
  expect(hits).toEqual([false, true, true, false])
})

test('the least recently read definitions are removed first', async () => {
  const { workflow } = await cache.read(toDocument('a'))
  const large = (letter: string): string => letter.repeat(7_000_000)
  cache.add(large('x'), workflow!)
  cache.add(large('y'), workflow!)
  await cache.read(large('x'))
  cache.add(large('z'), workflow!)
  await cache.read(large('x'))
  expect(reads).toEqual([toDocument('a')])
  await cache.read(large('y'))
  expect(reads).toEqual([toDocument('a'), large('y')])
})

test('a document that cannot be read is not stored', async () => {
  await cache.read('{')
  await cache.read('{')
  expect(hits).toEqual([false, false])
})
