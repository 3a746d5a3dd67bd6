import type { BrowserContext, Page } from '@playwright/test'
import { emptyServer } from '../../support/real-server.ts'
import { chooseServer, StudioPage } from '../page.ts'
import { expect, test as base } from '../../support/test.ts'

const nameOf = (page: Page) => page.getByRole('textbox', { name: 'Workflow name' })
const workflowUrl = /\/workflows\/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

const test = base.extend<{ colleague: Page; author: StudioPage }>({
  author: async ({ page, server }, use) => {
    await emptyServer(server.url)
    await page.addInitScript(chooseServer)
    await use(new StudioPage(page))
  },
  /** The page of another browser. */
  colleague: async ({ browser, policyProxy }, use) => {
    const context: BrowserContext = await browser.newContext({ serviceWorkers: 'block', baseURL: policyProxy.url })
    await context.addInitScript(chooseServer)
    await use(await context.newPage())
    await context.close()
  },
})

/** Creates a workflow in the studio and waits until the server has it. Returns its id. */
async function createWorkflow({ page }: StudioPage, server: URL): Promise<string> {
  await page.goto('/workflows/new')
  await page.getByTestId('add-loading-step').click()
  await nameOf(page).fill('For everyone')
  await nameOf(page).press('Enter')
  await expect(page).toHaveURL(workflowUrl)
  const id = new URL(page.url()).pathname.split('/').at(-1)!
  const readName = async (): Promise<unknown> =>
    ((await (await fetch(new URL(`/api/v1/workflows/${id}`, server))).json()) as { name?: unknown }).name
  await expect.poll(readName).toBe('For everyone')
  // The page has recorded what the server has, so that leaving it leaves nothing to send.
  await expect(page.getByTestId('save-workflow')).toHaveText('Saved')
  return id
}

test('the URL in the address bar of the author opens the workflow for a colleague', async ({
  author,
  colleague,
  server,
}) => {
  const id = await createWorkflow(author, server.url)
  await author.page.reload()
  await expect(nameOf(author.page)).toHaveValue('For everyone')
  await expect(author.page).toHaveURL(`/workflows/${id}`)

  const { pathname: path } = new URL(author.page.url())
  await colleague.goto(path)
  await expect(nameOf(colleague)).toHaveValue('For everyone')
  await expect(colleague).toHaveURL(`/workflows/${id}`)
  await nameOf(colleague).fill('Changed by a colleague')
  await nameOf(colleague).press('Enter')
  await expect(colleague.getByTestId('save-workflow')).toHaveText('Saved')
  await author.page.reload()
  await expect(nameOf(author.page)).toHaveValue('Changed by a colleague')
})

test('a URL with an id of an earlier release leads to the one for everyone', async ({ author, server }) => {
  const id = await createWorkflow(author, server.url)
  const { page } = author
  await page.goto('/workflows')
  // An earlier release stored workflows of the server under other ids.
  await page.evaluate((remoteId) => {
    const key = Object.keys(localStorage).find((name) => name.endsWith(` document ${remoteId}`)) ?? ''
    localStorage.setItem(key.replace(remoteId, 'workflow-0123456789abcdef'), localStorage.getItem(key) ?? '')
    localStorage.removeItem(key)
  }, id)
  await page.goto('/workflows/workflow-0123456789abcdef')
  await expect(nameOf(page)).toHaveValue('For everyone')
  await expect(page).toHaveURL(`/workflows/${id}`)
  await page.reload()
  await expect(nameOf(page)).toHaveValue('For everyone')
  await expect(page).toHaveURL(`/workflows/${id}`)
})
