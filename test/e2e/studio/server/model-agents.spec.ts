import { openModelServer } from '../../../../packages/agents/language-model/test-model-server.ts'
import { startRealServer } from '../../support/real-server.ts'
import { startPolicyProxy } from '../../support/policy-proxy.ts'
import { expect, test } from '../../support/test.ts'

test('a model agent is added, tried in a chat with approval, changed, and its versions are compared', async ({
  page,
}) => {
  const models = await openModelServer('first', ({ messages }) => {
    const text = JSON.stringify(messages)
    if (!text.includes('note it')) return { says: text.includes('French') ? 'Bonjour.' : 'Hello.' }
    return messages.at(-1)!.role === 'tool'
      ? { says: 'Noted.' }
      : { calls: [{ name: 'note', arguments: '{"text":"x"}' }] }
  })
  const server = await startRealServer(undefined, { AW_ALLOW_HOSTS: new URL(models.address).host })
  const proxy = await startPolicyProxy(server.url)
  const configuration = {
    llm_models: [{ id: 'small', address: models.address, prices: { input: 1, output: 2 } }],
    default_llm: 'small',
  }
  const configured = await fetch(new URL('/api/v1/config', server.url), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(configuration),
  })
  expect(configured.status).toBe(200)
  await page.addInitScript(() => localStorage.setItem('aw-studio-server', location.origin))
  await page.goto(`${proxy.url}/agents`)
  await page.getByRole('link', { name: 'New model agent' }).click()
  const settings = page.getByTestId('agent-settings')
  await settings.getByLabel('Name').fill('Greeter')
  await settings.getByLabel('System prompt').fill('Greet in English.')
  const tools = settings.getByTestId('agent-tools')
  await tools.getByRole('button', { name: 'Add' }).first().click()
  await tools.getByLabel('Name', { exact: true }).fill('note')
  await tools.getByLabel('Node type').selectOption({ label: 'Variable' })
  await tools.getByRole('button', { name: 'Edit as JSON' }).first().click()
  const json = tools.getByRole('textbox', { name: 'Tools' })
  await json.fill('[{')
  await settings.getByRole('button', { name: 'Save agent' }).click()
  await expect(settings.getByRole('alert').last()).toContainText('fix the tools')
  const tool = { name: 'note', kind: 'node', use: 'variable', config: { expression: '"ok"' }, approval: 'ask' }
  await json.fill(JSON.stringify([tool]))
  await tools.getByRole('button', { name: 'Edit as fields' }).first().click()
  await expect(tools.getByLabel('Name', { exact: true }).first()).toHaveValue('note')
  await expect(tools.getByLabel('Node type').locator('option:checked')).toHaveText('Variable')
  await settings.getByRole('button', { name: 'Save agent' }).click()
  await expect(page.getByRole('heading', { name: 'Greeter' })).toBeVisible()

  const chat = page.getByTestId('agent-chat')
  await chat.getByLabel('Message').fill('Hi')
  await chat.getByLabel('Message').press('Enter')
  await expect(chat.getByTestId('chat-answer')).toHaveText('Hello.')
  await expect(chat.getByTestId('chat-usage')).toContainText('1 request · 240 tokens · cost $0.00028')
  await chat.getByLabel('Message').fill('Please note it')
  await chat.getByRole('button', { name: 'Send' }).click()
  await expect(chat.getByTestId('chat-approval')).toContainText('"text": "x"')
  await chat.getByTestId('chat-approval').getByRole('button', { name: 'Approve' }).click()
  await expect(chat.getByTestId('chat-answer').last()).toHaveText('Noted.')
  await expect(chat.getByTestId('chat-tool')).toContainText('note')

  await settings.getByLabel('System prompt').fill('Greet in French.')
  await settings.getByRole('button', { name: 'Save agent' }).click()
  await expect(page.getByTestId('agent-version')).toHaveCount(2)
  await page.getByRole('button', { name: 'Compare with current' }).click()
  await expect(chat.getByTestId('version-changes')).toContainText('Greet in English.')
  await expect(chat.getByTestId('version-changes')).toContainText('Greet in French.')
  await chat.getByLabel('Message').fill('Hi')
  await chat.getByRole('button', { name: 'Send' }).click()
  await expect(chat.getByTestId('chat-answer')).toHaveText(['Hello.', 'Bonjour.'])
  await page.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(page.getByTestId('agent-version')).toHaveCount(3)
  await expect(settings.getByLabel('System prompt')).toHaveValue('Greet in English.')
  await page.goto(`${proxy.url}/agents`)
  await expect(page.getByTestId('model-agent')).toContainText('Version 3')

  // The question of an approval is in the language of the page, even after the decision.
  await page.evaluate(() => localStorage.setItem('aw-studio-language', 'de'))
  await page.reload()
  await page.getByTestId('model-agent').getByRole('link', { name: 'Greeter' }).click()
  await chat.getByLabel('Nachricht').fill('Please note it')
  await chat.getByLabel('Nachricht').press('Enter')
  const question = 'Der Agent „Greeter“ will „note“ mit diesen Argumenten aufrufen.'
  await expect(chat.getByTestId('chat-approval')).toContainText(question)
  await chat.getByTestId('chat-approval').getByRole('button', { name: 'Genehmigen' }).click()
  await expect(chat.getByTestId('chat-answer').last()).toHaveText('Noted.')
  await expect(chat.getByTestId('chat-approval')).toContainText(question)
  await page.close()
  await proxy.close()
  await server.stop()
  await models.close()
})
