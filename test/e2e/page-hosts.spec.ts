import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, test, type Locator, type Page } from '@playwright/test'
import { unzipSync } from 'fflate'
import type { WorkflowSession } from '@aw-flow/client'
import { createVsix } from '../../.ci/vsix.mjs'
import { mainJob } from '../main-job.ts'

const root = resolve(import.meta.dirname, '../..')
const require = createRequire(import.meta.url)
const { createPage } = require(join(root, 'packages/embed/vscode/create-page.js')) as {
  createPage(page: string, nonce: string): string
}
const readPage = (): Promise<Buffer> => readFile(join(root, 'packages/embed/dist/aw-page.html'))

const hostUrl = 'http://127.0.0.1:9/host'

/** Answers every address of a page that has no server, so that nothing leaves the browser. */
async function openHost(page: Page, html: string): Promise<string[]> {
  const findings: string[] = []
  page.on('pageerror', ({ message }) => findings.push(message))
  page.on('console', (entry) => {
    if (entry.type() === 'error' && /Content Security Policy/.test(entry.text())) findings.push(entry.text())
  })
  await page.route('**/*', (route) => {
    if (new URL(route.request().url()).pathname === '/host')
      return route.fulfill({ contentType: 'text/html', body: html })
    findings.push(route.request().url())
    return route.abort()
  })
  await page.goto(hostUrl)
  return findings
}

type Editor = HTMLElement & { session: WorkflowSession }

const getName = (editor: Locator): Promise<string> =>
  editor.evaluate((element) => (element as Editor).session.document.current.name)

const rename = (editor: Locator, name: string): Promise<unknown> =>
  editor.evaluate((element, value) => {
    ;(element as Editor).session.document.apply({ type: 'set-name', name: value })
  }, name)

test('the notebook widget shows the files of the model, runs them, and stores edits and results in the model', async ({
  page,
}) => {
  const csv = await readFile(join(root, 'test/fixtures/sample.csv'))
  const workflow = mainJob()
  const dataset = createHash('sha256').update(csv).digest('hex')
  const nodes = workflow.nodes.map((node) =>
    node.id === 'load' ? { ...node, data: { ...node.data, config: { dataset } } } : node,
  )
  const findings = await openHost(page, '<!doctype html><body><main></main>')
  await page.exposeFunction('readPage', async () => (await readPage()).toString('base64'))
  await page.exposeFunction('readWidget', () => readFile(join(root, 'packages/python/aw_flow/widget.js'), 'utf8'))
  await page.evaluate(
    async ({ document, content }) => {
      const toView = (base64: string): DataView =>
        new DataView(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)).buffer)
      const { readPage: fetchPage, readWidget } = globalThis as unknown as Record<string, () => Promise<string>>
      // What a front end of Jupyter does: the model with its events, initialize and render.
      const state: Record<string, unknown> = {
        page: toView(await fetchPage!()),
        workflow: JSON.parse(document) as object,
        files: [{ name: 'sample.csv', content: toView(content) }],
        height: 700,
      }
      const listeners = new Map<string, Set<() => void>>()
      const model = {
        saved: 0,
        get: (name: string) => state[name],
        set(name: string, value: unknown) {
          state[name] = value
          for (const listener of listeners.get(`change:${name}`) ?? []) listener()
        },
        save_changes: () => void model.saved++,
        on: (name: string, listener: () => void) =>
          void listeners.set(name, new Set([...(listeners.get(name) ?? []), listener])),
        off: (name: string, listener: () => void) => void listeners.get(name)?.delete(listener),
      }
      const url = URL.createObjectURL(new Blob([await readWidget!()], { type: 'text/javascript' }))
      const { default: widget } = (await import(url)) as {
        default: { initialize(context: object): void; render(context: object): () => void }
      }
      widget.initialize({ model })
      const close = widget.render({ model, el: globalThis.document.querySelector('main') })
      Object.assign(globalThis, { model, close })
    },
    { document: JSON.stringify({ ...workflow, nodes }), content: csv.toString('base64') },
  )
  const frame = page.frameLocator('iframe')
  const editor = frame.locator('aw-workflow-editor')
  await expect(frame.locator('aw-canvas')).toBeVisible()
  await expect.poll(() => editor.evaluate((element) => (element as Editor).session.data.list.length)).toBe(1)
  await expect.poll(() => getName(editor)).toBe('Prepare a messy file')
  await editor.evaluate((element) => void (element as Editor).session.runs.start())
  const read = (name: string): Promise<unknown> =>
    page.evaluate((key) => (globalThis as unknown as { model: { get(name: string): unknown } }).model.get(key), name)
  await expect.poll(() => read('state'), { timeout: 120_000 }).toBe('completed')
  const start = await page.evaluate(() => {
    const { model } = globalThis as unknown as { model: { get(name: string): DataView } }
    return String.fromCharCode(...new Uint8Array(model.get('result').buffer.slice(0, 6)))
  })
  expect(start).toBe('ARROW1')

  // An edit in the widget reaches the model, and a change of the notebook reaches the widget.
  await rename(editor, 'Edited')
  await expect.poll(() => read('workflow')).toMatchObject({ name: 'Edited' })
  await page.evaluate(() => {
    const { model } = globalThis as unknown as {
      model: { get(name: string): object; set(name: string, value: object): void }
    }
    model.set('workflow', { ...model.get('workflow'), name: 'From Python' })
  })
  await expect.poll(() => getName(editor)).toBe('From Python')
  await page.evaluate(() => (globalThis as unknown as { close(): void }).close())
  await expect(page.locator('iframe')).toHaveCount(0)
  expect(findings).toEqual([])
})

test('the VSIX is valid, and its web view edits, undoes, reverts and follows the file under a strict policy', async ({
  page,
}) => {
  const files = unzipSync(createVsix())
  const read = (name: string): string => new TextDecoder().decode(files[name])
  const manifest = JSON.parse(read('extension/package.json')) as Record<string, string>
  expect(read('extension.vsixmanifest')).toContain(
    `Id="${manifest.name}" Version="${manifest.version}" Publisher="${manifest.publisher}"`,
  )
  for (const [, path] of read('extension.vsixmanifest').matchAll(/ Path="([^"]+)"/g))
    expect(files).toHaveProperty([path!])
  for (const name of Object.keys(files).filter((path) => path.startsWith('extension/') && path.includes('.')))
    expect(read('[Content_Types].xml')).toContain(`Extension=".${name.split('.').at(-1)!}"`)
  expect(files).toHaveProperty([join('extension', manifest.main!)])

  // The stand-in for VS Code keeps the text; the real code of the extension connects it with the web view.
  const original = `${JSON.stringify(mainJob(), undefined, 2)}\n`
  let text = original
  const errors: string[] = []
  const { connectDocument } = require(join(root, 'packages/embed/vscode/connect-document.js')) as {
    connectDocument(host: object): { receive(message: object): Promise<void>; onTextChange(): void }
  }
  const connection = connectDocument({
    getText: () => text,
    setText: async (value: string) => void (text = value),
    post: (message: object) =>
      void page.evaluate((data) => globalThis.postMessage(data, '*'), message as Record<string, never>),
    showError: (message: string) => errors.push(message),
  })
  await page.exposeFunction('receive', (message: object) => connection.receive(message))
  const harness = `<script nonce="n0nce">globalThis.acquireVsCodeApi = () => ({ postMessage: (m) => receive(m) })</script>`
  const html = createPage(read('extension/aw-page.html'), 'n0nce').replace('<body>', `<body>${harness}`)
  const findings = await openHost(page, html)
  await expect(page.locator('aw-canvas')).toBeVisible()
  const editor = page.locator('aw-workflow-editor')
  await expect.poll(() => getName(editor)).toBe('Prepare a messy file')

  await rename(editor, 'Edited')
  await expect.poll(() => (JSON.parse(text) as { name: string }).name).toBe('Edited')
  // Undo and revert of VS Code restore the text; another program changes the file.
  text = original
  connection.onTextChange()
  await expect.poll(() => getName(editor)).toBe('Prepare a messy file')
  text = original.replace('Prepare a messy file', 'Changed on disk')
  connection.onTextChange()
  await expect.poll(() => getName(editor)).toBe('Changed on disk')
  expect(errors).toEqual([])
  text = '{ broken'
  connection.onTextChange()
  expect(errors).toEqual([expect.stringContaining('not JSON')])
  expect(text).toBe('{ broken')
  expect(findings).toEqual([])
})
