import type { Page } from '@playwright/test'
import { selectEvery, sizes } from '../../../sizes.ts'
import { axeFindings } from '../../support/axe-findings.ts'
import { openStudio, StudioPage } from '../page.ts'
import { emptyStates, setLook, looks, usedStates, useProfile, type Look, type PageState } from './page-states.ts'
import { expect, test } from '../../support/test.ts'

/** Only colors and sizes depend on the theme. */
const findings = (page: Page, what: string, look: Look): Promise<string[]> =>
  axeFindings(page, `${what}, ${look}`, look === 'light' ? {} : { rules: ['color-contrast', 'target-size'] })

/** Layout shift score since the last call, computed like in browsers. */
const shifted = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const global = globalThis as { moved?: number; shifts?: PerformanceObserver }
    const add = (entries: PerformanceEntryList): void => {
      for (const entry of entries as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
        if (!entry.hadRecentInput) global.moved = (global.moved ?? 0) + entry.value
      }
    }
    if (global.shifts) add(global.shifts.takeRecords())
    else {
      global.shifts = new PerformanceObserver((list) => add(list.getEntries()))
      global.shifts.observe({ type: 'layout-shift' })
    }
    const { moved = 0 } = global
    global.moved = 0
    return moved
  })

/** Maximum score that browsers rate as good; the shift of one list row is a tenth of it. */
const maxLayoutShift = 0.1

async function lookAt(studio: StudioPage, states: readonly PageState[]): Promise<void> {
  const { page } = studio
  const found: string[] = []
  for (const { name, open, press, getLoadedElement } of selectEvery(states, sizes.stateEveryNth)) {
    await setLook(page, 'light')
    await shifted(page)
    await open(studio)
    await press?.(page, studio)
    await expect(getLoadedElement(page)).toBeVisible()
    const moved = await shifted(page)
    // A click may shift the content below it.
    if (!press && moved > maxLayoutShift) found.push(`${name}: moved by ${moved.toFixed(3)} while it loaded`)
    for (const look of (Object.keys(looks) as Look[]).slice(0, sizes.looks)) {
      await setLook(page, look)
      // Colors may be in transition; only a finding that remains counts.
      let seen = await findings(page, name, look)
      if (seen.length > 0) {
        await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
        seen = await findings(page, name, look)
      }
      found.push(...seen)
    }
  }
  expect(found).toEqual([])
}

/** All visible texts except contents of files and texts that are marked as English. */
const textOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const texts: string[] = []
    const read = (node: Node): void => {
      if (node instanceof Text) texts.push(node.data)
      if (node instanceof Element && node.matches('style, script, noscript, pre, [lang=en]')) return
      for (const child of (node as Element).shadowRoot?.childNodes ?? []) read(child)
      for (const child of node.childNodes) read(child)
    }
    read(document.body)
    return texts.join(' ').replaceAll(/\s+/g, ' ')
  })

const germanPages: readonly (readonly [path: string, heading: string])[] = [
  ['/', 'Start'],
  ['/data', 'Daten'],
  ['/workflows', 'Abläufe'],
  ['/templates', 'Neu aus Vorlage'],
  ['/workflows/cosmo-ready', 'Eine unordentliche Datei vorbereiten'],
  ['/runs', 'Läufe'],
  ['/validation', 'Validieren'],
  ['/trash', 'Papierkorb'],
  ['/search', 'Suche'],
  ['/help', 'Hilfe'],
  ['/help/join', 'Verknüpfen'],
  ['/tour', 'Rundgang'],
  ['/nothing/here', 'Seite nicht gefunden'],
  ['/settings', 'Einstellungen'],
]

/** Checks every page in German: no English text, and no content wider than a phone. */
async function lookAtGerman(studio: StudioPage): Promise<void> {
  const { page } = studio
  await studio.visit('/settings')
  await page.getByTestId('language').selectOption('de')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  // The first render is also in German.
  await page.reload()
  await expect(page.locator('h1', { hasText: 'Einstellungen' })).toBeAttached()
  await setLook(page, 'narrow')
  const found: string[] = []
  for (const [path, heading] of germanPages) {
    await studio.visit(path)
    await expect(page.locator('h1', { hasText: heading })).toBeAttached()
    await expect(page).toHaveTitle(/aw Studio$/)
    // The texts of a language load after the page: only texts that stay English are findings.
    const english = async (): Promise<string[]> =>
      (await textOf(page)).match(/Load → \S+|Prepare a \S+|\S+ (?:the|your|and|of|is|are|not|from|with) \S+/gi) ?? []
    await expect.poll(english, path).toEqual([])
    const wide = await page.evaluate(() => {
      const outlet = document.querySelector('studio-app')!.shadowRoot!.querySelector('.outlet')!
      return Math.max(outlet.scrollWidth - outlet.clientWidth, document.documentElement.scrollWidth - innerWidth)
    })
    if (wide > 0) found.push(`${path}: ${wide} px too wide`)
  }
  expect(found).toEqual([])
}

/** Navigation labels that are truncated, or closer to the next one than a space. */
const crowded = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const words = document.querySelector('studio-app')!.shadowRoot!.querySelectorAll<HTMLElement>('nav .label')
    // On the rail, the labels are for screen readers only, one pixel wide.
    const shown = [...words].filter((word) => word.checkVisibility() && word.clientWidth > 1)
    const isNear = (word: HTMLElement, next: HTMLElement | undefined): boolean => {
      const [here, there] = [word.getBoundingClientRect(), next?.getBoundingClientRect()]
      return there !== undefined && there.top < here.bottom && there.left - here.right < 3
    }
    const isAtSide = (word: HTMLElement): boolean => {
      const [here, nav] = [word.getBoundingClientRect(), word.closest('nav')!.getBoundingClientRect()]
      return here.left - nav.left < 4 || nav.right - here.right < 4
    }
    return shown
      .filter((word, index) => word.scrollWidth > word.clientWidth || isNear(word, shown[index + 1]) || isAtSide(word))
      .map((word) => word.textContent)
  })

/** Returns the different positions of elements. */
const listPositions = async (page: Page, selector: string, side: 'top' | 'left'): Promise<number[]> => {
  await expect(page.locator(selector).first()).toBeVisible()
  return page.locator(selector).evaluateAll((elements, edge) => {
    const positions = elements.map((element) => Math.round(element.getBoundingClientRect()[edge]))
    return [...new Set(positions)]
  }, side)
}

test('navigation labels fit in each language and at each width', async ({ page }) => {
  const studio = await openStudio(page, '/')
  for (const [language, settings] of [
    ['en', 'Settings'],
    ['de', 'Einstellungen'],
  ] as const) {
    await studio.visit('/settings')
    await page.getByTestId('language').selectOption(language)
    await expect(page.locator('html')).toHaveAttribute('lang', new RegExp(`^${language}`))
    // The page has the name of its link.
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(settings)
    for (const width of [1440, 1024, 390, 360]) {
      await page.setViewportSize({ width, height: 800 })
      await expect(page.getByRole('link', { name: settings, exact: true })).toBeVisible()
      expect(await crowded(page), `${language}, ${width} px`).toEqual([])
    }
    expect(await listPositions(page, 'studio-settings .choices [aria-pressed]', 'top')).toHaveLength(1)
    await studio.visit('/')
    expect(await listPositions(page, 'studio-home .quick a', 'left')).toHaveLength(2)
  }
})

test('axe finds no problem on any page of an empty profile in any theme, and all texts are available in German', async ({
  page,
}) => {
  test.setTimeout(600_000)
  const studio = await openStudio(page, '/')
  await lookAt(studio, emptyStates)
  await lookAtGerman(studio)
})

test('axe finds no problem on any page of a used profile in any theme', async ({ page }) => {
  test.setTimeout(600_000)
  const studio = new StudioPage(page)
  const profile = await useProfile(studio)
  await lookAt(studio, usedStates(profile))
  const found: string[] = []
  for (const tab of ['chart', 'metadata', 'log', 'report']) {
    await studio.visit(`/runs/${profile.runs.completed}/results?tab=${tab}`)
    await expect(page.locator(`#tab-${tab}`)).toHaveAttribute('aria-selected', 'true')
    await expect(page.locator('#shown > :nth-child(2)')).toBeVisible()
    found.push(...(await findings(page, `results as ${tab}`, 'light')))
  }
  // The selected tab is visible, although not all tabs are. Positions are rounded, so a fraction of a pixel may be cut.
  await setLook(page, 'narrow')
  await studio.visit(`/runs/${profile.runs.completed}/results?tab=table`)
  await expect(page.locator('#tab-table')).toBeInViewport({ ratio: 0.98 })
  await studio.visit(`/runs/${profile.runs.completed}/results?tab=report`)
  await expect(page.locator('#tab-report')).toBeInViewport({ ratio: 0.98 })
  for (const name of ['notifications', 'more']) {
    await setLook(page, 'narrow')
    await page.locator(`button.${name}`).click()
    await expect(page.locator(`#${name}`)).toBeVisible()
    found.push(...(await axeFindings(page, name)))
    await page.keyboard.press('Escape')
  }
  expect(found).toEqual([])
})

test('a placeholder appears instead of a page that takes a moment to load', async ({ page }) => {
  const studio = await openStudio(page, '/settings')
  let release = (): void => undefined
  const isReleased = new Promise<void>((resolve) => (release = resolve))
  await page.route(/\/analytics-page-/, async (route) => {
    await isReleased
    await route.continue()
  })
  await studio.visit('/analytics')
  const outlet = page.locator('studio-app .outlet')
  await expect(outlet).toHaveAttribute('aria-busy', 'true')
  const readPlaceholder = (): Promise<string> =>
    outlet.evaluate((element) => {
      const { visibility, height } = getComputedStyle(element, '::after')
      return `${visibility} ${height}`
    })
  await expect.poll(readPlaceholder).toBe('visible 320px')
  release()
  await expect(outlet).toHaveAttribute('aria-busy', 'false')
  expect(await readPlaceholder()).not.toContain('320px')
})
