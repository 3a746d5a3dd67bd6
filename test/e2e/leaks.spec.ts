import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test, type CDPSession, type Page } from '@playwright/test'
import { sizes } from '../sizes.ts'
import { serveUnderPolicy, type ServedFolder } from './support/serve-under-policy.ts'

const root = resolve(import.meta.dirname, '../..')
const html = '<!doctype html><title>Mounts</title><script type="module" src="/aw/aw.js"></script>\n'

interface GlobalListeners {
  /** What listens to the window and the document now, by type and by how many. */
  globalListeners(): Record<string, number>
}

/** Counts what listens to the window and to the document. Runs in the page before anything else. */
function countListeners(): void {
  const counts: Record<string, number> = {}
  for (const target of [window, document]) {
    const heard = new Map<string, Set<unknown>>()
    const { addEventListener: add, removeEventListener: remove } = target
    const keyOf = (type: string, options: unknown): string =>
      `${type} ${typeof options === 'object' ? ((options as { capture?: boolean } | null)?.capture ?? false) : !!options}`
    const count = (key: string): void => {
      counts[key.split(' ')[0]!] = heard.get(key)!.size
    }
    target.addEventListener = function (type: string, listener: EventListener, options?: AddEventListenerOptions) {
      const key = keyOf(type, options)
      heard.set(key, (heard.get(key) ?? new Set()).add(listener))
      count(key)
      return add.call(target, type, listener, options)
    } as typeof target.addEventListener
    target.removeEventListener = function (type: string, listener: EventListener, options?: EventListenerOptions) {
      const key = keyOf(type, options)
      if (heard.get(key)?.delete(listener)) count(key)
      return remove.call(target, type, listener, options)
    } as typeof target.removeEventListener
  }
  Object.assign(window, {
    globalListeners: () => Object.fromEntries(Object.entries(counts).filter(([, number]) => number > 0)),
  })
}

/** Puts an editor on the page and takes it away when its session is there; `ready`: when its engine is, too. */
const mount = (page: Page, ready: boolean): Promise<void> =>
  page.evaluate(async (untilReady) => {
    const editor = document.createElement('aw-workflow-editor')
    editor.style.height = '600px'
    document.body.append(editor)
    const until = async (isSo: () => boolean): Promise<void> => {
      while (!isSo()) await new Promise((done) => setTimeout(done, 10))
    }
    await until(() => editor.session !== undefined)
    if (untilReady) await until(() => editor.session?.engine.state === 'ready')
    await editor.updateComplete
    editor.remove()
    await until(() => editor.session === undefined)
  }, ready)

/** Rows out of nothing, code in a sandbox, and a table that can be drawn. */
const worked = {
  version: 1,
  name: 'Worked with',
  nodes: [
    {
      id: 'made',
      type: 'transform',
      position: { x: 0, y: 0 },
      data: { label: 'Made', config: { expression: '[1..40].{"n": $, "m": $ * 2}', result: 'table' } },
    },
    {
      id: 'code',
      type: 'code',
      position: { x: 320, y: 0 },
      data: { label: 'Code', config: { over: 'rows', code: 'return { ...row, both: row.n + row.m }' } },
    },
  ],
  edges: [{ id: 'e', source: 'made', sourceHandle: 'table', target: 'code', targetHandle: 'input' }],
}

/** Mounts an editor, runs in it, opens a node's settings with a field for code, a chart and a dialog, and removes it so. */
const use = (page: Page): Promise<void> =>
  page.evaluate(async (workflow) => {
    const editor = document.createElement('aw-workflow-editor')
    editor.style.height = '700px'
    document.body.append(editor)
    const until = async (isSo: () => boolean): Promise<void> => {
      while (!isSo()) await new Promise((done) => setTimeout(done, 10))
    }
    const find = (selector: string, root: ParentNode | null = editor.shadowRoot): HTMLElement | undefined => {
      const found = root?.querySelector<HTMLElement>(selector)
      if (found) return found
      for (const one of root?.querySelectorAll('*') ?? []) {
        const inner = one.shadowRoot && find(selector, one.shadowRoot)
        if (inner) return inner
      }
      return undefined
    }
    await until(() => editor.session?.engine.state === 'ready')
    const session = editor.session!
    session.document.open(workflow)
    await session.runs.start()
    if (session.runs.current?.state !== 'completed') throw new Error(JSON.stringify(session.runs.current))
    await editor.updateComplete
    editor.canvas!.select(['code'])
    await until(() => find('.cm-content') !== undefined)
    await until(() => find('#tab-chart') !== undefined)
    find('#tab-chart')!.click()
    await until(() => find('.drawing svg') !== undefined)
    editor.canvas!.run('keys')
    await until(() => find('dialog.keys[open]') !== undefined && find('aw-key-form') !== undefined)
    editor.remove()
    await until(() => editor.session === undefined)
  }, worked)

async function counted(page: Page, devTools: CDPSession): Promise<Record<string, number>> {
  await expect.poll(() => page.workers().length).toBe(0)
  for (let turn = 0; turn < 3; turn++) {
    await devTools.send('HeapProfiler.collectGarbage')
    await page.waitForTimeout(100)
  }
  const { documents, nodes, jsEventListeners } = await devTools.send('Memory.getDOMCounters')
  const { usedSize } = await devTools.send('Runtime.getHeapUsage')
  return { documents, nodes, jsEventListeners, kB: Math.round(usedSize / 1024) }
}

let folder: string
let site: ServedFolder

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-leaks-'))
  await cp(join(root, 'packages/embed/dist'), join(folder, 'aw'), { recursive: true })
  await writeFile(join(folder, 'index.html'), html)
  site = await serveUnderPolicy(folder)
})

test.afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await site.close()
})

test('an editor that is mounted and removed again and again leaves nothing behind', async ({ page }, info) => {
  test.setTimeout(60_000 + sizes.mounts * 5_000)
  await page.addInitScript(countListeners)
  await page.goto(site.url)
  const devTools = await page.context().newCDPSession(page)
  const listeners = (): Promise<Record<string, number>> =>
    page.evaluate(() => (window as unknown as GlobalListeners).globalListeners())
  const untouched = await listeners()
  // Four at once; one of them until its engine is ready, the others are gone before that.
  const round = (): Promise<unknown> => Promise.all([true, false, false, false].map((ready) => mount(page, ready)))
  for (let turn = 0; turn < 5; turn++) await round()
  const before = await counted(page, devTools)
  const rounds = Math.ceil(sizes.mounts / 4)
  for (let turn = 0; turn < rounds; turn++) await round()
  const after = await counted(page, devTools)
  info.annotations.push({ type: 'counts', description: JSON.stringify({ before, after, mounts: sizes.mounts }) })
  expect(await listeners()).toEqual(untouched)
  expect(after.documents).toBe(before.documents)
  // An editor that stayed would be hundreds of them.
  expect(after.nodes! - before.nodes!).toBeLessThan(5)
  expect(after.jsEventListeners! - before.jsEventListeners!).toBeLessThan(5)
  expect((after.kB! - before.kB!) / (rounds * 4)).toBeLessThan(12)
})

test('an editor that was worked with leaves nothing behind, whatever was open in it', async ({ page }, info) => {
  const rounds = Math.ceil(sizes.mounts / 4)
  test.setTimeout(120_000 + rounds * 20_000)
  await page.addInitScript(countListeners)
  await page.goto(site.url)
  const devTools = await page.context().newCDPSession(page)
  const listeners = (): Promise<Record<string, number>> =>
    page.evaluate(() => (window as unknown as GlobalListeners).globalListeners())
  const untouched = await listeners()
  for (let turn = 0; turn < 2; turn++) await use(page)
  const before = await counted(page, devTools)
  for (let turn = 0; turn < rounds; turn++) await use(page)
  const after = await counted(page, devTools)
  info.annotations.push({ type: 'counts', description: JSON.stringify({ before, after, rounds }) })
  expect(await listeners()).toEqual(untouched)
  expect(after.documents).toBe(before.documents)
  // One that stayed would be thousands of them.
  expect(after.nodes! - before.nodes!).toBeLessThan(5)
  expect(after.jsEventListeners! - before.jsEventListeners!).toBeLessThan(5)
})

test('an editor at rest listens to nothing of the page, and to its end only until a change is saved', async ({
  page,
}) => {
  await page.addInitScript(countListeners)
  await page.goto(site.url)
  const heard = await page.evaluate(async () => {
    const editor = document.createElement('aw-workflow-editor')
    editor.style.height = '600px'
    document.body.append(editor)
    const until = async (isSo: () => boolean): Promise<void> => {
      while (!isSo()) await new Promise((done) => setTimeout(done, 10))
    }
    const listeners = (): string[] => Object.keys((window as unknown as GlobalListeners).globalListeners()).toSorted()
    await until(() => editor.session?.engine.state === 'ready')
    const session = editor.session!
    const atRest = listeners()
    session.document.apply({ type: 'set-name', name: 'Changed' })
    const unsaved = listeners()
    await until(() => session.document.saving === 'saved')
    return { atRest, unsaved, saved: listeners() }
  })
  expect(heard).toEqual({ atRest: [], unsaved: ['pagehide', 'visibilitychange'], saved: [] })
})
