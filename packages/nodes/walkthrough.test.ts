import { openDuckDb } from '@aw-flow/data/node'
import {
  describeWorkflow,
  assignFiles,
  quoteIdentifier,
  runWorkflow,
  sql,
  systemClock,
  tableName,
  type Catalog,
} from '@aw-flow/engine'
import { foldRun, readWorkflow } from '@aw-flow/schema'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { createTextFile } from './test-node.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const page = readFileSync(join(here, 'walkthrough.md'), 'utf8')
const block = (language: string): string => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)![1]!

// The folder of the page, so that packages are resolved.
const folder = mkdtempSync(join(here, '.rank-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'rank.ts'), block('ts'))
writeFileSync(join(folder, 'list.ts'), block('ts list'))

it('a folder and a line add a node type that is listed, described and run', async () => {
  const { catalog }: { catalog: Catalog } = await import(pathToFileURL(join(folder, 'list.ts')).href)
  expect(catalog.list().find(({ type }) => type === 'rank')).toMatchObject({
    title: 'Rank',
    defaults: { by: '', as: 'rank' },
    settings: { properties: { by: { format: 'column', title: 'Rank by' } } },
  })

  const { workflow, problems } = readWorkflow(JSON.parse(block('json')))
  expect(problems).toEqual([])
  expect(describeWorkflow(workflow!, { catalog, context: { findPreview: () => undefined } })).toMatchObject({
    ready: true,
  })

  const lines = [...page.matchAll(/^\| (\w+) +\| (\w+) +\| (\w+) +\|$/gm)].map(([, ...cells]) => cells)
  const [, ...rows] = lines
  const file = createTextFile('orders.csv', lines.map(([order, amount]) => `${order},${amount}`).join('\n'))
  const tables = await openDuckDb({ threads: 1 })
  try {
    const inputFiles = { defaultFile: { kind: 'file' as const, dataset: file.dataset, name: file.name } }
    const events = await runWorkflow({
      workflow: workflow!,
      run: 'r',
      inputs: assignFiles(workflow!, catalog, inputFiles).inputs,
      seed: 1,
      catalog,
      tables,
      files: { open: () => Promise.resolve(file) },
      clock: systemClock,
      signal: new AbortController().signal,
    })
    const table = foldRun(events).nodes.rank?.outputs.table
    if (table?.kind !== 'table') throw new Error('It gave no table.')
    const found = await tables.rows(sql`SELECT * FROM ${quoteIdentifier(tableName(table.table.id))} ORDER BY rowid`)
    expect(found.map((row) => Object.values(row).map(String))).toEqual(rows)
  } finally {
    await tables.close()
  }
})
