import { openDuckDb } from '@aw-flow/data/node'
import { rm } from 'node:fs/promises'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { measureInTurn, type Sample } from '../measure.ts'
import { buildPages } from '../page/build-pages.ts'
import { openBrowser } from '../page/open-browser.ts'
import { serveFolders } from '../page/serve-folders.ts'
import type { Progress } from '../progress.ts'
import { openProfiled, profiledRows, type ProfiledTable, type ProfileTask } from './profile-tables.ts'

type Run = (task: ProfileTask, table: ProfiledTable) => Promise<{ ms: number; found: number }>

const peer = 'SUMMARIZE'
const rows = profiledRows.toLocaleString('en')

/**
 * Compares first profiles with SUMMARIZE in the same DuckDB, and measures deep profiles, both natively and in the page.
 */
export async function measureProfileCases(progress: Progress): Promise<BenchCase[]> {
  return [...(await measureNodeCases(progress)), ...(await measurePageCases(progress))]
}

async function measureNodeCases(progress: Progress): Promise<BenchCase[]> {
  const tables = await openDuckDb()
  try {
    return await measureProfiles('Node', await openProfiled(tables), progress)
  } finally {
    await tables.close()
  }
}

async function measurePageCases(progress: Progress): Promise<BenchCase[]> {
  const pages = await buildPages(['prepare/profile.html'])
  const server = await serveFolders([pages])
  const browser = await openBrowser()
  try {
    const { page, check } = await browser.openPage()
    await page.goto(`${server.origin}/prepare/profile.html`)
    await page.waitForFunction(() => window.openProfiled !== undefined)
    await page.evaluate(() => window.openProfiled!())
    const run: Run = (task, table) =>
      page.evaluate(([taskName, tableName]) => window.profileTask!(taskName, tableName), [task, table] as const)
    const cases = await measureProfiles('page', run, progress)
    check()
    return cases
  } finally {
    await browser.browser.close()
    await server.close()
    await rm(pages, { recursive: true, force: true })
  }
}

async function measureProfiles(platform: 'Node' | 'page', run: Run, progress: Progress): Promise<BenchCase[]> {
  const measureTask = (task: ProfileTask, table: ProfiledTable) => async (): Promise<Sample> => {
    const { ms, found } = await run(task, table)
    if (found === 0) throw new Error(`${task} of ${table} found nothing.`)
    return { ms }
  }
  const first = `first profile, ${rows} rows × 6 columns, ${platform}`
  const narrow = await measureInTurn(
    { ours: measureTask('first', 'narrow'), [peer]: measureTask('summarize', 'narrow') },
    { onRun: progress(first) },
  )
  const deep = `deep profile (first profile included), ${rows} rows × 20 columns, ${platform}`
  const wide = await measureInTurn(
    { ours: measureTask('deep', 'wide'), [peer]: measureTask('summarize', 'wide') },
    { onRun: progress(deep), longMs: 4_000 },
  )
  const limit = { times: 3, peer }
  return [
    benchCase({ case: first, unit: 'ms', measured: narrow.ms!, goal: platform === 'page' ? [limit, 3_000] : limit }),
    benchCase({
      case: deep,
      unit: 'ms',
      measured: wide.ms!,
      goal: 15_000,
      note: 'SUMMARIZE computes nothing of a deep profile; it shows how fast the machine is.',
    }),
  ]
}
