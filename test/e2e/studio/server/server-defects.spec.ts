import { chooseServer, createWorkflow, openServerStudio, openStudio, postTo } from '../page.ts'
import { expect, test } from '../../support/test.ts'

const publish = (server: { url: URL }, document: object): Promise<{ id: string }> =>
  postTo(server, '/api/v1/workflows', { ...document, status: 'published' })

test('pages of accounts say what applies on a server without accounts, and lead to the settings', async ({ page }) => {
  const studio = await openStudio(page, '/')
  for (const [path, title] of [
    ['/account', 'Account'],
    ['/workspace', 'Workspace'],
    ['/activity', 'Activity'],
  ] as const) {
    await studio.visit(path)
    await expect(page.getByRole('heading', { name: title })).toBeVisible()
    await expect(page.getByText(/^Accounts, roles and the activity log require .* AUTH=required/)).toBeVisible()
  }
  await page.getByRole('link', { name: 'Open settings' }).click()
  await expect(page).toHaveURL(/\/settings$/)
  await page.getByTestId('language').selectOption('de')
  await studio.visit('/workspace')
  await expect(page.getByRole('heading', { name: 'Arbeitsbereich' })).toBeVisible()
  await expect(page.getByText(/Dieser Server hat keine Konten: .* AUTH=required/)).toBeVisible()
})

test('a switch keeps the requested state until the server has answered', async ({ page, server, browserErrors }) => {
  await publish(server, createWorkflow('On refund', { Paid: ['event', { name: 'order.refunded' }] }, []))
  const studio = await openServerStudio(page, '/events')
  const isOn = page.getByTestId('trigger-item').filter({ hasText: 'On refund' }).getByRole('switch')
  await expect(isOn).not.toBeChecked()

  let respond = (): void => undefined
  const responded = new Promise<void>((resolve) => (respond = resolve))
  let requests = 0
  await page.route('**/api/v1/event-triggers/*', async (route) => {
    requests++
    await responded
    await route.continue()
  })
  await isOn.click()
  await expect.poll(() => requests).toBe(1)
  // Another update of the page does not show the earlier state.
  await page.locator('studio-events').evaluate(async (element) => {
    const host = element as HTMLElement & { requestUpdate(): void; updateComplete: Promise<unknown> }
    host.requestUpdate()
    await host.updateComplete
  })
  await expect(isOn).toBeChecked()
  await expect(isOn.locator('../..')).toContainText('On')
  respond()
  await expect(page.getByTestId('trigger-item').filter({ hasText: 'On refund' })).toContainText('On')
  await expect(isOn).toBeChecked()

  await page.unroute('**/api/v1/event-triggers/*')
  await page.route('**/api/v1/event-triggers/*', (route) => route.abort())
  await isOn.click()
  await expect(studio.message).toBeVisible()
  await expect(isOn).toBeChecked()
  // The browser reports the failed request.
  expect(browserErrors.splice(0)).not.toEqual([])
})

test('on a phone, the calendar shows all days of a week, and a run shows its location beside its state', async ({
  page,
  server,
}) => {
  const { id } = await publish(
    server,
    createWorkflow('Daily', { Start: ['schedule', { cron: '0 7 * * *', timeZone: 'UTC' }] }, []),
  )
  await page.addInitScript(chooseServer)
  await page.setViewportSize({ width: 390, height: 844 })
  const studio = await openStudio(page, '/schedules')
  await page.getByTestId('schedule-item').filter({ hasText: 'Daily' }).getByRole('switch').check()
  await page.getByRole('button', { name: 'Calendar' }).click()
  await page.getByRole('button', { name: 'Next month' }).click()
  await expect(page.getByRole('cell', { name: /^1 .*Start$/ }).first()).toBeVisible()
  const region = page.getByRole('region', { name: 'Calendar' })
  const [content, space] = await region.evaluate((element) => [element.scrollWidth, element.clientWidth])
  expect(content).toBe(space)

  await postTo(server, `/api/v1/workflows/${id}/execute`, {})
  await studio.go('/runs')
  const item = page.getByTestId('run-item').filter({ hasText: 'Daily' }).first()
  await expect(item.locator('.item-location')).toBeVisible()
  const state = (await item.locator('.state').boundingBox())!
  const location = (await item.locator('.item-location').boundingBox())!
  expect(location.x).toBeGreaterThanOrEqual(state.x + state.width)
  expect(location.y).toBeLessThan(state.y + state.height)
})

test('on a tablet, figures, charts, outcomes and times of schedules use the width, and agents show no id', async ({
  page,
  server,
}) => {
  const settings = { cron: '30 19 * * WED', timeZone: 'UTC' }
  await publish(server, createWorkflow('Weekly', { Start: ['schedule', settings] }, []))
  const counted = await publish(
    server,
    createWorkflow('Counted', { Start: ['trigger'], Say: ['variable', { expression: '1' }] }, [
      'Start.data > Say.value',
    ]),
  )
  await postTo(server, `/api/v1/workflows/${counted.id}/execute`, {})
  const evaluation = await postTo(server, '/api/v1/evaluations', {
    workflow_id: counted.id,
    name: 'Evaluation',
    cases: [
      { name: 'Right', input: {}, expected: 1 },
      { name: 'Wrong', input: { text: 'A longer input' }, expected: 'two' },
    ],
  })
  const studio = await openServerStudio(page, '/analytics')
  await expect(page.locator('aw-chart svg').first()).toBeVisible()
  for (const width of [390, 768, 1440]) {
    await page.setViewportSize({ width, height: 1024 })
    // The last line of figures is complete.
    const figures = page.locator('dl.figures')
    const last = (await figures.locator('div').last().boundingBox())!
    const all = (await figures.boundingBox())!
    expect(Math.abs(last.x + last.width - all.x - all.width), `${width} px`).toBeLessThan(4)
  }
  await page.setViewportSize({ width: 768, height: 1024 })
  const measureRest = (): Promise<number> =>
    page
      .locator('.charts .panel')
      .first()
      .evaluate((panel) => {
        const drawings = panel.querySelector('aw-chart')?.shadowRoot?.querySelectorAll('svg') ?? []
        const bottoms = [...drawings].map((drawing) => drawing.getBoundingClientRect().bottom)
        return panel.getBoundingClientRect().bottom - Math.max(0, ...bottoms)
      })
  await expect.poll(measureRest).toBeLessThan(40)

  await studio.visit(`/evaluations/${evaluation.id}`)
  const cases = page.getByTestId('evaluation-cases')
  await expect(cases.getByText('Failed', { exact: true }).first()).toBeVisible()
  const outcome = (await cases.getByRole('columnheader').last().boundingBox())!
  const region = (await cases.getByRole('region').boundingBox())!
  expect(outcome.x + outcome.width).toBeLessThanOrEqual(region.x + region.width + 1)

  await studio.visit('/agents')
  await expect(page.getByTestId('built-in-agent').first()).toBeVisible()
  await expect(page.getByTestId('built-in-agent').locator('code')).toHaveCount(0)

  await page.setViewportSize({ width: 390, height: 844 })
  await studio.visit('/schedules')
  const times = page.getByTestId('schedule-item').filter({ hasText: 'Weekly' }).getByText('Every Wednesday')
  await expect(times).toBeVisible()
  expect(await times.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
})
