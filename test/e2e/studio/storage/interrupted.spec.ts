import type { SessionChangeEvent, WorkflowSession } from '@aw-flow/client'
import type { WorkflowNode } from '@aw-flow/schema'
import type { BrowserContext, Page } from '@playwright/test'
import { createRandom } from '../../../fuzz/random.ts'
import { seed, selectVariants, sizes } from '../../../sizes.ts'
import { createWorkflow, csvFile, goBlank, StudioPage, waitingWorkflow } from '../page.ts'
import { expect, test } from '../../support/test.ts'

interface EditorElement {
  session: WorkflowSession
}

/** Ways in which a tab ends. Its process is ended by the first one, as when the browser needs its memory. */
const ends: Record<string, (page: Page, context: BrowserContext) => Promise<unknown>> = {
  'is killed': async (page, context) => {
    const devTools = await context.newCDPSession(page)
    const crashed = page.waitForEvent('crash')
    void devTools.send('Page.crash').catch(() => undefined)
    await crashed
    await page.close()
  },
  'is closed': (page) => page.close(),
  'is reloaded': (page) => page.reload(),
}

/** Edits the open workflow without pause, and returns how often it has been saved so far. */
async function editWithoutPause(page: Page): Promise<() => number> {
  let savedCount = 0
  page.on('console', (message) => {
    const [, count] = /^saved (\d+)$/.exec(message.text()) ?? []
    if (count !== undefined) savedCount = Math.max(savedCount, Number(count))
  })
  await page.locator('aw-workflow-editor').evaluate((element) => {
    const { session } = element as unknown as EditorElement
    let count = 0
    session.addEventListener('aw-session-change', (event) => {
      if ((event as SessionChangeEvent).aspect === 'saving' && session.document.saving === 'saved')
        console.log(`saved ${/\d+/.exec(session.document.current.name)}`)
    })
    const edit = (): void => {
      session.document.apply({ type: 'set-name', name: `Edit ${++count}` })
      // Pauses that are longer and shorter than the delay of saves.
      setTimeout(edit, (count * 97) % 500)
    }
    edit()
  })
  return () => savedCount
}

for (const [way, end] of selectVariants(Object.entries(ends)))
  test(`a tab that ${way} during saves loses nothing that was shown as saved`, async ({
    page,
    context,
    browserErrors,
  }) => {
    const random = createRandom(seed)
    const id = await new StudioPage(page).importWorkflow(waitingWorkflow(0))
    let tab = page
    for (let round = 0; round < sizes.interruptedSaves; round++) {
      const readSavedCount = await editWithoutPause(tab)
      await expect.poll(readSavedCount).toBeGreaterThan(1)
      await tab.waitForTimeout(random.int(0, 700))
      await end(tab, context)
      const savedCount = readSavedCount()
      if (tab.isClosed()) tab = await context.newPage()
      await tab.goto(`/workflows/${id}`)
      const editor = tab.locator('aw-workflow-editor')
      await expect(tab.getByTestId('execute-workflow')).toBeVisible()
      const shown = await editor.evaluate(
        (element) => (element as unknown as EditorElement).session.document.current.name,
      )
      expect(Number(/^Edit (\d+)$/.exec(shown)?.[1])).toBeGreaterThanOrEqual(savedCount)
      await expect.poll(() => new StudioPage(tab).stored('documents', id)).toMatchObject({ workflow: { name: shown } })
    }
    // A killed tab reports that.
    for (const one of browserErrors.filter((text) => /crash/i.test(text)))
      browserErrors.splice(browserErrors.indexOf(one), 1)
  })

test('a storage that fills up during an upload and a save is reported, and nothing stored is lost', async ({
  page,
  context,
}) => {
  const studio = new StudioPage(page)
  await goBlank(page)
  const devTools = await context.newCDPSession(page)
  const { origin } = new URL(page.url())
  // From the start, because the browser remembers for a while how much space there is.
  await devTools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 5_000_000 })
  try {
    await studio.upload(csvFile('before.csv', 'a,b\n1,2\n'))
    await page.locator('input[type=file]').setInputFiles(csvFile('too large.csv', `a,b\n${'1,2\n'.repeat(2_000_000)}`))
    await expect(studio.message).toContainText('The browser storage is full')
    const id = await studio.importWorkflow(waitingWorkflow(0))
    const saveButton = page.getByTestId('save-workflow')
    const write = (text: string): Promise<unknown> =>
      page.locator('aw-workflow-editor').evaluate((element, note) => {
        const { session } = element as unknown as EditorElement
        session.document.apply({ type: 'set-config', id: 'Wait', path: ['note'], value: note })
      }, text)
    const readNote = async (): Promise<unknown> =>
      ((await studio.stored('documents', id)) as { workflow: { nodes: WorkflowNode[] } }).workflow.nodes.find(
        (node) => node.id === 'Wait',
      )?.data.config.note
    await write('fits')
    await expect.poll(readNote).toBe('fits')

    await write('x'.repeat(6_000_000))
    await expect(page.getByRole('alert').filter({ hasText: 'The browser storage is full' })).toBeVisible()
    await expect(saveButton).toContainText('Not saved')
    expect(await readNote()).toBe('fits')

    await write('fits again')
    await expect(saveButton).toContainText('Saved')
    await expect.poll(readNote).toBe('fits again')
    await studio.go('/data')
    await expect.poll(async () => (await studio.names()).sort()).toEqual(['before.csv', 'sample.csv'])
  } finally {
    await devTools.send('Storage.overrideQuotaForOrigin', { origin })
  }
})

/** A run that takes long, and in which the worker handles messages. */
const longLoop = createWorkflow(
  'Long loop',
  {
    List: ['variable', { name: 'list', expression: '[1..50000]' }],
    Loop: ['for_each'],
    Square: ['variable', { name: 'square', expression: 'item * item' }],
  },
  ['List.value > Loop.items', 'Loop.item > Square.value', 'Square.value > Loop.result'],
)

test('a worker that the browser ends during a run fails the run with the reason, and the next run starts', async ({
  page,
}) => {
  const studio = new StudioPage(page)
  await studio.importWorkflow(longLoop)
  const run = await studio.start()
  await expect.poll(async () => (await studio.record(run)).length).toBeGreaterThan(10)
  for (const worker of page.workers()) void worker.evaluate(() => close()).catch(() => undefined)
  await expect(studio.status).toContainText('Failed', { ignoreCase: true })
  await expect(page.getByText('The browser ended the engine.').first()).toBeVisible()
  expect(JSON.stringify(await studio.record(run))).toContain('engine.stopped.by-browser')
  await page.goBack()
  const next = await studio.start()
  await expect.poll(async () => (await studio.record(next)).length).toBeGreaterThan(10)
})
