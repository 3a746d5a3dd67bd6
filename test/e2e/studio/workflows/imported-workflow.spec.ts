import { createWorkflow, openStudio } from '../page.ts'
import { expect, test } from '../../support/test.ts'

test('a workflow from a file uses a host and a secret once they are granted to it, and asks again for more', async ({
  page,
}) => {
  const studio = await openStudio(page, '/settings')
  const { origin, host } = new URL(page.url())
  await page.getByTestId('key-name').fill('samples')
  await page.getByTestId('key-value').fill('value-of-the-key')
  await page.getByTestId('key-host').fill(host)
  await page.getByRole('button', { name: 'Add key' }).click()
  await expect(page.getByTestId('key-value')).toHaveValue('')

  // Links, because a reload would clear the secret.
  const request = (file: string, secret: object): object =>
    createWorkflow(
      'Countries',
      { Ask: ['http_request', { url: `${origin}/samples/${file}`, response: 'text', ...secret }] },
      [],
    )
  const document = request('countries-1.json', { auth: 'query', secret: 'samples', secretField: 'k' })
  await studio.visit('/workflows')
  await studio.chooseFile(page.getByRole('button', { name: 'Import', exact: true }), {
    name: 'countries.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(document)),
  })
  const run = page.getByRole('button', { name: 'Run', exact: true })
  await run.click()
  const dialog = page.getByTestId('grant-access')
  await expect(dialog.getByRole('heading')).toHaveText('Grant access to “Countries”?')
  await expect(dialog.locator('dd')).toHaveText(['samples', host])
  await page.getByTestId('run-without-access').click()
  await expect(dialog).toHaveCount(0)
  const bar = page.locator('aw-run-bar')
  await expect(bar).toContainText('Failed')
  await expect(page.locator('aw-workflow-editor')).toContainText('is not allowed to use the secret "samples"')

  await run.click()
  await expect(dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(bar).toContainText('Failed')
  await run.click()
  await page.getByTestId('grant').click()
  await expect(bar).toContainText('Completed')
  // The grant is stored for this workflow.
  await run.click()
  await expect(bar).toContainText('Completed')
  await expect(dialog).toHaveCount(0)
})
