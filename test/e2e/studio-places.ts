import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { csvFile, fixture, fixtureFile, type StudioPage, waitingWorkflow, workflowOf } from './studio-page.ts'
import { expect } from './test.ts'

const asking = workflowOf(
  'Ask first',
  { Load: ['loading'], Ask: ['approval', { message: 'Is this the right file?' }], Table: ['table'] },
  ['Load.table > Ask.value', 'Ask.approved > Table.table'],
)

/** A page of the studio, or a state of one: its name, how one comes to it, and what shows that it is there. */
export interface Place {
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
export const empty: readonly Place[] = [
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
export interface Used {
  workflow: string
  runs: { completed: string; failed: string; waiting: string }
}

export const used = ({ workflow, runs }: Used): readonly Place[] => [
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

/** Uploads, deletes, imports and runs what the pages are then looked at with. */
export async function useProfile(studio: StudioPage): Promise<Used> {
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
