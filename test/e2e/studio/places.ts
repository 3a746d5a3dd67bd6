import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { csvFile, fixture, fixtureFile, type StudioPage, waitingWorkflow, workflowOf } from './page.ts'
import { expect } from '../support/test.ts'

const asking = workflowOf(
  'Ask first',
  { Load: ['loading'], Ask: ['approval', { message: 'Is this the right file?' }], Table: ['table'] },
  ['Load.table > Ask.value', 'Ask.approved > Table.table'],
)

/** A page of the studio, or a state of one: its name, how to reach it, and how to detect that it has loaded. */
export interface Place {
  name: string
  come: (studio: StudioPage) => Promise<unknown>
  /** The elements to click, for states that have no URL. */
  press?: (page: Page, studio: StudioPage) => Promise<unknown>
  there: (page: Page) => Locator
}

/** The variants in which pages are checked. */
export const looks = {
  light: { width: 1280, height: 800, colorScheme: 'light' },
  dark: { width: 1280, height: 800, colorScheme: 'dark' },
  narrow: { width: 390, height: 844, colorScheme: 'light' },
  wide: { width: 1920, height: 1080, colorScheme: 'light' },
} as const
export type Look = keyof typeof looks

export async function lookAs(page: Page, look: Look): Promise<void> {
  const { width, height, colorScheme } = looks[look]
  await page.setViewportSize({ width, height })
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
}

const at = (name: string, path: string, there: Place['there']): Place => ({
  name,
  come: (studio) => studio.visit(path),
  there,
})
const heading =
  (name: string | RegExp) =>
  (page: Page): Locator =>
    page.getByRole('heading', { name })

/** Pages of an empty profile. */
export const empty: readonly Place[] = [
  at('home-empty', '/', (page) => page.getByText('Runs appear here after you run a workflow.')),
  at('runs-empty', '/runs', (page) => page.getByText(/^Runs appear here/)),
  at('trash-empty', '/trash', (page) => page.getByText('Trash is empty. Deleted items appear here.')),
  at('workflow-new', '/workflows/new', (page) => page.getByTestId('add-loading-step')),
  at('missing', '/nothing/here', heading('Page not found')),
  at('run-missing', '/runs/none', heading(/Run “none” was not found/)),
  at('workflow-missing', '/workflows/none', heading(/Workflow “none” was not found/)),
  at('tour', '/tour', (page) => page.getByText('Stall report, spring')),
]

/** The content of a used profile. */
export interface Used {
  workflow: string
  runs: { completed: string; failed: string; waiting: string }
}

export const used = ({ workflow, runs }: Used): readonly Place[] => [
  at('home', '/', heading('System')),
  {
    name: 'data',
    come: (studio) => studio.visit('/data'),
    async press(page, studio) {
      await studio.openDataset('inventory.csv')
      await page.getByTestId('preview-button').click()
      await expect(page.getByTestId('how-loaded')).toContainText('comma')
    },
    there: (page) => page.getByTestId('data-table').getByRole('gridcell').first(),
  },
  at('workflows', '/workflows', heading('Load and wait')),
  at('workflow', `/workflows/${workflow}`, (page) =>
    page.locator('aw-run-bar').getByRole('button', { name: /^(Run|Ausführen)/ }),
  ),
  at('runs', '/runs', (page) => page.getByTestId('run-item').nth(2)),
  at('run', `/runs/${runs.completed}`, (page) => page.getByTestId('view-results')),
  {
    name: 'run-failed',
    come: (studio) => studio.visit(`/runs/${runs.failed}`),
    press: (page) => page.getByTestId('view-error').click(),
    there: (page) => page.getByTestId('error-message'),
  },
  at('run-waiting', `/runs/${runs.waiting}`, (page) => page.getByTestId('approval-modal')),
  at('compare', `/runs/${runs.completed}/with/${runs.failed}`, heading('Compare runs')),
  {
    name: 'results',
    come: (studio) => studio.visit(`/workflows/${workflow}`),
    async press(page, studio) {
      await studio.start('inventory.csv')
      await page.getByTestId('view-results').click()
    },
    there: (page) => page.getByTestId('result-data').getByRole('gridcell').first(),
  },
  {
    name: 'validation',
    come: (studio) => studio.visit('/validation'),
    async press(page) {
      await page.getByTestId('data-select').selectOption('sample.csv')
      await page.getByTestId('schema-config').fill('{"columns": ["id", "amount"]}')
      await page.getByTestId('run-validation').click()
      await page.getByTestId('validation-details').click()
    },
    there: (page) => page.getByTestId('validation-report'),
  },
  at('templates', '/templates', (page) => page.locator('studio-templates h1')),
  at('settings', '/settings', heading('Keyboard shortcuts')),
  at('trash', '/trash', (page) => page.getByTestId('trash-item')),
  at('help', '/help', heading('Help')),
  at('help-node', '/help/loading', heading(/^Load/)),
]

/** Creates the content of a used profile: uploads, deletions, imports and runs. */
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
  await studio.visit(`/workflows/${workflow}`)
  const failed = await studio.start('invalid.txt')
  await expect(studio.status).toContainText('Failed', { ignoreCase: true })
  return { workflow, runs: { completed, failed, waiting } }
}
