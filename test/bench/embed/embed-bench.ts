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
import { openFreshBrowser } from '../start/start-contender.ts'
import '../start/watched-window.ts'
import { mountRepeatedly, writePages } from './embed-page.ts'

const dist = resolve(import.meta.dirname, '../../../packages/embed/dist')
const drawingPeer = 'React Flow'
const peer = 'React Flow and libraries beside it'
const mounts = 100

/**
 * Libraries that must not be loaded before the page is used, identified by file name or by a string that only they
 * contain.
 */
const heavy = /duckdb|parquet|sql-wasm|quickjs|aw-views|aw-later|aw-on-demand|aw-messages|aw-readers|aw-yaml/
const heavyWords = /CodeMirror|observablehq|cosmos\.gl|duckdb_web_/

/** Measures what the editor costs a host's page: bytes, time to interactive, and leaks. */
export async function benchEmbed(progress: Progress, machine: Machine): Promise<BenchCase[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-bench-embed-'))
  await cp(dist, folder, { recursive: true })
  await writePages(folder)
  // Each page is built separately, because pages of the same build share files.
  const pages = ['peers/react-flow-alone.html', 'peers/react-flow-editor.html']
  const [alone = '', beside = ''] = [await buildPages(pages.slice(0, 1)), await buildPages(pages.slice(1))]
  const server = await serveFolders([folder])
  const opened = await openBrowser()
  machine.browser = opened.name
  try {
    return [
      ...(await measureSizeCases(server.origin, folder, { alone, beside }, opened)),
      await measureWarmLoad(server.origin, progress),
      ...(await measureLeakCases(server.origin, opened)),
    ]
  } finally {
    await opened.browser.close()
    await server.close()
    for (const folderToRemove of [folder, alone, beside]) await rm(folderToRemove, { recursive: true, force: true })
  }
}

const kilobytes = (bytes: Uint8Array): number => gzipSync(bytes, { level: 9 }).length / 1000
const sum = (files: readonly Uint8Array[]): number => files.reduce((total, bytes) => total + kilobytes(bytes), 0)
/** Returns the total size of a built page's assets in kB, compressed with gzip. */
const totalSize = async (built: string): Promise<number> => {
  const assets = join(built, 'assets')
  return sum(await Promise.all((await readdir(assets)).map((name) => readFile(join(assets, name)))))
}
const single = (value: number): ReturnType<typeof summarize> => summarize([value])

interface BuiltPeers {
  alone: string
  beside: string
}

async function measureSizeCases(
  origin: string,
  folder: string,
  peers: BuiltPeers,
  opened: OpenedBrowser,
): Promise<BenchCase[]> {
  const { page, check, close } = await opened.openPage()
  const requestedFiles: string[] = []
  page.on('request', (request) => requestedFiles.push(basename(new URL(request.url()).pathname)))
  await page.goto(`${origin}/editor.html`)
  // The first load consists of what the page's own script imports, without the engine's worker.
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname.slice(1))
      .filter((name) => name.endsWith('.js')),
  )
  check()
  await close()
  const first = ['aw.js', ...(await findImports(folder, 'aw.js'))]
  const missing = first.filter((name) => !scripts.includes(name))
  if (missing.length > 0) throw new Error(`The page did not load ${missing.join(', ')} (loaded ${scripts.join(', ')}).`)
  const texts = await Promise.all(first.map((name) => readFile(join(folder, name))))
  const firstBytes = sum(texts)
  const findMissing = async (scripts: readonly string[], loaded: readonly string[]): Promise<string[]> => {
    const imports = await Promise.all(scripts.map((name) => findImports(folder, name)))
    return [...new Set([...scripts, ...imports.flat()])].filter((name) => !loaded.includes(name))
  }
  const measure = async (names: readonly string[]): Promise<number> =>
    sum(await Promise.all(names.map((name) => readFile(join(folder, name)))))
  const idle = await findMissing(['aw-later.js', 'aw-litegraph-pass.js'], first)
  const idleBytes = await measure(idle)
  const onDemandBytes = await measure(await findMissing(['aw-on-demand.js'], [...first, ...idle]))
  const theirs = { [drawingPeer]: single(await totalSize(peers.alone)), [peer]: single(await totalSize(peers.beside)) }
  const heavyFiles = first.filter((name, index) => heavy.test(name) || heavyWords.test(texts[index]!.toString('utf8')))
  const heavyRequests = requestedFiles.filter((name) => heavy.test(name) && !/aw-later/.test(name))
  return [
    benchCase({
      case: 'editor without DuckDB, first load, gzip',
      unit: 'kB',
      measured: { ours: single(firstBytes), ...theirs },
      goal: 180,
      floor: 200,
      note: `${first.join(' and ')}. Theirs: React, React Flow with map and controls; with libraries also layout, schemas, storage, a worker's bridge and Arrow tables. With React Flow, a host has to write these parts of our first load itself: palette, checked connections, commands with shortcuts and search, undo, groups, notes, sub-workflows, run bar, results with tables, texts, themes and screen reader lists`,
    }),
    benchCase({
      case: 'editor without DuckDB, fetched when the page is idle, gzip',
      unit: 'kB',
      measured: { ours: single(idleBytes) },
      goal: 230,
      floor: 250,
      note: `${idle.join(' and ')}: settings with their forms, and tables. The peers have none of these. Not included, because loaded when somebody uses the page: ${onDemandBytes.toFixed()} kB of messages, views, run monitor, plans, versions and dialogs`,
    }),
    benchCase({
      case: 'editor without DuckDB, both, gzip',
      unit: 'kB',
      measured: { ours: single(firstBytes + idleBytes), ...theirs },
      note: 'No limit: the limit applies to what delays the first response.',
    }),
    benchCase({
      case: 'files of DuckDB, CodeMirror, Plot and cosmos.gl in the first load',
      unit: 'files',
      measured: { ours: single(heavyFiles.length + heavyRequests.length) },
      goal: 0,
      ...(heavyFiles.length + heavyRequests.length > 0 ? { note: [...heavyFiles, ...heavyRequests].join(', ') } : {}),
    }),
  ]
}

/** Returns the static imports of a module, recursively. */
async function findImports(folder: string, name: string): Promise<string[]> {
  const text = await readFile(join(folder, name), 'utf8')
  const direct = [...text.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([\w-]+\.js)"/g)].map((match) => match[1]!)
  const inner = await Promise.all(direct.map((imported) => findImports(folder, imported)))
  return [...new Set([...direct, ...inner.flat()])]
}

/** Uses the same browser for all runs, so that it can use its cache. */
async function measureWarmLoad(origin: string, progress: Progress): Promise<BenchCase> {
  const title = 'warm load: a click on the palette is answered by a drawn node'
  const browser = await openFreshBrowser()
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

async function measureLeakCases(origin: string, opened: OpenedBrowser): Promise<BenchCase[]> {
  const { page, check, close } = await opened.openPage()
  await page.goto(`${origin}/empty.html`)
  const devTools = await page.context().newCDPSession(page)
  await mountRepeatedly(page, 20)
  const before = await readCounts(page, devTools)
  await mountRepeatedly(page, mounts)
  const after = await readCounts(page, devTools)
  check()
  await close()
  const growth = (counter: keyof typeof before): ReturnType<typeof single> =>
    single(Math.max(0, after[counter] - before[counter]))
  const title = `${mounts} mounts and removals`
  return [
    benchCase({ case: `${title}: heap`, unit: 'kB', measured: { ours: growth('kB') }, goal: 500 }),
    benchCase({ case: `${title}: listeners`, unit: 'listeners', measured: { ours: growth('listeners') }, goal: 0 }),
    benchCase({ case: `${title}: nodes`, unit: 'nodes', measured: { ours: growth('nodes') }, goal: 0 }),
    benchCase({
      case: `${title}: workers`,
      unit: 'workers',
      measured: { ours: single(page.workers().length) },
      goal: 0,
    }),
  ]
}

async function readCounts(page: Page, devTools: CDPSession): Promise<{ kB: number; listeners: number; nodes: number }> {
  for (let turn = 0; turn < 4; turn++) {
    await devTools.send('HeapProfiler.collectGarbage')
    await page.waitForTimeout(300)
  }
  const { nodes, jsEventListeners: listeners } = await devTools.send('Memory.getDOMCounters')
  const { usedSize } = await devTools.send('Runtime.getHeapUsage')
  return { kB: usedSize / 1000, listeners, nodes }
}
