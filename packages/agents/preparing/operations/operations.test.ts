import { englishFormatter } from '@aw-flow/messages/catalogs'
import type { TableRef } from '@aw-flow/schema'
import { describeOperation, operationSchema, type Operation } from '@aw-flow/schema/internal'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileForTable } from '../plans/compile-for-table.ts'
import { operations } from './operations.ts'
import { testedOperations } from './test-operations.ts'
import { randomSettings } from './test-random-operations.ts'
import { checkOperation, makeOperationTables, computeOperationHashes } from './test-operations-suite.ts'
import outcomes from './operations.expected.json' with { type: 'json' }
import { seed, sizes, selectSlowCases } from '../../../../test/sizes.ts'
import { openTestTables } from '../../../../test/open-tables.ts'

const tables = await openTestTables()

const rounds = Math.max(2, Math.floor(sizes.databaseRuns / 10))

/** Returns whether an operation compiles for the tables. */
function fits(operation: Operation, { table, places }: { table: TableRef; places: TableRef }): boolean {
  try {
    compileForTable({ table, operations: [operation], namedTables: { places } })
    return true
  } catch (cause) {
    if (cause instanceof RangeError) return false
    throw cause
  }
}

describe('every operation', () => {
  it('is tested, has a description, and survives JSON', () => {
    expect([...new Set(testedOperations.map(({ op }) => op))].toSorted()).toEqual(Object.keys(operations).toSorted())
    for (const operation of testedOperations) {
      expect(operationSchema.parse(JSON.parse(JSON.stringify(operation)))).toEqual(operation)
      const { code } = describeOperation(operation)
      expect(code.split('.')[1]).toBe('within' in operation ? 'within' : operation.op)
      expect(englishFormatter.format(describeOperation(operation))).not.toMatch(/undefined|\{|operation\./)
    }
  })

  it.each(selectSlowCases(Object.entries(randomSettings)))(
    '%s with any settings: reported effects equal actual effects; misfits are rejected before execution',
    async (op, settings) => {
      const cases = fc.asyncProperty(settings as fc.Arbitrary<object>, fc.nat(9999), async (chosen, tableSeed) => {
        const operation = operationSchema.parse({ op, reason: 'required by a test', ...chosen })
        const input = await makeOperationTables(tables, tableSeed, 5 + (tableSeed % 40))
        fc.pre(fits(operation, input))
        await checkOperation(tables, operation, input)
      })
      await fc.assert(cases, { seed, numRuns: rounds })
    },
  )

  it('has an effect in the tested table', () => {
    const hashes = Object.values(outcomes)
    expect(hashes.length).toBe(testedOperations.length)
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  it('returns the stored results, as in the browser', async () => {
    const hashes = await computeOperationHashes(tables, seed, 60, sizes.operationCases)
    expect(new Set(Object.keys(hashes).map((key) => key.split(' ')[1]))).toEqual(new Set(Object.keys(operations)))
    expect(outcomes).toMatchObject(hashes)
    if (sizes.operationCases > 1) expect(hashes).toEqual(outcomes)
  })
})
