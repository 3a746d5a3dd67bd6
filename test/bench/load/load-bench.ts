import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchCase, type BenchCase, type Bound } from '../bench-case.ts'
import { writeJsonRows, writeRows } from '../data/write-rows.ts'
import type { Machine } from '../machine.ts'
import { measureInTurn, type Sample } from '../measure.ts'
import { buildPages } from '../page/build-pages.ts'
import { openBrowser } from '../page/open-browser.ts'
import { serveFolders } from '../page/serve-folders.ts'
import type { Progress } from '../progress.ts'
import { columnCount, loadFiles, type Load, type LoadFileName } from './load-contender.ts'
import { openOurs } from './ours-native.ts'
import { benchFormat } from './format-bench.ts'
import { parquetBench } from './parquet-bench.ts'
import { workbookBench } from './workbook-bench.ts'

/** For each file: the case title, the name of the peer, and our limits relative to it. */
const limits: Record<
  LoadFileName,
  { title: (rows: string, size: number) => string; peer: string; goal: Bound; floor: Bound }
> = {
  large: csvLimits((rows, size) => `${rows} rows × ${columnCount} columns (${Math.round(size / 1e6)} MB)`),
  larger: csvLimits((rows, size) => `${Math.round(size / 1e6)} MB (${rows} rows)`),
  small: { ...csvLimits((_, size) => `${Math.round(size / 1000)} kB, hash included, warm`), goal: 50, floor: 50 },
  json: {
    title: (rows) => `JSON of ${rows} rows`,
    ...relativeLimits("JSON.parse and DuckDB's JSON reader", 1.5, 3),
  },
}

function csvLimits(title: (rows: string, size: number) => string) {
  return { title, ...relativeLimits('DuckDB read_csv', 1.3, 2) }
}

function relativeLimits(peer: string, goal: number, floor: number) {
  return { peer, goal: { times: goal, peer }, floor: { times: floor, peer } }
}

/**
 * Measures loading a file without configuration into a table with a full report, compared with DuckDB's own reader
 * without a report.
 */
export async function benchLoad(progress: Progress, machine: Machine): Promise<BenchCase[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-bench-load-'))
  try {
    for (const { name, rows } of Object.values(loadFiles)) {
      await (name.endsWith('.json') ? writeJsonRows : writeRows)(join(folder, name), rows)
    }
    return [
      ...(await measureNodeCases(folder, progress)),
      ...(await measurePageCases(folder, progress, machine)),
      ...(await benchFormat(parquetBench, progress)),
      ...(await benchFormat(workbookBench, progress)),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measureNodeCases(folder: string, progress: Progress): Promise<BenchCase[]> {
  const { openRawDuckDb }: { openRawDuckDb: typeof openOurs } = await import(
    new URL('../peers/raw-duckdb-node.ts', import.meta.url).href
  )
  const ours = await openOurs(folder)
  const raw = await openRawDuckDb(folder)
  try {
    return await measureFiles('Node', folder, { ours: ours.load, peer: raw.load }, progress)
  } finally {
    await ours.close()
    await raw.close()
  }
}

async function measurePageCases(folder: string, progress: Progress, machine: Machine): Promise<BenchCase[]> {
  const pages = await buildPages(['load/load.html'])
  const server = await serveFolders([pages, folder])
  const browser = await openBrowser()
  machine.browser = browser.name
  try {
    const { page, check } = await browser.openPage()
    await page.goto(`${server.origin}/load/load.html`)
    await page.waitForFunction(() => window.openLoad !== undefined)
    await page.evaluate(() => window.openLoad!())
    const loadBy =
      (contender: 'ours' | 'raw'): Load =>
      (name) =>
        page.evaluate(([contenderName, file]) => window.load!(contenderName, file), [contender, name] as const)
    const cases = await measureFiles('page', folder, { ours: loadBy('ours'), peer: loadBy('raw') }, progress)
    check()
    return cases
  } finally {
    await browser.browser.close()
    await server.close()
    await rm(pages, { recursive: true, force: true })
  }
}

async function measureFiles(
  platform: string,
  folder: string,
  loads: { ours: Load; peer: Load },
  progress: Progress,
): Promise<BenchCase[]> {
  const cases: BenchCase[] = []
  for (const name of Object.keys(loadFiles) as LoadFileName[]) {
    const { size } = await stat(join(folder, loadFiles[name].name))
    const { peer, goal, floor, title: formatTitle } = limits[name]
    const title = `${formatTitle(loadFiles[name].rows.toLocaleString('en'), size)}, ${platform}`
    const contenders = { ours: () => sample(loads.ours, name), [peer]: () => sample(loads.peer, name) }
    // Two warm-ups, because the first load of an engine also compiles code. Loads that take only milliseconds need
    // more.
    const measures = await measureInTurn(contenders, { warmUps: name === 'small' ? 10 : 2, onRun: progress(title) })
    cases.push(benchCase({ case: title, unit: 'ms', measured: measures.ms!, goal, floor }))
  }
  return cases
}

async function sample(load: Load, name: LoadFileName): Promise<Sample> {
  const { ms, rows, columns } = await load(name)
  if (rows !== loadFiles[name].rows || columns !== columnCount) {
    throw new Error(
      `${name}: ${rows} rows × ${columns} columns were loaded, expected ${loadFiles[name].rows} × ${columnCount}.`,
    )
  }
  return { ms }
}
