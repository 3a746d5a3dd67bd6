import { openNotingModel, fillServer } from '../support/server-states.ts'
import { startPolicyProxy } from '../support/policy-proxy.ts'
import { readCode } from '../support/read-code.ts'
import { startRealServer } from '../support/real-server.ts'
import { expect, test } from '../support/test.ts'
import { chooseServer, createWorkflow, goBlank } from '../studio/page.ts'
import { expectActions } from './count-actions.ts'
import { Visitor } from './visitor.ts'

test('2b, 2c: a workflow runs every day at six on the server, and a mail is sent when it fails', async ({ page }) => {
  await page.addInitScript(chooseServer)
  const visitor = new Visitor(page)
  await visitor.open('/workflows')
  await visitor.importWorkflow(createWorkflow('Daily', { Say: ['variable', { expression: '1' }] }, []))
  await expectActions(visitor, 4, async () => {
    await visitor.press('button', 'Schedule')
    await expect(page.getByRole('dialog')).toContainText('6:00')
    await visitor.press('button', 'Add schedule', page.getByRole('dialog'))
    await expect(page.getByText('Schedule added.').first()).toBeVisible()
  })
  await expectActions(visitor, 4, async () => {
    await visitor.press('button', 'Alert')
    const dialog = page.getByTestId('alert-dialog')
    await visitor.select(dialog.getByRole('combobox', { name: 'Notify by' }), 'mail')
    await visitor.fill(dialog.getByRole('textbox', { name: /mail/i }), 'operator@example.com')
    await visitor.press('button', 'Add rule', dialog)
    await expect(dialog).toHaveCount(0)
  })
})

test('5b: a call of a tool is approved in the chat with an agent', async ({ page }) => {
  const models = await openNotingModel()
  const server = await startRealServer(undefined, { AW_ALLOW_HOSTS: new URL(models.address).host })
  const proxy = await startPolicyProxy(server.url)
  try {
    const { modelAgent } = await fillServer(server.url, models.address)
    await page.addInitScript(chooseServer)
    await page.goto(`${proxy.url}/agents/${modelAgent}`)
    const visitor = new Visitor(page)
    const chat = page.getByTestId('agent-chat')
    await expectActions(visitor, 2, async () => {
      await visitor.fill(chat.getByLabel('Message'), 'Please note it')
      await page.keyboard.press('Enter')
      await expect(chat.getByTestId('chat-approval')).toContainText('Call back on Monday')
      await visitor.press('button', 'Approve', chat.getByTestId('chat-approval'))
      await expect(chat.getByTestId('chat-answer').last()).toHaveText('Noted.')
    })
    // The page follows the run, whose events the proxy would cut off.
    await goBlank(page)
  } finally {
    await proxy.close()
    await server.stop()
    await models.close()
  }
})

test('5a: a model server of this computer is set up, and an agent with a tool', async ({ page }) => {
  const models = await openNotingModel()
  const server = await startRealServer()
  const proxy = await startPolicyProxy(server.url)
  try {
    await page.addInitScript(chooseServer)
    await page.goto(`${proxy.url}/agents`)
    const visitor = new Visitor(page)
    await expectActions(visitor, 8, async () => {
      await visitor.press('link', 'New model agent')
      const settings = page.getByTestId('agent-settings')
      await visitor.press('button', 'Set up a model', settings)
      const dialog = page.getByTestId('models-dialog')
      await visitor.fill(dialog.getByTestId('model-address'), models.address)
      await visitor.fill(dialog.getByTestId('model-model'), 'small')
      await visitor.press('button', `Add model and allow ${new URL(models.address).host}`, dialog)
      // The dialog closes when the model has answered.
      await expect(dialog).toHaveCount(0)
      await visitor.fill(settings.getByLabel('Name').first(), 'Assistant')
      const tools = settings.getByTestId('agent-tools')
      await visitor.click(tools.getByRole('button', { name: 'Add' }).first())
      await visitor.select(tools.getByLabel('Node type'), { label: 'Variable' })
      await visitor.press('button', 'Save agent', settings)
      await expect(page.getByRole('heading', { name: 'Assistant' })).toBeVisible()
    })
    await expect(page.getByTestId('agent-tools').getByLabel('Name', { exact: true }).first()).toHaveValue('variable')
  } finally {
    await proxy.close()
    await server.stop()
    await models.close()
  }
})

test('10a, 10b: a team lead signs up, invites people, shares a workflow, and sees who did what', async ({
  browser,
}) => {
  const proxy = await startPolicyProxy(() => server.url)
  const server = await startRealServer(undefined, {
    AUTH: 'required',
    AW_SIGN_UP: 'open',
    AW_URL: proxy.url,
  })
  const context = await browser.newContext({
    baseURL: proxy.url,
    viewport: { width: 1440, height: 900 },
    serviceWorkers: 'block',
  })
  try {
    const page = await context.newPage()
    const visitor = new Visitor(page)
    await page.goto('/')
    await expectActions(visitor, 8, async () => {
      await visitor.fill(page.getByTestId('email'), 'lead@example.com')
      await visitor.click(page.getByTestId('request-otp'))
      await visitor.fill(page.getByTestId('code'), await readCode(server))
      await visitor.press('link', 'Invite people')
      await visitor.fill(page.getByTestId('invite-email'), 'editor@example.com')
      await visitor.click(page.getByTestId('invite'))
      await expect(page.getByTestId('invitation-item')).toContainText(['editor@example.com'])
      await visitor.fill(page.getByTestId('invite-email'), 'viewer@example.com')
      await visitor.select(page.getByTestId('invite-role'), 'Viewer')
      await visitor.click(page.getByTestId('invite'))
      await expect(page.getByTestId('invitation-item').filter({ hasText: 'Viewer' })).toContainText(
        'viewer@example.com',
      )
    })
    await visitor.open('/workflows')
    await visitor.importWorkflow(createWorkflow('Monthly figures', { Say: ['variable', { expression: '1' }] }, []))
    await expectActions(visitor, 4, async () => {
      await visitor.press('button', 'Share')
      const dialog = page.getByTestId('share-dialog')
      await visitor.press('switch', 'Share by link', dialog)
      await expect(dialog.getByRole('link')).toHaveAttribute('href', /\/shared\//)
      await page.keyboard.press('Escape')
      await visitor.click(page.getByTestId('account-menu'))
      await visitor.press('link', 'Activity')
      const share = page
        .getByTestId('change')
        .filter({ hasText: 'Monthly figures' })
        .filter({ hasText: 'Changed sharing' })
      await expect(share).toContainText('Lead')
    })
  } finally {
    await context.close()
    await proxy.close()
    await server.stop()
  }
})
