import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { serveFolder } from '../../examples/01-embed-in-a-page/static-server.mjs'
import { policy } from './policy.ts'
import { startPolicyProxy } from './policy-proxy.ts'

/** Does on a page what the policy refuses: HTML from text, a style attribute, a request elsewhere. */
const breakPolicy = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const refused = (doing: () => void): void => {
      try {
        doing()
      } catch {
        // As it should be.
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
      const { 'csp-report': told } = JSON.parse(report) as { 'csp-report': { 'effective-directive': string } }
      return told['effective-directive']
    }),
  ),
]

test('what breaks the policy is reported to both servers that tests are served by', async ({ page }) => {
  const folder = await mkdtemp(join(tmpdir(), 'aw-policy-'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Page</title>\n')
  const server = await serveFolder(folder, policy)
  const proxy = await startPolicyProxy(new URL(server.url))
  const taken: string[] = []
  const broken = ['connect-src', 'require-trusted-types-for', 'style-src-attr']
  try {
    await page.goto(server.url)
    await breakPolicy(page)
    await expect.poll(() => directivesOf(server.reports as string[])).toEqual(expect.arrayContaining(broken))
    await page.goto(proxy.url)
    await breakPolicy(page)
    await expect
      .poll(() => directivesOf((taken.push(...proxy.takeReports()), taken)))
      .toEqual(expect.arrayContaining(broken))
  } finally {
    await proxy.close()
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
})

test('every test that opens a page fails on a report of the policy', async () => {
  const folder = import.meta.dirname
  const unheard: string[] = []
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.spec.ts'))) {
    const text = await readFile(join(folder, name), 'utf8')
    const heard = /from '\.\/test\.ts'|serveEmbedded\(|server\.reports|takeReports\(/.test(text)
    if (/\bpage\.goto\(/.test(text) && !heard) unheard.push(name)
  }
  expect(unheard).toEqual([])
})
