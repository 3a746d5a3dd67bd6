import { expect, test } from '@playwright/test'
import { startPolicyProxy } from '../../support/policy-proxy.ts'
import { readCode } from '../../support/read-code.ts'
import { startRealServer } from '../../support/real-server.ts'

/** The test of seed C ("E2E Test Example"), with its selectors. Its comments are the steps between them. */
test('signs in by a code, creates a workflow, executes it and shows its status', async ({ page }) => {
  const server = await startRealServer(undefined, { AUTH: 'required', AW_SIGN_UP: 'open' })
  const proxy = await startPolicyProxy(server.url)
  await page.goto(proxy.url)
  await page.fill('#email', 'test@example.com')
  await page.click('#request-otp')
  await expect(page.getByText('AW_DATA/outbox')).toBeVisible()
  await page.getByTestId('code').fill(await readCode(server))
  await page.click('#create-workflow')
  await page.getByTestId('add-loading-step').click()
  await page.click('#execute-workflow')
  await page.getByTestId('input-data').selectOption({ label: 'sample.csv' })
  await page.getByTestId('start-execution').click()
  await page.waitForSelector('.execution-status')
  await expect.poll(() => page.textContent('.execution-status')).toBe('completed')
  await proxy.close()
  await server.stop()
})
