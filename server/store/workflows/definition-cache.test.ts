import { readWorkflow } from '@aw-flow/schema'
import { beforeEach, expect, test } from 'vitest'
import { createDefinitionCache, type DefinitionCache } from './definition-cache.ts'

const minute = 60_000
const readOwner = async (): Promise<string> => 'default'
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
    { now: () => time, onRead: (isHit) => hits.push(isHit), maxCharacters: 16_000_000 },
  )
})

test('a document is parsed once, and a changed one again', async () => {
  const first = await cache.read(toDocument('a'), readOwner)
  expect((await cache.read(toDocument('a'), readOwner)).workflow).toBe(first.workflow)
  expect((await cache.read(toDocument('b'), readOwner)).workflow).not.toBe(first.workflow)
  expect(reads).toEqual([toDocument('a'), toDocument('b')])
  expect(hits).toEqual([false, true, false])
})

test('a definition that was not read for 30 minutes is parsed again', async () => {
  await cache.read(toDocument('a'), readOwner)
  time += 29 * minute
  await cache.read(toDocument('a'), readOwner)
  time += 29 * minute
  await cache.read(toDocument('a'), readOwner)
  time += 30 * minute
  await cache.read(toDocument('a'), readOwner)
  expect(hits).toEqual([false, true, true, false])
})

test('the least recently read definitions are removed first', async () => {
  const { workflow } = await cache.read(toDocument('a'), readOwner)
  const large = (letter: string): string => letter.repeat(7_000_000)
  cache.add(large('x'), workflow!)
  cache.add(large('y'), workflow!)
  await cache.read(large('x'), readOwner)
  cache.add(large('z'), workflow!)
  await cache.read(large('x'), readOwner)
  expect(reads).toEqual([toDocument('a')])
  await cache.read(large('y'), readOwner)
  expect(reads).toEqual([toDocument('a'), large('y')])
})

test('a document that cannot be read is not stored', async () => {
  await cache.read('{', readOwner)
  await cache.read('{', readOwner)
  expect(hits).toEqual([false, false])
})
