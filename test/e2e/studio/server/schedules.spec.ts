import { createWorkflow, openServerStudio, openStudio, StudioPage } from '../page.ts'
import { expect, test } from '../../support/test.ts'

const scheduled = (cron: string): object => ({
  ...createWorkflow(
    'Regular',
    { Start: ['schedule', { cron, timeZone: 'UTC' }], Say: ['variable', { expression: '1' }] },
    ['Start.data > Say.value'],
  ),
  status: 'published',
})

test('schedules need a server, and connect that of the page', async ({ page }) => {
  await openStudio(page, '/schedules')
  await expect(page.getByText('Schedules start workflows on a server')).toBeVisible()
  await page.getByRole('button', { name: 'Use this server' }).click()
  await expect(page.getByRole('button', { name: 'New schedule' })).toBeVisible()
  await expect(page).toHaveURL(/\/schedules$/)
})

test('a schedule is off until it is turned on; then it starts runs and shows them, and a calendar', async ({
  page,
  server,
}) => {
  const answer = await fetch(new URL('/api/v1/workflows', server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(scheduled('* * * * * *')),
  })
  expect(answer.status).toBe(201)
  await openServerStudio(page, '/schedules')
  const item = page.getByTestId('schedule-item').filter({ hasText: 'Regular' })
  await expect(item).toContainText('* * * * * *')
  const isOn = item.getByRole('switch')
  await expect(isOn).not.toBeChecked()
  // Its details list the times that it will have.
  await expect(item.getByText('No upcoming runs')).toHaveCount(0)
  await isOn.check()
  await expect(isOn).toBeChecked()
  await item.getByRole('button', { name: 'Details' }).click()
  await expect(item.getByRole('heading', { name: 'Upcoming times' })).toBeVisible()
  await expect(item.getByText('Completed').first()).toBeVisible()

  await page.getByRole('button', { name: 'Calendar' }).click()
  await expect(page.getByRole('cell', { name: 'Start' }).first()).toBeVisible()
  await page.goBack()
  await item.getByLabel('Note').fill('Maintenance')
  await item.getByRole('button', { name: 'Turn off' }).click()
  await expect(isOn).not.toBeChecked()
  await expect(item).toContainText('Maintenance')
  await item.getByRole('list').getByRole('link').first().click()
  await expect(page).toHaveURL(/\/runs\//)
})

test('the form of a schedule node shows the next times, and what is wrong with an expression', async ({ page }) => {
  const studio = new StudioPage(page)
  await studio.importWorkflow(scheduled('0 6 * * *'))
  await page
    .locator('aw-canvas')
    .getByRole('button', { name: /^Start, / })
    .focus()
  await page.keyboard.press('Enter')
  const inspector = page.locator('aw-inspector')
  await expect(inspector.getByRole('heading', { name: 'Upcoming times' })).toBeVisible()
  await expect(inspector.locator('time')).toHaveCount(5)
  await inspector.getByText('Expression: 0 6 * * *').click()
  await inspector.getByRole('combobox', { name: 'Times' }).fill('61 6 * * *')
  await expect(inspector).toContainText('"61" in "61 6 * * *" is not a valid minute')
  await expect(inspector.getByRole('heading', { name: 'Upcoming times' })).toHaveCount(0)
})

test('a schedule is added, changed, run, filled in for a period, and deleted', async ({ page, server }) => {
  const answer = await fetch(new URL('/api/v1/workflows', server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...createWorkflow('Weekly report', { Say: ['variable', { expression: '1' }] }, []),
      status: 'published',
    }),
  })
  expect(answer.status).toBe(201)
  await openServerStudio(page, '/schedules')
  await page.getByRole('button', { name: 'New schedule' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('listitem')).toHaveCount(5)
  await dialog.getByLabel('Workflow').selectOption('Weekly report')
  await dialog.getByLabel('Name').fill('Mondays')
  await dialog.getByLabel('Time zone').fill('Pacific/Apia')
  await dialog.getByLabel('Repeat').selectOption('Every week')
  await dialog.getByText('Expression: 0 6 * * MON').click()
  const cron = dialog.getByRole('textbox', { name: 'Cron expression' })
  await cron.fill('0 25 * * MON')
  await expect(dialog.getByRole('alert')).toContainText('"25" in "0 25 * * MON" is not a valid hour')
  await cron.fill('0 7 * * MON')
  await expect(dialog.getByRole('alert')).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Add schedule' }).click()

  const item = page.getByTestId('schedule-item').filter({ hasText: 'Mondays' })
  await expect(item).toContainText(/Every Monday at 0?7:00/)
  await expect(item).toContainText('Next run: ')
  await expect(item.getByRole('switch')).toBeChecked()
  await expect(page.getByText(/Schedules start runs .* Times are shown in your time zone/)).toBeVisible()
  await item.getByRole('button', { name: 'Run now' }).click()
  const history = item.locator('section').filter({ has: page.getByRole('heading', { name: 'History' }) })
  await expect(history.getByText('Completed')).toHaveCount(1)

  await item.getByRole('button', { name: 'Edit' }).click()
  await dialog.getByLabel('Timing').selectOption('Fixed intervals')
  await dialog.getByRole('spinbutton', { name: 'Every' }).fill('6')
  await dialog.getByLabel('Unit').selectOption('hours')
  await dialog.getByLabel('If the previous run is still in progress').selectOption('Start when the previous run ends')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(item).toContainText('Every 6 hours')
  await item.getByLabel('From').fill('2026-11-02T00:00')
  await item.getByLabel('To', { exact: true }).fill('2026-11-02T12:00')
  await item.getByRole('button', { name: 'Backfill' }).click()
  await expect(page.getByText('2 runs started.')).toBeVisible()
  await expect(history.getByText('Completed')).toHaveCount(3)

  await item.getByRole('button', { name: 'Delete' }).click()
  await item.getByRole('button', { name: 'Delete' }).click()
  await expect(item).toHaveCount(0)
})
