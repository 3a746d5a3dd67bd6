import { EditorPage } from './support/editor-page.ts'
import { expect, test } from './support/test.ts'

test('opens the settings on a page that is never idle', async ({ page }) => {
  await page.addInitScript(() => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      const end = performance.now() + 20
      while (performance.now() < end);
      port2.postMessage(0)
    })
    port1.start()
    port2.postMessage(0)
  })
  const editor = new EditorPage(page)
  await editor.open()
  await editor.select('Load')
  await expect(editor.editor.locator('aw-inspector').getByRole('textbox', { name: 'Name' })).toHaveValue('Load')
})

test('reports parts of the editor that cannot be fetched, and retries until they load', async ({
  page,
  browserErrors,
}) => {
  let isAway = true
  await page.route(/\/deferred-elements-[^/]*\.js$/, (route) => (isAway ? route.abort() : route.continue()))
  const editor = new EditorPage(page)
  await editor.open()
  const notification = editor.editor.getByText('Parts of the editor could not be loaded.')
  await expect(notification).toBeVisible()
  isAway = false
  await expect(notification).toBeHidden()
  await editor.select('Load')
  await expect(editor.editor.locator('aw-inspector').getByRole('textbox', { name: 'Name' })).toHaveValue('Load')
  expect(browserErrors.filter((browserError) => !browserError.includes('net::ERR_FAILED'))).toEqual([])
  browserErrors.length = 0
})

test('loads the code of other pages only after the page has opened', async ({ page }) => {
  const otherPages: string[] = []
  page.on('request', (request) => {
    const path = new URL(request.url()).pathname
    if (/\/assets\/[a-z-]+-page-/.test(path) && !path.includes('/workflow-page-')) otherPages.push(path)
  })
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route(/\/workflow-page-[^/]*\.js$/, async (route) => {
    await released
    await route.continue()
  })
  await page.goto('/workflows/cosmo-ready')
  await page.locator('input[type=file]').waitFor({ state: 'attached' })
  const waitUntilIdle = (): Promise<unknown> =>
    page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => requestIdleCallback(resolve))))
  await waitUntilIdle()
  await waitUntilIdle()
  expect(otherPages).toEqual([])
  release()
  await page.locator('aw-run-bar').waitFor()
  await expect.poll(() => otherPages.some((path) => path.includes('/home-page-'))).toBe(true)
})
