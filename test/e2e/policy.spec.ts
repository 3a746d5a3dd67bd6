import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { startPolicyProxy } from './support/policy-proxy.ts'
import { serveUnderPolicy } from './support/serve-under-policy.ts'

/** Violates the policy in a page: HTML from text, a style attribute, a request to another origin. */
const breakPolicy = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const refused = (doing: () => void): void => {
      try {
        doing()
      } catch {
        // Expected.
      }
    }
    const place = document.body.appendChild(document.createElement('p'))
    refused(() => (place.innerHTML = '<b>text</b>'))
    refused(() => place.setAttribute('style', 'color: red'))
    await fetch('http://127.0.0.1:9/').catch(() => undefined)
  })

const directivesOf = (reports: readonly string[]): string[] => [
  ...new Set(
    reports.map((report) => {
      const { 'csp-report': violation } = JSON.parse(report) as { 'csp-report': { 'effective-directive': string } }
      return violation['effective-directive']
    }),
  ),
]

const broken = ['connect-src', 'require-trusted-types-for', 'style-src-attr']

test('reports policy violations to both test servers, which then reject', async ({ page }) => {
  const folder = await mkdtemp(join(tmpdir(), 'aw-policy-'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Page</title>\n')
  const site = await serveUnderPolicy(folder)
  const proxy = await startPolicyProxy(new URL(site.url))
  await page.goto(site.url)
  await breakPolicy(page)
  await expect.poll(() => directivesOf(site.reports)).toEqual(expect.arrayContaining(broken))
  await page.goto(proxy.url)
  await breakPolicy(page)
  const taken: string[] = []
  const reportedDirectives = (): string[] => directivesOf((taken.push(...proxy.takeReports()), taken))
  await expect.poll(reportedDirectives).toEqual(expect.arrayContaining(broken))

  // An open page can still report after the server has stopped, and a report that was not read fails the test.
  proxy.stopServing()
  await expect(fetch(proxy.url)).rejects.toThrow()
  // Browsers report identical violations of a page only once.
  await page.evaluate(() => fetch('http://127.0.0.1:10/').catch(() => undefined))
  await expect.poll(() => proxy.takeReports().length).toBeGreaterThan(0)
  await fetch(`${proxy.url}/__csp`, { method: 'POST', body: 'broken' })
  await expect(proxy.close()).rejects.toThrow(/The policy has reported: .*broken/)
  await expect(site.close()).rejects.toThrow(/The policy has reported: .*connect-src/)
  await rm(folder, { recursive: true, force: true })
})

test('every page that a test opens is served by one of these two servers', async () => {
  const folder = import.meta.dirname
  const served = [
    'policy-proxy.ts',
    'serve-under-policy.ts',
    'real-server.ts',
    'other-origin.ts',
    'remote-agent.ts',
    'push-service.ts',
  ].map((name) => join('support', name))
  /**
   * A path on the proxy of `test.ts`, or a URL of one of the two servers. Pages from disk, and those of other programs that
   * contain `aw-page.html`, have no server. The manual, and the libraries that show the API,
   * have a policy of their own.
   */
  const isHeard =
    /^(['`]\/|path\b|proxy\.url|`\$\{(proxy\.url|origin)\}(?:\/|\$\{(?:basePath|path)\})|new URL\('\/(?:docs|redoc)\b|site\.(url|serve\()|await site\.serve\(|'about:blank'|pathToFileURL\(|hostUrl\))/
  const unheard: string[] = []
  for (const name of (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'))) {
    const text = await readFile(join(folder, name), 'utf8')
    for (const [, address] of text.matchAll(/\.goto\(([^\n]*)/g))
      if (!isHeard.test(address!)) unheard.push(`${name}: goto(${address}`)
    if (!served.includes(name) && /\b(serveFolder|createServer)\(/.test(text)) unheard.push(`${name} serves by itself`)
  }
  expect(unheard).toEqual([])
})
