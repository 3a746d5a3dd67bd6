import { createHash } from 'node:crypto'
import type { WorkflowSession } from '@aw-flow/client'
import type { RunEvent } from '@aw-flow/schema'
import type { BrowserContext, Page } from '@playwright/test'
import { createRandom } from '../../../fuzz/random.ts'
import { selectEvery, seed, sizes } from '../../../sizes.ts'
import { csvFile, StudioPage, createWorkflow } from '../page.ts'
import { expect, test } from '../../support/test.ts'

const table = `id,name,value\n${Array.from({ length: 2_000 }, (_, row) => `${row},Name ${row},${row / 8}`).join('\n')}\n`

/** Steps that each take some time, with a loop of many events between them. */
const steps = createWorkflow(
  'Steps',
  {
    Load: ['loading'],
    Points: ['preparing', { target: 'cosmo-ready' }],
    Check: ['validation', { schema: 'cosmo-ready' }],
    List: ['variable', { name: 'list', expression: '[1..10]' }],
    Loop: ['for_each'],
    Square: ['variable', { name: 'square', expression: 'item * item' }],
    End: ['variable', { name: 'end', expression: '$sum(input.value)' }],
    Table: ['table'],
  },
  [
    'Load.table > Points.table',
    'Points.table > Check.table',
    'Check.table > Table.table',
    'List.value > Loop.items',
    'Loop.item > Square.value',
    'Square.value > Loop.result',
    'Loop.results > End.value',
  ],
)

/** The finished steps: an event of the run follows each of them, so they are recorded. */
function finishedSteps(record: readonly RunEvent[]): string[] {
  const names = record.flatMap((event) =>
    event.type === 'node-completed' ? [`${event.scope?.join('/') ?? ''} ${event.node}`] : [],
  )
  return names.sort()
}

/** Starts the workflow of the open page and kills the tab once the run has that number of events. Returns those events. */
async function runAndKill(page: Page, context: BrowserContext, events: number): Promise<RunEvent[]> {
  const record = await page.locator('aw-workflow-editor').evaluate(async (element, wanted) => {
    const { session } = element as unknown as { session: WorkflowSession }
    const reached = new Promise<string>((done) => {
      const check = (): void => {
        if ((session.runs.current?.events ?? 0) < wanted) return
        session.removeEventListener('aw-session-change', check)
        done(JSON.stringify(session.runs.record))
      }
      session.addEventListener('aw-session-change', check)
    })
    void session.runs.start()
    return reached
  }, events)
  const devTools = await context.newCDPSession(page)
  const crashed = page.waitForEvent('crash')
  void devTools.send('Page.crash').catch(() => undefined)
  await crashed
  await page.close()
  return JSON.parse(record) as RunEvent[]
}

/** Moments at which the tab is killed, as fractions of a run's events. */
const random = createRandom(seed)
const moments = selectEvery(
  Array.from({ length: 20 }, () => random.int(0, 999) / 1_000),
  sizes.killedTabEveryNth,
)

test(`a tab that is killed at ${moments.length} random moments of a run loses no document, no dataset and no finished step`, async ({
  page,
  context,
  browserErrors,
}) => {
  test.setTimeout(120_000 + moments.length * 120_000)
  const studio = new StudioPage(page)
  await studio.upload(csvFile('kept.csv', table))
  const id = await studio.importWorkflow(steps)
  const dataset = createHash('sha256').update(table).digest('hex')
  let tab = page
  const take = async (): Promise<void> => {
    await tab.goto(`/workflows/${id}`)
    await expect(tab.getByTestId('execute-workflow')).toBeVisible()
  }

  // Number of events of an uninterrupted run.
  await take()
  const whole = await tab.locator('aw-workflow-editor').evaluate(async (element, file) => {
    const { session } = element as unknown as { session: WorkflowSession }
    session.document.apply({ type: 'set-config', id: 'Load', path: ['dataset'], value: file })
    await session.runs.start()
    return session.runs.current?.events ?? 0
  }, dataset)
  expect(whole).toBeGreaterThan(30)

  for (const [killed, share] of moments.entries()) {
    await take()
    // An edit immediately before the run could be lost.
    const name = `Steps ${killed}`
    await tab.locator('aw-workflow-editor').evaluate((element, given) => {
      const { session } = element as unknown as { session: WorkflowSession }
      session.document.apply({ type: 'set-name', name: given })
    }, name)
    const moment = 2 + Math.floor(share * (whole - 2))
    const record = await runAndKill(tab, context, moment)
    await test.step(`killed after ${record.length} of ${whole} events (asked for ${moment})`, async () => {
      tab = await context.newPage()
      const again = new StudioPage(tab)
      const run = record[0]?.type === 'run-started' ? record[0].run : ''
      await again.go(`/runs/${run}`)
      expect(await again.stored('documents', id)).toMatchObject({ workflow: { name } })
      expect(await again.stored('files', dataset)).toBe(table)

      // The record continues where it ended: no finished step is repeated.
      const stored = await again.record(run)
      expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, index) => index))
      const before = finishedSteps(record.slice(0, -1))
      expect(finishedSteps(stored)).toEqual(expect.arrayContaining(before))
      const resumeButton = tab.getByRole('button', { name: 'Resume run' })
      await expect(resumeButton.or(again.status.filter({ hasText: /completed/i }))).toBeVisible()
      if (await resumeButton.isVisible()) await resumeButton.click()
      await expect(again.status).toContainText('Completed', { ignoreCase: true })
      const ended = await again.record(run)
      const finished = finishedSteps(ended)
      expect(finished, 'each step is done once').toEqual([...new Set(finished)])
      expect(JSON.stringify(ended.at(-1))).toContain('run-completed')
    })
  }
  const last = new StudioPage(tab)
  await last.go('/workflows')
  await expect(tab.getByRole('link', { name: `Steps ${moments.length - 1}`, exact: true })).toBeVisible()
  await last.go('/data')
  await last.openDataset('kept.csv')
  const file = await last.download(() => tab.getByLabel('Download as').selectOption({ label: 'Original file' }))
  expect(file.bytes.equals(Buffer.from(table))).toBe(true)
  // A crashed tab reports the crash itself.
  for (const browserError of browserErrors.filter((one) => /crash/i.test(one)))
    browserErrors.splice(browserErrors.indexOf(browserError), 1)
})
