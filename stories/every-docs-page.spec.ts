import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test as base, type Locator, type Page } from '@playwright/test'
import type { AwCanvas } from '@aw-flow/editor'
import { serveFolder } from '../examples/01-embed-in-a-page/static-server.mjs'
import { listElements } from '../packages/embed/manifest/list-elements.ts'
import type { Manifest } from '../packages/embed/manifest/manifest.ts'

const root = resolve(import.meta.dirname, '..')
const storybook = resolve(root, 'storybook-static')
/** Storybook's frame writes inline styles; see `every-story.spec.ts`. */
const permissivePolicy = "default-src * data: blob: 'unsafe-inline' 'unsafe-eval'"

interface Entry {
  type: 'story' | 'docs'
  id: string
  title: string
  importPath: string
  tags: readonly string[]
}
/** The state of a story on its documentation page. */
interface StoryVisibility {
  id: string
  isVisible: boolean
}

const indexPath = resolve(storybook, 'index.json')
if (!existsSync(indexPath)) throw new Error('The Storybook is not built. Run `npm run build:storybook` first.')
const { entries } = JSON.parse(readFileSync(indexPath, 'utf8')) as { entries: Record<string, Entry> }
const pages = Object.values(entries)
  .filter(({ type }) => type === 'docs')
  .map(({ id, title, importPath }) => ({ id, title, tag: /(aw-[a-z-]+)\.stories\.ts$/.exec(importPath)?.[1] ?? '' }))
/** Lists the stories that a documentation page shows: those that do not depend on being played. */
const listStories = (title: string): string[] =>
  Object.values(entries)
    .filter((entry) => entry.type === 'story' && entry.title === title && entry.tags.includes('autodocs'))
    .map(({ id }) => id)

const elements = listElements(JSON.parse(readFileSync(resolve(storybook, 'custom-elements.json'), 'utf8')) as Manifest)
const listSettableFields = (tag: string): { name: string; type: string }[] =>
  (elements.find(({ tagName }) => tagName === tag)?.members ?? [])
    .filter((member) => member.kind === 'field' && !member.static && !member.readonly)
    .map(({ name, type }) => ({ name, type: type?.text ?? '' }))

const test = base.extend<{ browserErrors: string[] }, { origin: string }>({
  origin: [
    async ({}, use) => {
      const server = await serveFolder(storybook, permissivePolicy)
      await use(server.url)
      await server.close()
    },
    { scope: 'worker' },
  ],
  browserErrors: async ({ page }, use) => {
    const browserErrors: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') browserErrors.push(message.text())
    })
    page.on('pageerror', ({ message }) => browserErrors.push(`exception: ${message}`))
    await use(browserErrors)
  },
})

/** Opens a documentation page and waits until all of its stories have been rendered and checked. */
async function openPage(page: Page, origin: string, id: string, scheme = 'light'): Promise<void> {
  await page.goto(`${origin}/iframe.html?viewMode=docs&id=${id}&globals=scheme:${scheme}`)
  await page.getByRole('region', { name: 'Accessibility' }).waitFor()
}

/**
 * Lists the stories on the page and whether their elements are visible, including inside shadow roots. Runs in the
 * page.
 */
function listStoryVisibility(tag: string): StoryVisibility[] {
  const hasBox = (element: Element): boolean => {
    const { width, height } = element.getBoundingClientRect()
    if (width > 0 && height > 0) return true
    return [...(element.shadowRoot?.children ?? []), ...element.children].some(hasBox)
  }
  return [...document.querySelectorAll('[id^="story--"][id$="-inner"]')].map((canvas) => {
    const element = canvas.querySelector(tag)
    const id = canvas.id.replace(/^story--|(?:--primary)?-inner$/g, '')
    return { id, isVisible: element !== null && hasBox(element) }
  })
}

/** The names of story controls, for elements whose properties are objects that no control can edit. */
const storyControls: Readonly<Record<string, readonly string[]>> = {
  'aw-by-example': ['height'],
  'aw-key-dialog': ['height'],
  'aw-key-form': ['height'],
  'aw-minimap': ['nodeCount'],
  'aw-quick-add': ['typeCount'],
  'aw-repair-preview': ['findingCount'],
  'aw-scope-trail': ['isInSubWorkflow'],
  'aw-step-list': ['height'],
  'aw-writer': ['height'],
}

const snippets = new Map<string, string>()

for (const [index, { id, title, tag }] of pages.entries()) {
  test(`documents ${title}`, async ({ page, origin, browserErrors }) => {
    await openPage(page, origin, id, index % 2 === 0 ? 'light' : 'dark')
    const expected = listStories(title).map((story) => ({ id: story, isVisible: true }))
    expect(await page.evaluate(listStoryVisibility, tag)).toEqual(expected)
    expect(await page.locator('.aw-violation').allTextContents()).toEqual([])
    const rules = await page.getByRole('region', { name: 'Accessibility' }).locator('td:nth-child(2)').allTextContents()
    expect(rules).toHaveLength(expected.length)
    expect(Math.max(...rules.map(Number))).toBeGreaterThan(0)

    const fields = listSettableFields(tag)
    const names = fields.map(({ name }) => name)
    await expect(findControls(page, storyControls[tag] ?? names).first()).toBeVisible()
    const flag = fields.find(({ type }) => type === 'boolean')
    if (flag) await expectControlToSet(page, tag, flag.name)

    const snippet = await page.locator('.aw-snippet').innerText()
    expect(snippet).toContain(`'${tag}'`)
    snippets.set(id, snippet.replace(/\n?Copy\s*$/, ''))
    expect(browserErrors).toEqual([])
  })
}

/** Finds the controls of properties. A control without a value is a button that sets one. */
const findControls = (page: Page, names: readonly string[]): Locator =>
  page.locator(names.flatMap((name) => [`[id^="control-"][id$="-${name}"]`, `[id^="set-"][id$="-${name}"]`]).join())

/** Toggles a property with its control, and checks that the element is updated rather than replaced. */
async function expectControlToSet(page: Page, tag: string, name: string): Promise<void> {
  const element = page.locator(`[id^="story--"][id$="--primary-inner"] ${tag}`)
  const handle = await element.elementHandle()
  const before = await element.evaluate((shown, key) => Boolean(Reflect.get(shown, key)), name)
  const control = findControls(page, [name])
  if ((await control.isChecked()) !== before) throw new Error(`The control of ${name} does not show its value.`)
  await control.press('Space')
  await expect.poll(() => element.evaluate((shown, key) => Boolean(Reflect.get(shown, key)), name)).toBe(!before)
  expect(await handle?.evaluate((shown) => shown.isConnected)).toBe(true)
}

test('lists the events of an element on its page', async ({ page, origin, browserErrors }) => {
  await openPage(page, origin, 'palette--docs')
  await page.locator('[id$="--primary-inner"] aw-palette').getByRole('button', { name: 'Filter rows' }).click()
  await expect(page.getByRole('region', { name: 'Actions' })).toContainText('aw-node-add')
  expect(browserErrors).toEqual([])
})

test('changes a story with its own control', async ({ page, origin, browserErrors }) => {
  await openPage(page, origin, 'minimap--docs')
  const canvas = page.locator('[id^="story--"][id$="--primary-inner"] aw-canvas')
  const countNodes = (): Promise<number> => canvas.evaluate((element) => (element as AwCanvas).scene.nodes.length)
  await expect.poll(countNodes).toBe(12)
  await findControls(page, ['nodeCount']).fill('40')
  await expect.poll(countNodes).toBe(40)
  expect(browserErrors).toEqual([])
})

test('shows the complete command palette', async ({ page, origin }) => {
  await openPage(page, origin, 'command-palette--docs')
  const isCropped = await page
    .locator('[id^="story--"][id$="--primary-inner"] aw-command-palette')
    .evaluate((palette) => {
      const { top, bottom } = palette.getBoundingClientRect()
      for (let outer = palette.parentElement; outer; outer = outer.parentElement) {
        const clips = getComputedStyle(outer).overflowY !== 'visible'
        const box = outer.getBoundingClientRect()
        if (clips && outer !== document.documentElement && (top < box.top - 1 || bottom > box.bottom + 1)) return true
      }
      return false
    })
  expect(isCropped).toBe(false)
})

test('copies a snippet', async ({ page, origin, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await openPage(page, origin, 'palette--docs')
  await page.locator('.aw-snippet').getByRole('button', { name: 'Copy' }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("createElement('aw-palette')")
})

test('has snippets that compile', async () => {
  expect(snippets.size).toBeGreaterThan(0)
  const folder = resolve(root, 'node_modules/.cache/story-snippets')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [id, code] of snippets) writeFileSync(resolve(folder, `${id}.ts`), `${code}\nexport {}\n`)
  const config = {
    extends: '../../../test/tsconfig.json',
    compilerOptions: { rootDir: '../../..', types: [] },
    include: ['*.ts', '../../../packages/**/*.d.ts'],
    exclude: ['../../../packages/**/dist', '../../../packages/**/node_modules'],
  }
  writeFileSync(resolve(folder, 'tsconfig.json'), JSON.stringify(config))
  const compiled = promisify(execFile)(resolve(root, 'node_modules/.bin/tsc'), ['-p', folder], { cwd: folder })
  expect(
    await compiled.then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    ),
  ).toBe('')
})
