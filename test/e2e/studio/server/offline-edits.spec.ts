import type { Locator, Page } from '@playwright/test'
import { emptyServer, type RealServer } from '../../support/real-server.ts'
import { chooseServer, StudioPage, waitingWorkflow } from '../page.ts'
import { expect, test } from '../../support/test.ts'

interface ServerWorkflow {
  id: string
  name: string
  description?: string
}

const nameOf = (page: Page): Locator => page.getByRole('textbox', { name: 'Workflow name' })
const saveState = (page: Page): Locator => page.getByTestId('save-workflow')
const locationOf = (page: Page): Locator => page.getByTestId('workflow-item').locator('.item-location[data-location]')

/** Adds a workflow to the server and opens it in the studio from the list, which is then loaded. */
async function openServerWorkflow(page: Page, server: RealServer): Promise<ServerWorkflow> {
  await emptyServer(server.url)
  const stored = await write(server, 'POST', '/workflows', { ...waitingWorkflow(0), name: 'Orders' })
  await page.addInitScript(chooseServer)
  await new StudioPage(page).go('/workflows')
  await page.getByRole('link', { name: 'Orders' }).click()
  await expect(nameOf(page)).toHaveValue('Orders')
  return stored
}

async function write(server: RealServer, method: string, path: string, body: object): Promise<ServerWorkflow> {
  const response = await fetch(new URL(`/api/v1${path}`, server.url), {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.ok).toBe(true)
  return (await response.json()) as ServerWorkflow
}

const read = async (server: RealServer, { id }: ServerWorkflow): Promise<ServerWorkflow> =>
  (await (await fetch(new URL(`/api/v1/workflows/${id}`, server.url))).json()) as ServerWorkflow

test('an edit of a page that was offline when it was closed is merged when the workflow is opened again', async ({
  page,
  context,
  server,
  browserErrors,
}) => {
  const stored = await openServerWorkflow(page, server)
  await context.setOffline(true)
  await nameOf(page).fill('Orders of the week')
  await nameOf(page).press('Enter')
  await expect(saveState(page)).toHaveText('Saved on this device · will be sent')
  await page.close()
  browserErrors.length = 0

  const there = await read(server, stored)
  expect(there.name).toBe('Orders')
  await write(server, 'PUT', `/workflows/${stored.id}`, { ...there, name: 'All orders', description: 'By Ada' })
  await context.setOffline(false)
  const reopened = await context.newPage()
  await reopened.addInitScript(chooseServer)
  await reopened.goto(`/workflows/${stored.id}`)
  await expect(nameOf(reopened)).toHaveValue('Orders of the week')
  await expect(reopened.getByText('This workflow was also changed elsewhere.')).toContainText('with 1 conflict')
  const conflicts = reopened.locator('aw-versions').getByRole('group')
  await expect(conflicts).toHaveText(/Keep mine\s*Orders of the week\s*Take theirs\s*All orders/)
  await expect(saveState(reopened)).toHaveText('Saved')
  await expect.poll(() => read(server, stored)).toMatchObject({ name: 'Orders of the week', description: 'By Ada' })
})

test('an offline edit is sent when the network returns, and header and list say where it is', async ({
  page,
  context,
  server,
  browserErrors,
}) => {
  const stored = await openServerWorkflow(page, server)
  const studio = new StudioPage(page)
  await context.setOffline(true)
  await nameOf(page).fill('Orders of the week')
  await nameOf(page).press('Enter')
  await expect(saveState(page)).toHaveText('Saved on this device · will be sent')
  await studio.visit('/workflows')
  await expect(locationOf(page)).toHaveAttribute('data-location', 'pending')
  await expect(locationOf(page)).toHaveText('Will be sent')
  await expect(locationOf(page)).toHaveAttribute('title', 'Latest changes only on this device · will be sent')
  expect((await read(server, stored)).name).toBe('Orders')

  await context.setOffline(false)
  await expect(locationOf(page)).toHaveText('In this browser and on the server')
  await expect.poll(() => read(server, stored)).toMatchObject({ name: 'Orders of the week' })
  await page.getByRole('link', { name: 'Orders of the week' }).click()
  await expect(saveState(page)).toHaveText('Saved')
  browserErrors.length = 0
})

test('an edit of a page that was closed offline is sent by the next page, without being opened', async ({
  page,
  context,
  server,
  browserErrors,
}) => {
  const stored = await openServerWorkflow(page, server)
  await context.setOffline(true)
  await nameOf(page).fill('Orders of the week')
  await nameOf(page).press('Enter')
  await expect(saveState(page)).toHaveText('Saved on this device · will be sent')
  await page.close()
  await context.setOffline(false)
  const next = await context.newPage()
  await next.addInitScript(chooseServer)
  await new StudioPage(next).go('/settings')
  await expect.poll(() => read(server, stored)).toMatchObject({ name: 'Orders of the week' })
  browserErrors.length = 0
})
