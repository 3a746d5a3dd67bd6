import { openDuckDb } from '@aw-flow/data/node'
import type { Tables } from '@aw-flow/engine'
import { describeOperation, operationSchema } from '@aw-flow/schema'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from './operations/operations.ts'
import { testedOperations } from './test-operations.ts'
import { checkOperation, makeOperationTables, operationHashes } from './test-operations-suite.ts'
import outcomes from './operations.expected.json' with { type: 'json' }
import { seed, sizes } from '../../../test/sizes.ts'

let tables: Tables
beforeAll(async () => {
  tables = await openDuckDb()
})
afterAll(() => tables.close())

const rounds = Math.max(1, Math.floor(sizes.databaseRuns / 20))

describe('every operation', () => {
  it('is tested, has words, and is read as it is written', () => {
    expect([...new Set(testedOperations.map(({ op }) => op))].toSorted()).toEqual(Object.keys(operations).toSorted())
    for (const operation of testedOperations) {
      expect(operationSchema.parse(JSON.parse(JSON.stringify(operation)))).toEqual(operation)
      expect(describeOperation(operation).length).toBeGreaterThan(5)
    }
  })

  it.each([...testedOperations.entries()].map(([index, operation]) => [index, operation.op, operation] as const))(
    '%i %s: what is said of it is what it does, and it can be taken back',
    async (index, _, operation) => {
      for (let round = 0; round < rounds; round++)
        await checkOperation(
          tables,
          operation,
          await makeOperationTables(tables, seed + index * 1000 + round, 5 + 20 * round),
        )
    },
  )

  it('finds something to do in the tested table', () => {
    const hashes = Object.values(outcomes)
    expect(hashes.length).toBe(testedOperations.length)
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  it('comes natively to what is kept, and the page comes to the same', async () => {
    expect(await operationHashes(tables, seed, 60)).toEqual(outcomes)
  })
})
