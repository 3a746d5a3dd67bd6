import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadFile } from '@aw-flow/agents'
import { hashFile, openNodeFile, openDuckDb } from '@aw-flow/data/node'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { measureInTurn, type Sample } from '../measure.ts'
import { buildPages } from '../page/build-pages.ts'
import { openBrowser } from '../page/open-browser.ts'
import { serveFolders } from '../page/serve-folders.ts'
import type { Progress } from '../progress.ts'
import { columnCount, type LoadOutcome } from './load-contender.ts'

declare global {
  interface Window {
    /** Fetches the file and opens all contenders. */
    openFormat?: (address: string) => Promise<void>
    loadFormat?: (contender: string) => Promise<LoadOutcome>
  }
}

type Loads = Readonly<Record<string, () => Promise<LoadOutcome>>>

/** The benchmark of a format: a file with six columns is loaded with a full report, compared with libraries. */
export interface FormatBench {
  format: string
  file: string
  rows: number
  warmUps: number
  write(path: string, rows: number): Promise<void>
  /** The peers in Node.js, and the name of the peer that sets the limits. */
  node: { peer: string; open(path: string): Promise<{ loads: Loads; close(): void }> }
  /** The page and its peers. `contenders` maps names in the page to titles. */
  page: { html: string; peer: string; contenders: Readonly<Record<string, string>> }
}

export async function benchFormat(bench: FormatBench, progress: Progress): Promise<BenchCase[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-bench-format-'))
  const path = join(folder, bench.file)
  try {
    await bench.write(path, bench.rows)
    return [await measureInNode(bench, path, progress), await measureInPage(bench, folder, progress)]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measureInNode(bench: FormatBench, path: string, progress: Progress): Promise<BenchCase> {
  const tables = await openDuckDb()
  const dataset = await hashFile(path)
  const peers = await bench.node.open(path)
  const ours = async (): Promise<LoadOutcome> => {
    const start = performance.now()
    const { table, report } = await loadFile(await openNodeFile(path, dataset), { tables, id: 'bench', maxRetries: 3 })
    const ms = performance.now() - start
    await tables.drop(table.id)
    return { ms, rows: table.rows, columns: report.columns.length }
  }
  try {
    return await measured(bench, 'Node', path, bench.node.peer, progress, { ours, ...peers.loads })
  } finally {
    await tables.close()
    peers.close()
  }
}

async function measureInPage(bench: FormatBench, folder: string, progress: Progress): Promise<BenchCase> {
  const { html, peer, contenders } = bench.page
  const pages = await buildPages([html])
  const server = await serveFolders([pages, folder])
  const browser = await openBrowser()
  try {
    const { page, check } = await browser.openPage()
    await page.goto(`${server.origin}/${html}`)
    await page.waitForFunction(() => window.openFormat !== undefined)
    await page.evaluate((file) => window.openFormat!(`/${file}`), bench.file)
    const loadWith = (contender: string) => (): Promise<LoadOutcome> =>
      page.evaluate((name) => window.loadFormat!(name), contender)
    const peers = Object.entries(contenders).map(([contender, title]) => [title, loadWith(contender)] as const)
    const loads = { ours: loadWith('ours'), ...Object.fromEntries(peers) }
    const result = await measured(bench, 'page', join(folder, bench.file), peer, progress, loads)
    check()
    return result
  } finally {
    await browser.browser.close()
    await server.close()
    await rm(pages, { recursive: true, force: true })
  }
}

async function measured(
  { format, rows, warmUps }: FormatBench,
  platform: string,
  path: string,
  peer: string,
  progress: Progress,
  loads: Loads,
): Promise<BenchCase> {
  const { size } = await stat(path)
  const title = `${format}, ${rows.toLocaleString('en')} rows × ${columnCount} columns (${(size / 1e6).toFixed(1)} MB), ${platform}`
  const contenders = Object.fromEntries(
    Object.entries(loads).map(([contender, load]) => [contender, () => sample(rows, load)] as const),
  )
  const { ms } = await measureInTurn(contenders, { warmUps, onRun: progress(title) })
  return benchCase({ case: title, unit: 'ms', measured: ms!, goal: { times: 1.5, peer }, floor: { times: 3, peer } })
}

async function sample(rows: number, load: () => Promise<LoadOutcome>): Promise<Sample> {
  const { ms, rows: loaded, columns } = await load()
  if (loaded !== rows || columns !== columnCount)
    throw new Error(`${loaded} rows × ${columns} columns were loaded, expected ${rows} × ${columnCount}.`)
  return { ms }
}
