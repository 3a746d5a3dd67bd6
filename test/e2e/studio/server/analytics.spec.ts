import { readFile } from 'node:fs/promises'
import { chooseServer, createWorkflow, openServerStudio, postTo, StudioPage } from '../page.ts'
import { expect, test } from '../../support/test.ts'

test('the page Analytics shows the runs of a server with charts and tables, and exports them', async ({
  page,
  server,
}) => {
  await openServerStudio(page, '/runs')
  await page.getByRole('link', { name: 'Analytics' }).click()
  await expect(page.getByRole('heading', { name: 'Analytics' })).toBeVisible()

  const { id } = await postTo(
    server,
    '/api/v1/workflows',
    createWorkflow('Counted orders', { Start: ['trigger', {}] }, []),
  )
  const run = await postTo(server, `/api/v1/workflows/${id}/execute`, {})
  await expect
    .poll(
      async () =>
        ((await (await fetch(new URL(`/api/v1/runs/${run.id}`, server.url))).json()) as { status: string }).status,
    )
    .toBe('completed')
  // The page refreshes by itself.
  await expect(page.locator('dl > div').filter({ hasText: 'Success rate' })).toContainText('%')
  await expect(page.getByRole('row', { name: /^Counted orders/ })).toContainText('1')
  await expect(page.getByRole('table', { name: 'Slowest nodes' }).getByRole('row', { name: /^Start/ })).toBeVisible()
  await expect(page.getByText('No language model calls in this period')).toBeVisible()
  await expect(page.locator('aw-chart')).toHaveCount(2)
  await expect(page.locator('aw-chart').first().locator('svg').first()).toBeVisible()

  await page.getByLabel('Period').selectOption('Last 7 days')
  await expect(page).toHaveURL(/range=week/)
  const download = page.waitForEvent('download')
  await page.getByLabel('Download CSV').selectOption('By workflow')
  const csv = await readFile(await (await download).path(), 'utf8')
  expect(csv).toContain(`,${id},,Counted orders,1,1,0,0,1,`)
})

test('a page with data of a slow server shows progress, and tries again after a failure', async ({
  page,
  server,
  browserErrors,
}) => {
  expect(server.url).not.toBe('')
  let respond = (): void => undefined
  const responded = new Promise<void>((resolve) => (respond = resolve))
  const reports = '**/api/v1/analytics/**'
  await page.route(reports, async (route) => {
    await responded
    await route.abort()
  })
  await page.addInitScript(chooseServer)
  await new StudioPage(page).go('/analytics')
  await expect(page.getByTestId('loading')).toBeVisible()
  respond()
  await expect(page.getByText('The data could not be loaded.')).toBeVisible()
  await page.unroute(reports)
  await page.getByRole('button', { name: 'Try again' }).click()
  // Another test may have started runs on the server.
  const reportsOrNoRuns = page.getByText('No runs have ended in this period.').or(page.locator('dl.figures'))
  await expect(reportsOrNoRuns).toBeVisible()
  expect(browserErrors.splice(0)).not.toEqual([])
})
