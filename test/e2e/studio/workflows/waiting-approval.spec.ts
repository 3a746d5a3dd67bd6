import type { Page } from '@playwright/test'
import { axeFindings } from '../../support/axe-findings.ts'
import { csvFile, StudioPage, createWorkflow } from '../page.ts'
import { expect, test } from '../../support/test.ts'

const rows = Array.from({ length: 30 }, (_, row) => `${13_048_875_123 + row},Name ${row}`)
const file = csvFile('numbers.csv', `identifier,name\n${rows.join('\n')}\n`)
const workflow = createWorkflow(
  'Ask first',
  { Load: ['loading'], Ask: ['approval', { message: 'Is this table right?' }], Table: ['table'] },
  ['Load.table > Ask.value', 'Ask.approved > Table.table'],
)

/** Runs the workflow until it waits, and leaves the studio. */
async function waitForApproval(page: Page): Promise<{ studio: StudioPage; id: string; run: string }> {
  const studio = new StudioPage(page)
  await studio.upload(file)
  const id = await studio.importWorkflow(workflow)
  const run = await studio.start('numbers.csv')
  await expect(page.getByTestId('approval-modal')).toBeVisible()
  await expect(studio.status).toContainText('waiting', { ignoreCase: true })
  // Its last node is pending.
  await expect(page.getByText(/\b100\s?%/)).toHaveCount(0)
  return { studio, id, run }
}

test('a waiting approval is shown after a reload on the home page, in the tab title, and by the run', async ({
  page,
}) => {
  const { studio, run } = await waitForApproval(page)
  await studio.go('/')
  await expect(page).toHaveTitle(/^\(1\) Approval needed – /)
  const approvals = page.getByRole('region', { name: '1 run is waiting for approval' })
  await expect(approvals).toContainText('Ask first')
  await approvals.getByRole('link', { name: 'Review' }).click()
  await expect(page).toHaveURL(new RegExp(`/runs/${run}$`))
  const cells = page.getByTestId('approval-modal').getByRole('table')
  await expect(cells.getByRole('cell', { name: '13,048,875,123', exact: true })).toBeVisible()
  const lastRow = cells.getByRole('row').nth(20)
  await expect(lastRow).not.toBeInViewport()
  await page.setViewportSize({ width: 3840, height: 2160 })
  await expect(lastRow).toBeInViewport({ ratio: 1 })
  await page.getByTestId('approve-button').click()
  await expect(studio.status).toContainText('completed', { ignoreCase: true })
  await expect(page).not.toHaveTitle(/Approval needed/)
  await studio.go('/')
  await expect(page.getByRole('region', { name: 'Recent runs' })).toBeVisible()
  await expect(page.getByRole('region', { name: /waiting for approval/ })).toHaveCount(0)
})

test('the editor shows a waiting approval after a reload: drawer, run bar, canvas and inspector lead to it', async ({
  page,
}) => {
  const { studio, id } = await waitForApproval(page)
  await studio.go(`/workflows/${id}`)
  const editor = page.locator('aw-workflow-editor')
  const approve = editor.locator('aw-approval').getByRole('button', { name: 'Approve' })
  await expect(approve).toBeVisible()
  await expect(editor.locator('aw-approval').getByText('Is this table right?')).toBeVisible()

  const bar = editor.locator('aw-run-bar')
  await expect(bar.getByRole('status')).toHaveText('Waiting for approval')
  const close = editor.getByRole('button', { name: 'Close results' })
  await close.click()
  const drawer = editor.locator('aw-results-drawer')
  await expect(drawer).not.toHaveAttribute('open')
  await bar.getByRole('button', { name: 'Review' }).click()
  await expect(drawer).toHaveAttribute('open')

  await close.click()
  const node = editor.getByRole('button', { name: /^Ask, .*Waiting for approval/ })
  await node.focus()
  await page.keyboard.press('Enter')
  await editor.locator('aw-inspector').getByRole('button', { name: 'Review', exact: true }).click()
  await expect(drawer).toHaveAttribute('open')
  await expect(editor.locator('aw-approval').getByRole('button', { name: 'Reject' })).toBeVisible()
  await approve.click()
  await expect(editor.locator('aw-results').getByRole('grid')).toHaveAttribute('aria-rowcount', '31')
  await expect(bar.getByRole('button', { name: 'Review' })).toHaveCount(0)
})

test('on a phone, an approval is one sheet with question, table and decisions', async ({ page }) => {
  const { studio, id } = await waitForApproval(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await studio.go(`/workflows/${id}`)
  const sheet = page.getByTestId('approval-modal')
  const approve = sheet.getByTestId('approve-button')
  await expect(sheet.getByText('Is this table right?')).toBeInViewport()
  await expect(sheet.getByRole('table')).toBeInViewport()
  await expect(approve).toBeInViewport({ ratio: 1 })
  await expect(sheet.getByTestId('reject-button')).toBeInViewport({ ratio: 1 })
  expect(await axeFindings(page, 'approval on a phone')).toEqual([])
  await sheet.getByRole('button', { name: 'Decide later' }).last().click()
  const editor = page.locator('aw-workflow-editor')
  await editor.locator('aw-run-bar').getByRole('button', { name: 'Review' }).click()
  await approve.click()
  await expect(editor.locator('aw-run-bar').getByRole('status')).toContainText('Completed')
})
