import { createWorkflow, openServerStudio, postTo } from '../page.ts'
import { expect, test } from '../../support/test.ts'

test('the queue shows runs with their priority and key, and edits the settings of a workflow', async ({
  page,
  server,
  browserErrors,
}) => {
  const { id } = await postTo(
    server,
    '/api/v1/workflows',
    createWorkflow('Paid orders', { Start: ['trigger', {}], Wait: ['wait_for_event', {}] }, [
      'Start.data > Wait.value',
    ]),
  )
  const studio = await openServerStudio(page, '/runs')
  await page.getByRole('link', { name: 'Queue' }).click()
  await expect(page.getByText('No runs in progress')).toBeVisible()

  await page.getByLabel('Workflow').selectOption('Paid orders')
  await page.getByLabel('Priority').selectOption('High')
  await page.getByLabel('Concurrency key').fill('{{customer id}}')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('"{{customer id}}" is not a field')).toBeVisible()
  expect(browserErrors.splice(0)).toEqual([expect.stringContaining('422')])
  await page.getByLabel('Concurrency key').fill('{{customer}}')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Queue settings for “Paid orders” saved.')).toBeVisible()

  for (const priority of [undefined, 'low']) {
    await postTo(server, `/api/v1/workflows/${id}/execute`, { trigger_data: { customer: 'Ada' }, priority })
  }
  const items = page.getByTestId('queue-item')
  await expect(items).toHaveCount(2)
  await expect(items.first()).toContainText('Priority: High · Key: Ada')
  await expect(items.first()).toContainText('Waiting')
  await expect(items.last()).toContainText('Priority: Low · Key: Ada · Waiting for another run with this key')
  await page.setViewportSize({ width: 640, height: 900 })
  const facts = items.last().locator('.item-text > *').last()
  expect(await facts.evaluate((text) => text.scrollWidth - text.clientWidth), 'hidden part of the reason').toBe(0)
  await page.setViewportSize({ width: 1440, height: 900 })
  // This browser has never stored the workflow, and the queued run has no events.
  await items.last().getByRole('link').click()
  await expect(page.getByTestId('run-queued')).toContainText('This run is in the queue')
  await studio.go(`/workflows/${id}`)
  await expect(page.getByTestId('execute-workflow')).toBeVisible()
  await studio.go(`/queue?workflow=${id}`)
  await expect(items).toHaveCount(2)
  await items.first().getByRole('button', { name: 'Cancel run' }).click()
  await expect(items).toHaveCount(1)
  await expect(items).toContainText('Waiting')
  await page.reload()
  await expect(page.getByLabel('Concurrency key')).toHaveValue('{{customer}}')
  // The API has started this run, so no session of this page follows it.
  await items.getByRole('link').click()
  await page.getByTestId('cancel-run').click()
  await expect(page.getByTestId('job-status')).toContainText(/cancell?ed/i)
})
