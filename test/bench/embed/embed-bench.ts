import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { CDPSession, Page } from '@playwright/test'
import { benchCase, type BenchCase } from '../bench-case.ts'
import type { Machine } from '../machine.ts'
import { measureInTurn, summarize } from '../measure.ts'
import { buildPages } from '../page/build-pages.ts'
import { openBrowser, type OpenedBrowser } from '../page/open-browser.ts'
import { serveFolders } from '../page/serve-folders.ts'
import type { Progress } from '../progress.ts'
import { freshBrowser } from '../start/start-contender.ts'
import '../start/watched-window.ts'
import { mountTimes, writePages } from './embed-page.ts'

const dist = resolve(import.meta.dirname, '../../../packages/embed/dist')
const drawing = 'React Flow'
const peer = 'React Flow and libraries beside it'
const mounts = 100

/** Libraries that must not load before a page is used, by file name or by a text that only the library contains. */
const heavy = /duckdb|parquet|sql-wasm|quickjs|aw-views|aw-later|aw-readers|aw-yaml/
const heavyWords = /CodeMirror|observablehq|cosmos\.gl|duckdb_web_/

/** Measures the cost of the editor for a host's page: bytes, time to interactive, and leaks. */
export async function benchEmbed(progress: Progress, machine: Machine): Promise<BenchCase[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-bench-embed-'))
  await cp(dist, folder, { recursive: true })
  await writePages(folder)
  // Each page is built separately, since pages of one build share files.
  const pages = ['peers/react-flow-alone.html', 'peers/react-flow-editor.html']
  const [alone = '', beside = ''] = [await buildPages(pages.slice(0, 1)), await buildPages(pages.slice(1))]
  const server = await serveFolders([folder])
  const opened = await openBrowser()
  machine.browser = opened.name
  try {
    return [
      ...(await weights(server.origin, folder, { alone, beside }, opened)),
      await warmLoad(server.origin, progress),
      ...(await leftBehind(server.origin, opened)),
    ]
  } finally {
    await opened.browser.close()
    await server.close()
    for (const made of [folder, alone, beside]) await rm(made, { recursive: true, force: true })
  }
}

const kilobytes = (bytes: Uint8Array): number => gzipSync(bytes, { level: 9 }).length / 1000
const sum = (files: readonly Uint8Array[]): number => files.reduce((total, bytes) => total + kilobytes(bytes), 0)
/** Total size of a built page's assets. */
const totalSize = async (built: string): Promise<number> => {
  const assets = join(built, 'assets')
  return sum(await Promise.all((await readdir(assets)).map((name) => readFile(join(assets, name)))))
}
const one = (value: number): ReturnType<typeof summarize> => summarize([value])

interface BuiltPeers {
  alone: string
  beside: string
}

async function weights(origin: string, folder: string, peers: BuiltPeers, opened: OpenedBrowser): Promise<BenchCase[]> {
  const { page, check, close } = await opened.openPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(basename(new URL(request.url()).pathname)))
  await page.goto(`${origin}/editor.html`)
  // The first load is what the page's own script imports, without the engine's worker.
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname.slice(1))
      .filter((name) => name.endsWith('.js')),
  )
  check()
  await close()
  const first = ['aw.js', ...(await importedBy(folder, 'aw.js'))]
  const missing = first.filter((name) => !scripts.includes(name))
  if (missing.length > 0) throw new Error(`The page did not load ${missing.join(', ')} (loaded ${scripts.join(', ')}).`)
  const texts = await Promise.all(first.map((name) => readFile(join(folder, name))))
  const firstBytes = sum(texts)
  const idle = ['aw-later.js', ...(await importedBy(folder, 'aw-later.js'))].filter((name) => !first.includes(name))
  const idleBytes = sum(await Promise.all(idle.map((name) => readFile(join(folder, name)))))
  const theirs = { [drawing]: one(await totalSize(peers.alone)), [peer]: one(await totalSize(peers.beside)) }
  const found = first.filter((name, index) => heavy.test(name) || heavyWords.test(texts[index]!.toString('utf8')))
  const loaded = asked.filter((name) => heavy.test(name) && !/aw-later/.test(name))
  return [
    benchCase({
      case: 'editor without DuckDB, first load, gzip',
      unit: 'kB',
      measured: { ours: one(firstBytes), ...theirs },
      goal: 250,
      note: `${first.join(' and ')}. Theirs: React, React Flow with map and controls; with libraries also layout, schemas, storage, a worker's bridge and Arrow tables. Of our first load, a host with React Flow has to write: palette, connections that are checked, commands with keys and search, undo, groups, notes, sub-workflows, run bar, results with tables, words, themes, and the lists for screen readers`,
    }),
    benchCase({
      case: 'editor without DuckDB, fetched when the page is idle, gzip',
      unit: 'kB',
      measured: { ours: one(idleBytes) },
      note: `${idle.join(' and ')}: settings with their forms, run monitor, load plan, versions, profiles, findings. The peers have none of it`,
    }),
    benchCase({
      case: 'editor without DuckDB, both, gzip',
      unit: 'kB',
      measured: { ours: one(firstBytes + idleBytes), ...theirs },
      note: 'No limit: the limit applies to what delays the first response.',
    }),
    benchCase({
      case: 'files of DuckDB, CodeMirror, Plot and cosmos.gl in the first load',
      unit: 'files',
      measured: { ours: one(found.length + loaded.length) },
      goal: 0,
      ...(found.length + loaded.length > 0 ? { note: [...found, ...loaded].join(', ') } : {}),
    }),
  ]
}

/** The static imports of a module, recursively. */
async function importedBy(folder: string, name: string): Promise<string[]> {
  const text = await readFile(join(folder, name), 'utf8')
  const direct = [...text.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([\w-]+\.js)"/g)].map((match) => match[1]!)
  const inner = await Promise.all(direct.map((one) => importedBy(folder, one)))
  return [...new Set([...direct, ...inner.flat()])]
}

/** Uses the same browser for all runs, so it can use its cache. */
async function warmLoad(origin: string, progress: Progress): Promise<BenchCase> {
  const title = 'warm load: a click on the palette is answered by a drawn node'
  const browser = await freshBrowser()
  const ours = async (): Promise<{ ms: number }> => {
    const page = await browser.context.newPage()
    await page.goto(`${origin}/editor.html`, { waitUntil: 'commit' })
    const ms = await page.evaluate(() => window.benchStudio.clickPalette())
    await page.close()
    return { ms }
  }
  try {
    const { ms } = await measureInTurn({ ours }, { warmUps: 2, onRun: progress(title) })
    if (browser.errors.length > 0) throw new Error(`A page reported: ${browser.errors.join('; ')}`)
    return benchCase({ case: title, unit: 'ms', measured: ms!, goal: 500 })
  } finally {
    await browser.close()
  }
}

async function leftBehind(origin: string, opened: OpenedBrowser): Promise<BenchCase[]> {
  const { page, check, close } = await opened.openPage()
  await page.goto(`${origin}/empty.html`)
  const devTools = await page.context().newCDPSession(page)
  await mountTimes(page, 20)
  const before = await counts(page, devTools)
  await mountTimes(page, mounts)
  const after = await counts(page, devTools)
  check()
  await close()
  const grown = (what: keyof typeof before): ReturnType<typeof one> => one(Math.max(0, after[what] - before[what]))
  const title = `${mounts} mounts and removals`
  return [
    benchCase({ case: `${title}: heap`, unit: 'kB', measured: { ours: grown('kB') }, goal: 500 }),
    benchCase({ case: `${title}: listeners`, unit: 'listeners', measured: { ours: grown('listeners') }, goal: 0 }),
    benchCase({ case: `${title}: nodes`, unit: 'nodes', measured: { ours: grown('nodes') }, goal: 0 }),
    benchCase({ case: `${title}: workers`, unit: 'workers', measured: { ours: one(page.workers().length) }, goal: 0 }),
  ]
}

async function counts(page: Page, devTools: CDPSession): Promise<{ kB: number; listeners: number; nodes: number }> {
  for (let turn = 0; turn < 4; turn++) {
    await devTools.send('HeapProfiler.collectGarbage')
    await page.waitForTimeout(300)
  }
  const { nodes, jsEventListeners: listeners } = await devTools.send('Memory.getDOMCounters')
  const { usedSize } = await devTools.send('Runtime.getHeapUsage')
  return { kB: usedSize / 1000, listeners, nodes }
}
