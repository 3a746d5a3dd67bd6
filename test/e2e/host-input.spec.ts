import { expect, test } from '@playwright/test'
import { nodeButton, openMainJob, runAndWait, setAttributes } from './support/accessible-page.ts'
import { tryComposition } from './support/try-composition.ts'
import { serveEmbedded, type EmbeddedPage } from './support/embedded-page.ts'

let site: EmbeddedPage
test.beforeAll(async () => (site = await serveEmbedded()))
test.afterAll(() => site.close())

test('keys of an input method change nothing in any text field', async ({ page }) => {
  const found: string[] = []
  const fields = new Set<string>()
  const look = async (state: string): Promise<void> => {
    const result = await tryComposition(page)
    for (const field of result.fields) fields.add(field)
    found.push(...result.found.map((text) => `${state}: ${text}`))
  }
  await page.goto(site.url)
  await openMainJob(page)
  await expect(nodeButton(page, 'Load')).toBeAttached()
  await look('full')
  await page.getByRole('button', { name: 'Commands and search' }).click()
  await look('command palette')
  await page.keyboard.press('Escape')
  await nodeButton(page, 'Prepare').focus()
  await page.keyboard.press('?')
  await look('keys')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Versions' }).click()
  await look('versions')
  await page.getByRole('button', { name: 'Close versions' }).click()
  await runAndWait(page)
  for (const name of ['Load', 'Prepare', 'Validate']) {
    await nodeButton(page, name).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('textbox', { name: 'Node name' })).toHaveValue(name)
    await look(name)
  }
  await page.locator('#part-data').click()
  await page.getByRole('tab', { name: 'Table' }).click()
  const column = page.getByRole('button', { name: /^Column menu: / }).first()
  for (const item of ['Filter…', 'Filter by value…']) {
    await column.click()
    await page.getByRole('menuitem', { name: item }).click()
    await look(item)
    await page.keyboard.press('Escape')
  }
  await nodeButton(page, 'Prepare').focus()
  for (const key of ['Tab', 'F2', 'Control+f', 'Control+k', 'n', '/']) {
    await nodeButton(page, 'Prepare').focus()
    await page.keyboard.press(key)
    await look(`key ${key}`)
    await page.keyboard.press('Escape')
  }
  const canvas = (await page.locator('aw-canvas').first().boundingBox())!
  await page.mouse.dblclick(canvas.x + 40, canvas.y + canvas.height - 120)
  await expect(page.locator('aw-quick-add')).toBeVisible()
  await look('quick add')
  expect(fields.size).toBeGreaterThanOrEqual(11)
  expect(found).toEqual([])
})

test('keys of an input method change nothing in an editor of code', async ({ page }) => {
  await page.goto(site.url)
  await openMainJob(page)
  await nodeButton(page, 'Validate').focus()
  await page.keyboard.press('Enter')
  const editor = page.locator('aw-code-field .cm-content').first()
  await editor.click()
  const session = await page.context().newCDPSession(page)
  await session.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 })
  await expect(editor).toHaveText('にほん')
  for (const key of ['Enter', 'Escape', 'Tab', 'ArrowDown', 'Backspace']) {
    const isPrevented = await editor.evaluate((element, name) => {
      const event = new KeyboardEvent('keydown', {
        key: name,
        isComposing: true,
        keyCode: 229,
        bubbles: true,
        composed: true,
        cancelable: true,
      })
      element.dispatchEvent(event)
      return event.defaultPrevented
    }, key)
    await expect(editor).toHaveText('にほん')
    expect([key, isPrevented]).toEqual([key, false])
  }
  await session.send('Input.insertText', { text: '日本' })
  await expect(editor).toHaveText('日本')
})

test('keys without a meaning reach the page', async ({ page }) => {
  await page.goto(site.url)
  await openMainJob(page)
  await nodeButton(page, 'Load').focus()
  await page.evaluate(() => {
    const seen: string[] = []
    Object.assign(globalThis, { seen })
    document.addEventListener('keydown', (event) =>
      seen.push(`${event.key}${event.defaultPrevented ? ' prevented' : ''}`),
    )
  })
  const keys = [
    'Escape',
    'F4',
    'F7',
    'F8',
    'F9',
    'Insert',
    'Pause',
    'Alt+q',
    'Control+Alt+Shift+j',
    'Control+Shift+F9',
    'Alt+ArrowRight',
    'Control+Home',
    'x',
  ]
  for (const key of keys) {
    await nodeButton(page, 'Load').focus()
    await page.keyboard.press(key)
  }
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)
  expect(seen.length).toBeGreaterThan(keys.length)
  expect(seen.filter((key) => key.endsWith('prevented'))).toEqual([])
})

test('the wheel at the end of a scroll area reaches the page', async ({ page }) => {
  await page.goto(site.url)
  await openMainJob(page)
  await runAndWait(page)
  await nodeButton(page, 'Prepare').focus()
  await page.keyboard.press('Enter')
  await page.evaluate(() => {
    for (const { style } of [document.documentElement, document.body]) {
      style.setProperty('height', 'auto', 'important')
      style.setProperty('overflow', 'visible', 'important')
    }
    document.body.style.setProperty('padding-bottom', '3000px')
  })
  for (const wheel of ['zoom', 'pan', 'page'] as const) {
    await setAttributes(page, { wheel })
    const areas = await page.evaluate(() => {
      const all = (root: Document | ShadowRoot): HTMLElement[] =>
        [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => [
          element,
          ...(element.shadowRoot ? all(element.shadowRoot) : []),
        ])
      return all(document)
        .filter((element) => {
          const style = getComputedStyle(element)
          return (
            element !== document.documentElement &&
            element !== document.body &&
            /auto|scroll/.test(style.overflowY) &&
            element.checkVisibility() &&
            element.clientHeight > 20
          )
        })
        .map((element) => {
          element.scrollTop = element.scrollHeight
          const { x, y, width, height } = element.getBoundingClientRect()
          const host = (element.getRootNode() as ShadowRoot).host?.localName ?? ''
          return {
            name: `${host} ${element.localName}.${element.className}#${element.id}`,
            x: x + width / 2,
            y: y + Math.min(height / 2, 60),
          }
        })
    })
    const canvas = await page.locator('aw-canvas').first().boundingBox()
    for (const area of [...areas, { name: 'canvas', x: canvas!.x + 300, y: canvas!.y + 300 }]) {
      await page.evaluate(() => scrollTo(0, 0))
      await page.mouse.move(area.x, area.y)
      await page.mouse.wheel(0, 200)
      // A wheel that reaches the page scrolls it in the next frames.
      if (area.name === 'canvas') await page.waitForTimeout(300)
      const reachesPage = area.name !== 'canvas' || wheel === 'page'
      await expect.poll(() => page.evaluate(() => scrollY), `${wheel}, ${area.name}`).toBe(reachesPage ? 200 : 0)
    }
  }
})
