import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { csvFile, fixture, fixtureFile, type StudioPage, waitingWorkflow, createWorkflow } from '../page.ts'
import { expect } from '../../support/test.ts'

const approvalWorkflow = createWorkflow(
  'Ask first',
  { Load: ['loading'], Ask: ['approval', { message: 'Is this the right file?' }], Table: ['table'] },
  ['Load.table > Ask.value', 'Ask.approved > Table.table'],
)

/** A page of the studio in a certain state. */
export interface PageState {
  name: string
  open: (studio: StudioPage) => Promise<unknown>
  /** Clicks the elements that lead to a state without a URL. */
  press?: (page: Page, studio: StudioPage) => Promise<unknown>
  /** Returns an element that is visible when the state has loaded. */
  getLoadedElement: (page: Page) => Locator
}

/** Viewport sizes and color schemes in which pages are checked. */
export const looks = {
  light: { width: 1280, height: 800, colorScheme: 'light' },
  dark: { width: 1280, height: 800, colorScheme: 'dark' },
  narrow: { width: 390, height: 844, colorScheme: 'light' },
  wide: { width: 1920, height: 1080, colorScheme: 'light' },
  'dark-narrow': { width: 390, height: 844, colorScheme: 'dark' },
  'dark-wide': { width: 1920, height: 1080, colorScheme: 'dark' },
} as const
export type Look = keyof typeof looks

export async function setLook(page: Page, look: Look): Promise<void> {
  const { width, height, colorScheme } = looks[look]
  await page.setViewportSize({ width, height })
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
}

const pageAt = (name: string, path: string, getLoadedElement: PageState['getLoadedElement']): PageState => ({
  name,
  open: (studio) => studio.visit(path),
  getLoadedElement,
})
const heading =
  (name: string | RegExp) =>
  (page: Page): Locator =>
    page.getByRole('heading', { name })

/** Opens the settings of a node. */
async function pressNode(page: Page, name: string): Promise<void> {
  const steps = page.getByRole('button', { name: 'Canvas', exact: true })
  if (await steps.isVisible()) await steps.click()
  await page
    .locator('aw-canvas')
    .getByRole('button', { name: new RegExp(`^${name}, `) })
    .focus()
  await page.keyboard.press('Enter')
}

/** Pages of an empty profile. */
export const emptyStates: readonly PageState[] = [
  pageAt('home-empty', '/', (page) => page.getByText('Runs appear here after you run a workflow.')),
  pageAt('runs-empty', '/runs', (page) => page.getByText(/^Run a workflow to see its runs/)),
  pageAt('trash-empty', '/trash', (page) => page.getByText('Trash is empty. Deleted items appear here.')),
  pageAt('workflow-new', '/workflows/new', (page) => page.getByTestId('add-loading-step')),
  pageAt('missing', '/nothing/here', heading('Page not found')),
  pageAt('run-missing', '/runs/none', heading(/Run “none” was not found/)),
  pageAt('workflow-missing', '/workflows/none', heading(/Workflow “none” was not found/)),
  pageAt('tour', '/tour', (page) => page.getByText('Stall report, spring')),
]

/** The content of a used profile. */
export interface UsedProfile {
  workflow: string
  runs: { completed: string; failed: string; waiting: string }
}

export const usedStates = ({ workflow, runs }: UsedProfile): readonly PageState[] => [
  pageAt('home', '/', heading('System')),
  {
    name: 'data',
    open: (studio) => studio.visit('/data'),
    async press(page, studio) {
      await studio.openDataset('inventory.csv')
      await page.getByTestId('preview-button').click()
      await expect(page.getByTestId('how-loaded')).toContainText('comma')
    },
    getLoadedElement: (page) => page.getByTestId('data-table').getByRole('gridcell').first(),
  },
  pageAt('workflows', '/workflows', heading('Load and wait')),
  pageAt('workflow', `/workflows/${workflow}`, (page) =>
    page.locator('aw-run-bar').getByRole('button', { name: /^(Run|Ausführen)/ }),
  ),
  pageAt('runs', '/runs', (page) => page.getByTestId('run-item').nth(2)),
  pageAt('run', `/runs/${runs.completed}`, (page) => page.getByTestId('view-results')),
  {
    name: 'run-failed',
    open: (studio) => studio.visit(`/runs/${runs.failed}`),
    getLoadedElement: (page) => page.getByTestId('error-message'),
  },
  ...(['Timeline', 'Nodes', 'Log'] as const).map((tab): PageState => ({
    name: `run, ${tab}`,
    open: (studio) => studio.visit(`/runs/${runs.failed}`),
    press: (page) => page.locator('aw-run-monitor').getByRole('tab', { name: tab }).click(),
    getLoadedElement: (page) => page.locator('aw-run-monitor').getByRole('tab', { name: tab, selected: true }),
  })),
  {
    name: 'run form',
    open: (studio) => studio.visit(`/workflows/${workflow}`),
    press: (page) => page.getByTestId('execute-workflow').click(),
    getLoadedElement: (page) => page.getByTestId('input-data'),
  },
  {
    name: 'rules',
    open: (studio) => studio.visit('/workflows/cosmo-ready'),
    async press(page) {
      await pressNode(page, 'Validate')
      await page.locator('aw-inspector').getByLabel('Check against').selectOption('Rules')
    },
    getLoadedElement: (page) => page.locator('aw-inspector').getByText('Add rule for a column'),
  },
  {
    name: 'sub-workflow',
    async open(studio) {
      await studio.importWorkflow(createWorkflow('Inner', { Start: ['trigger'] }, []))
      await studio.importWorkflow(createWorkflow('Outer', { Part: ['sub_workflow', { workflow: 'Inner' }] }, []))
    },
    press: (page) => pressNode(page, 'Part'),
    getLoadedElement: (page) => page.locator('aw-inspector').getByLabel('Workflow', { exact: true }),
  },
  {
    name: 'schedule settings',
    open: (studio) =>
      studio.importWorkflow(
        createWorkflow('Weekly', { Start: ['schedule', { cron: '0 7 * * MON', timeZone: 'UTC' }] }, []),
      ),
    press: (page) => pressNode(page, 'Start'),
    getLoadedElement: (page) => page.locator('aw-inspector').getByRole('heading', { name: 'Upcoming times' }),
  },
  pageAt('run-waiting', `/runs/${runs.waiting}`, (page) => page.getByTestId('approval-modal')),
  pageAt('compare', `/runs/${runs.completed}/with/${runs.failed}`, heading('Compare runs')),
  {
    name: 'results',
    open: (studio) => studio.visit(`/workflows/${workflow}`),
    async press(page, studio) {
      await studio.start('inventory.csv')
      await page.getByTestId('view-results').click()
    },
    getLoadedElement: (page) => page.getByTestId('result-data').getByRole('gridcell').first(),
  },
  {
    name: 'validation',
    open: (studio) => studio.visit('/validation'),
    async press(page) {
      await page.getByTestId('data-select').selectOption('sample.csv')
      await page.getByTestId('validation-type-schema').click()
      await page.getByTestId('schema-config').fill('{"columns": ["id", "amount"]}')
      await page.getByTestId('run-validation').click()
      await page.getByTestId('validation-details').click()
    },
    getLoadedElement: (page) => page.getByTestId('validation-report'),
  },
  pageAt('templates', '/templates', (page) => page.locator('studio-templates h1')),
  pageAt('server-workflows', '/server-workflows', (page) => page.locator('studio-server-workflows h1')),
  pageAt('gallery', '/gallery', (page) => page.locator('studio-gallery h1')),
  pageAt('settings', '/settings', heading('Keyboard shortcuts')),
  pageAt('trash', '/trash', (page) => page.getByTestId('trash-item')),
  pageAt('help', '/help', heading('Help')),
  pageAt('help-node', '/help/loading', heading(/^Load/)),
]

/** Creates the content of a used profile: uploads, deletions, imports and runs. */
export async function useProfile(studio: StudioPage): Promise<UsedProfile> {
  const { page } = studio
  await studio.upload(await fixtureFile('inventory.csv'), csvFile('gone.csv', 'a,b\n1,2\n'))
  await studio.upload({ name: 'invalid.txt', mimeType: 'text/plain', buffer: await readFile(fixture('binary.bin')) })
  await studio.openDataset('gone.csv')
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(studio.toast).toBeVisible()
  await studio.importWorkflow(approvalWorkflow)
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
