import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadFile } from '@aw-flow/agents'
import { hashFile, nodeFile, openDuckDb } from '@aw-flow/data/node'
import { read } from '@e965/xlsx'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { writeWorkbook } from '../data/write-workbook.ts'
import { measureInTurn, type Sample } from '../measure.ts'
import { buildPages } from '../page/build-pages.ts'
import { openBrowser } from '../page/open-browser.ts'
import { serveFolders } from '../page/serve-folders.ts'
import type { Progress } from '../progress.ts'
import { columnCount, type LoadOutcome } from './load-contender.ts'

const rows = 100_000
const name = 'places.xlsx'
const peer = '`read` of @e965/xlsx'

/** A workbook to a table with a full report, against a library that makes objects of it in memory and no table. */
export async function benchWorkbook(progress: Progress): Promise<BenchCase[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-bench-workbook-'))
  try {
    await writeWorkbook(join(folder, name), rows)
    return [await inNode(folder, progress), await inPage(folder, progress)]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function inNode(folder: string, progress: Progress): Promise<BenchCase> {
  const path = join(folder, name)
  const tables = await openDuckDb()
  const dataset = await hashFile(path)
  try {
    return await measured('Node', path, progress, {
      async ours() {
        const begin = performance.now()
        const { table, report } = await loadFile(await nodeFile(path, dataset), { tables, id: 'bench', maxRetries: 3 })
        const ms = performance.now() - begin
        await tables.drop(table.id)
        return { ms, rows: table.rows, columns: report.columns.length }
      },
      async [peer]() {
        const begin = performance.now()
        const book = read(await readFile(path))
        return outcomeOf(book, performance.now() - begin)
      },
    })
  } finally {
    await tables.close()
  }
}

async function inPage(folder: string, progress: Progress): Promise<BenchCase> {
  const pages = await buildPages(['load/workbook.html'])
  const server = await serveFolders([pages, folder])
  const browser = await openBrowser()
  try {
    const { page, check } = await browser.openPage()
    await page.goto(`${server.origin}/load/workbook.html`)
    await page.waitForFunction(() => window.openWorkbook !== undefined)
    await page.evaluate((file) => window.openWorkbook!(`/${file}`), name)
    const by = (contender: 'ours' | 'peer') => (): Promise<LoadOutcome> =>
      page.evaluate((one) => window.loadWorkbook!(one), contender)
    const made = await measured('page', join(folder, name), progress, { ours: by('ours'), [peer]: by('peer') })
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
  progress: Progress,
  loads: Record<string, () => Promise<LoadOutcome>>,
): Promise<BenchCase> {
  const { size } = await stat(path)
  const title = `Excel, ${rows.toLocaleString('en')} rows × ${columnCount} columns (${Math.round(size / 1e6)} MB), ${place}`
  const contenders = Object.fromEntries(
    Object.entries(loads).map(([contender, load]) => [contender, () => sample(load)] as const),
  )
  const { ms } = await measureInTurn(contenders, { warmUps: 1, onRun: progress(title) })
  return benchCase({ case: title, unit: 'ms', measured: ms!, goal: { times: 1.5, peer }, floor: { times: 3, peer } })
}

async function sample(load: () => Promise<LoadOutcome>): Promise<Sample> {
  const { ms, rows: loaded, columns } = await load()
  if (loaded !== rows || columns !== columnCount)
    throw new Error(`${loaded} rows × ${columns} columns were loaded, ${rows} × ${columnCount} are there.`)
  return { ms }
}

/** Rows and columns of a library's workbook, by the range of its sheet. */
function outcomeOf(book: ReturnType<typeof read>, ms: number): LoadOutcome {
  const range = book.Sheets[book.SheetNames[0] ?? '']?.['!ref'] ?? ''
  const [, column = '', row = ''] = /:([A-Z]+)(\d+)$/.exec(range) ?? []
  return { ms, rows: Number(row) - 1, columns: column.charCodeAt(0) - 64 }
}
