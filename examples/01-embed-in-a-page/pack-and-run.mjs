import { execFileSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { build } from '../../.ci/build.mjs'
import { pack } from '../../.ci/pack.mjs'
import { browserFlags, installBrowser } from '../../test/browser.mjs'
import { serveFolder } from './static-server.mjs'

/**
 * Follows the steps of a new user: packs `@aw-flow/embed`, installs it in an empty folder outside the workspace, serves
 * it with a static server under the strict policy, and runs the workflow in a browser. Exits with 1 on any console
 * error or warning, exception, policy report, or unexpected result.
 */
const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../..')
const log = (text) => console.log(text)

const csv =
  'id,name,value,category\n1,Alpha,10.5,A\n2,Beta,20.25,B\n3,Gamma,,A\n4,Delta,30,C\n5,"Epsilon, the last",25.5,B\n'

const folder = await mkdtemp(join(tmpdir(), 'aw-embed-'))
let hasFailed = false
try {
  await build(['packages', 'embed', 'server'])
  const [{ tarball, files, size }] = pack(folder, ['packages/embed'])
  log(`ok: packed ${basename(tarball)}, ${files.length} files, ${(size / 1e6).toFixed(2)} MB`)
  const page = join(folder, 'page')
  await install(page, tarball)
  const { contentSecurityPolicy } = await import('../../server/dist/index.js')
  const problems = await runInBrowser(page, contentSecurityPolicy)
  for (const problem of problems) log(`not ok: ${problem}`)
  hasFailed = problems.length > 0
} catch (cause) {
  hasFailed = true
  log(`not ok: ${cause instanceof Error ? cause.message : cause}`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
log(
  hasFailed ? 'Embedding failed.' : 'Embedding works: packed, installed in an empty folder, and run under the policy.',
)
process.exitCode = hasFailed ? 1 : 0

/** Fills an empty folder with the page and the unpacked package. Without a bundler, no other package is needed. */
async function install(page, tarball) {
  await cp(here, page, { recursive: true, filter: (path) => !/\.(mjs|md)$/.test(path) })
  await cp(join(root, 'examples/workflows/cosmo-ready.json'), join(page, 'cosmo-ready.json'))
  const target = join(page, 'node_modules/@aw-flow/embed')
  await mkdir(target, { recursive: true })
  execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'])
  log('ok: unpacked without other packages')
}

/** Runs the workflow in the page and returns all problems. */
async function runInBrowser(page, policy) {
  const executablePath = installBrowser()
  if (!executablePath) throw new Error('No Chromium found: install Chromium or set CHROME_PATH.')
  const server = await serveFolder(page, policy)
  const browser = await chromium.launch({ executablePath, args: browserFlags })
  const problems = []
  try {
    const tab = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    tab.on('console', (message) => {
      const text = message.text()
      if (!['error', 'warning'].includes(message.type()) || /report[- ]only/i.test(text)) return
      problems.push(`console ${message.type()}: ${text}`)
    })
    tab.on('pageerror', (exception) => problems.push(`exception: ${exception.message}`))
    tab.on(
      'response',
      (response) => response.status() >= 400 && problems.push(`${response.status()} for ${response.url()}`),
    )
    await tab.goto(server.url)
    const editor = tab.locator('aw-workflow-editor')
    const surface = editor.locator('aw-canvas canvas').first()
    await surface.waitFor()
    const file = await tab.evaluateHandle((text) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([text], 'messy.csv', { type: 'text/csv' }))
      return transfer
    }, csv)
    for (const type of ['dragenter', 'dragover', 'drop']) await surface.dispatchEvent(type, { dataTransfer: file })
    // The file is loaded when the Load node shows its name.
    await editor.locator('aw-inspector').getByText('messy.csv').first().waitFor({ state: 'attached', timeout: 20_000 })
    await editor.locator('aw-run-bar').getByRole('button', { name: 'Run' }).click()
    const table = editor.locator('aw-data-table')
    await table.getByText('Epsilon, the last').waitFor({ timeout: 30_000 })
    for (const expected of ['id', 'index', 'category', 'Alpha', '20.25', '5 rows']) {
      if ((await table.getByText(expected).count()) === 0) problems.push(`the result lacks "${expected}"`)
    }
    await tab.waitForTimeout(300)
    log(`ok: ran in ${browser.version()}, ${server.reports.length} policy reports`)
  } finally {
    await browser.close()
    await server.close()
  }
  return [...problems, ...server.reports.map((report) => `policy: ${report}`)]
}
