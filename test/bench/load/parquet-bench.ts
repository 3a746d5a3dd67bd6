import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadFile } from '@aw-flow/agents'
import { hashFile, nodeFile, openDuckDb } from '@aw-flow/data/node'
import { DuckDBInstance } from '@duckdb/node-api'
import startParquet, { readParquet } from 'parquet-wasm/esm/parquet_wasm.js'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { writeParquet } from '../data/write-parquet.ts'
import { measureInTurn, type Sample } from '../measure.ts'
import { buildPages } from '../page/build-pages.ts'
import { openBrowser } from '../page/open-browser.ts'
import { serveFolders } from '../page/serve-folders.ts'
import type { Progress } from '../progress.ts'
import { columnCount, type LoadOutcome } from './load-contender.ts'

const rows = 100_000
const name = 'places.parquet'
const read = '`readParquet` of parquet-wasm, no table'
const inserted = '`readParquet` of parquet-wasm, to a table in DuckDB'
const own = 'DuckDB read_parquet, to a table'

/**
 * Parquet to a table with a full report. In Node nothing brings what parquet-wasm reads into a table: the limit there is
 * DuckDB's own reader, which the page does not have.
 */
export async function benchParquet(progress: Progress): Promise<BenchCase[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-bench-parquet-'))
  try {
    await writeParquet(join(folder, name), rows)
    return [await inNode(folder, progress), await inPage(folder, progress)]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function inNode(folder: string, progress: Progress): Promise<BenchCase> {
  const path = join(folder, name)
  const tables = await openDuckDb()
  const dataset = await hashFile(path)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const wasm = createRequire(import.meta.url).resolve('parquet-wasm/esm/parquet_wasm_bg.wasm')
  await startParquet({ module_or_path: await WebAssembly.compile(await readFile(wasm)) })
  try {
    return await measured('Node', path, own, progress, {
      async ours() {
        const begin = performance.now()
        const { table, report } = await loadFile(await nodeFile(path, dataset), { tables, id: 'bench', maxRetries: 3 })
        const ms = performance.now() - begin
        await tables.drop(table.id)
        return { ms, rows: table.rows, columns: report.columns.length }
      },
      async [own]() {
        const begin = performance.now()
        await connection.run(`CREATE OR REPLACE TABLE raw AS SELECT * FROM read_parquet('${path}')`)
        const ms = performance.now() - begin
        await connection.run('DROP TABLE raw')
        return { ms, rows, columns: columnCount }
      },
      async [read]() {
        const begin = performance.now()
        const batches = readParquet(await readFile(path)).recordBatches()
        const found = batches.reduce((sum, batch) => sum + batch.numRows, 0)
        return { ms: performance.now() - begin, rows: found, columns: batches[0]?.numColumns ?? 0 }
      },
    })
  } finally {
    await tables.close()
    connection.closeSync()
    instance.closeSync()
  }
}

async function inPage(folder: string, progress: Progress): Promise<BenchCase> {
  const pages = await buildPages(['load/parquet.html'])
  const server = await serveFolders([pages, folder])
  const browser = await openBrowser()
  try {
    const { page, check } = await browser.openPage()
    await page.goto(`${server.origin}/load/parquet.html`)
    await page.waitForFunction(() => window.openParquet !== undefined)
    await page.evaluate((file) => window.openParquet!(`/${file}`), name)
    const by = (contender: 'ours' | 'table' | 'read') => (): Promise<LoadOutcome> =>
      page.evaluate((one) => window.loadParquet!(one), contender)
    const loads = { ours: by('ours'), [inserted]: by('table'), [read]: by('read') }
    const made = await measured('page', join(folder, name), inserted, progress, loads)
    check()
    return made
  } finally {
    await browser.browser.close()
    await server.close()
    await rm(pages, { recursive: true, force: true })
  }
}

async function measured(
  place: string,
  path: string,
  peer: string,
  progress: Progress,
  loads: Record<string, () => Promise<LoadOutcome>>,
): Promise<BenchCase> {
  const { size } = await stat(path)
  const title = `Parquet, ${rows.toLocaleString('en')} rows × ${columnCount} columns (${(size / 1e6).toFixed(1)} MB), ${place}`
  const contenders = Object.fromEntries(
    Object.entries(loads).map(([contender, load]) => [contender, () => sample(load)] as const),
  )
  const { ms } = await measureInTurn(contenders, { warmUps: 2, onRun: progress(title) })
  return benchCase({ case: title, unit: 'ms', measured: ms!, goal: { times: 1.5, peer }, floor: { times: 3, peer } })
}

async function sample(load: () => Promise<LoadOutcome>): Promise<Sample> {
  const { ms, rows: loaded, columns } = await load()
  if (loaded !== rows || columns !== columnCount)
    throw new Error(`${loaded} rows × ${columns} columns were loaded, ${rows} × ${columnCount} are there.`)
  return { ms }
}
