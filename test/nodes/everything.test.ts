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

/** Numbers of threads. The stored results were made with one thread, so four threads suffice to compare both. */
const threadCounts = [4, 1].slice(0, sizes.everythingThreadCounts)

/** Runs a workflow with several numbers of threads, and compares the results with the stored one. */
async function mustComeTo(
  name: string,
  run: (tables: Tables, threads: number) => Promise<Record<string, string>>,
): Promise<Record<string, string>> {
  const kept = fileURLToPath(new URL(`${name}.json`, import.meta.url))
  const outcomes = JSON.parse(readFileSync(kept, 'utf8')) as Outcomes
  const runWith = async (threads: number): Promise<Record<string, string>> => {
    const tables = await openDuckDb({ threads })
    try {
      return await run(tables, threads)
    } finally {
      await tables.close()
    }
  }
  if (process.env.AW_KEEP_OUTCOMES === '1') {
    outcomes[rows] = await runWith(1)
    writeFileSync(kept, `${JSON.stringify(outcomes, null, 2)}\n`)
  }
  const stored = outcomes[rows]!
  for (const threads of threadCounts) expect(await runWith(threads), `${threads} threads`).toEqual(stored)
  return stored
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
  // The branch that is not taken, and the handled failures of a check and a placeholder.
  expect(Object.fromEntries(ended)).toEqual({
    none: 'skipped',
    broken: expect.stringMatching(/^failed validate\.not-valid/),
    missing: expect.stringMatching(/^failed placeholder\.not-replaced/),
  })
})
