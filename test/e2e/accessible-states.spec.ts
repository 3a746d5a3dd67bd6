import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { WorkflowSession } from '@aw-flow/client'
import { expect, test, type Page } from '@playwright/test'
import { serveEmbedded, type EmbeddedPage } from './embedded-page.ts'

const root = resolve(import.meta.dirname, '../..')

let site: EmbeddedPage
test.beforeAll(async () => (site = await serveEmbedded()))
test.afterAll(() => site.close())

/** Axe over a part of the page with all of its shadow roots; what it finds, in a line each. */
async function findings(page: Page, state: string, within: readonly string[]): Promise<string[]> {
  const part = within.length === 0 ? 'main' : { fromShadowDom: pathTo(within) }
  const { violations } = await new AxeBuilder({ page }).include(part).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, target, failureSummary }) => {
      const why = failureSummary?.split('\n').slice(1).join(' ').trim()
      return `${state}: ${id} at ${JSON.stringify(target.slice(-1))} ${html.slice(0, 120)} ${why}`
    }),
  )
}

const pathTo = ([first = '', ...more]: readonly string[]): [string, string, ...string[]] => [
  'aw-workflow-editor',
  first,
  ...more,
]

/** Opens the main job with its file, as a host would. */
async function openMainJob(page: Page): Promise<void> {
  const workflow = await readFile(resolve(root, 'examples/workflows/cosmo-ready.json'), 'utf8')
  const csv = await readFile(resolve(root, 'test/fixtures/sample.csv'), 'utf8')
  await page.locator('aw-workflow-editor').evaluate(
    async (element, given) => {
      const { session } = element as unknown as { session: WorkflowSession }
      const dataset = await session.addDataset(new File([given.csv], 'sample.csv'))
      const document = JSON.parse(given.workflow) as { nodes: { type: string; data: { config: object } }[] }
      for (const { type, data } of document.nodes)
        if (type === 'loading') Object.assign(data.config, { dataset: dataset!.id })
      session.open(document)
    },
    { workflow, csv },
  )
}

const runAndWait = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: /^\s*Completed/ })).toBeVisible({ timeout: 60_000 })
}

test('axe finds nothing in any state of the editor', async ({ page }) => {
  test.setTimeout(300_000)
  const found: string[] = []
  // Only what a state has changed is looked at: all of it takes axe a second, on a busy machine many.
  const look = async (state: string, ...within: string[]): Promise<void> => {
    let seen = await findings(page, state, within)
    // Colours that change with a state are on their way for a moment; what stays is a finding.
    for (let again = 0; seen.length > 0 && again < 3; again++) {
      await page.waitForTimeout(300)
      seen = await findings(page, state, within)
    }
    found.push(...seen)
  }
  const editor = page.locator('aw-workflow-editor')
  const set = (names: Record<string, string | null>): Promise<void> =>
    editor.evaluate((element, attributes) => {
      for (const [name, value] of Object.entries(attributes))
        if (value === null) element.removeAttribute(name)
        else element.setAttribute(name, value)
    }, names)
  const node = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}, `) })

  await page.goto(site.url)
  await expect(page.getByRole('button', { name: 'Validate' })).toBeVisible()
  await look('empty')
  await openMainJob(page)
  await expect(node('Load')).toBeAttached()
  await look('full')

  await page.getByRole('button', { name: 'Commands and search' }).click()
  await expect(page.getByRole('combobox', { name: /Search commands/ })).toBeVisible()
  await look('command palette', 'aw-command-palette')
  await page.keyboard.press('Escape')
  await node('Prepare').focus()
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menu')).toBeVisible()
  await look('context menu', 'aw-canvas', 'aw-canvas-menu')
  await page.keyboard.press('Escape')
  await node('Prepare').focus()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
  await look('keys', 'aw-key-form')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Versions' }).click()
  await expect(page.getByRole('button', { name: 'Keep version' })).toBeVisible()
  await look('versions', 'aw-versions')
  await page.getByRole('button', { name: 'Close the versions' }).click()

  await runAndWait(page)
  for (const name of ['Prepare', 'Validate']) {
    await node(name).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('textbox', { name: 'Name of this node' })).toHaveValue(name)
    await look(`settings of ${name}`, 'aw-inspector')
    for (const tab of await page.getByRole('tab').all()) {
      if (!(await tab.isVisible())) continue
      await tab.click()
      await expect(tab).toHaveAttribute('aria-selected', 'true')
      await look(`${name}, ${await tab.textContent()}`, 'aw-results')
    }
  }
  await node('Load').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Look at the load plan/ }).click()
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Keep this plan' })).toBeVisible()
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
  await expect(page.getByRole('button', { name: 'Ausführen' })).toBeVisible()
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
