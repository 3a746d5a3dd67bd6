import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { recordAnnouncements } from './support/announcements.ts'
import { serveEmbedded, type EmbeddedPage } from './support/embedded-page.ts'
import { Keyboard } from './support/keyboard.ts'

const sample = resolve(import.meta.dirname, '../fixtures/sample.csv')
const reviewed = resolve(import.meta.dirname, 'keyboard-only.transcript.txt')

/**
 * Announcements, except those that depend on the machine's speed: durations, running nodes (a fast one ends before it
 * is announced), files being read, and counts between the letters of a search.
 */
function settled(lines: readonly string[]): string[] {
  const said = lines
    .flatMap((line) => line.split('. '))
    .map((line) => line.replaceAll('\u00a0', '').replaceAll(/\d+(\.\d+)? m?s\b/g, '<time>'))
    .filter((line) => !/: Running$|^Queued$|^Reading |^Getting ready$/.test(line))
  const counts = (line: string | undefined): boolean => /\bfound$/.test(line ?? '')
  return said.filter((line, index) => line !== said[index - 1] && !(counts(line) && counts(said[index + 1])))
}

let site: EmbeddedPage
test.beforeAll(async () => (site = await serveEmbedded()))
test.afterAll(() => site.close())

test('builds, runs and reads the main job by keyboard alone, with every step announced', async ({ page }) => {
  const said = await recordAnnouncements(page)
  const keyboard = new Keyboard(page)
  const transcript: string[] = []
  /** `passing`: announcements that occur only on a slow machine. */
  const heard = async (step: string, passing?: RegExp): Promise<void> => {
    const lines = settled(await said.take()).filter((line) => !passing?.test(line))
    transcript.push(`# ${step}`, ...lines, '')
  }
  /** The text next to Run, which the engine updates after it has checked the document. */
  const readiness = (words: string): Promise<void> => expect(page.getByText(words, { exact: true })).toBeVisible()
  const node = (name: string): RegExp => new RegExp(`^${name}, `)
  await page.goto(site.url)
  await expect(page.getByRole('button', { name: 'Validate', exact: true })).toBeVisible()
  await said.take()

  await keyboard.tabTo('button', 'Add node')
  await keyboard.press('Enter')
  await keyboard.isOn('combobox', 'Search nodes')
  await page.keyboard.type('Load')
  await keyboard.press('Enter')
  await expect(page.getByRole('button', { name: node('Load') })).toBeAttached()
  await readiness('Choose a file first')
  await heard('Add a node to the empty canvas')

  await keyboard.press('a')
  await keyboard.isOn('combobox', 'Search nodes')
  await page.keyboard.type('Prepare')
  await keyboard.press('Enter')
  await expect(page.getByRole('button', { name: node('Prepare') })).toBeAttached()
  await heard('Add a node after it, joined to it')

  await keyboard.press('Escape', 'n')
  await keyboard.isOn('combobox', 'Search nodes')
  await page.keyboard.type('Validate')
  await keyboard.press('Enter')
  await expect(page.getByRole('button', { name: node('Validate') })).toBeAttached()
  await readiness('Set up 1 new node first')
  await heard('Add a node that stands alone')
  await keyboard.press('l')
  await keyboard.isOn('combobox', 'Connect “Validate” to…')
  await page.keyboard.type('to Load')
  await heard('A connection is refused, with its reason')
  await keyboard.press('Control+a')
  await page.keyboard.type('from Prepare')
  await keyboard.press('Enter')
  await readiness('Choose a file first')
  await heard('Connect two nodes')

  await keyboard.press('a')
  await keyboard.isOn('combobox', 'Search nodes')
  await page.keyboard.type('Approval')
  await keyboard.press('Enter')
  await expect(page.getByRole('button', { name: node('Approval') })).toBeAttached()
  await heard('Add an approval')

  await keyboard.tabTo('button', node('Approval'), 'Tab')
  await keyboard.press('Alt+ArrowDown', 'Control+z', 'Control+Shift+z')
  await heard('Move it, undo, redo')

  await keyboard.press('Enter')
  await keyboard.isOn('textbox', /^Message/)
  await keyboard.press('Control+a')
  await page.keyboard.type('Are these the right rows?')
  await keyboard.tabTo('button', 'Close settings', 'Shift+Tab')
  await keyboard.press('Enter')
  await keyboard.isOn('button', node('Approval'))
  await heard('Say what the person is asked, in its settings')

  await keyboard.press('ArrowLeft', 'ArrowLeft', 'ArrowLeft')
  await keyboard.isOn('button', node('Load'))
  await keyboard.press('Enter')
  const chooser = page.waitForEvent('filechooser')
  await keyboard.tabTo('button', 'Upload file')
  await keyboard.press('Enter')
  await (await chooser).setFiles(sample)
  await expect(page.getByRole('button', { name: /^Load, .*detected automatically/ })).toBeAttached()
  await readiness('Ready')
  await heard('Choose a file in the settings')

  await keyboard.tabTo('button', 'Run')
  await keyboard.press('Enter')
  await expect(page.getByText('Waiting', { exact: true }).first()).toBeVisible({ timeout: 180_000 })
  await expect(page.getByText('Are these the right rows?', { exact: true }).last()).toBeVisible()
  await heard('Run until a person is asked')

  await keyboard.tabTo('button', 'Approve')
  await keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: /^\s*Completed/ })).toBeVisible()
  await keyboard.isOn('tab', 'Run')
  await heard('Approve', /^Running$|^Valid /)

  const grid = await keyboard.tabTo('grid', /./)
  await expect(grid).toHaveAttribute('aria-rowcount', '6')
  await keyboard.press('Control+Home', 'ArrowDown', 'ArrowRight')
  await heard('Read the table that came out')
  // The current cell is rendered with the next frame.
  const currentCell = (): Promise<string | undefined> =>
    grid.evaluate((element) => {
      const id = element.getAttribute('aria-activedescendant') ?? ''
      return (element.getRootNode() as ShadowRoot).getElementById(id)?.textContent?.trim()
    })
  await expect.poll(currentCell).toBe('Beta')

  expect(transcript.join('\n')).toBe(await readFile(reviewed, 'utf8'))
})

test('does the main job in fewer than 60 key presses', async ({ page }) => {
  await page.addInitScript(() => {
    const counter = { presses: 0 }
    addEventListener('keydown', () => counter.presses++, { capture: true })
    Object.assign(globalThis, { counter })
  })
  const presses = (): Promise<number> =>
    page.evaluate(() => (globalThis as unknown as { counter: { presses: number } }).counter.presses)
  const keyboard = new Keyboard(page)
  const add = async (search: string, title: string): Promise<void> => {
    await keyboard.isOn('combobox', 'Search nodes')
    await page.keyboard.type(search)
    await keyboard.press('Enter')
    await expect(page.getByRole('button', { name: new RegExp(`^${title}, `) })).toBeAttached()
  }
  await page.goto(site.url)
  await expect(page.getByRole('button', { name: 'Validate', exact: true })).toBeVisible()
  await keyboard.tabTo('button', 'Add node')
  await keyboard.press('Enter')
  await add('loa', 'Load')
  await keyboard.press('a')
  await add('prep', 'Prepare')
  await keyboard.press('a')
  await add('val', 'Validate')
  await keyboard.press('Tab', 'ArrowLeft', 'ArrowLeft')
  await keyboard.isOn('button', /^Load, /)
  await keyboard.press('Enter')
  const chooser = page.waitForEvent('filechooser')
  await keyboard.tabTo('button', 'Upload file')
  await keyboard.press('Enter')
  await (await chooser).setFiles(sample)
  await expect(page.getByText('Ready', { exact: true })).toBeVisible()
  await keyboard.press('Escape')
  await keyboard.tabTo('button', 'Run')
  await keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: /^\s*Completed/ })).toBeVisible()
  const grid = await keyboard.tabTo('grid', /./)
  await keyboard.press('Control+Home', 'ArrowDown')
  await expect(grid).toHaveAttribute('aria-rowcount', '6')
  expect(await presses()).toBeLessThan(60)
})
