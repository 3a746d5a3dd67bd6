import type { WorkflowSession } from '@aw-flow/client'
import type { Edit } from '@aw-flow/schema'
import { expect, test } from '@playwright/test'
import { createAxeRecorder, nodeButton, openMainJob, runAndWait, setAttributes } from './support/accessible-page.ts'
import { selectEvery, sizes } from '../sizes.ts'
import { serveEmbedded, type EmbeddedPage } from './support/embedded-page.ts'

let site: EmbeddedPage
test.beforeAll(async () => (site = await serveEmbedded()))
test.afterAll(() => site.close())

/** Labels of these parts in each language. */
const words = {
  en: {
    prepare: 'Prepare',
    run: 'Run',
    done: /^\s*Completed/,
    failed: /Failed/,
    report: 'Report',
    plan: 'Review and edit plan',
  },
  de: {
    prepare: 'Vorbereiten',
    run: 'Ausführen',
    done: /^\s*Fertig/,
    failed: /Fehlgeschlagen/,
    report: 'Bericht',
    plan: 'Plan prüfen und bearbeiten',
  },
} as const

/** Each variant occurs once, not in all combinations: scheme, direction, width and forced colors change different things. */
const looks = [
  { theme: 'light', lang: 'en', dir: 'ltr', forcedColors: 'none', width: 1440 },
  { theme: 'dark', lang: 'de', dir: 'rtl', forcedColors: 'none', width: 800 },
  { theme: 'light', lang: 'en', dir: 'ltr', forcedColors: 'active', width: 1440 },
] as const

/** Adds an approval and an expression that fails. */
const edits: Edit[] = [
  {
    type: 'add-node',
    node: {
      id: 'ask',
      type: 'approval',
      position: { x: 40, y: 420 },
      data: { label: 'Ask', config: { message: 'Is this right?' } },
    },
  },
  {
    type: 'add-node',
    node: {
      id: 'fails',
      type: 'variable',
      position: { x: 340, y: 420 },
      data: { label: 'Fails', config: { name: 'fails', expression: '$error("No.")' } },
    },
  },
  {
    type: 'add-edge',
    edge: { id: 'ask-fails', source: 'ask', sourceHandle: 'approved', target: 'fails', targetHandle: 'value' },
  },
]

for (const { theme, lang, dir, forcedColors, width } of selectEvery(looks, sizes.partLookEveryNth)) {
  test(`axe finds no problem in dialogs, waiting runs and failures: ${theme}, ${lang}, ${dir}, forced colors ${forcedColors}, ${width} pixels`, async ({
    page,
  }) => {
    test.setTimeout(300_000)
    await page.emulateMedia({ forcedColors })
    await page.setViewportSize({ width, height: 900 })
    const { found, look } = createAxeRecorder(page)
    const says = words[lang]
    await page.goto(site.url)
    await setAttributes(page, { theme, lang, dir })
    await expect(page.getByRole('button', { name: says.run, exact: true })).toBeVisible()
    await openMainJob(page)
    await expect(nodeButton(page, says.prepare)).toBeAttached()

    await nodeButton(page, says.prepare).focus()
    await page.keyboard.press('n')
    await expect(page.locator('aw-quick-add').getByRole('combobox')).toBeFocused()
    await look('quick add', 'aw-quick-add')
    await page.keyboard.press('Escape')

    await runAndWait(page, says.run, says.done)
    await nodeButton(page, says.prepare).focus()
    await page.keyboard.press(',')
    await expect(page.locator('aw-edge-preview').locator('table, p').first()).toBeVisible()
    await look('edge preview', 'aw-edge-preview')
    await page.keyboard.press('Escape')

    await nodeButton(page, says.prepare).focus()
    await page.keyboard.press('Enter')
    await page.locator('#part-run').click()
    await page.getByRole('tab', { name: says.report }).click()
    await page.getByRole('button', { name: says.plan }).click()
    await expect(page.locator('aw-plan')).toBeVisible()
    await look('plan', 'aw-plan')
    await page.keyboard.press('Escape')

    await page.locator('aw-workflow-editor').evaluate((element, text) => {
      const { session } = element as unknown as { session: WorkflowSession }
      session.document.apply({ type: 'batch', edits: JSON.parse(text) as Edit[] })
    }, JSON.stringify(edits))
    await expect(nodeButton(page, 'Ask')).toBeAttached()
    await page.getByRole('button', { name: says.run, exact: true }).click()
    await expect(page.locator('aw-approval')).toBeVisible({ timeout: 180_000 })
    await look('approval', 'aw-results')
    await page.locator('aw-approval').getByRole('button').first().click()
    await expect(page.getByRole('status').filter({ hasText: says.failed }).first()).toBeVisible({ timeout: 180_000 })
    await nodeButton(page, 'Fails').focus()
    await page.keyboard.press('Enter')
    await look('error')

    await page.locator('aw-workflow-editor').evaluate(
      (element, look_) => {
        const { session } = element as unknown as { session: WorkflowSession }
        const monitor = document.createElement('aw-run-monitor')
        Object.assign(monitor, {
          events: session.runs.record ?? [],
          types: session.engine.catalog,
          deciding: true,
          forkable: true,
        })
        monitor.lang = look_.lang
        monitor.dir = look_.dir
        monitor.style.cssText = `display:flex;height:600px;color-scheme:${look_.theme};background:Canvas`
        element.before(monitor)
        element.remove()
      },
      { theme, lang, dir },
    )
    for (const view of ['graph', 'timeline', 'nodes', 'log', 'compare']) {
      await page.locator('aw-run-monitor').evaluate((element, shown) => Object.assign(element, { view: shown }), view)
      await expect(page.locator('aw-run-monitor').getByRole('tab', { selected: true })).toBeVisible()
      await look(`monitor, ${view}`)
    }
    expect(found).toEqual([])
  })
}
