import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from '@playwright/test'
import { axeFindings } from '../../support/axe-findings.ts'
import { startPolicyProxy, type PolicyProxy } from '../../support/policy-proxy.ts'
import { startRealServer, type RealServer } from '../../support/real-server.ts'
import { expect, test as base, watchBrowserErrors } from '../../support/test.ts'
import { createWorkflow, StudioPage } from '../page.ts'

let server: RealServer
let proxy: PolicyProxy
let context: BrowserContext

/** A context of a person on a server with accounts. The context of other tests uses a server without accounts. */
const openContext = (browser: Browser): Promise<BrowserContext> =>
  browser.newContext({ baseURL: proxy.url, viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' })

const test = base.extend<object>({
  page: async ({}, use) => use(await context.newPage()),
  browserErrors: async ({ page }, use) => watchBrowserErrors(page, proxy, use),
})

const ada = { email: 'ada@example.com', password: 'correct horse battery' }
const grace = 'grace@example.com'

test.describe.configure({ mode: 'serial' })
test.beforeAll(async ({ browser }) => {
  server = await startRealServer(undefined, { AUTH: 'required' })
  proxy = await startPolicyProxy(server.url)
  await expect.poll(async () => (await fetch(new URL('/health/ready', server.url))).status).toBe(200)
  context = await openContext(browser)
})
test.afterAll(async () => {
  await context.close()
  await proxy.close()
  await server.stop()
})

/** Returns the texts of the mails to an address, oldest first. Without SMTP, the server stores them in a folder. */
async function readMails(to: string): Promise<string[]> {
  const folder = join(server.data, 'outbox')
  const names = (await readdir(folder).catch(() => [])).sort()
  const mails = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  return mails.filter((mail) => mail.startsWith(`To: ${to}\n`))
}

/** Returns what a pattern finds in the next mail to an address. */
async function readNextMail(to: string, known: number, pattern: RegExp): Promise<string> {
  await expect.poll(async () => (await readMails(to)).length).toBeGreaterThan(known)
  return pattern.exec((await readMails(to)).at(-1)!)![1]!
}

async function signInWithCode(page: Page, email: string): Promise<void> {
  const known = (await readMails(email)).length
  await page.getByTestId('email').fill(email)
  await page.getByTestId('request-otp').click()
  await page.getByTestId('code').fill(await readNextMail(email, known, /: (\d{6})$/m))
}

/** Sends a request as a program that has signed in with a password. */
async function openClient(): Promise<(method: string, path: string) => Promise<Record<string, unknown>>> {
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    token?: string,
  ): Promise<Record<string, unknown>> => {
    const response = await fetch(new URL(`/api/v1${path}`, server.url), {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return response.status === 204 ? {} : ((await response.json()) as Record<string, unknown>)
  }
  const { access_token: token } = await send('POST', '/auth/login', ada)
  return (method, path) => send(method, path, undefined, String(token))
}

/** Controls that change the workspace, by page. */
const editingControls: Record<string, readonly string[]> = {
  home: ['New workflow', 'New from template', 'Upload file'],
  data: ['From URL', 'Upload folder', 'Upload file', 'Prepare', 'Rename', 'Delete'],
  workflows: ['New workflow', 'New from template', 'Import', 'Duplicate', 'Delete'],
  templates: ['Empty workflow'],
  schedules: ['New schedule'],
}

async function checkEditingControls(page: Page, isOffered: boolean): Promise<void> {
  for (const [name, labels] of Object.entries(editingControls)) {
    await new StudioPage(page).visit(name === 'home' ? '/' : `/${name}`)
    const main = page.locator(`studio-${name} main`)
    await expect(main).toBeVisible()
    for (const label of labels) {
      const controls = main.locator('button, a.button').filter({ hasText: label }).filter({ visible: true })
      if (isOffered) await expect(controls.first(), `${name}: ${label}`).toBeVisible()
      else await expect(controls, `${name}: ${label}`).toHaveCount(0)
    }
  }
}

test('the setup link creates the owner, who signs out', async ({ page, browserErrors }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(page.getByRole('navigation')).toBeHidden()
  expect(await axeFindings(page, 'sign-in')).toEqual([])
  let token = ''
  await expect.poll(() => (token = /\/setup#token=(\S+)/.exec(server.output())?.[1] ?? '')).not.toBe('')
  await page.goto(`/setup#token=${token}`)
  await expect(page).toHaveURL('/setup')
  await page.getByTestId('email').fill(ada.email)
  await page.getByTestId('full-name').fill('Ada Lovelace')
  await page.getByTestId('new-password').fill(ada.password)
  expect(await axeFindings(page, 'setup')).toEqual([])
  await page.getByTestId('set-up').click()
  await expect(page.getByRole('heading', { name: 'System' })).toBeVisible()
  await expect(page).toHaveURL('/')
  await page.getByTestId('account-menu').click()
  await page.locator('#account').getByTestId('sign-out').click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.waitForLoadState('networkidle')
  // The browser reports lists that were requested before the sign-out and rejected after it.
  const isRejectedList = (text: string): boolean =>
    /status of 401 \(Unauthorized\) \(\S+\/api\/v1\/(?:data|workflows|runs)\?limit=/.test(text)
  browserErrors.splice(0, browserErrors.length, ...browserErrors.filter((text) => !isRejectedList(text)))
})

test('a person signs in with the code of an email, creates a workflow and runs it on the server', async ({ page }) => {
  const authorized: string[] = []
  page.on('request', async (request) => {
    const path = new URL(request.url()).pathname
    if ((await request.headerValue('authorization')) !== null) authorized.push(`${request.method()} ${path}`)
  })
  // The page that was requested is shown after the sign-in, whatever the query names.
  await page.goto('/workflows?return_to=https://evil.example&next=//evil.example')
  await signInWithCode(page, ada.email)
  await expect(page.getByRole('heading', { name: 'Workflows' })).toBeVisible()
  expect(new URL(page.url()).origin).toBe(new URL(proxy.url).origin)
  const studio = new StudioPage(page)
  await studio.visit('/workflows/new')
  await page.getByTestId('add-loading-step').click()
  await expect(page).toHaveURL(/\/workflows\/(?!new)[^/]+$/)
  await studio.start('sample.csv')
  await expect(studio.status).toHaveText(/completed/i)
  expect(authorized).toEqual(expect.arrayContaining(['POST /api/v1/workflows', 'POST /api/v1/runs']))
  // Neither the storage nor scripts of the page have a token that continues the session.
  const [cookie] = (await context.cookies(`${proxy.url}/api/v1/auth`)).filter(({ name }) =>
    name.startsWith('aw_session'),
  )
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/api/v1/auth' })
  const readable = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
  )
  expect(readable).not.toContain('eyJ')
})

test('a session that ends in place loses no edit, and several pages share one session', async ({
  page,
  browserErrors,
}) => {
  const studio = new StudioPage(page)
  const id = await studio.importWorkflow(createWorkflow('Edited', { Say: ['variable', { expression: '1' }] }, []))
  const second = await context.newPage()
  await second.goto('/workflows')
  await expect(second.getByText('Edited').first()).toBeVisible()
  await second.reload()
  await expect(second.getByText('Edited').first()).toBeVisible()
  const ask = await openClient()
  const sessions = (await ask('GET', '/auth/sessions')).items as { id: string; is_current: boolean }[]
  for (const session of sessions.filter(({ is_current: isCurrent }) => !isCurrent))
    await ask('DELETE', `/auth/sessions/${session.id}`)
  const rename = page.getByRole('textbox', { name: /name/i }).first()
  await rename.fill('Edited later')
  await rename.press('Enter')
  const dialog = page.getByTestId('sign-in-again')
  await expect(dialog).toBeVisible()
  expect(await axeFindings(page, 'sign in again')).toEqual([])
  // The browser reports the rejected requests.
  expect(browserErrors.splice(0).filter((line) => !line.includes('401'))).toEqual([])
  await dialog.getByRole('button', { name: 'Use a password' }).click()
  await expect(dialog.getByTestId('email')).toHaveValue(ada.email)
  await dialog.getByTestId('password').fill(ada.password)
  await dialog.getByTestId('sign-in').click()
  await expect(dialog).toBeHidden()
  await expect.poll(async () => JSON.stringify(await ask('GET', '/workflows'))).toContain('Edited later')
  await expect(page).toHaveURL(new RegExp(`/workflows/${id}$`))
  await second.reload()
  await expect(second.getByText('Edited later').first()).toBeVisible()
  await second.close()
})

test('the account page changes the profile, ends sessions, and creates a key that is shown once', async ({ page }) => {
  await page.goto('/account')
  await page.getByTestId('full-name').fill('Ada King')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Profile saved.')).toBeVisible()
  await page.getByTestId('key-name').fill('Nightly import')
  await page.getByLabel('Run', { exact: true }).check()
  await page.getByTestId('create-key').click()
  const key = (await page.getByTestId('created-key').textContent())!
  const asProgram = (path: string): Promise<number> =>
    fetch(new URL(path, server.url), { headers: { authorization: `Bearer ${key}` } }).then(({ status }) => status)
  expect([await asProgram('/api/v1/workflows'), await asProgram('/api/v1/auth/me')]).toEqual([200, 403])
  expect(await axeFindings(page, 'account')).toEqual([])
  await page.reload()
  await expect(page.getByTestId('key-item')).toContainText('Nightly import')
  await expect(page.getByTestId('created-key')).toBeHidden()
  await page.getByRole('button', { name: 'Revoke Nightly import' }).click()
  await expect(page.getByTestId('key-item')).toHaveCount(0)
  expect(await asProgram('/api/v1/workflows')).toBe(401)
  const devices = page.getByTestId('session-item')
  const count = await devices.count()
  expect(count).toBeGreaterThan(1)
  await devices.getByRole('button').first().click()
  await expect(devices).toHaveCount(count - 1)
})

test('an administrator sets the quotas of the workspace', async ({ page }) => {
  await page.goto('/workspace')
  const runs = page.getByTestId('quota-concurrent_runs')
  await runs.getByRole('spinbutton').fill('20')
  await page.getByTestId('save-quotas').click()
  await expect(page.getByText('Quotas saved.')).toBeVisible()
  await page.reload()
  await expect(runs.getByRole('spinbutton')).toHaveValue('20')
  expect(await axeFindings(page, 'quotas')).toEqual([])
})

test('a person publishes a workflow, shares it by link and restores a version on the server', async ({
  page,
  browser,
}) => {
  await page.goto('/workflows')
  await page.getByRole('link', { name: 'On the server' }).click()
  await expect(page.getByRole('heading', { name: 'Workflows on the server' })).toBeVisible()
  await page.getByRole('combobox', { name: 'Workflow' }).selectOption('Edited later')
  await expect(page.getByText('No version is published.')).toBeVisible()
  await page.getByRole('combobox', { name: 'Status' }).selectOption('published')
  await expect(page.getByText(/Schedules, webhooks and events run version \d/)).toBeVisible()
  await page.getByRole('switch').check()
  const link = page.getByTestId('share-link').getByRole('link')
  await expect(link).toBeVisible()
  const { origin, pathname: path } = new URL((await link.getAttribute('href'))!)
  // The browser has stored the workflow from before it was shared.
  await page.reload()
  await expect(page.getByRole('switch')).toBeChecked()
  // On a phone, the link wraps.
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.locator('.outlet').evaluate((outlet) => outlet.scrollWidth - outlet.clientWidth)).toBe(0)
  await page.setViewportSize({ width: 1440, height: 900 })
  expect(await axeFindings(page, 'server-workflows')).toEqual([])
  const strangers = await browser.newContext({ baseURL: origin })
  const visitor = await strangers.newPage()
  await visitor.goto(path)
  await expect(visitor.getByRole('heading', { name: 'Edited later' })).toBeVisible()
  await expect(visitor.getByTestId('shared-nodes').getByRole('listitem')).toHaveCount(1)
  await expect(visitor.locator('.picture .box').first()).not.toHaveCSS('fill', 'rgb(0, 0, 0)')
  // The node types are loaded: their icons are not the box of an unknown type.
  await expect(visitor.getByTestId('shared-nodes').locator('[data-icon=box]')).toHaveCount(0)
  await expect(visitor.getByRole('button', { name: 'Run' })).toHaveCount(0)
  await page.getByRole('combobox', { name: 'Visitors can' }).selectOption('execute')
  await expect(page.getByText('Link changed.').first()).toBeVisible()
  await page.getByRole('combobox', { name: 'Expires' }).selectOption('7')
  await expect(page.getByRole('combobox', { name: 'Expires' })).toHaveValue('current')
  await visitor.reload()
  await expect(visitor.getByText(/Expires on/)).toBeVisible()
  await visitor.getByRole('button', { name: 'Run' }).click()
  await expect(visitor.getByTestId('shared-result')).toContainText(/value\s*1/)
  await expect(visitor.getByTestId('shared-run')).toHaveText('Run: Completed')
  expect(await axeFindings(visitor, 'shared')).toEqual([])
  await page.getByRole('switch').uncheck()
  await expect(link).toHaveCount(0)
  await visitor.getByRole('button', { name: 'Run' }).click()
  await expect(visitor.getByRole('alert')).toContainText('does not exist, or it has expired')
  await expect(visitor.getByRole('alert')).toHaveCSS('display', 'flex')
  await expect(visitor.getByRole('button', { name: 'Run' })).toHaveCount(0)
  await strangers.close()
  await page.getByTestId('server-version').first().getByRole('button').click()
  await expect(page.getByText(/Version \d+ restored\./)).toBeVisible()
  await page.getByTestId('add-template').click()
  await expect(page.getByTestId('server-template')).toContainText('Edited later')
  // On a phone, its actions are side by side.
  await page.setViewportSize({ width: 390, height: 844 })
  const actions = page.getByTestId('server-template').getByRole('button')
  const [use, remove] = [(await actions.first().boundingBox())!, (await actions.last().boundingBox())!]
  expect(remove.x).toBeGreaterThanOrEqual(use.x + use.width)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('button', { name: 'Delete template “Edited later”' }).click()
  await expect(page.getByTestId('server-template')).toHaveCount(0)
})

test('an administrator shortens the retention of the workspace', async ({ page }) => {
  await page.goto('/workspace')
  const runs = page.getByTestId('retention-runs')
  await expect(page.getByTestId('retention-audit_entries')).toContainText('30 days or more')
  await runs.getByRole('spinbutton').fill('90')
  await page.getByTestId('save-retention').click()
  // Older data is removed, so the page asks.
  await page.getByRole('dialog').getByRole('button', { name: 'Save retention settings' }).click()
  await expect(page.getByText('Retention settings saved.')).toBeVisible()
  await page.reload()
  await expect(runs.getByRole('spinbutton')).toHaveValue('90')
  expect(await axeFindings(page, 'retention')).toEqual([])
})

test('a person publishes a workflow in the gallery, copies it and withdraws it', async ({ page }) => {
  await page.goto('/templates')
  await page.getByRole('link', { name: 'Template gallery' }).click()
  await expect(page.getByRole('heading', { name: 'Template gallery' })).toBeVisible()
  await expect(page.getByText('No templates yet.')).toBeVisible()
  await page.getByLabel('Workflow').selectOption('Edited later')
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(page.getByText('“Edited later” published.')).toBeVisible()
  const item = page.getByTestId('gallery-item')
  await expect(item).toContainText('By Ada King')
  await item.getByRole('button', { name: 'Preview' }).click()
  await expect(item.getByRole('button', { name: 'Preview' })).toHaveCount(0)
  expect(await axeFindings(page, 'gallery')).toEqual([])
  await page.getByRole('searchbox', { name: 'Search gallery' }).fill('nothing of this')
  await expect(page.getByText('No templates match.')).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search gallery' }).fill('edited')
  await item.getByTestId('gallery-copy').click()
  await expect(page).toHaveURL(/\/workflows\/[^/]+$/)
  await expect(page.getByRole('textbox', { name: 'Workflow name' })).toHaveValue('Edited later')
  await page.goto('/gallery')
  // A copy by the workspace that published the template is not counted.
  await expect(item).toContainText('Copied 0 times')
  await item.getByRole('button', { name: 'Unpublish' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Unpublish' }).click()
  await expect(item).toHaveCount(0)
})

test('a person who is invited as a viewer sees the workflow, and cannot change it', async ({ page, browser }) => {
  await page.goto('/workspace')
  await expect(page.getByText('This server has no mail server')).toBeVisible()
  await page.getByTestId('invite-email').fill(grace)
  await page.getByTestId('invite-role').selectOption('Viewer')
  await page.getByTestId('invite').click()
  await expect(page.getByTestId('invitation-item')).toContainText(grace)
  expect(await axeFindings(page, 'workspace')).toEqual([])
  const token = await readNextMail(grace, 0, /Invitation token: (\S+)/)

  const viewerContext = await openContext(browser)
  const viewer = await viewerContext.newPage()
  await viewer.goto(`/invitations#token=${token}`)
  await expect(viewer).toHaveURL('/invitations')
  await signInWithCode(viewer, grace)
  await viewer.getByTestId('accept-invitation').click()
  await expect(viewer.getByTestId('view-only')).toBeVisible()
  const studio = new StudioPage(viewer)
  await checkEditingControls(page, true)
  await checkEditingControls(viewer, false)
  await studio.visit('/workflows')
  await viewer.getByText('Edited later').first().click()
  const editor = viewer.locator('aw-workflow-editor')
  await expect(editor).toBeVisible()
  await expect(viewer.getByTestId('execute-workflow')).toHaveCount(0)
  await expect(editor.getByRole('textbox', { name: 'Workflow name' })).not.toBeEditable()
  await expect(editor.getByRole('button', { name: 'Run', exact: true })).toHaveCount(0)
  await studio.visit('/workspace')
  await expect(viewer.getByText('Only administrators can invite people and change roles.')).toBeVisible()
  await expect(viewer.getByTestId('invite')).toHaveCount(0)
  const ask = await openClient()
  expect(JSON.stringify(await ask('GET', '/workflows'))).not.toContain('Changed by a viewer')
  await viewerContext.close()

  // The owner makes the viewer an editor.
  await page.goto('/workspace')
  await page.getByLabel(`Role of ${grace}`).selectOption('Editor')
  await expect(page.getByText(`${grace}: Editor`)).toBeVisible()
})

test('administrators see who changed what, filter it, and check that nothing was removed', async ({ page }) => {
  await page.goto('/activity')
  const changes = page.getByTestId('change')
  await expect(changes.first()).toContainText('Ada King')
  await expect(changes.first()).toContainText('Member')
  await page.getByTestId('entity-type').selectOption('Workflow')
  await expect(changes.first()).toContainText('Workflow')
  await expect(changes.filter({ hasText: 'Member' })).toHaveCount(0)
  await expect(changes.getByRole('cell', { name: 'Visitor with a link', exact: true }).first()).toBeVisible()
  const named = changes.getByRole('link', { name: /^Workflow / })
  expect(await named.first().textContent()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{3}/)
  expect(await axeFindings(page, 'activity')).toEqual([])
  const measureTop = async (label: string): Promise<number> => (await page.getByLabel(label).boundingBox())!.y
  expect(Math.abs((await measureTop('To')) - (await measureTop('User')))).toBeLessThan(4)
  await page.setViewportSize({ width: 390, height: 844 })
  const lines = await changes
    .first()
    .getByRole('cell')
    .nth(2)
    .evaluate((cell) => {
      const range = document.createRange()
      range.selectNodeContents(cell)
      return range.getClientRects().length
    })
  expect(lines, 'lines of a word on a phone').toBe(1)
  const last = (await changes.first().getByRole('cell').last().boundingBox())!
  expect(last.x + last.width, 'right edge of the last cell').toBeLessThanOrEqual(390)
  await page.getByTestId('entity-type').selectOption('All')
  await expect(changes.filter({ hasText: 'Member' }).first()).toBeVisible()
  expect((await changes.allTextContents()).join()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{3}|workflow_id/)
  await page.setViewportSize({ width: 1440, height: 900 })
  const file = await new StudioPage(page).download(() => page.getByRole('button', { name: 'CSV' }).click())
  expect(file.name).toBe('audit.csv')
  expect(file.bytes.toString()).toContain(',create,workflow,')
  await page.getByRole('button', { name: 'Verify log' }).click()
  await expect(page.getByText(/^The log is intact: \d+ entries/)).toBeVisible()
})
