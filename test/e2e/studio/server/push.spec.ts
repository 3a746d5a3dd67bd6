import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, expect, test, type BrowserContext, type CDPSession, type Page } from '@playwright/test'
import {
  createPushBrowser,
  decryptPush,
  toSubscriptionKeys,
  type TestPushBrowser,
} from '../../../../server/testing/test-push-browser.ts'
import { startPushService, type PushService } from '../../support/push-service.ts'
import { startPolicyProxy, type PolicyProxy } from '../../support/policy-proxy.ts'
import { startRealServer, type RealServer } from '../../support/real-server.ts'
import { createWorkflow, openStudio, postTo } from '../page.ts'

// A test browser reaches no push service. A service of the test receives the message of the server and decrypts it, and the
// developer tools deliver its text to the service worker, as the browser does.

interface StandInSubscription {
  endpoint: string
  keys: { p256dh: string; auth: string }
}

let service: PushService
let server: RealServer
let proxy: PolicyProxy
let profile: string
let context: BrowserContext

test.beforeAll(async ({ launchOptions }) => {
  service = await startPushService()
  server = await startRealServer(undefined, { AW_ALLOW_HOSTS: service.host })
  proxy = await startPolicyProxy(server.url)
  profile = await mkdtemp(join(tmpdir(), 'aw-profile-'))
  // Only a persistent profile can show notifications of a service worker.
  context = await chromium.launchPersistentContext(profile, {
    ...launchOptions,
    serviceWorkers: 'allow',
    permissions: ['notifications'],
  })
})
test.afterAll(async () => {
  await context.close()
  await proxy.close()
  await server.stop()
  await service.close()
  await rm(profile, { recursive: true, force: true })
})

test('a browser without an open page of the studio shows a push message, whose click opens the run', async () => {
  const browser = createPushBrowser()
  await context.addInitScript(standInForPushService, {
    endpoint: `${service.url}/browser`,
    keys: toSubscriptionKeys(browser),
  })
  await context.addInitScript(() => localStorage.setItem('aw-studio-server', location.origin))
  await postTo(server, '/api/v1/notification-rules', { channel: 'browser', events: ['run.failed'] })
  const page = context.pages()[0] ?? (await context.newPage())
  const studio = await openStudio(page, `${proxy.url}/notifications`)
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await studio.go(`${proxy.url}/notifications`)
  await page.getByRole('button', { name: 'Turn on notifications' }).click()
  await expect(page.getByText('You get notifications in this browser even when the studio is not open.')).toBeVisible()
  await page.goto('about:blank')

  const { id: workflow } = await postTo(
    server,
    '/api/v1/workflows',
    createWorkflow('Nightly import', { Start: ['trigger'], Step: ['variable', { expression: '$error("no")' }] }, [
      'Start.data > Step.value',
    ]),
  )
  const { id: run } = await postTo(server, `/api/v1/workflows/${workflow}/execute`, {})
  const path = `/runs/${run}`
  await deliver(page, await readMessage(browser))

  // A response of the API is a document of the origin, and no page of the studio.
  await page.goto(`${proxy.url}/health`)
  await expect
    .poll(() => listNotifications(page))
    .toEqual([{ title: 'Run of “Nightly import” failed', lang: 'en', data: path }])

  await page.goto('about:blank')
  expect(await click()).toEqual({ opened: [`${proxy.url}${path}`], focused: 0 })
  await page.goto(`${proxy.url}/health`)
  expect(await listNotifications(page)).toEqual([])

  // With an open page of the studio, the click shows the run in it.
  await deliver(page, JSON.stringify({ id: 'second', title: 'Second', path, language: 'en' }))
  await studio.go(`${proxy.url}/data`)
  await expect.poll(() => listNotifications(page)).toHaveLength(1)
  expect(await click()).toEqual({ opened: [], focused: 1 })
  await expect(page).toHaveURL(`${proxy.url}${path}`)
  await expect(studio.monitor).toBeVisible()

  // A path of another origin is not opened.
  await deliver(page, JSON.stringify({ id: 'third', title: 'Third', path: '//other.example/runs/1', language: 'en' }))
  await expect.poll(() => listNotifications(page)).toHaveLength(1)
  expect(await click()).toEqual({ opened: [], focused: 0 })
  await expect(page).toHaveURL(`${proxy.url}${path}`)
})

/** Replaces the subscription at the push service of the browser, which the test cannot reach. */
function standInForPushService({ endpoint, keys }: StandInSubscription): void {
  if (!('PushManager' in globalThis)) return
  const storageKey = 'stand-in-push-key'
  const toSubscription = (key: number[]) => ({
    options: { applicationServerKey: Uint8Array.from(key).buffer },
    toJSON: () => ({ endpoint, keys }),
    unsubscribe: () => Promise.resolve(true),
  })
  Object.assign(PushManager.prototype, {
    getSubscription() {
      const stored = localStorage.getItem(storageKey)
      return Promise.resolve(stored === null ? null : toSubscription(JSON.parse(stored) as number[]))
    },
    subscribe({ applicationServerKey }: { applicationServerKey: Uint8Array }) {
      const key = [...applicationServerKey]
      localStorage.setItem(storageKey, JSON.stringify(key))
      return Promise.resolve(toSubscription(key))
    },
  })
}

/** Returns the text of the message that the server sends to the push service. */
async function readMessage(browser: TestPushBrowser): Promise<string> {
  await expect.poll(() => service.received.length).toBe(1)
  return decryptPush(browser, service.received[0]!)
}

/** Delivers the text of a message to the service worker, as the browser does. */
async function deliver(page: Page, data: string): Promise<void> {
  const devTools: CDPSession = await context.newCDPSession(page)
  const registered = new Promise<string>((resolve) =>
    devTools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const registration = registrations.find(({ scopeURL }) => scopeURL === `${proxy.url}/`)
      if (registration) resolve(registration.registrationId)
    }),
  )
  await devTools.send('ServiceWorker.enable')
  const registrationId = await registered
  await devTools.send('ServiceWorker.deliverPushMessage', { origin: `${proxy.url}/`, registrationId, data })
  await devTools.detach()
}

/** Lists the notifications that the browser shows for the studio. */
const listNotifications = (page: Page): Promise<object[]> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready
    return (await registration.getNotifications()).map(({ title, lang, data }) => ({
      title,
      lang,
      data: data as string,
    }))
  })

/**
 * Clicks the notification that is shown. The test has no pointer outside pages: an event stands in for the click, and
 * recorded calls for the functions that browsers allow only in response to a real one.
 */
async function click(): Promise<{ opened: string[]; focused: number }> {
  const worker = context.serviceWorkers().find((item) => item.url() === `${proxy.url}/service-worker.js`)
  return worker!.evaluate(async () => {
    interface Worker {
      registration: ServiceWorkerRegistration
      clients: { openWindow(url: string): Promise<null> }
      WindowClient: { prototype: object }
      NotificationEvent: new (type: string, options: { notification: Notification }) => Event
      dispatchEvent(event: Event): boolean
    }
    const scope = globalThis as unknown as Worker
    const opened: string[] = []
    let focused = 0
    scope.clients.openWindow = (url) => {
      opened.push(url)
      return Promise.resolve(null)
    }
    Object.assign(scope.WindowClient.prototype, {
      focus(this: object) {
        focused++
        return Promise.resolve(this)
      },
    })
    const [notification] = await scope.registration.getNotifications()
    const event = new scope.NotificationEvent('notificationclick', { notification: notification! })
    const pending: Promise<unknown>[] = []
    Object.assign(event, { waitUntil: (work: Promise<unknown>) => void pending.push(work) })
    scope.dispatchEvent(event)
    await Promise.all(pending)
    return { opened, focused }
  })
}
