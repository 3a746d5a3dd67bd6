import { chooseServer, createWorkflow, openStudio, postTo } from '../page.ts'
import { expect, test } from '../../support/test.ts'

/** Replaces the notifications of the browser, which a page without a window cannot show. */
const recordNotifications = (): void => {
  const shown: string[] = []
  class RecordedNotification extends EventTarget {
    static permission = 'default'
    static requestPermission(): Promise<string> {
      RecordedNotification.permission = 'granted'
      return Promise.resolve('granted')
    }
    constructor(title: string) {
      super()
      shown.push(title)
    }
  }
  Object.assign(globalThis, { Notification: RecordedNotification, shownNotifications: shown })
}

test('rules notify by the browser and by email, and other systems by a URL', async ({ page, server }) => {
  const { id } = await postTo(
    server,
    '/api/v1/workflows',
    createWorkflow('Nightly import', { Start: ['trigger', {}], Say: ['variable', { expression: '$error("no")' }] }, [
      'Start.data > Say.value',
    ]),
  )
  await page.addInitScript(chooseServer)
  await page.addInitScript(recordNotifications)
  await openStudio(page, '/runs')
  await page.getByRole('main').getByRole('link', { name: 'Notifications' }).click()
  await expect(page.getByText('No rules yet.')).toBeVisible()

  const form = page.locator('form').filter({ hasText: 'New rule' })
  await form.getByLabel('Run failed').uncheck()
  await form.getByRole('button', { name: 'Add rule' }).click()
  await expect(page.getByText('Select at least one event.')).toBeVisible()
  await form.getByLabel('Run failed').check()
  await form.getByLabel('Workflow').selectOption('Nightly import')
  await form.getByRole('button', { name: 'Add rule' }).click()
  const rules = page.getByTestId('rule-item')
  await expect(rules).toHaveCount(1)
  await expect(rules).toContainText('Nightly import · Browser notification')
  await form.getByLabel('Notify by').selectOption('Email')
  await form.getByLabel('Email address').fill('ada@example.com')
  await form.getByRole('button', { name: 'Add rule' }).click()
  await expect(rules).toHaveCount(2)
  await expect(rules.last()).toContainText('All workflows · Email to ada@example.com')

  await postTo(server, `/api/v1/workflows/${id}/execute`, {})
  const latest = page.getByTestId('notification-item')
  await expect(latest).toHaveCount(2)
  await expect(latest.filter({ hasText: 'Sent' })).toHaveCount(2)
  await expect(latest.first()).toContainText('Run of “Nightly import” failed')
  const readShown = (): Promise<unknown> =>
    page.evaluate(() => (globalThis as unknown as { shownNotifications: string[] }).shownNotifications)
  await expect.poll(readShown).toEqual(['Run of “Nightly import” failed'])

  await rules.last().getByRole('switch').click()
  await expect(rules.last()).toContainText('Off')
  await rules.last().getByRole('button', { name: 'Delete rule' }).click()
  await expect(rules).toHaveCount(1)

  const endpointForm = page.locator('form').filter({ hasText: 'New outgoing webhook' })
  await endpointForm.getByLabel('Name', { exact: true }).fill('Alerts')
  await endpointForm.getByLabel('URL', { exact: true }).fill('https://alerts.example/runs')
  await endpointForm.getByLabel('Format').selectOption('CloudEvents (structured)')
  await endpointForm.getByLabel('Event names').fill('order.paid, stock.*')
  await endpointForm.getByRole('button', { name: 'Add webhook' }).click()
  const secret = page.getByText(/^whsec_/)
  await expect(secret).toBeVisible()
  const endpoint = page.getByTestId('endpoint-item')
  await expect(endpoint).toContainText('https://alerts.example/runs')
  await expect(endpoint).toContainText('Run failed, order.paid, stock.*')
  await endpoint.getByRole('button', { name: 'Send test' }).click()
  await endpoint.getByRole('button', { name: 'Deliveries and signing secret for Alerts' }).click()
  const delivery = endpoint.getByTestId('delivery-item')
  await expect(delivery).toContainText('test')
  // The host does not exist: the log shows the attempt, its problem and the time of the next one.
  await expect(delivery).toContainText('Pending · 1 attempt')
  await expect(delivery).toContainText('Next attempt')
  await delivery.getByRole('button', { name: 'Send again' }).click()
  await expect(delivery).toContainText('2 attempts')
  const firstSecret = (await secret.textContent()) ?? ''
  await endpoint.getByRole('button', { name: 'Replace signing secret' }).click()
  await expect(secret).not.toHaveText(firstSecret)
  await expect(endpoint).toContainText('also signed with the previous secret until')
  await endpoint.getByRole('switch').click()
  await expect(endpoint).toContainText('Off')
  await endpoint.getByRole('button', { name: 'Delete webhook Alerts' }).click()
  await expect(page.getByText('No outgoing webhooks yet')).toBeVisible()
  await rules.getByRole('button', { name: 'Delete rule' }).click()
  await expect(rules).toHaveCount(0)
})
