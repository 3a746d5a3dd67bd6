import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test as base, type Page } from '@playwright/test'
import { transformWithOxc } from 'vite'
import { listElements, makeManifest } from '../packages/embed/manifest/make-manifest.ts'
import { selectEvery, sizes } from '../test/sizes.ts'
import { serveFolder } from '../examples/01-embed-in-a-page/static-server.mjs'

const storybook = resolve(import.meta.dirname, '../storybook-static')
/** Storybook's frame writes inline styles. The tests of the embed package check the elements without them. */
const anything = "default-src * data: blob: 'unsafe-inline' 'unsafe-eval'"

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
/** A row of Storybook's table of properties, events and styles. */
interface Preview {
  storyStoreValue: { loadStory(of: { storyId: string }): Promise<{ argTypes: Record<string, unknown> }> }
}
interface Played {
  status: string
  errors: string[]
}
/** Functions of the editor's tests that find truncated strings, for use in the page. */
interface Reach {
  cutTexts(host: Element): string[]
}

const indexPath = resolve(storybook, 'index.json')
if (!existsSync(indexPath)) throw new Error('The Storybook is not built. Run `npm run build:storybook` first.')
const { entries } = JSON.parse(readFileSync(indexPath, 'utf8')) as { entries: Record<string, Entry> }
const stories = Object.values(entries).filter(({ type }) => type === 'story')

let made: ReturnType<typeof listElements> | undefined
/** Read from the sources only once, since this takes seconds. */
const elements = (): ReturnType<typeof listElements> => (made ??= listElements(makeManifest()))

/** One page for all stories. After a failed story, the next one gets a new page. */
const test = base.extend<object, { frame: { page: Page; complaints: string[] } }>({
  frame: [
    async ({ browser }, use) => {
      const server = await serveFolder(storybook, anything)
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
      const complaints: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`)
      })
      page.on('pageerror', (exception) => complaints.push(`exception: ${exception.message}`))
      // The documentation pages check accessibility; checking it here would double the time.
      await page.goto(`${server.url}/iframe.html?viewMode=story&globals=a11y.manual:!true`)
      await page.waitForFunction(() => '__STORYBOOK_ADDONS_CHANNEL__' in window)
      await page.addScriptTag({ type: 'module', content: `${await reachTools()}\nwindow.reach = { cutTexts }` })
      await use({ page, complaints })
      await page.close()
      await server.close()
    },
    { scope: 'worker' },
  ],
})

const reachTools = async (): Promise<string> => {
  const file = resolve(import.meta.dirname, '../packages/editor/test-reach.ts')
  return (await transformWithOxc(readFileSync(file, 'utf8'), file)).code
}

/** UI strings of the shown story that are truncated at 200% text size. Runs in the page. */
async function cutAtTwiceTheSize(): Promise<string[]> {
  const { style } = document.documentElement
  const frames = async (): Promise<void> => {
    for (let left = 3; left > 0; left--) await new Promise((done) => requestAnimationFrame(done))
  }
  style.fontSize = '200%'
  await frames()
  const { reach } = window as unknown as { reach: Reach }
  const cut = reach.cutTexts(document.querySelector('#storybook-root')!)
  style.fontSize = ''
  return cut
}

/** Shows a story, waits until it has played, and returns the result. Runs in the page. */
function playInPage(id: string): Promise<Played> {
  const channel = (window as unknown as { __STORYBOOK_ADDONS_CHANNEL__: Channel }).__STORYBOOK_ADDONS_CHANNEL__
  return new Promise((done) => {
    const errors: string[] = []
    const reported = (what: { message?: string; description?: string }): void => {
      errors.push(what?.message ?? what?.description ?? String(what))
    }
    const worded = ['playFunctionThrewException', 'storyThrewException', 'storyErrored', 'storyMissing']
    const finish = ({ storyId, status }: { storyId: string; status: string }): void => {
      if (storyId !== id) return
      channel.off('storyFinished', finish)
      for (const event of worded) channel.off(event, reported)
      done({ status, errors })
    }
    for (const event of worded) channel.on(event, reported)
    channel.on('storyFinished', finish)
    channel.emit('setCurrentStory', { storyId: id, viewMode: 'story' })
  })
}

for (const { id, title, name } of selectEvery(stories, sizes.storyEveryNth)) {
  test(`${title} › ${name}`, async ({ frame: { page, complaints } }) => {
    complaints.length = 0
    const { status, errors } = await page.evaluate(playInPage, id)
    expect(errors.map((error) => error.split('\n\nIgnored nodes')[0]).join('\n')).toBe('')
    expect(status).toBe('success')
    expect(await page.evaluate(cutAtTwiceTheSize)).toEqual([])
    expect(complaints).toEqual([])
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

const looks = ['Dark', 'Narrow', 'Right To Left']
/** Variants that elements do not have, each with the reason. */
const without: Record<string, Record<string, string>> = {
  'aw-canvas-menu': { Narrow: 'as wide as its labels' },
  'aw-connect-list': { Narrow: 'of a fixed width, that of a phone' },
  'aw-download-menu': { Narrow: 'as wide as its labels' },
  'aw-minimap': { Narrow: 'of a fixed size' },
  'aw-quick-add': { Narrow: 'of a fixed width, that of a phone' },
}

base('every element has stories, also in the dark, narrow and from right to left', () => {
  const missing = elements().flatMap(({ tagName }) => {
    const names = Object.values(entries)
      .filter(({ importPath, type }) => type === 'story' && importPath.endsWith(`/${tagName}.stories.ts`))
      .map(({ name }) => name)
    const absent = looks.filter((look) => !without[tagName]?.[look] && !names.some((name) => name.includes(look)))
    return absent.length > 0 ? [`${tagName}: ${absent.join(', ')}`] : []
  })
  expect(missing.join('\n')).toBe('')
})

test('documents every element, with a control or a row for every entry of its manifest', async ({
  frame: { page },
}) => {
  const documented = new Set(Object.values(entries).flatMap(({ type, title }) => (type === 'docs' ? [title] : [])))
  const known = elements().map(({ tagName = '', members = [], events = [], cssProperties = [] }) => {
    const story = stories.find(({ importPath }) => importPath.endsWith(`/${tagName}.stories.ts`))!
    const settable = members.filter((one) => one.kind === 'field' && !one.static && !one.readonly)
    return { tagName, story, names: [...settable, ...events, ...cssProperties].map(({ name }) => name) }
  })
  expect(known.filter(({ story }) => !documented.has(story.title)).map(({ tagName }) => tagName)).toEqual([])
  expect(known.flatMap(({ names }) => names).length).toBeGreaterThan(300)
  const missing = await page.evaluate(async (tags) => {
    const { storyStoreValue } = (window as unknown as { __STORYBOOK_PREVIEW__: Preview }).__STORYBOOK_PREVIEW__
    const found: string[] = []
    for (const { tagName, story, names } of tags) {
      const { argTypes } = await storyStoreValue.loadStory({ storyId: story.id })
      found.push(...names.filter((name) => !argTypes[name]).map((name) => `${tagName} ${name}`))
    }
    return found
  }, known)
  expect(missing).toEqual([])
})
