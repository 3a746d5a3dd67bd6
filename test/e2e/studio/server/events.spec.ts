import { createWorkflow, openServerStudio } from '../page.ts'
import { expect, test } from '../../support/test.ts'

test('events show what they started, their nodes are turned on, and their types refuse other data', async ({
  page,
  server,
}) => {
  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(new URL(path, server.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const document = createWorkflow(
    'On payment',
    { Paid: ['event', { name: 'order.paid' }], Say: ['variable', { expression: '1' }] },
    ['Paid.data > Say.value'],
  )
  expect((await post('/api/v1/workflows', { ...document, status: 'published' })).status).toBe(201)
  const watch = { name: 'Orders', source: { kind: 'folder', path: 'orders' } }
  expect((await post('/api/v1/watches', watch)).status).toBe(201)
  await openServerStudio(page, '/webhooks')
  await page.getByRole('link', { name: 'Events' }).click()
  const trigger = page.getByTestId('trigger-item')
  await expect(trigger).toContainText('order.paid')
  // The switch shows the state of the server, which changes after the click.
  await trigger.getByRole('switch').click()
  await expect(trigger.getByRole('switch')).toBeChecked()

  await page.getByRole('textbox', { name: 'Event', exact: true }).fill('order.paid')
  await page.getByLabel('JSON Schema for the data').fill('{"type": "object"')
  await page.getByRole('button', { name: 'Save event type' }).click()
  await expect(page.getByText('Enter a JSON object')).toBeVisible()
  await page.getByLabel('JSON Schema for the data').fill('{"type": "object", "required": ["amount"]}')
  await page.getByRole('button', { name: 'Save event type' }).click()
  const type = page.getByTestId('type-item')
  await expect(type).toContainText('order.paid')
  expect((await post('/api/v1/events', { type: 'order.paid', data: {} })).status).toBe(422)
  expect((await post('/api/v1/events', { type: 'order.paid', subject: '42', data: { amount: 1 } })).status).toBe(202)
  const event = page.getByTestId('event-item')
  await expect(event).toContainText('order.paid:42')
  await expect(event.getByRole('link', { name: 'Run of “On payment”' })).toBeVisible()

  const watched = page.getByTestId('watch-item')
  await expect(watched).toContainText('file.created:Orders')
  await expect(watched).toContainText('This server has no folder that can be watched.')
  await watched.getByRole('switch').click()
  await expect(watched.getByRole('switch')).not.toBeChecked()
  await watched.getByRole('button', { name: 'Edit watch Orders' }).click()
  const watchForm = page.getByTestId('watch-form')
  await expect(watchForm.getByLabel('Folder in AW_FILES')).toHaveValue('orders')
  await watchForm.getByLabel('Include subfolders').check()
  await watchForm.getByLabel('File name pattern').fill('*.csv')
  await watchForm.getByRole('button', { name: 'Save watch' }).click()
  await expect(watched).toContainText('/orders/** · *.csv')
  await watched.getByRole('button', { name: 'Delete watch Orders' }).click()
  await expect(page.getByText('No watches yet')).toBeVisible()
  await page.getByRole('button', { name: 'New watch' }).click()
  await watchForm.getByLabel('Watch name').fill('Bucket')
  await watchForm.getByLabel('Source').selectOption('S3 bucket')
  await watchForm.getByLabel('Bucket URL').fill('https://s3.example.com/data/')
  await watchForm.getByLabel('Key prefix').fill('in/')
  await watchForm.getByLabel('Region').fill('eu-central-1')
  await watchForm.getByLabel('Secret with the access key').fill('bucket')
  await watchForm.getByRole('button', { name: 'Save watch' }).click()
  await expect(watched).toContainText('https://s3.example.com/data/in/')

  const publishForm = page.getByTestId('publish-form')
  await publishForm.getByLabel('Event name').fill('order.shipped')
  await publishForm.getByLabel('Data (JSON)').fill('{"amount"')
  await publishForm.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByText('Enter JSON, such as')).toBeVisible()
  await publishForm.getByLabel('Data (JSON)').fill('{"amount": 2}')
  await publishForm.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByTestId('event-item').first()).toContainText('order.shipped')
  await type.getByRole('button', { name: 'Delete event type order.paid' }).click()
  await expect(page.getByText('No event types yet')).toBeVisible()
})
