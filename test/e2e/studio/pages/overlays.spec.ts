import type { Locator, Page } from '@playwright/test'
import { csvFile, StudioPage, createWorkflow } from '../page.ts'
import { expect, test } from '../../support/test.ts'

const workflow = createWorkflow('Overlays', { Load: ['loading'], Filter: ['filter'], Table: ['table'] }, [
  'Load.table > Filter.table',
  'Filter.table > Table.table',
])

/** Width of an overlay's border, which is not compared: its rounded corners show what is below. */
const border = 12

/** Takes a screenshot of an overlay without its border. */
async function takePicture(page: Page, overlay: Locator): Promise<string> {
  const { x, y, width, height } = (await overlay.boundingBox())!
  const clip = { x: x + border, y: y + border, width: width - 2 * border, height: height - 2 * border }
  return (await page.screenshot({ clip, animations: 'disabled', caret: 'hide' })).toString('base64')
}

const setOpacity = (overlays: readonly Locator[], value: string): Promise<unknown> =>
  Promise.all(
    overlays.map((overlay) => overlay.evaluate((element: HTMLElement, to) => (element.style.opacity = to), value)),
  )

/** Counts the pixels that differ between two pictures by more than the antialiasing of text. */
const countChangedPixels = (page: Page, ...pictures: [string, string]): Promise<number> =>
  page.evaluate(async (encoded) => {
    const [first = [], second = []] = await Promise.all(
      encoded.map(async (base64) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
        const bitmap = await createImageBitmap(new Blob([bytes]))
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!
        context.drawImage(bitmap, 0, 0)
        return [...context.getImageData(0, 0, bitmap.width, bitmap.height).data]
      }),
    )
    return first.filter((value, index) => Math.abs(value - (second[index] ?? 0)) > 40).length
  }, pictures)

/** Expects an overlay to have the same pixels with and without others. */
async function expectUncovered(page: Page, overlay: Locator, others: readonly Locator[]): Promise<void> {
  // An overlay may change between two pictures, such as the state of the engine.
  await expect(async () => {
    const together = await takePicture(page, overlay)
    await setOpacity(others, '0')
    const alone = await takePicture(page, overlay)
    await setOpacity(others, '')
    expect(await countChangedPixels(page, together, alone), String(overlay)).toBe(0)
  }).toPass({ timeout: 180_000 })
}

test('each overlay of the canvas has the same pixels with and without the others', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const studio = new StudioPage(page)
  await studio.upload(csvFile('values.csv', 'a,b\n1,x\n'))
  await studio.importWorkflow(workflow)
  const editor = page.locator('aw-workflow-editor')
  for (const { width, height } of [
    { width: 1440, height: 900 },
    { width: 1000, height: 700 },
  ]) {
    await page.setViewportSize({ width, height })
    await editor.getByRole('button', { name: /^Filter, / }).focus()
    await page.keyboard.press('n')
    const quickAdd = editor.locator('aw-quick-add')
    await expect(quickAdd.getByRole('combobox')).toBeFocused()
    const shown: Locator[] = []
    for (const selector of ['.corner aw-minimap', '.zoom', '.chip', 'aw-run-bar', '.notice']) {
      const overlay = editor.locator(selector)
      if ((await overlay.count()) === 1 && (await overlay.isVisible())) shown.push(overlay)
    }
    expect(shown.length, `overlays at ${width} px`).toBeGreaterThanOrEqual(2)
    // Lists are above the other overlays, which are beside each other.
    await expectUncovered(page, quickAdd, shown)
    await page.keyboard.press('Escape')
    await expect(quickAdd).toHaveCount(0)
    for (const overlay of shown) {
      const others = shown.filter((other) => other !== overlay)
      await expectUncovered(page, overlay, others)
    }
  }
})
