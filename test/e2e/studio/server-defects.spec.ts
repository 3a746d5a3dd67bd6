import { createWorkflow, StudioPage } from './page.ts'
import { expect, test } from '../support/test.ts'

/** Replaces the choice in the settings, which has its own test. */
const chooseServer = (): void => localStorage.setItem('aw-studio-server', location.origin)

async function publish(server: { url: URL }, document: object): Promise<void> {
  const response = await fetch(new URL('/api/v1/workflows', server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...document, status: 'published' }),
  })
  expect(response.status).toBe(201)
}

test('pages of accounts say what applies on a server without accounts, and lead to the settings', async ({ page }) => {
  const studio = new StudioPage(page)
  await studio.go('/')
  for (const [path, title] of [
    ['/account', 'Account'],
    ['/workspace', 'Workspace'],
    ['/activity', 'Activity'],
  ] as const) {
    await studio.visit(path)
    await expect(page.getByRole('heading', { name: title })).toBeVisible()
    await expect(page.getByText(/This server has no accounts: .* AUTH=required/)).toBeVisible()
  }
  await page.getByRole('link', { name: 'Open settings' }).click()
  await expect(page).toHaveURL(/\/settings$/)
  await page.getByTestId('language').selectOption('de')
  await studio.visit('/workspace')
  await expect(page.getByRole('heading', { name: 'Arbeitsbereich' })).toBeVisible()
  await expect(page.getByText(/Dieser Server hat keine Konten: .* AUTH=required/)).toBeVisible()
})

test('a switch keeps the requested state until the server has answered', async ({ page, server, complaints }) => {
  await publish(server, createWorkflow('On refund', { Paid: ['event', { name: 'order.refunded' }] }, []))
  await page.addInitScript(chooseServer)
  const studio = new StudioPage(page)
  await studio.go('/events')
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
  await expect(isOn.locator('..')).toContainText('On')
  respond()
  await expect(page.getByTestId('trigger-item').filter({ hasText: 'On refund' })).toContainText('On')
  await expect(isOn).toBeChecked()

  await page.unroute('**/api/v1/event-triggers/*')
  await page.route('**/api/v1/event-triggers/*', (route) => route.abort())
  await isOn.click()
  await expect(studio.message).toBeVisible()
  await expect(isOn).toBeChecked()
  // The browser reports the failed request.
  expect(complaints.splice(0)).not.toEqual([])
})

test('on a phone, the calendar shows all days of a week, and a run shows its location beside its state', async ({
  page,
  server,
}) => {
  await publish(server, createWorkflow('Daily', { Start: ['schedule', { cron: '0 7 * * *', timeZone: 'UTC' }] }, []))
  await page.addInitScript(chooseServer)
  await page.setViewportSize({ width: 390, height: 844 })
  const studio = new StudioPage(page)
  await studio.go('/schedules')
  await page.getByTestId('schedule-item').filter({ hasText: 'Daily' }).getByRole('switch').check()
  await page.getByRole('button', { name: 'Calendar' }).click()
  await page.getByRole('button', { name: 'Next month' }).click()
  await expect(page.getByRole('cell', { name: /^1 .*Start$/ }).first()).toBeVisible()
  const region = page.getByRole('region', { name: 'Calendar' })
  const [content, space] = await region.evaluate((element) => [element.scrollWidth, element.clientWidth])
  expect(content).toBe(space)

  const { items } = (await (await fetch(new URL('/api/v1/workflows', server.url))).json()) as {
    items: { id: string; name: string }[]
  }
  const { id } = items.find(({ name }) => name === 'Daily')!
  await fetch(new URL(`/api/v1/workflows/${id}/execute`, server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  await studio.go('/runs')
  const item = page.getByTestId('run-item').filter({ hasText: 'Daily' }).first()
  await expect(item.locator('.item-location')).toBeVisible()
  const state = (await item.locator('.state').boundingBox())!
  const location = (await item.locator('.item-location').boundingBox())!
  expect(location.x).toBeGreaterThanOrEqual(state.x + state.width)
  expect(location.y).toBeLessThan(state.y + state.height)
})
