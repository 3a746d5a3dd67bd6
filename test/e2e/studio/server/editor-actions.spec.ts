import { openModelServer } from '../../../../packages/agents/language-model/test-model-server.ts'
import { chooseServer, createWorkflow, StudioPage } from '../page.ts'
import { expect, test } from '../../support/test.ts'

test('a workflow is scheduled and published from the editor, and a model is set up on the server', async ({
  page,
  server,
}) => {
  await page.addInitScript(chooseServer)
  const studio = new StudioPage(page)
  await studio.importWorkflow(createWorkflow('To schedule', { Say: ['variable', { expression: '1' }] }, []))
  await studio.go('/workflows')
  await page.getByRole('link', { name: 'To schedule' }).click()
  await page.getByRole('button', { name: 'Schedule', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Adding the schedule publishes it.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Add schedule' }).click()
  await expect(page.getByText('Schedule added.').first()).toBeVisible()
  await page.getByTestId('action-publish').click()
  await expect(page.getByTestId('publish-dialog')).toContainText(/webhooks and events run version \d/)
  await page.keyboard.press('Escape')
  await page.getByTestId('action-share').click()
  await expect(page.getByTestId('share-dialog').getByRole('switch', { name: 'Share by link' })).toBeVisible()

  const models = await openModelServer('first', () => ({ says: 'Hello from here.' }))
  await studio.go('/settings')
  await page.getByTestId('model-name').fill('Small one')
  await page.getByTestId('model-address').fill(models.address)
  await page.getByTestId('model-model').fill('small')
  await page.getByTestId('model-key').fill('key of the small one')
  await page.getByRole('button', { name: `Add model and allow ${new URL(models.address).host}`, exact: true }).click()
  await expect(page.getByRole('list', { name: 'Language models' }).getByText('On the server')).toBeVisible()
  await expect(page.getByTestId('model-test')).toHaveText('“Small one” answered: Hello from here.')
  expect(models.authorizationHeaders).toEqual(['Bearer key of the small one'])
  await models.close()
  const { default_llm: defaultModel } = (await (await fetch(new URL('/api/v1/config', server.url))).json()) as {
    default_llm: string
  }
  expect(defaultModel).toBe('small')
  await studio.go('/agents/new')
  await expect(
    page.getByRole('combobox', { name: 'Language model' }).getByRole('option', { name: 'small' }),
  ).toHaveCount(1)
})
