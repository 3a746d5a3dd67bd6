import type { Page } from '@playwright/test'
import { emptyServer } from '../../support/real-server.ts'
import { expect, test as base } from '../../support/test.ts'
import { waitingWorkflow } from '../page.ts'

/** Replaces the choice in the settings, which has its own test. */
const chooseServer = (): void => localStorage.setItem('aw-studio-server', location.origin)
const nameOf = (page: Page) => page.getByRole('textbox', { name: 'Workflow name' })
const saveState = (page: Page) => page.getByTestId('save-workflow')
const personIn = (page: Page) => page.locator('aw-people').getByRole('button')

const test = base.extend<{ path: string; colleague: Page }>({
  path: async ({ page, server }, use) => {
    await emptyServer(server.url)
    const response = await fetch(new URL('/api/v1/workflows', server.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...waitingWorkflow(0), name: 'Orders' }),
    })
    await page.addInitScript(chooseServer)
    await use(`/workflows/${((await response.json()) as { id: string }).id}`)
  },
  /** The page of another browser. */
  colleague: async ({ browser, policyProxy }, use) => {
    const context = await browser.newContext({ serviceWorkers: 'block', baseURL: policyProxy.url })
    await context.addInitScript(chooseServer)
    await use(await context.newPage())
    await context.close()
  },
})

async function rename(page: Page, name: string): Promise<void> {
  await nameOf(page).fill(name)
  await nameOf(page).press('Enter')
}

test('two people see each other and their edits at once; one continues after the network was lost', async ({
  page,
  colleague,
  path,
  context,
  browserErrors,
}) => {
  await page.goto(path)
  await colleague.goto(path)
  await expect(personIn(page)).toHaveCount(1)
  await expect(personIn(colleague)).toHaveCount(1)
  await rename(colleague, 'Orders of Ben')
  await expect(nameOf(page)).toHaveValue('Orders of Ben')
  await expect(saveState(colleague)).toHaveText('Saved')

  await colleague.getByRole('button', { name: /^Follow/ }).click()
  await expect(colleague.getByRole('status').filter({ hasText: 'You follow' })).toBeVisible()

  await context.setOffline(true)
  await rename(page, 'Orders of Ada')
  await expect(saveState(page)).toHaveText('Saved on this device · will be sent')
  await expect(nameOf(colleague)).toHaveValue('Orders of Ben')
  await expect(personIn(colleague)).toHaveCount(0)
  await context.setOffline(false)
  await expect(nameOf(colleague)).toHaveValue('Orders of Ada')
  await expect(saveState(page)).toHaveText('Saved')
  browserErrors.length = 0
})
