import { createWorkflow, openServerStudio, openStudio } from '../page.ts'
import { expect, test } from '../../support/test.ts'

test('webhooks need a server, and connect that of the page', async ({ page }) => {
  await openStudio(page, '/webhooks')
  await expect(page.getByText('Webhooks start workflows on a server')).toBeVisible()
  await page.getByRole('button', { name: 'Use this server' }).click()
  await expect(page.getByText('An HTTP request to a webhook starts a published workflow.')).toBeVisible()
  await expect(page).toHaveURL(/\/webhooks$/)
})

test('a webhook is turned on, called, protected, and gets a new token that is shown once', async ({
  page,
  server,
  browserErrors,
}) => {
  const post = (path: string, body: unknown, headers: object = {}): Promise<Response> =>
    fetch(new URL(path, server.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const document = createWorkflow('Orders by web', { Hook: ['webhook', {}], Say: ['variable', { expression: '1' }] }, [
    'Hook.data > Say.value',
  ])
  expect((await post('/api/v1/workflows', { ...document, status: 'published' })).status).toBe(201)
  await openServerStudio(page, '/webhooks')
  const item = page.getByTestId('webhook-item').filter({ hasText: 'Orders by web' })
  await expect(item).toContainText('No URL yet')
  await expect(item.getByRole('switch')).not.toBeChecked()
  await item.getByRole('switch').click()
  await expect(item).toContainText('It is shown only once')
  const url = item.getByTestId('webhook-url')
  const first = new URL((await url.textContent())!).pathname
  expect(first).toMatch(/^\/hooks\/[\w-]{32}$/)
  expect((await post(first, { order: 1 })).status).toBe(202)
  await expect(item.getByText('Run started')).toHaveCount(1)

  await item.getByLabel('Authentication').selectOption('Bearer token')
  await item.getByLabel('Secret').fill('secret-of-the-online-shop')
  await item.getByLabel('Custom URL path').fill('orders')
  await item.getByLabel('Allowed IP addresses').fill('everywhere')
  await item.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('"everywhere" is not an IP address or a network such as 192.0.2.0/24')).toBeVisible()
  // The browser reports the rejected request.
  expect(browserErrors.splice(0)).toEqual([expect.stringContaining('422')])
  await item.getByLabel('Allowed IP addresses').fill('127.0.0.1, ::1')
  await item.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Access settings for “Hook” saved.')).toBeVisible()
  await expect(item.getByLabel('Secret')).toHaveAttribute('placeholder', /^Stored/)
  expect((await post('/hooks/default/orders', {})).status).toBe(401)
  await expect(item.getByText(/POST · .* · 401/)).toBeVisible()
  expect((await post('/hooks/default/orders', {}, { authorization: 'Bearer secret-of-the-online-shop' })).status).toBe(
    202,
  )

  await item.getByLabel('Keep previous URL for').selectOption('Don’t keep')
  await item.getByRole('button', { name: 'Replace token' }).click()
  await expect(url).toHaveCount(2)
  await expect(url.last()).not.toHaveText(new RegExp(`${first}$`))
  const second = new URL((await url.last().textContent())!).pathname
  expect((await post(first, {})).status).toBe(404)
  expect((await post(second, {}, { authorization: 'Bearer secret-of-the-online-shop' })).status).toBe(202)
  await page.reload()
  await expect(item).toContainText('was shown only once')
  await expect(url).toHaveCount(1)
  await expect(item.getByText('Run started')).toHaveCount(3)
  await item.getByRole('switch').click()
  await expect(item.getByRole('switch')).not.toBeChecked()
  // The switch changes before the server has stored it.
  await expect.poll(async () => (await post(second, {})).status).toBe(404)
})

test('a test request is shown in the editor, and kept as the sample data of the node', async ({ page, server }) => {
  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(new URL(path, server.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shop': 'seven' },
      body: JSON.stringify(body),
    })
  const document = createWorkflow(
    'Orders by test',
    { Hook: ['webhook', { method: 'PUT' }], Say: ['variable', { expression: '1' }] },
    ['Hook.data > Say.value'],
  )
  const { id } = (await (await post('/api/v1/workflows', document)).json()) as { id: string }
  await openServerStudio(page, '/workflows')
  await page.getByRole('link', { name: 'Orders by test' }).first().click()
  await page.getByRole('button', { name: 'Listen for a test request' }).click()
  const dialog = page.getByRole('dialog', { name: 'Listen for a test request' })
  await expect(dialog).toContainText('Listening until')
  const address = new URL((await dialog.getByTestId('test-url').textContent())!).pathname
  expect((await post(`${address}?color=red`, { order: 7, note: '{{x}}' })).status).toBe(200)
  await expect(dialog.getByTestId('test-data')).toContainText('"order": 7')
  await expect(dialog).toContainText('POST request received')
  await expect(dialog).toContainText('accepts only PUT requests')
  await expect(dialog).toContainText('"color": "red"')
  await dialog.getByText('Headers').click()
  await expect(dialog).toContainText('"x-shop": "seven"')
  await dialog.getByRole('button', { name: 'Save as sample data' }).click()
  await expect(page.getByText('Sample data saved.')).toBeVisible()
  await expect(dialog).toHaveCount(0)
  const readSamples = async (): Promise<unknown[]> => {
    const stored = (await (await fetch(new URL(`/api/v1/workflows/${id}`, server.url))).json()) as {
      nodes: { id: string; data: { config: { sample?: string; sampleRequest?: string } } }[]
    }
    const { sample = 'null', sampleRequest = 'null' } = stored.nodes.find((node) => node.id === 'Hook')!.data.config
    return [JSON.parse(sample), JSON.parse(sampleRequest)]
  }
  await expect.poll(readSamples).toEqual([
    { order: 7, note: '{{x}}' },
    { headers: expect.objectContaining({ 'x-shop': 'seven' }), query: { color: 'red' } },
  ])
  expect((await post(address, {})).status).toBe(404)
})
