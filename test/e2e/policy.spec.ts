import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from './test.ts'

test('a page and a worker that break the policy are reported, and the report fails their test', async ({
  page,
  policyProxy,
  complaints,
}) => {
  await page.goto('/')
  policyProxy.takeReports()
  await page.evaluate(async () => {
    const broken = (doing: () => void): void => {
      try {
        doing()
      } catch {
        // Refused, as it should be.
      }
    }
    broken(() => (document.createElement('p').innerHTML = '<b>text</b>'))
    broken(() => document.createElement('p').setAttribute('style', 'color: red'))
    await fetch('http://127.0.0.1:9/').catch(() => undefined)
  })
  const reported: string[] = []
  const directives = (): string[] => {
    for (const report of policyProxy.takeReports()) {
      const { 'csp-report': told } = JSON.parse(report) as { 'csp-report': { 'effective-directive': string } }
      reported.push(told['effective-directive'])
    }
    return [...new Set(reported)].sort()
  }
  await expect.poll(directives).toEqual(['connect-src', 'require-trusted-types-for', 'style-src-attr'])
  // What the page itself told of it.
  complaints.length = 0
})

test('every test that opens a page fails on a report of the policy', async () => {
  const folder = import.meta.dirname
  const unheard: string[] = []
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.spec.ts'))) {
    const text = await readFile(`${folder}/${name}`, 'utf8')
    const heard = /from '\.\/test\.ts'|serveEmbedded\(|server\.reports/.test(text)
    if (/\bpage\.goto\(/.test(text) && !heard) unheard.push(name)
  }
  expect(unheard).toEqual([])
})
