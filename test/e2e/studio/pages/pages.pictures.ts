import { mkdir, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { openStudio, StudioPage } from '../page.ts'
import { emptyStates, setLook, looks, usedStates, useProfile, type Look, type PageState } from './page-states.ts'
import { expect, test } from '../../support/test.ts'

const folder = resolve(import.meta.dirname, '../../../../examples/studio/pictures')
/** The looks of pictures. Those wider than a laptop are scaled down, to keep the total size small. */
const scales = { light: 1, dark: 1, narrow: 1, wide: 0.6 } satisfies Partial<Record<Look, number>>
type PictureLook = keyof typeof scales

async function savePicture(page: Page, name: string, look: PictureLook, subfolder: string = look): Promise<void> {
  await page.evaluate(async () => {
    await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined)))
    // Canvases detect a theme change by a transition event, and redraw one frame later.
    await new Promise((resolve) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve)), 100))
  })
  const { width, height } = looks[look]
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 60,
    clip: { x: 0, y: 0, width, height, scale: scales[look] },
  })
  await session.detach()
  await mkdir(resolve(folder, subfolder), { recursive: true })
  await writeFile(resolve(folder, subfolder, `${name}.webp`), Buffer.from(data, 'base64'))
}

async function savePictures(studio: StudioPage, states: readonly PageState[]): Promise<void> {
  const { page } = studio
  for (const { name, open, press, getLoadedElement } of states) {
    await setLook(page, 'light')
    await open(studio)
    await press?.(page, studio)
    await expect(getLoadedElement(page)).toBeVisible()
    for (const look of Object.keys(scales) as PictureLook[]) {
      await setLook(page, look)
      await savePicture(page, name, look)
    }
  }
}

test('takes pictures of an empty profile', async ({ page }) => {
  const studio = await openStudio(page, '/')
  await savePictures(studio, emptyStates)
})

test('takes pictures of a used profile, and of German pages', async ({ page }) => {
  const studio = new StudioPage(page)
  await savePictures(studio, usedStates(await useProfile(studio)))
  await studio.visit('/settings')
  await page.getByTestId('language').selectOption('de')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await setLook(page, 'light')
  for (const path of ['', 'data', 'workflows', 'runs', 'validation', 'templates', 'settings']) {
    await studio.visit(`/${path}`)
    await expect(page.locator('.outlet h1')).toBeAttached()
    await savePicture(page, path || 'home', 'light', 'german')
  }
})
