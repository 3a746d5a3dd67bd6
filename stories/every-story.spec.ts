import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test as base, type Page } from '@playwright/test'
import { transformWithOxc } from 'vite'
import { listElements } from '../packages/embed/manifest/list-elements.ts'
import type { Manifest } from '../packages/embed/manifest/manifest.ts'
import { selectEvery, sizes } from '../test/sizes.ts'
import { serveFolder } from '../examples/01-embed-in-a-page/static-server.mjs'

const storybook = resolve(import.meta.dirname, '../storybook-static')
/** Storybook's frame writes inline styles. The tests of the embed package check the elements without Storybook. */
const permissivePolicy = "default-src * data: blob: 'unsafe-inline' 'unsafe-eval'"

interface Entry {
  type: 'story' | 'docs'
  id: string
  title: string
  name: string
  importPath: string
}
interface Channel {
  on(event: string, listener: (reported: never) => void): void
  off(event: string, listener: (reported: never) => void): void
  emit(event: string, ...args: unknown[]): void
}
/** The part of Storybook's preview API that provides the rows of the controls table. */
interface Preview {
  storyStoreValue: { loadStory(of: { storyId: string }): Promise<{ argTypes: Record<string, unknown> }> }
}
interface PlayResult {
  status: string
  errors: string[]
}
/** Functions of `test-reach.ts` that are used in the page to find truncated strings. */
interface ReachTools {
  findClippedText(host: Element): string[]
}

const indexPath = resolve(storybook, 'index.json')
if (!existsSync(indexPath)) throw new Error('The Storybook is not built. Run `npm run build:storybook` first.')
const { entries } = JSON.parse(readFileSync(indexPath, 'utf8')) as { entries: Record<string, Entry> }
const stories = Object.values(entries).filter(({ type }) => type === 'story')

/** The elements of the manifest that the build of the Storybook has made from source. */
const elements = listElements(JSON.parse(readFileSync(resolve(storybook, 'custom-elements.json'), 'utf8')) as Manifest)

/** Provides one page for all stories. If a story fails, the next story gets a new page. */
const test = base.extend<object, { frame: { page: Page; browserErrors: string[] } }>({
  frame: [
    async ({ browser }, use) => {
      const server = await serveFolder(storybook, permissivePolicy)
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
      const browserErrors: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error') browserErrors.push(`${message.text()} (${message.location().url})`)
      })
      page.on('pageerror', (exception) => browserErrors.push(`exception: ${exception.message}`))
      // The documentation page tests check accessibility; checking it here as well would double the run time.
      await page.goto(`${server.url}/iframe.html?viewMode=story&globals=a11y.manual:!true`)
      await page.waitForFunction(() => '__STORYBOOK_ADDONS_CHANNEL__' in window)
      await page.addScriptTag({
        type: 'module',
        content: `${await compileReachTools()}\nwindow.reach = { findClippedText }`,
      })
      await use({ page, browserErrors })
      await page.close()
      await server.close()
    },
    { scope: 'worker' },
  ],
})

const compileReachTools = async (): Promise<string> => {
  const file = resolve(import.meta.dirname, '../packages/editor/test-reach.ts')
  return (await transformWithOxc(readFileSync(file, 'utf8'), file)).code
}

/** Finds UI strings of the current story that are truncated at 200% text size. Runs in the page. */
async function findCutTextsAtDoubleSize(): Promise<string[]> {
  const { style } = document.documentElement
  const waitForFrames = async (): Promise<void> => {
    for (let count = 0; count < 3; count++) await new Promise((resolve) => requestAnimationFrame(resolve))
  }
  style.fontSize = '200%'
  await waitForFrames()
  const { reach } = window as unknown as { reach: ReachTools }
  const cut = reach.findClippedText(document.querySelector('#storybook-root')!)
  style.fontSize = ''
  return cut
}

/** Renders a story, waits until it has been played, and returns the result. Runs in the page. */
function playInPage(id: string): Promise<PlayResult> {
  const channel = (window as unknown as { __STORYBOOK_ADDONS_CHANNEL__: Channel }).__STORYBOOK_ADDONS_CHANNEL__
  return new Promise((resolve) => {
    const errors: string[] = []
    const recordError = (error: { message?: string; description?: string }): void => {
      errors.push(error?.message ?? error?.description ?? String(error))
    }
    const errorEvents = ['playFunctionThrewException', 'storyThrewException', 'storyErrored', 'storyMissing']
    const finish = ({ storyId, status }: { storyId: string; status: string }): void => {
      if (storyId !== id) return
      channel.off('storyFinished', finish)
      for (const event of errorEvents) channel.off(event, recordError)
      resolve({ status, errors })
    }
    for (const event of errorEvents) channel.on(event, recordError)
    channel.on('storyFinished', finish)
    channel.emit('setCurrentStory', { storyId: id, viewMode: 'story' })
  })
}

for (const { id, title, name } of selectEvery(stories, sizes.storyEveryNth)) {
  test(`${title} › ${name}`, async ({ frame: { page, browserErrors } }) => {
    browserErrors.length = 0
    const { status, errors } = await page.evaluate(playInPage, id)
    expect(errors.map((error) => error.split('\n\nIgnored nodes')[0]).join('\n')).toBe('')
    expect(status).toBe('success')
    expect(await page.evaluate(findCutTextsAtDoubleSize)).toEqual([])
    expect(browserErrors).toEqual([])
  })
}

test('lists the events of an element as actions', async ({ frame: { page } }) => {
  const story = stories.find(({ title, name }) => title === 'Approval' && name === 'Table Approval')!
  await page.evaluate(() => {
    const reported: string[] = []
    Object.assign(window, { reported })
    const channel = (window as unknown as { __STORYBOOK_ADDONS_CHANNEL__: Channel }).__STORYBOOK_ADDONS_CHANNEL__
    channel.on('storybook/actions/action-event', ({ data }: { data: { name: string } }) => reported.push(data.name))
  })
  expect(await page.evaluate(playInPage, story.id)).toEqual({ status: 'success', errors: [] })
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { reported: string[] }).reported))
    .toEqual(expect.arrayContaining(['aw-decide']))
})

const variantNames = ['Dark', 'Narrow', 'Right To Left']
/** Variants that elements intentionally lack, with the reasons. */
const omittedVariants: Record<string, Record<string, string>> = {
  'aw-canvas-menu': { Narrow: 'it is as wide as its labels' },
  'aw-connect-list': { Narrow: 'it has the fixed width of a phone' },
  'aw-download-menu': { Narrow: 'it is as wide as its labels' },
  'aw-minimap': { Narrow: 'it has a fixed size' },
  'aw-quick-add': { Narrow: 'it has the fixed width of a phone' },
}

base('every element has stories, including dark, narrow and right-to-left variants', () => {
  const missing = elements.flatMap(({ tagName }) => {
    const names = Object.values(entries)
      .filter(({ importPath, type }) => type === 'story' && importPath.endsWith(`/${tagName}.stories.ts`))
      .map(({ name }) => name)
    const absent = variantNames.filter(
      (variant) => !omittedVariants[tagName]?.[variant] && !names.some((name) => name.includes(variant)),
    )
    return absent.length > 0 ? [`${tagName}: ${absent.join(', ')}`] : []
  })
  expect(missing.join('\n')).toBe('')
})

test('documents every element, with a control or a row for every entry of its manifest', async ({
  frame: { page },
}) => {
  const documentedTitles = new Set(
    Object.values(entries).flatMap(({ type, title }) => (type === 'docs' ? [title] : [])),
  )
  const documented = elements.map(({ tagName = '', members = [], events = [], cssProperties = [] }) => {
    const story = stories.find(({ importPath }) => importPath.endsWith(`/${tagName}.stories.ts`))!
    const settable = members.filter((member) => member.kind === 'field' && !member.static && !member.readonly)
    return { tagName, story, names: [...settable, ...events, ...cssProperties].map(({ name }) => name) }
  })
  expect(documented.filter(({ story }) => !documentedTitles.has(story.title)).map(({ tagName }) => tagName)).toEqual([])
  expect(documented.flatMap(({ names }) => names).length).toBeGreaterThan(300)
  const missing = await page.evaluate(async (tags) => {
    const { storyStoreValue } = (window as unknown as { __STORYBOOK_PREVIEW__: Preview }).__STORYBOOK_PREVIEW__
    const missingRows: string[] = []
    for (const { tagName, story, names } of tags) {
      const { argTypes } = await storyStoreValue.loadStory({ storyId: story.id })
      missingRows.push(...names.filter((name) => !argTypes[name]).map((name) => `${tagName} ${name}`))
    }
    return missingRows
  }, documented)
  expect(missing).toEqual([])
})
