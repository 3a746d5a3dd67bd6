import { renderMessages } from '../../test/render-messages.ts'
import { hashFile, openNodeFile, openDuckDb, type NodeFile } from '@aw-flow/data/node'
import {
  createMemoryJournal,
  assignFiles,
  resumeRun,
  runWorkflow,
  systemClock,
  type Files,
  type Tables,
} from '@aw-flow/engine'
import { foldRun, readWorkflow, type RunEvent, unwrap } from '@aw-flow/schema'
import { findResultTables } from '@aw-flow/schema/internal'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { createBuiltInCatalog } from './built-in-nodes.ts'

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const catalog = createBuiltInCatalog()
const workflow = readWorkflow(readFileSync(at('examples/workflows/cosmo-ready.json'), 'utf8')).workflow!

let file: NodeFile
let record: RunEvent[]
let content: string
const here: Files = { open: (dataset) => Promise.resolve(dataset === file.dataset ? file : undefined) }
const ports = (tables: Tables, files: Files = here) => {
  return { catalog, tables, files, clock: systemClock, signal: new AbortController().signal }
}

async function withTables<T>(use: (tables: Tables) => Promise<T>): Promise<T> {
  const tables = await openDuckDb({ threads: 1 })
  try {
    return await use(tables)
  } finally {
    await tables.close()
  }
}
const contentOf = (events: readonly RunEvent[], tables: Tables): Promise<string> =>
  tables.contentHash(findResultTables(foldRun(events)).at(-1)!.table)

beforeAll(async () => {
  const path = at('test/fixtures/inventory.csv')
  file = await openNodeFile(path, await hashFile(path))
  const { inputs } = assignFiles(workflow, catalog, {
    defaultFile: { kind: 'file', dataset: file.dataset, name: 'inventory.csv' },
  })
  await withTables(async (tables) => {
    record = await runWorkflow({ ...ports(tables), workflow, run: 'r', seed: 1, inputs })
    content = await contentOf(record, tables)
  })
})

describe('the main job, resumed from its record', () => {
  it('[E44] computes an equal table, at whichever event its process ended', async () => {
    for (let kept = 1; kept <= record.length; kept++) {
      await withTables(async (tables) => {
        const journal = createMemoryJournal(record.slice(0, kept))
        const resumed = unwrap(await resumeRun({ ...ports(tables), journal }))
        expect(foldRun(resumed).state).toBe('completed')
        expect([kept, await contentOf(resumed, tables)]).toEqual([kept, content])
      })
    }
  })

  it('[E54] names a purged file that it needs, and can still be displayed', async () => {
    const loaded = record.findIndex(({ type }) => type === 'node-completed')
    const kept = record.slice(0, loaded + 1)
    await withTables(async (tables) => {
      const purged: Files = { open: () => Promise.resolve(undefined) }
      const resumed = unwrap(await resumeRun({ ...ports(tables, purged), journal: createMemoryJournal(kept) }))
      const view = foldRun(resumed)
      expect(view.state).toBe('failed')
      const failed = Object.values(view.nodes).find(({ state }) => state === 'failed')
      const problem = renderMessages(failed?.error?.problem)
      expect(problem?.message).toContain('inventory.csv')
      expect(problem?.hint).toBeTruthy()
      const read = foldRun(kept)
      expect(Object.values(read.nodes).find(({ rows }) => rows !== undefined)?.rows).toBeGreaterThan(0)
      expect(read.nodes).toMatchObject(foldRun(record.slice(0, loaded + 1)).nodes)
    })
  })
})
