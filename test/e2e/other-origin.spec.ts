import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { dropFile } from './support/drop-file.ts'
import { serveOtherOrigin, type OtherOrigin } from './support/other-origin.ts'
import { policy } from './support/policy.ts'
import { serveUnderPolicy, type ServedFolder } from './support/serve-under-policy.ts'

const dist = resolve(import.meta.dirname, '../../packages/embed/dist')
type Editor = HTMLElementTagNameMap['aw-workflow-editor']

/** The policy of a page that loads the package from an origin, as in the README of the package. */
const policyFor = (origin: string, importMap: string): string => {
  const hash = createHash('sha256').update(importMap).digest('base64')
  return policy
    .replace("script-src 'self'", `script-src 'self' ${origin} 'sha256-${hash}'`)
    .replace("connect-src 'self'", `connect-src 'self' ${origin}`)
    .replace("worker-src 'self'", `worker-src blob: ${origin}`)
}

/** An import map with the integrity of all scripts. */
const importMapFor = async (origin: string): Promise<string> => {
  const list = JSON.parse(await readFile(join(dist, 'integrity.json'), 'utf8')) as Record<string, string>
  const scripts = Object.entries(list).filter(([path]) => path.endsWith('.js'))
  return JSON.stringify({ integrity: Object.fromEntries(scripts.map(([path, hash]) => [`${origin}/${path}`, hash])) })
}

let files: OtherOrigin
let site: ServedFolder
let folder: string

test.beforeEach(async () => {
  files = await serveOtherOrigin(dist)
  const importMap = await importMapFor(files.origin)
  folder = await mkdtemp(join(tmpdir(), 'aw-other-origin-'))
  await writeFile(join(folder, 'page.css'), 'aw-workflow-editor { display: block; height: 90vh }')
  await writeFile(
    join(folder, 'index.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Another origin</title>
<link rel="icon" href="page.css"><link rel="stylesheet" href="page.css"><script type="importmap">${importMap}</script>
<script type="module" src="${files.origin}/aw.js"></script><aw-workflow-editor></aw-workflow-editor></html>\n`,
  )
  site = await serveUnderPolicy(folder, policyFor(files.origin, importMap))
})

test.afterEach(async () => {
  await files.close()
  await site.close()
  await rm(folder, { recursive: true, force: true })
})

async function openWorkflow(page: Page): Promise<void> {
  await page.locator('aw-workflow-editor').evaluate(async (element: Editor) => {
    while (element.session?.engine.state !== 'ready') {
      if (element.session?.problems.latest) throw new Error(JSON.stringify(element.session.problems.latest))
      await new Promise((done) => setTimeout(done, 20))
    }
    const node = (id: string, type: string, x: number, config: Record<string, string>) => ({
      id,
      type,
      position: { x, y: 0 },
      data: { label: id, config },
    })
    element.session.document.open({
      version: 1,
      name: 'From another origin',
      nodes: [
        node('load', 'loading', 0, {}),
        node('code', 'code', 320, { over: 'rows', code: 'return { ...row, double: row.value * 2 }' }),
      ],
      edges: [{ id: 'a', source: 'load', sourceHandle: 'table', target: 'code', targetHandle: 'input' }],
    })
  })
}

test('scripts, workers and wasm files work from another origin, with their integrity checked', async ({ page }) => {
  const errors: string[] = []
  page.on('pageerror', ({ message }) => errors.push(message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.goto(site.url)
  await openWorkflow(page)
  const editor = page.locator('aw-workflow-editor')
  const text = 'id,value\n1,10.5\n2,20\n'
  await dropFile(editor.locator('aw-canvas canvas').first(), { name: 'values.csv', bytes: Buffer.from(text) })
  await expect(editor.locator('aw-inspector').getByText('values.csv').first()).toBeAttached()
  const view = await editor.evaluate(async (element: Editor) => {
    await element.session!.runs.start()
    return element.session!.runs.current
  })
  expect(view).toMatchObject({ state: 'completed', nodes: { code: { state: 'completed', rows: 2 } } })
  expect(errors).toEqual([])
  for (const path of ['aw-worker.js', 'aw-sandbox-worker.js', 'duckdb-eh.wasm', 'quickjs.wasm'])
    expect(files.requested).toContain(path)
})

test('a manipulated script is not run', async ({ page }) => {
  files.manipulate('aw-shared.js')
  const errors: string[] = []
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.goto(site.url)
  await expect.poll(() => errors.join('\n')).toContain('integrity')
  expect(await page.evaluate(() => customElements.get('aw-workflow-editor') === undefined)).toBe(true)
})

test('chunks of workers do not import the script of their worker', async () => {
  const chunks = await readdir(join(dist, 'aw-readers'))
  expect(chunks).toContain('parquet-reader.js')
  const imports = /(?:from|import|import\()\s*["'`]([^"'`]+)["'`]/g
  for (const chunk of chunks) {
    const code = await readFile(join(dist, 'aw-readers', chunk), 'utf8')
    const paths = [...code.matchAll(imports)].map(([, path = '']) => path)
    expect(
      paths.filter((path) => path.startsWith('../') && path.includes('worker')),
      chunk,
    ).toEqual([])
  }
})
