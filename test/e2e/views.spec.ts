import type { WorkflowSession } from '@aw-flow/client'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { EditorPage } from './support/editor-page.ts'
import { test } from './support/one-page.ts'
import { expect } from './support/test.ts'

const examples = resolve(import.meta.dirname, '../../examples/workflows/nodes')

/** Opens an example with its data by dropping both on the editor. */
async function openExample(editor: EditorPage, name: string, data: string): Promise<void> {
  await editor.waitUntilReady()
  const workflow = await readFile(resolve(examples, `${name}.json`), 'utf8')
  await editor.editor.evaluate((element, text) => {
    const { session } = element as unknown as { session: WorkflowSession }
    session.document.open(text)
  }, workflow)
  await editor.dropData(resolve(examples, 'data', data))
}

test('draws a chart with bundled code, edits it, shows it as a table and saves it', async ({ page, editor }) => {
  const asked = (): Promise<string[]> =>
    page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  await openExample(editor, 'views/chart', 'readings.csv')
  expect((await asked()).filter((url) => /draw-(plot|graph)/.test(url))).toEqual([])
  expect(await editor.run()).toBe('Completed')
  await editor.select('Chart')
  const chart = editor.editor.locator('aw-chart')
  await expect(chart.locator('.drawing svg')).toBeVisible()
  await expect(chart.locator('.drawing')).toHaveAccessibleName(/Mean of temperature by hour/)
  expect((await asked()).filter((url) => /draw-plot/.test(url))).not.toEqual([])

  await chart.getByRole('combobox', { name: 'Chart', exact: true }).selectOption('heat-map')
  await expect(chart.getByRole('heading')).toHaveText(/by hour and/)
  const saved = page.waitForEvent('download')
  await chart.getByRole('button', { name: 'SVG' }).click()
  expect(await readFile(await (await saved).path(), 'utf8')).toMatch(/^<svg[^]*<style>/)
  await chart.getByRole('button', { name: 'Show as table' }).click()
  await expect(chart.getByRole('grid')).toBeVisible()
})

test('draws a graph, or shows it as a table without WebGL, and finds its points', async ({
  page,
  editor,
  browserErrors,
}) => {
  await openExample(editor, 'views/graph', 'orders.csv')
  expect(await editor.run()).toBe('Completed')
  await editor.select('Graph')
  const graph = editor.editor.locator('aw-graph-view')
  await expect(graph).toContainText('7 points, 7 links')
  await expect(graph.locator('canvas').or(graph.getByRole('grid')).first()).toBeVisible()
  if ((await graph.locator('canvas').count()) > 0) {
    await graph.getByRole('searchbox').fill('oslo')
    await page.keyboard.press('Enter')
    await expect(graph.locator('.selected-point')).toContainText('3 links')
  } else await expect(graph.getByRole('grid')).toBeVisible()
  // A software driver warns that reading a pixel is slow.
  const fromDriver = browserErrors.filter((browserError) =>
    /GL Driver Message.*GPU stall due to ReadPixels/.test(browserError),
  )
  for (const browserError of fromDriver) browserErrors.splice(browserErrors.indexOf(browserError), 1)
})

test('sorts, filters and searches a table in the engine', async ({ page, editor }) => {
  await openExample(editor, 'views/chart', 'readings.csv')
  expect(await editor.run()).toBe('Completed')
  await editor.select('Readings')
  const table = editor.editor.locator('aw-results aw-data-table')
  await table.getByRole('columnheader', { name: 'temperature' }).locator('.name').click()
  await table.getByRole('columnheader', { name: 'temperature' }).locator('.name').click()
  await expect(editor.table.getByRole('gridcell', { name: '22.5' })).toBeVisible()
  await expect(table.locator('.row[aria-rowindex="2"] .index')).toHaveText('8')
  await editor.table.focus()
  await page.keyboard.press('Control+f')
  await page.keyboard.type('19.75')
  await expect(table.locator('.find')).toContainText('1 of 1')
  await expect(table.locator('.status .position')).toHaveText('row 6, temperature')
})

test('profiles, analyzes and checks a table in the worker of the engine', async ({ editor }) => {
  await openExample(editor, 'views/chart', 'readings.csv')
  expect(await editor.run()).toBe('Completed')
  await editor.select('Readings')
  await editor.editor.getByRole('tab', { name: 'Profile' }).click()
  const profile = editor.editor.locator('aw-data-profile')
  await expect(profile.locator('[data-column=temperature]')).toContainText('unique')
  await profile.getByRole('button', { name: 'Run deep analysis' }).click()
  await expect(profile.locator('[part=findings]')).toBeVisible()
  await editor.editor.getByRole('tab', { name: 'Findings' }).click()
  await expect(editor.editor.locator('aw-findings')).toContainText(/suspicious cells? in|No suspicious cells in/i)
})
