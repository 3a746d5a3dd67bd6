import { openDuckDb } from '@aw-flow/data/node'
import { builtInNodes } from '@aw-flow/nodes'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { sizes } from '../sizes.ts'
import { everythingWorkflow, runEverything, unusedFunctions } from './everything.ts'

const kept = fileURLToPath(new URL('everything.json', import.meta.url))
const rows = sizes.everythingRows
/** By the number of rows. */
const outcomes = JSON.parse(readFileSync(kept, 'utf8')) as Record<string, Record<string, string>>

async function run(threads: number): Promise<Record<string, string>> {
  const tables = await openDuckDb({ threads })
  try {
    return await runEverything(tables, rows, threads)
  } finally {
    await tables.close()
  }
}

it('every table node and every function of theirs is in it', () => {
  const used = new Set(everythingWorkflow(1).nodes.map(({ type }) => type))
  const all = builtInNodes.filter(({ family, type }) => family === 'tables' && type !== 'sql').map(({ type }) => type)
  expect(all.filter((type) => !used.has(type))).toEqual([])
  expect(unusedFunctions()).toEqual([])
})

it('comes to what is kept with one thread and with four', { timeout: 600_000 }, async () => {
  const one = await run(1)
  if (process.env.AW_KEEP_OUTCOMES === '1') {
    outcomes[rows] = one
    writeFileSync(kept, `${JSON.stringify(outcomes, null, 2)}\n`)
  }
  expect(Object.values(one).filter((hash) => !/^[0-9a-f]{64}$/.test(hash))).toEqual([])
  expect(await run(4)).toEqual(one)
  expect(one).toEqual(outcomes[rows])
})
