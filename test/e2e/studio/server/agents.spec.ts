import { chooseServer, openServerStudio, StudioPage } from '../page.ts'
import { startAgent } from '../../support/remote-agent.ts'
import { expect, test } from '../../support/test.ts'

test('remote agents are added with credentials, checked, tested, edited and deleted', async ({ page, server }) => {
  const agent = await startAgent()
  await openServerStudio(page, '/webhooks')
  await page.getByRole('link', { name: 'Agents' }).click()
  await expect(page.getByTestId('built-in-agent')).toHaveCount(3)

  await page.getByRole('button', { name: 'New remote agent' }).click()
  const form = page.getByTestId('agent-form')
  await form.getByLabel('Name').fill('scorer')
  await form.getByLabel('URL', { exact: true }).fill(agent.url)
  await form.getByLabel('Authentication').selectOption('Bearer token')
  await form.getByLabel('Token or key').fill('secret of the agent')
  await form.getByRole('button', { name: 'Add agent' }).click()
  const item = page.getByTestId('agent-item')
  await expect(item).toContainText('scorer')
  // The server allows no private addresses by default: the page shows the problem with its next step.
  await expect(item).toContainText('Unavailable')
  await expect(item).toContainText('127.0.0.1')
  await expect(item).toContainText('Checked')
  await item.getByLabel('Input (JSON object)').fill('[1]')
  await item.getByRole('button', { name: 'Send test' }).click()
  await expect(item).toContainText('Enter a JSON object')
  await item.getByLabel('Input (JSON object)').fill('{"amount": 1}')
  await item.getByRole('button', { name: 'Send test' }).click()
  await expect(item.getByTestId('test-result')).toContainText('127.0.0.1')

  await item.getByRole('button', { name: 'Deactivate' }).click()
  await expect(item).toContainText('Inactive')
  await item.getByRole('button', { name: 'Edit' }).click()
  await expect(form.getByLabel('Token or key')).toHaveAttribute('placeholder', 'Stored')
  await form.getByLabel('Description').fill('Scores customers')
  await form.getByRole('button', { name: 'Save agent' }).click()
  await expect(item).toContainText('Scores customers')
  await expect(item).toContainText('Inactive')
  await item.getByRole('button', { name: 'Delete' }).click()
  await expect(item.getByLabel('Also delete its secret “scorer”')).toBeChecked()
  await item.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('No remote agents')).toBeVisible()
  await agent.stop()
  const readSecrets = async (): Promise<string> => (await fetch(new URL('/api/v1/secrets', server.url))).text()
  await expect.poll(readSecrets).not.toContain('scorer')
})

test('built-in agents have the texts of their nodes, in the language of the page and not cut off', async ({
  page,
  server,
}) => {
  expect(server.url).not.toBe('')
  await page.addInitScript(chooseServer)
  await page.addInitScript(() => localStorage.setItem('aw-studio-language', 'de'))
  await page.setViewportSize({ width: 390, height: 844 })
  await new StudioPage(page).go('/agents')
  const agents = page.getByTestId('built-in-agent')
  await expect(agents.locator('.name')).toHaveText(['Laden', 'Vorbereiten', 'Validieren'])
  await expect(agents.first()).toContainText('Lädt ')
  const widths = await agents
    .locator('.item-text > *')
    .evaluateAll((texts) => texts.map((text) => text.scrollWidth - text.clientWidth))
  expect(Math.max(...widths), 'hidden part of a text').toBe(0)
  // A link that looks like a button is not dimmed like a disabled one.
  const readColor = (name: string): Promise<string> =>
    page.getByRole('link', { name }).evaluate((link) => getComputedStyle(link).color)
  expect(await readColor('Neuer KI-Agent')).toBe(await readColor('Auswertungen'))
})

test('a pull agent shows its token once, and what it works on', async ({ page, server }) => {
  await page.addInitScript(chooseServer)
  await new StudioPage(page).go('/agents')
  await page.getByRole('button', { name: 'New remote agent' }).click()
  const form = page.getByTestId('agent-form')
  await form.getByLabel('Name').fill('puller')
  await form.getByLabel('Connection').selectOption('Requests its steps')
  await form.getByRole('button', { name: 'Add agent' }).click()
  const token = page.getByTestId('agent-token')
  const firstToken = (await token.textContent()) ?? ''
  const item = page.getByTestId('agent-item')
  await expect(item).toContainText('Unavailable')
  await item.getByRole('button', { name: 'Replace token' }).click()
  await expect(token).not.toHaveText(firstToken)

  const post = (path: string, authorization: Record<string, string>, body: unknown): Promise<Response> =>
    fetch(new URL(path, server.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization },
      body: JSON.stringify(body),
    })
  const { items } = (await (await fetch(new URL('/api/v1/agents?name=puller', server.url))).json()) as {
    items: { id: string }[]
  }
  const execution = { input: { amount: 12 }, wait_seconds: 0 }
  expect((await post(`/api/v1/agents/${items[0]!.id}/execute`, {}, execution)).status).toBe(202)
  await expect(item.getByTestId('agent-step')).toContainText('Waiting for the agent')
  const authorization = { authorization: `Bearer ${await token.textContent()}` }
  const claimed = await post('/api/v1/agent-steps/claim?wait=60', authorization, {})
  expect(claimed.status).toBe(200)
  const step = (await claimed.json()) as { id: string; token: string }
  await expect(item.getByTestId('agent-step')).toContainText('In progress')
  await expect(item.getByTestId('agent-step').getByRole('link')).toHaveAttribute('href', /^\/runs\//)
  const finished = { authorization: `Bearer ${step.token}` }
  expect((await post(`/api/v1/agent-steps/${step.id}/result`, finished, { output: 1 })).status).toBe(200)
  await expect(item.getByTestId('agent-step')).toContainText('Completed')
  await item.getByRole('button', { name: 'Check health' }).click()
  await expect(item).toContainText('Available')
})
