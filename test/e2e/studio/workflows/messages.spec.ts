import type { Page } from '@playwright/test'
import { csvFile, openStudio, StudioPage, waitingWorkflow } from '../page.ts'
import { expect, test } from '../../support/test.ts'

/** Visible controls of the page that a notification covers. */
const covered = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const root = document.querySelector('studio-app')!.shadowRoot!
    const outlet = root.querySelector('.outlet')!
    const within = (part: ParentNode): HTMLElement[] =>
      [...part.querySelectorAll<HTMLElement>('*')].flatMap((one) => [
        ...(one.matches('a[href], button, input, select') ? [one] : []),
        ...(one.shadowRoot ? within(one.shadowRoot) : []),
      ])
    const room = outlet.getBoundingClientRect()
    return within(outlet).flatMap((one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect()
      const middle = (top + bottom) / 2
      const here = root.elementFromPoint((left + right) / 2, middle)
      return middle < room.bottom && here?.closest('.message') ? [one.textContent.trim()] : []
    })
  })

const unreadable = { name: 'broken.json', mimeType: 'application/json', buffer: Buffer.from('{') }
test('a problem covers no control, shifts no layout, and is dismissed on success', async ({ page }) => {
  const studio = new StudioPage(page)
  for (const [width, height] of [
    [1440, 900],
    [1024, 768],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height })
    await studio.go('/workflows')
    const importing = page.getByRole('button', { name: 'Import', exact: true })
    const before = await importing.boundingBox()
    await studio.chooseFile(importing, unreadable)
    await expect(studio.message).toContainText('"broken.json" was not imported')
    expect(await importing.boundingBox()).toEqual(before)
    expect(await covered(page)).toEqual([])
    const box = await studio.message.boundingBox()
    expect(box!.y + box!.height).toBeLessThanOrEqual(height)
    const readable = Buffer.from(JSON.stringify({ ...waitingWorkflow(0), name: `Good ${width}` }))
    await studio.chooseFile(importing, { ...unreadable, name: 'good.json', buffer: readable })
    await expect(page).toHaveURL(/\/workflows\/[\w-]+$/)
    await expect(studio.message).toHaveCount(0)
  }
})

test('reports each of several unreadable files, and no long operation covers the page', async ({ page }) => {
  const studio = await openStudio(page, '/workflows')
  const importing = page.getByRole('button', { name: 'Import', exact: true })
  const others = ['second.json', 'third.json'].map((name) => ({ ...unreadable, name }))
  await studio.chooseFile(importing, [unreadable, ...others])
  await expect(studio.message).toContainText('"broken.json" was not imported')
  await expect(studio.message).toContainText('2 more problems in Notifications.')
  await page.getByRole('button', { name: 'Notifications' }).click()
  const notifications = page.getByRole('listitem').filter({ hasText: 'was not imported' })
  await expect(notifications).toHaveCount(3)
  for (const { name } of others) await expect(notifications.filter({ hasText: `"${name}"` })).toHaveCount(1)
  await page.keyboard.press('Escape')

  await studio.go('/data')
  await page.evaluate(() => {
    Blob.prototype.arrayBuffer = () => new Promise(() => undefined)
  })
  const files = Array.from({ length: 60 }, (_, index) => csvFile(`part ${index}.csv`, `a,b\n1,${index}\n`))
  await page.locator('input[type=file]').setInputFiles(files)
  const works = page.getByTestId('works').getByRole('listitem')
  await expect(works).toHaveCount(4)
  await expect(works.last()).toContainText('57 more')
  await works.getByRole('button', { name: 'Cancel all' }).click()
  await expect(works).toHaveCount(0)
})

test('dismisses the problem of a file that could not be fetched once it is fetched', async ({ page }) => {
  const studio = await openStudio(page, '/data')
  await page.getByRole('button', { name: 'From URL' }).click()
  const address = page.getByRole('textbox', { name: 'File URL' })
  await address.fill('mailto:late.csv')
  const fetchIt = page.getByRole('button', { name: 'Add file' })
  await fetchIt.click()
  await expect(studio.message).toContainText('is not a valid URL')
  await address.fill(`${new URL(page.url()).origin}/late.csv`)
  await page.route('**/late.csv', (route) => route.fulfill({ contentType: 'text/csv', body: 'a,b\n1,2\n' }))
  await fetchIt.click()
  await expect(page.getByText('late.csv').first()).toBeVisible()
  await expect(studio.message).toHaveCount(0)
  // Notifications about the file itself remain.
  await page.locator('input[type=file]').setInputFiles([csvFile('again.csv', 'a,b\n1,2\n')])
  await expect(studio.message).toContainText('has the same content')
})

test('shows the text of a problem once the texts of problems are loaded', async ({ page }) => {
  let deliver = (): void => undefined
  const requested = new Promise<void>((resolve) => (deliver = resolve))
  await page.route('**/assets/catalogs-*.js', async (route) => {
    await requested
    await route.continue()
  })
  const studio = new StudioPage(page)
  await page.goto('/data')
  await studio.upload(csvFile('first.csv', 'a,b\n1,2\n'))
  await studio.upload(csvFile('second.csv', 'a,b\n1,2\n'))
  await studio.message.waitFor()
  deliver()
  await expect(studio.message).toContainText('"second.csv" was not added')
})
