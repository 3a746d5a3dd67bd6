import { readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { sizes } from '../sizes.ts'
import { EditorPage } from './support/editor-page.ts'
import { expect, test } from './support/test.ts'

/** A CSV of `rows` rows and six columns: id, name, two measures, a category and a date. Seeded. */
function largeCsv(rows: number): string {
  let state = 42
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
  const lines = ['id,name,price,weight,category,day']
  for (let row = 0; row < rows; row++) {
    const day = new Date(Date.UTC(2020, 0, 1 + (row % 1500))).toISOString().slice(0, 10)
    const measures = `${(random() * 1000).toFixed(2)},${(random() * 50).toFixed(3)}`
    lines.push(`P${String(row).padStart(8, '0')},product ${row % 9973},${measures},cat ${row % 17},${day}`)
  }
  return `${lines.join('\n')}\n`
}

/** Memory in bytes of all processes of the browser that this process started, as proportional set size (PSS). */
function browserMemory(): number {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = readOr(`/proc/${name}/stat`)
    if (stat) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
  }
  const isOurs = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === process.pid || isOurs(parents.get(pid)))
  let kilobytes = 0
  for (const pid of parents.keys()) {
    const isBrowser = /chrom|headless_shell/.test(readOr(`/proc/${pid}/cmdline`))
    if (!isBrowser || !isOurs(pid)) continue
    kilobytes += Number(/^Pss:\s+(\d+)/m.exec(readOr(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0)
  }
  return kilobytes * 1024
}

const readOr = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // the process has ended meanwhile
  }
}

/** Records tasks of over 50 ms on the main thread from now on, in ms. */
async function watchTasks(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const tasks: number[] = []
    Object.assign(window, { awTasks: tasks })
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)))
    observer.observe({ type: 'longtask' })
  })
  return () => page.evaluate(() => (window as unknown as { awTasks: number[] }).awTasks)
}

test(`runs the main job on ${sizes.largeRows.toLocaleString('en-US')} rows with a responsive page and within the memory limit`, async ({
  page,
}, info) => {
  test.skip(process.platform !== 'linux', 'memory is read from /proc, which only Linux has')
  const rows = sizes.largeRows
  const path = info.outputPath('large.csv')
  await writeFile(path, largeCsv(rows))

  const editor = new EditorPage(page)
  await editor.open()
  await editor.waitUntilReady()
  const tasks = await watchTasks(page)
  const chooser = page.waitForEvent('filechooser')
  await editor.select('Load')
  await editor.editor
    .locator('aw-inspector')
    .getByRole('button', { name: /upload/i })
    .click()
  await (await chooser).setFiles(path)
  let peakMemory = 0
  const sampling = setInterval(() => (peakMemory = Math.max(peakMemory, browserMemory())), 250)
  try {
    expect(await editor.run(100_000)).toBe('Completed')
    await editor.select('Prepare')
    await editor.showTab('Table')
    await expect(editor.table).toHaveAttribute('aria-rowcount', String(rows + 1))
    await editor.table.focus()
    await page.keyboard.press('Control+End')
    await expect(
      editor.table.getByRole('gridcell', { name: `P${String(rows - 1).padStart(8, '0')}` }).first(),
    ).toBeVisible()
  } finally {
    clearInterval(sampling)
  }
  const maxTaskMs = Math.max(0, ...(await tasks()))
  info.annotations.push({
    type: 'measured',
    description: `${Math.round(peakMemory / 1e6)} MB, maxTaskMs task ${Math.round(maxTaskMs)} ms`,
  })
  console.log(
    `large table: peakMemory memory ${Math.round(peakMemory / 1e6)} MB, maxTaskMs task ${Math.round(maxTaskMs)} ms`,
  )
  expect(peakMemory).toBeGreaterThan(50e6)
  expect(peakMemory).toBeLessThan(2e9)
})
