import { openDuckDb } from '@aw-flow/data/node'
import type { Tables } from '@aw-flow/engine'
import { builtInNodes } from '@aw-flow/nodes'
import { openSandbox } from '@aw-flow/sandbox/node'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { sizes } from '../sizes.ts'
import { everythingElseWorkflow, runEverythingElse, unusedExpressionFunctions } from './everything-else.ts'
import { everythingWorkflow, runEverything, unusedFunctions } from './everything.ts'

const rows = sizes.everythingRows
/** Stored results of each workflow by number of rows. */
type Outcomes = Record<string, Record<string, string>>

const sandbox = openSandbox()
afterAll(() => sandbox.close())

/** Runs a workflow with one and with four threads, and compares both with the stored result. */
async function mustComeTo(
  name: string,
  run: (tables: Tables, threads: number) => Promise<Record<string, string>>,
): Promise<Record<string, string>> {
  const kept = fileURLToPath(new URL(`${name}.json`, import.meta.url))
  const outcomes = JSON.parse(readFileSync(kept, 'utf8')) as Outcomes
  const [one, four] = [{}, {}]
  for (const [threads, found] of [
    [1, one],
    [4, four],
  ] as const) {
    const tables = await openDuckDb({ threads })
    try {
      Object.assign(found, await run(tables, threads))
    } finally {
      await tables.close()
    }
  }
  if (process.env.AW_KEEP_OUTCOMES === '1') {
    outcomes[rows] = one
    writeFileSync(kept, `${JSON.stringify(outcomes, null, 2)}\n`)
  }
  expect(four).toEqual(one)
  expect(one).toEqual(outcomes[rows])
  return one
}

it('the two workflows contain every node and every function', () => {
  const used = new Set([...everythingWorkflow(1).nodes, ...everythingElseWorkflow(1).nodes].map(({ type }) => type))
  expect(builtInNodes.map(({ type }) => type).filter((type) => !used.has(type))).toEqual([])
  expect([...unusedFunctions(), ...unusedExpressionFunctions()]).toEqual([])
})

it('table nodes have the stored result with one thread and with four', { timeout: 600_000 }, async () => {
  const found = await mustComeTo('everything', (tables, threads) => runEverything(tables, rows, threads))
  expect(Object.values(found).filter((hash) => !/^[0-9a-f]{64}$/.test(hash))).toEqual([])
})

it('other nodes, SQL, expressions and code have the stored result', { timeout: 600_000 }, async () => {
  const found = await mustComeTo('everything-else', (tables, parallel) =>
    runEverythingElse(tables, sandbox, { rows, parallel }),
  )
  const ended = Object.entries(found).filter(([key, value]) => !key.includes('.') && !/^completed\b/.test(value))
  // The branch that is not taken, and the handled failure of a check.
  expect(Object.fromEntries(ended)).toEqual({
    none: 'skipped',
    broken: expect.stringMatching(/^failed validate\.not-valid/),
  })
})
