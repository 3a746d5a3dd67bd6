import { expect, test, type Locator } from '@playwright/test'
import { createAxeRecorder, nodeButton, openMainJob, runAndWait, setAttributes } from './support/accessible-page.ts'
import { serveEmbedded, type EmbeddedPage } from './support/embedded-page.ts'

let site: EmbeddedPage
test.beforeAll(async () => (site = await serveEmbedded()))
test.afterAll(() => site.close())

test('axe finds no problem in any state of the editor', async ({ page }) => {
  test.setTimeout(300_000)
  const { found, look } = createAxeRecorder(page)
  const set = (names: Record<string, string | null>): Promise<void> => setAttributes(page, names)
  const node = (name: string): Locator => nodeButton(page, name)

  await page.goto(site.url)
  await expect(page.getByRole('button', { name: 'Validate', exact: true })).toBeVisible()
  await look('empty')
  await openMainJob(page)
  await expect(node('Load')).toBeAttached()
  await look('full')

  await page.getByRole('button', { name: 'Commands and search' }).click()
  await expect(page.getByRole('combobox', { name: /Search commands/ })).toBeVisible()
  await look('command palette', 'aw-command-palette')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('combobox', { name: /Search commands/ })).toBeHidden()
  await expect(async () => {
    await node('Prepare').focus()
    await page.keyboard.press('Shift+F10')
    await expect(page.getByRole('menu')).toBeVisible({ timeout: 20_000 })
  }).toPass()
  await look('context menu', 'aw-canvas-menu')
  await page.keyboard.press('Escape')
  await node('Prepare').focus()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
  await look('keys', 'aw-key-form')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Versions' }).click()
  await expect(page.getByRole('button', { name: 'Save version' })).toBeVisible()
  await look('versions', 'aw-versions')
  await page.getByRole('button', { name: 'Close versions' }).click()

  await runAndWait(page)
  for (const name of ['Prepare', 'Validate']) {
    await node(name).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('textbox', { name: 'Node name' })).toHaveValue(name)
    await look(`settings of ${name}`, 'aw-inspector')
    for (const tab of ['Data', 'Details', 'Settings']) {
      await page.locator('aw-inspector').getByRole('tab', { name: tab }).click()
      await look(`${name}, ${tab}`, 'aw-inspector')
    }
    for (const part of await page.locator('aw-results [id^=part-]').all()) {
      await part.click()
      await expect(part).toHaveAttribute('aria-selected', 'true')
      await look(`${name}, ${await part.textContent()}`, 'aw-results')
      for (const view of await page.locator('aw-results .views [role=tab]').all()) {
        await view.click()
        await expect(view).toHaveAttribute('aria-selected', 'true')
        await look(`${name}, ${await view.textContent()}`, 'aw-results')
      }
    }
  }
  await page.locator('#part-data').click()
  await page.getByRole('tab', { name: 'Table' }).click()
  const column = page.getByRole('button', { name: /^Column menu: / }).first()
  for (const item of [undefined, 'Filter…', 'Filter by value…', 'Statistics…', 'Group by this column']) {
    await column.click()
    await expect(page.getByRole('menu')).toBeVisible()
    if (item !== undefined) {
      await page.getByRole('menuitem', { name: item }).click()
      await expect(page.getByRole('menu')).toBeHidden()
    }
    await look(`column menu, ${item ?? 'open'}`, 'aw-data-table')
    await page.keyboard.press('Escape')
  }
  await page.getByRole('button', { name: /^Grouped by / }).click()
  await expect(page.getByRole('button', { name: 'Add calculation' })).toBeVisible()
  await look('groups of a table', 'aw-data-table')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Reset all' }).click()
  await node('Load').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Review load plan/ }).click()
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Save plan' })).toBeVisible()
  await look('load plan', 'aw-load-plan')
  await page.keyboard.press('Escape')

  for (const theme of ['dark', 'light'] as const) {
    await set({ theme })
    await look(theme)
  }
  await set({ readonly: '' })
  await look('read-only', 'aw-inspector')
  await set({ readonly: null, 'run-only': '' })
  await look('run-only', 'aw-inspector')
  await set({ 'run-only': null, lang: 'de' })
  await expect(page.getByRole('button', { name: 'Ausführen', exact: true })).toBeVisible()
  await look('German')
  await set({ lang: null, dir: 'rtl' })
  await look('right to left')
  await set({ dir: null })
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  await look('forced colours')
  await page.emulateMedia({ forcedColors: 'none' })
  for (const width of [760, 390]) {
    await page.setViewportSize({ width, height: 800 })
    await look(`${width} pixels wide`)
  }
  expect(found).toEqual([])
})
