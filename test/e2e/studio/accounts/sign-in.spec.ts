import { startIdentityProvider, type TestIdentityProvider } from '../../../../server/testing/test-identity-provider.ts'
import { axeFindings } from '../../support/axe-findings.ts'
import { startPolicyProxy, type PolicyProxy } from '../../support/policy-proxy.ts'
import { readCode } from '../../support/read-code.ts'
import { startRealServer, type RealServer } from '../../support/real-server.ts'
import { expect, test } from '@playwright/test'

let provider: TestIdentityProvider
let server: RealServer
let proxy: PolicyProxy

test.beforeAll(async () => {
  proxy = await startPolicyProxy(() => server.url)
  provider = await startIdentityProvider({
    id: 'aw',
    secret: 'secret-of-the-client',
    callback: `${proxy.url}/api/v1/auth/oidc/callback`,
  })
  server = await startRealServer(undefined, {
    AUTH: 'required',
    AW_SIGN_UP: 'open',
    AW_URL: proxy.url,
    AW_OIDC_ISSUER: provider.issuer,
    AW_OIDC_CLIENT_ID: 'aw',
    AW_OIDC_CLIENT_SECRET: 'secret-of-the-client',
    AW_OIDC_NAME: 'Example Company',
  })
})
test.afterAll(async () => {
  await proxy.close()
  await server.stop()
  await provider.close()
})

test('a person signs in with the provider, returns to the page, and stays signed in', async ({ browser }) => {
  const page = await browser.newPage()
  provider.identity = undefined
  await page.goto(`${proxy.url}/workflows`)
  await page.getByRole('link', { name: 'Sign in with Example Company' }).click()
  await expect(page.getByRole('alert')).toContainText('The sign-in was canceled or has expired. Try again.')
  await expect(page).toHaveURL(`${proxy.url}/`)
  expect(await axeFindings(page, 'provider')).toEqual([])

  provider.identity = { sub: 'p-1', email: 'ada@example.com', email_verified: true, name: 'Ada Example' }
  await page.goto(`${proxy.url}/workflows`)
  await page.getByTestId('provider').click()
  await expect(page.getByRole('heading', { name: 'Workflows' })).toBeVisible()
  await expect(page).toHaveURL(`${proxy.url}/workflows`)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Workflows' })).toBeVisible()
  await page.close()
})

test('a person adds a passkey, and signs in with it', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: proxy.url })
  const page = await context.newPage()
  await page.goto('/account')
  await page.getByTestId('email').fill('grace@example.com')
  await page.getByTestId('request-otp').click()
  await page.getByTestId('code').fill(await readCode(server))
  await expect(page.getByRole('heading', { name: 'Passkeys' })).toBeVisible()
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.getByTestId('passkey-name').fill('Laptop')
  await page.getByTestId('add-passkey').click()
  await expect(page.getByText('Passkey “Laptop” added.')).toBeVisible()
  await expect(page.getByTestId('passkey-item')).toContainText('Never used')
  expect(await axeFindings(page, 'passkeys')).toEqual([])
  await page.getByTestId('account-menu').click()
  await page.locator('#account').getByTestId('sign-out').click()
  await page.getByTestId('use-passkey').click()
  await expect(page.getByTestId('account-menu')).toBeVisible()
  await page.goto('/account')
  await expect(page.getByTestId('passkey-item')).toContainText('Last used')
  await page.getByRole('button', { name: 'Remove passkey Laptop' }).click()
  await expect(page.getByTestId('passkey-item')).toHaveCount(0)
  await context.close()
})
