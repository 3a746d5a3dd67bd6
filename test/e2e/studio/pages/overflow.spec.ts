import type { Locator, Page } from '@playwright/test'
import { csvFile, fixtureFile, StudioPage, createWorkflow } from '../page.ts'
import { expect, test } from '../../support/test.ts'

const columns = Array.from({ length: 60 }, (_, column) => `column_with_a_long_name_${column}`)
const wide = csvFile(
  'wide.csv',
  [columns, ...Array.from({ length: 30 }, (_, row) => columns.map((_, column) => row * column))].join('\n') + '\n',
)
const asking = createWorkflow(
  'Ask first',
  { Load: ['loading'], Ask: ['approval', { message: 'Is this table right?' }], Table: ['table'] },
  ['Load.table > Ask.value', 'Ask.approved > Table.table'],
)

/**
 * Controls that are cut off at the sides of the window, a dialog or the list of steps, and these containers if they
 * scroll.
 */
const cut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = []
    const isFrame = (element: Element): boolean =>
      element.matches('dialog, studio-steps, main') && element.checkVisibility()
    const read = (root: Document | ShadowRoot, edge: { left: number; right: number }): void => {
      const visit = (element: Element, outer: { left: number; right: number }): void => {
        // Tables and tabs scroll in their own containers.
        if (element.matches('aw-data-table, aw-canvas, aw-minimap, table, [role=tablist]')) return
        const box = element.getBoundingClientRect()
        const isCut =
          box.width > 0 && element.checkVisibility() && (box.left < outer.left - 1 || box.right > outer.right + 1)
        if (element.matches('button, input:not(.visually-hidden), select, textarea, a') && isCut)
          found.push(`${element.localName} ${element.textContent.trim().slice(0, 30)}`)
        if (isFrame(element) && element.scrollWidth > element.clientWidth + 1)
          found.push(`${element.localName} scrolls`)
        const inner = isFrame(element) ? box : outer
        if (element.shadowRoot) for (const child of element.shadowRoot.children) visit(child, inner)
        for (const child of element.children) visit(child, inner)
      }
      for (const child of root.children) visit(child, edge)
    }
    read(document, { left: 0, right: innerWidth })
    return found
  })

test('an approval of a wide table shows its buttons at any width', async ({ page }) => {
  const studio = new StudioPage(page)
  await studio.upload(wide)
  await studio.importWorkflow(asking)
  await studio.start('wide.csv')
  await expect(page.getByTestId('approval-modal').getByRole('table')).toBeVisible()
  for (const width of [360, 768, 1440, 3840]) {
    await page.setViewportSize({ width, height: 900 })
    expect(await cut(page), `${width} px`).toEqual([])
    await expect(page.getByTestId('approve-button')).toBeInViewport({ ratio: 1 })
  }
})

test('the toolbar of a workflow stays on one line in German at any width', async ({ page }) => {
  const studio = new StudioPage(page)
  const id = await studio.importWorkflow(asking)
  await studio.visit('/settings')
  await page.getByTestId('language').selectOption('de')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await studio.visit(`/workflows/${id}`)
  const toolbar = page.locator('aw-workflow-editor .toolbar')
  const name = toolbar.locator('.name')
  for (const width of [560, 768, 1024, 1280, 1366, 1440, 1920]) {
    await page.setViewportSize({ width, height: 900 })
    const lineHeight = await name.evaluate((field: HTMLElement) => field.offsetHeight)
    await expect
      .poll(() => toolbar.evaluate((bar) => bar.clientHeight), { message: `${width} px` })
      .toBeLessThan(2 * lineHeight)
  }
  await expect(page.getByTestId('action-alert')).toBeVisible()
})

test('the home page and the data list use the width of a small laptop in German', async ({ page }) => {
  const studio = new StudioPage(page)
  await studio.upload(csvFile('persons_with_empty_column.csv', 'id,name\n1,Anna\n2,Ben\n'))
  await page.setViewportSize({ width: 1024, height: 768 })
  await studio.visit('/settings')
  await page.getByTestId('language').selectOption('de')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await studio.visit('/')
  await expect(page.getByRole('heading', { name: 'System' })).toBeVisible()
  const actions = page.getByRole('navigation', { name: 'Schnellzugriff' })
  const tops = await actions
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getBoundingClientRect().top))
  expect(new Set(tops).size, 'lines of quick actions').toBe(1)
  const heights = await page
    .locator('studio-home .description')
    .evaluateAll((texts) => texts.map((text) => text.getClientRects().length))
  expect(heights, 'lines of each card').toEqual([1, 1, 1, 1])
  await studio.visit('/data')
  const name = studio.page.locator('studio-data .name .ellipsis', { hasText: 'persons' })
  await expect(name).toBeVisible()
  expect(await name.evaluate((text) => text.scrollWidth - text.clientWidth), 'hidden part of the name').toBe(0)
  await page.getByRole('button', { name: 'Löschen', exact: true }).click()
  await expect(studio.toast).toBeVisible()
  const toast = (await studio.toast.boundingBox())!
  const action = (await page.getByRole('button', { name: 'Datei hochladen' }).boundingBox())!
  expect(toast.y + toast.height, 'the toast ends above the actions').toBeLessThanOrEqual(action.y)
})

test('a message about a file with a long name shows its button', async ({ page }) => {
  const studio = new StudioPage(page)
  await studio.upload(csvFile(`${'x'.repeat(200)}.csv`, 'id,name\n1,Anna\n2,Ben\n'))
  await page.locator('input[type=file]').setInputFiles([csvFile('other.csv', 'id,name\n1,Anna\n2,Ben\n')])
  await expect(studio.message).toContainText('has the same content')
  expect(await cut(page)).toEqual([])
})

test('toolbar, steps and results of a workflow fit in German at any width', async ({ page }) => {
  const studio = new StudioPage(page)
  await studio.upload(csvFile('people.csv', 'id,name\n1,Anna\n2,Ben\n'))
  const workflow = await studio.importWorkflow(asking)
  await studio.visit('/settings')
  await page.getByTestId('language').selectOption('de')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  for (const width of [360, 390, 768, 1024, 1180, 1280, 1440, 1600]) {
    await page.setViewportSize({ width, height: 900 })
    await studio.go(`/workflows/${workflow}`)
    const toolbar = page.locator('aw-workflow-editor').getByRole('toolbar', { name: 'Werkzeugleiste' })
    await expect(toolbar).toBeVisible()
    expect(await cut(page), `${width} px`).toEqual([])
    const { height } = (await toolbar.boundingBox())!
    expect(height, `toolbar at ${width} px`).toBeLessThan(60)
    const steps = page.getByRole('button', { name: 'Schritte', exact: true })
    if ((await steps.getAttribute('aria-pressed')) !== 'true') await steps.click()
    await page
      .getByRole('button', { name: /Tabelle/ })
      .first()
      .click()
    expect(await cut(page), `with steps at ${width} px`).toEqual([])
    expect((await toolbar.boundingBox())!.height, `toolbar beside steps at ${width} px`).toBeLessThan(60)
  }
})

/** Elements whose content is wider than they are. */
const tooNarrow = (elements: Locator): Promise<string[]> =>
  elements.evaluateAll((all) =>
    all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent.trim().slice(0, 40)),
  )
const middle = async (element: Locator): Promise<number> => {
  const { y, height } = (await element.boundingBox())!
  return y + height / 2
}

test('controls and texts do not run into each other in German', async ({ page }) => {
  const studio = new StudioPage(page)
  await studio.upload(csvFile('people.csv', 'id,name\n1,Anna\n2,Ben\n'))
  const workflow = await studio.importWorkflow(asking)
  await studio.visit('/settings')
  await page.getByTestId('language').selectOption('de')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')

  await page.setViewportSize({ width: 768, height: 1_024 })
  await studio.go('/')
  expect(await tooNarrow(page.locator('studio-home .chain .step'))).toEqual([])
  await studio.go('/workflows')
  const [first, last] = [
    page.getByRole('button', { name: 'Importieren', exact: true }),
    page.getByRole('link', { name: 'Neuer Ablauf' }),
  ]
  expect(Math.abs((await middle(first)) - (await middle(last)))).toBeLessThan(4)

  await page.setViewportSize({ width: 1_440, height: 900 })
  await studio.go(`/workflows/${workflow}`)
  const editor = page.locator('aw-workflow-editor')
  await editor.getByRole('button', { name: 'Versionen', exact: true }).click()
  const version = editor.locator('aw-versions .version').first()
  await expect(version).toBeVisible()
  expect(await tooNarrow(version.locator('.head'))).toEqual([])

  await page.setViewportSize({ width: 320, height: 740 })
  await studio.go(`/workflows/${workflow}`)
  await expect(editor.locator('aw-run-bar')).toBeVisible()
  await editor.getByRole('toolbar').getByRole('button', { name: 'Befehle' }).click()
  const commands = editor.locator('aw-command-palette [role=option]')
  await expect(commands.first()).toBeVisible()
  const overlaps = await commands.evaluateAll(
    (all) =>
      all.filter((command) => {
        const [title, key] = [command.querySelector('.title'), command.querySelector('kbd')]
        return title && key && title.getBoundingClientRect().right > key.getBoundingClientRect().left
      }).length,
  )
  expect(overlaps).toBe(0)
  await page.setViewportSize({ width: 360, height: 740 })

  await studio.go('/validation')
  await expect(page.getByTestId('run-validation')).toBeVisible()
  expect(await tooNarrow(page.locator('studio-validation .kinds'))).toEqual([])
})

test('lists show filters, actions and headings in full at narrow widths', async ({ page }) => {
  const studio = new StudioPage(page)
  await studio.upload(csvFile('people.csv', 'id,name\n1,Anna\n2,Ben\n'), csvFile('gone.csv', 'a,b\n1,2\n'))
  await studio.openDataset('gone.csv')
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(studio.toast).toBeVisible()
  const runs: string[] = []
  for (const name of ['One', 'Two', 'Three', 'Four']) {
    const document = createWorkflow(name, { Load: ['loading'], Table: ['table'] }, ['Load.table > Table.table'])
    await studio.importWorkflow(name === 'One' ? { ...document, tags: ['cleaning'] } : document)
    if (runs.length === 2) continue
    runs.push(await studio.start('people.csv'))
    await expect(studio.status).toContainText('completed', { ignoreCase: true })
  }
  await studio.visit('/settings')
  await page.getByTestId('language').selectOption('de')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')

  await page.setViewportSize({ width: 360, height: 740 })
  await studio.go('/workflows')
  const filters = page.locator('studio-workflows .filters select')
  await expect(filters).toHaveCount(2)
  for (const select of await filters.all()) expect((await select.boundingBox())!.width).toBeGreaterThan(120)

  for (const width of [360, 390, 640, 700, 768]) {
    await page.setViewportSize({ width, height: 1_024 })
    await studio.go('/trash')
    const [restore, remove] = [
      page.getByRole('button', { name: 'Wiederherstellen' }),
      page.locator('studio-trash .danger.icon'),
    ]
    expect(Math.abs((await middle(restore)) - (await middle(remove))), `trash at ${width} px`).toBeLessThan(4)
    const when = page.locator('studio-trash .when').first()
    expect((await when.boundingBox())!.height, `time in the trash at ${width} px`).toBeLessThan(24)
    // On phones, the comparison shows no headings.
    if (width < 640) continue
    await studio.go(`/runs/${runs[0]}/with/${runs[1]}`)
    const lines = await page
      .locator('studio-compare thead th')
      .first()
      .evaluate((heading) => {
        const range = document.createRange()
        range.selectNodeContents(heading)
        return new Set([...range.getClientRects()].map(({ top }) => top)).size
      })
    expect(lines, `comparison at ${width} px`).toBe(1)
  }
})

test('the run bar of a phone is one line, and the results tab is visible', async ({ page }) => {
  const studio = new StudioPage(page)
  await page.setViewportSize({ width: 360, height: 740 })
  const bar = page.locator('aw-run-bar')
  const status = bar.getByRole('status')
  const offset = async (): Promise<number> =>
    Math.abs((await middle(bar.getByRole('button', { name: 'Run' }))) - (await middle(status)))
  await studio.importWorkflow(createWorkflow('Start', { Start: ['trigger'] }, []))
  await expect(status).toHaveText('Ready')
  expect(await offset()).toBeLessThan(4)

  await studio.upload({ ...(await fixtureFile('binary.bin')), name: 'invalid.txt' })
  await studio.importWorkflow(
    createWorkflow('Unreadable', { Load: ['loading'], Table: ['table'] }, ['Load.table > Table.table']),
  )
  await bar.getByRole('combobox').selectOption({ label: 'invalid.txt' })
  await bar.getByRole('button', { name: 'Run' }).click()
  await expect(status).toHaveText('Failed')
  expect(await offset()).toBeLessThan(4)
  const tab = page.locator('aw-results').getByRole('tab', { name: 'Report' })
  await expect(tab).toHaveAttribute('aria-selected', 'true')
  await expect(tab).toBeInViewport({ ratio: 0.99 })
})

test('placeholders of search fields fit at the width of a phone, in English and German', async ({ page }) => {
  const studio = new StudioPage(page)
  await studio.upload(csvFile('people.csv', 'id,name\n1,Anna\n'))
  // The list of workflows has a search field if it is long.
  for (const name of ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight'])
    await studio.importWorkflow(createWorkflow(name, { Load: ['loading'] }, []))
  await studio.start('people.csv')
  await page.setViewportSize({ width: 360, height: 740 })
  for (const [language, lang] of [
    ['en', 'en-US'],
    ['de', 'de'],
  ] as const) {
    await studio.go('/settings')
    await page.getByTestId('language').selectOption(language)
    await expect(page.locator('html')).toHaveAttribute('lang', lang)
    for (const path of ['/data', '/workflows', '/runs', '/templates']) {
      await studio.go(path)
      const field = page.getByRole('searchbox')
      await expect(field.first()).toBeVisible()
      const cutTexts = await field.evaluateAll((fields) =>
        (fields as HTMLInputElement[]).flatMap((input) => {
          const { font, paddingLeft, paddingRight } = getComputedStyle(input)
          const context = document.createElement('canvas').getContext('2d')!
          context.font = font
          const available = input.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
          return context.measureText(input.placeholder).width <= available ? [] : [input.placeholder]
        }),
      )
      expect(cutTexts, `${language} ${path}`).toEqual([])
    }
  }
})
