import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test, type CDPSession, type Page } from '@playwright/test'
import { sizes } from '../sizes.ts'
import { serveUnderPolicy, type ServedFolder } from './support/serve-under-policy.ts'

const root = resolve(import.meta.dirname, '../..')
const html = '<!doctype html><title>Mounts</title><script type="module" src="/aw/aw.js"></script>\n'

interface GlobalListeners {
  /** Number of listeners on the window and the document by event type. */
  globalListeners(): Record<string, number>
}

/** Counts listeners on the window and the document. Runs in the page before any other script. */
function countListeners(): void {
  const counts: Record<string, number> = {}
  for (const target of [window, document]) {
    const listening = new Map<string, Set<unknown>>()
    const { addEventListener: add, removeEventListener: remove } = target
    const keyOf = (type: string, options: unknown): string =>
      `${type} ${typeof options === 'object' ? ((options as { capture?: boolean } | null)?.capture ?? false) : !!options}`
    const count = (key: string): void => {
      counts[key.split(' ')[0]!] = listening.get(key)!.size
    }
    target.addEventListener = function (type: string, listener: EventListener, options?: AddEventListenerOptions) {
      const key = keyOf(type, options)
      listening.set(key, (listening.get(key) ?? new Set()).add(listener))
      count(key)
      return add.call(target, type, listener, options)
    } as typeof target.addEventListener
    target.removeEventListener = function (type: string, listener: EventListener, options?: EventListenerOptions) {
      const key = keyOf(type, options)
      if (listening.get(key)?.delete(listener)) count(key)
      return remove.call(target, type, listener, options)
    } as typeof target.removeEventListener
  }
  Object.assign(window, {
    globalListeners: () => Object.fromEntries(Object.entries(counts).filter(([, number]) => number > 0)),
  })
}

/** Mounts an editor and removes it as soon as its session exists or, with `ready`, its engine is ready. */
const mount = (page: Page, ready: boolean): Promise<void> =>
  page.evaluate(async (untilReady) => {
    const editor = document.createElement('aw-workflow-editor')
    editor.style.height = '600px'
    document.body.append(editor)
    const until = async (condition: () => boolean): Promise<void> => {
      while (!condition()) await new Promise((done) => setTimeout(done, 10))
    }
    await until(() => editor.session !== undefined)
    if (untilReady) await until(() => editor.session?.engine.state === 'ready')
    await editor.updateComplete
    editor.remove()
    await until(() => editor.session === undefined)
  }, ready)

/** Generated rows, code in a sandbox, and a table that can be charted. */
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

/** Mounts an editor, runs the workflow, opens settings with a code field, a chart and a dialog, and removes the editor. */
const use = (page: Page): Promise<void> =>
  page.evaluate(async (workflow) => {
    const editor = document.createElement('aw-workflow-editor')
    editor.style.height = '700px'
    document.body.append(editor)
    const until = async (condition: () => boolean): Promise<void> => {
      while (!condition()) await new Promise((done) => setTimeout(done, 10))
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
  for (let round = 0; round < 3; round++) {
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
  await site.close()
  await rm(folder, { recursive: true, force: true })
})

test('an editor that is mounted and removed repeatedly leaks nothing', async ({ page }, info) => {
  test.setTimeout(60_000 + sizes.mounts * 5_000)
  await page.addInitScript(countListeners)
  await page.goto(site.url)
  const devTools = await page.context().newCDPSession(page)
  const listeners = (): Promise<Record<string, number>> =>
    page.evaluate(() => (window as unknown as GlobalListeners).globalListeners())
  const untouched = await listeners()
  // Four at once: one stays until its engine is ready, the others are removed earlier.
  const mountRound = (): Promise<unknown> => Promise.all([true, false, false, false].map((ready) => mount(page, ready)))
  for (let round = 0; round < 5; round++) await mountRound()
  const before = await counted(page, devTools)
  const rounds = Math.ceil(sizes.mounts / 4)
  for (let round = 0; round < rounds; round++) await mountRound()
  const after = await counted(page, devTools)
  info.annotations.push({ type: 'counts', description: JSON.stringify({ before, after, mounts: sizes.mounts }) })
  expect(await listeners()).toEqual(untouched)
  expect(after.documents).toBe(before.documents)
  // A leaked editor would add hundreds of nodes.
  expect(after.nodes! - before.nodes!).toBeLessThan(5)
  expect(after.jsEventListeners! - before.jsEventListeners!).toBeLessThan(5)
  expect((after.kB! - before.kB!) / (rounds * 4)).toBeLessThan(12)
})

test('an editor that was used leaks nothing, with any part open', async ({ page }, info) => {
  const rounds = Math.ceil(sizes.mounts / 4)
  test.setTimeout(120_000 + rounds * 20_000)
  await page.addInitScript(countListeners)
  await page.goto(site.url)
  const devTools = await page.context().newCDPSession(page)
  const listeners = (): Promise<Record<string, number>> =>
    page.evaluate(() => (window as unknown as GlobalListeners).globalListeners())
  const untouched = await listeners()
  for (let round = 0; round < 2; round++) await use(page)
  const before = await counted(page, devTools)
  for (let round = 0; round < rounds; round++) await use(page)
  const after = await counted(page, devTools)
  info.annotations.push({ type: 'counts', description: JSON.stringify({ before, after, rounds }) })
  expect(await listeners()).toEqual(untouched)
  expect(after.documents).toBe(before.documents)
  // A leaked editor would add thousands of nodes.
  expect(after.nodes! - before.nodes!).toBeLessThan(5)
  expect(after.jsEventListeners! - before.jsEventListeners!).toBeLessThan(5)
})

test('an idle editor has no global listeners, and listens for the end of the page only until a change is saved', async ({
  page,
}) => {
  await page.addInitScript(countListeners)
  await page.goto(site.url)
  const listening = await page.evaluate(async () => {
    const editor = document.createElement('aw-workflow-editor')
    editor.style.height = '600px'
    document.body.append(editor)
    const until = async (condition: () => boolean): Promise<void> => {
      while (!condition()) await new Promise((done) => setTimeout(done, 10))
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
  expect(listening).toEqual({ atRest: [], unsaved: ['pagehide', 'visibilitychange'], saved: [] })
})
