import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { sizes } from '../sizes.ts'
import { csvFile, fixture, fixtureFile, StudioPage, waitingWorkflow, workflowOf } from './studio-page.ts'
import { expect, test } from './test.ts'

const looks = {
  light: { width: 1280, height: 800, colorScheme: 'light' },
  dark: { width: 1280, height: 800, colorScheme: 'dark' },
  narrow: { width: 390, height: 844, colorScheme: 'light' },
  wide: { width: 1920, height: 1080, colorScheme: 'light' },
} as const
type Look = keyof typeof looks

const asking = workflowOf(
  'Ask first',
  { Load: ['loading'], Ask: ['approval', { message: 'Is this the right file?' }], Table: ['table'] },
  ['Load.table > Ask.value', 'Ask.approved > Table.table'],
)

/** A page of the studio, or a state of one: its name, how one comes to it, and what shows that it is there. */
interface Place {
  name: string
  come: (studio: StudioPage) => Promise<unknown>
  there: (page: Page) => Locator
}

const at = (name: string, path: string, there: Place['there']): Place => ({
  name,
  come: ({ page }) => page.goto(path),
  there,
})
const heading =
  (name: string | RegExp) =>
  (page: Page): Locator =>
    page.getByRole('heading', { name })

/** In a profile that nobody has used yet. */
const empty: Place[] = [
  at('home-empty', '/', (page) => page.getByText(/^A run appears here/)),
  at('runs-empty', '/runs', (page) => page.getByText(/^Runs belong here/)),
  at('trash-empty', '/trash', (page) => page.getByText('Nothing was deleted.')),
  at('workflow-new', '/workflows/new', (page) => page.getByTestId('add-loading-step')),
  at('missing', '/nothing/here', heading('Nothing here')),
  at('run-missing', '/runs/none', heading(/There is no run/)),
  at('workflow-missing', '/workflows/none', heading(/There is no workflow/)),
  at('tour', '/tour', (page) => page.getByText('Stall report, spring')),
]

/** What has happened in a profile before pages are looked at. */
interface Used {
  workflow: string
  runs: { completed: string; failed: string; waiting: string }
}

const used = ({ workflow, runs }: Used): Place[] => [
  at('home', '/', heading('System')),
  {
    name: 'data',
    async come(studio) {
      await studio.go('/data')
      await studio.openDataset('inventory.csv')
      await studio.page.getByTestId('preview-button').click()
    },
    there: (page) => page.getByTestId('data-table').getByRole('gridcell').first(),
  },
  at('workflows', '/workflows', heading('Load and wait')),
  at('workflow', `/workflows/${workflow}`, (page) => page.locator('aw-palette').getByText('Load', { exact: true })),
  at('runs', '/runs', (page) => page.getByTestId('run-item').nth(2)),
  at('run', `/runs/${runs.completed}`, (page) => page.getByTestId('view-results')),
  {
    name: 'run-failed',
    async come({ page }) {
      await page.goto(`/runs/${runs.failed}`)
      await page.getByTestId('view-error').click()
    },
    there: (page) => page.getByTestId('error-message'),
  },
  at('run-waiting', `/runs/${runs.waiting}`, (page) => page.getByTestId('approval-modal')),
  at('compare', `/runs/${runs.completed}/with/${runs.failed}`, heading('Two runs compared')),
  {
    name: 'results',
    async come(studio) {
      await studio.page.goto(`/workflows/${workflow}`)
      await studio.start('inventory.csv')
      await studio.page.getByTestId('view-results').click()
    },
    there: (page) => page.getByTestId('result-data').getByRole('gridcell').first(),
  },
  {
    name: 'validation',
    async come({ page }) {
      await page.goto('/validation')
      await page.getByTestId('data-select').selectOption('sample.csv')
      await page.getByTestId('schema-config').fill('{"columns": ["id", "amount"]}')
      await page.getByTestId('run-validation').click()
      await page.getByTestId('validation-details').click()
    },
    there: (page) => page.getByTestId('validation-report'),
  },
  at('templates', '/templates', (page) => page.locator('studio-templates h1')),
  at('settings', '/settings', heading('Keyboard')),
  at('trash', '/trash', (page) => page.getByTestId('trash-item')),
  at('help', '/help', heading('Help')),
  at('help-node', '/help/loading', heading(/^Load/)),
]

async function useProfile(studio: StudioPage): Promise<Used> {
  const { page } = studio
  await studio.upload(await fixtureFile('inventory.csv'), csvFile('gone.csv', 'a,b\n1,2\n'))
  await studio.upload({ name: 'invalid.txt', mimeType: 'text/plain', buffer: await readFile(fixture('binary.bin')) })
  await studio.openDataset('gone.csv')
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(studio.toast).toBeVisible()
  await studio.importWorkflow(asking)
  const waiting = await studio.start('sample.csv')
  await expect(page.getByTestId('approval-modal')).toBeVisible()
  const workflow = await studio.importWorkflow(waitingWorkflow(0))
  const completed = await studio.start('inventory.csv')
  await expect(studio.status).toContainText('Completed', { ignoreCase: true })
  await page.goto(`/workflows/${workflow}`)
  const failed = await studio.start('invalid.txt')
  await expect(studio.status).toContainText('Failed', { ignoreCase: true })
  return { workflow, runs: { completed, failed, waiting } }
}

async function findings(page: Page, what: string, look: Look): Promise<string[]> {
  const builder = new AxeBuilder({ page })
  // Only colours and sizes change with the look.
  const { violations } = await (
    look === 'light' ? builder : builder.withRules(['color-contrast', 'target-size'])
  ).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, target, failureSummary }) => {
      const why = failureSummary?.split('\n').slice(1).join(' ').trim()
      return `${what}, ${look}: ${id} at ${JSON.stringify(target.slice(-1))} ${html.slice(0, 120)} ${why}`
    }),
  )
}

async function lookAt(studio: StudioPage, places: readonly Place[]): Promise<void> {
  const { page } = studio
  const found: string[] = []
  for (const { name, come, there } of places) {
    await page.setViewportSize(looks.light)
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await come(studio)
    await expect(there(page)).toBeVisible()
    for (const look of (Object.keys(looks) as Look[]).slice(0, sizes.looks)) {
      const { width, height, colorScheme } = looks[look]
      await page.setViewportSize({ width, height })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      // Colours may be on their way for a moment; what stays is a finding.
      let seen = await findings(page, name, look)
      if (seen.length > 0) {
        await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
        seen = await findings(page, name, look)
      }
      found.push(...seen)
    }
  }
  expect(found).toEqual([])
}

test('axe finds nothing on any page of an empty profile, in any look', async ({ page }) => {
  test.setTimeout(600_000)
  const studio = new StudioPage(page)
  await studio.go('/')
  await lookAt(studio, empty)
})

test('axe finds nothing on any page of a profile that was used, in any look', async ({ page }) => {
  test.setTimeout(600_000)
  const studio = new StudioPage(page)
  await lookAt(studio, used(await useProfile(studio)))
})
