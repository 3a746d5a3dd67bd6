import { openNotingModel, fillServer } from '../support/server-states.ts'
import { startPolicyProxy } from '../support/policy-proxy.ts'
import { startRealServer } from '../support/real-server.ts'
import { expect, test } from '../support/test.ts'
import { createWorkflow } from '../studio/page.ts'
import { expectActions } from './count-actions.ts'
import { Visitor } from './visitor.ts'

const chooseServer = (): void => localStorage.setItem('aw-studio-server', location.origin)

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
  } finally {
    await proxy.close()
    await server.stop()
    await models.close()
  }
})
