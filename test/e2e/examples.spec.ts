import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test as base, type Locator, type Page } from '@playwright/test'
import { build } from 'vite'
import { selectSlowCases } from '../sizes.ts'
import { policy } from './support/policy.ts'
import { serveUnderPolicy, type ServedFolder } from './support/serve-under-policy.ts'

const root = resolve(import.meta.dirname, '../..')

interface Example {
  folder: string
  /** Whether Vite builds the example; otherwise it is served unchanged. */
  built?: boolean
  /** Returns our policy with the additional sources that the page's framework needs. */
  policy?: (ours: string) => string
  /** Selectors of the editor and of the controls around it. */
  within?: (page: Page) => { controls: Page | Locator; editor: Locator }
}

const trusting = (name: string) => (ours: string) => ours.replace('trusted-types aw', `trusted-types ${name} aw`)

const examples: Example[] = [
  { folder: '02-react', built: true },
  { folder: '03-vue', built: true, policy: trusting('vue') },
  { folder: '04-svelte', built: true, policy: trusting('svelte-trusted-html') },
  { folder: '06-in-a-shadow-root' },
  {
    folder: '07-in-an-iframe',
    policy: (ours) => `${ours.replace("frame-ancestors 'none'", "frame-ancestors 'self'")}; frame-src 'self'`,
    within: (page) => ({
      controls: page,
      editor: page.frameLocator('iframe').locator('aw-workflow-editor'),
    }),
  },
]

interface Site {
  /** Serves an example under the policy; any violation fails the test. */
  serve(example: Example): Promise<string>
}

/** Folder with the published files in `/aw` and the page at its root. No other files of this repository are served. */
const test = base.extend<{ site: Site; browserErrors: string[] }>({
  browserErrors: [
    async ({ page }, use) => {
      const browserErrors: string[] = []
      page.on('console', (message) => {
        if (!['error', 'warning'].includes(message.type()) || /report[- ]only/i.test(message.text())) return
        browserErrors.push(`${message.type()}: ${message.text()}`)
      })
      page.on('pageerror', (exception) => browserErrors.push(`exception: ${exception.message}`))
      page.on('response', (answer) => {
        if (answer.status() >= 400) browserErrors.push(`${answer.status()} for ${answer.url()}`)
      })
      await use(browserErrors)
    },
    { auto: true },
  ],
  site: async ({ browserErrors, page }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'aw-example-'))
    const servers: ServedFolder[] = []
    await use({
      async serve(example) {
        const source = join(root, 'examples', example.folder)
        if (example.built) {
          const configFile = join(source, 'vite.config.ts')
          await build({ configFile, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } })
        } else await cp(source, folder, { recursive: true })
        await mkdir(join(folder, 'aw'))
        await cp(join(root, 'packages/embed/dist'), join(folder, 'aw'), {
          recursive: true,
          filter: (path) => !path.endsWith('/types'),
        })
        await cp(join(root, 'examples/workflows/cosmo-ready.json'), join(folder, 'cosmo-ready.json'))
        // Browsers request the page's icon automatically.
        await cp(join(root, 'examples/01-embed-in-a-page/mark.svg'), join(folder, 'favicon.ico'))
        const server = await serveUnderPolicy(folder, example.policy?.(policy))
        servers.push(server)
        return server.url
      },
    })
    await page.waitForTimeout(300)
    // Parts that the page loads when it is idle must not be requested from a server that is closed.
    await page.goto('about:blank')
    for (const server of servers) await server.close().catch((cause: Error) => browserErrors.push(cause.message))
    await rm(folder, { recursive: true, force: true })
    expect(browserErrors).toEqual([])
  },
})

const nodesOf = (editor: Locator): Promise<number> =>
  editor.evaluate(
    (element: HTMLElementTagNameMap['aw-workflow-editor']) => element.session?.document.current.nodes.length ?? 0,
  )

for (const example of selectSlowCases(examples)) {
  test(`${example.folder}: the host sets a property, receives an event and cancels one`, async ({ page, site }) => {
    await page.goto(await site.serve(example))
    const { controls, editor } = example.within?.(page) ?? {
      controls: page,
      editor: page.locator('aw-workflow-editor'),
    }
    await expect(editor.locator('aw-canvas canvas').first()).toBeVisible()
    await expect.poll(() => nodesOf(editor)).toBeGreaterThan(1)
    const before = await nodesOf(editor)
    await expect(editor).toHaveAttribute('theme', 'light')
    await controls.getByLabel('Dark').check()
    await expect(editor).toHaveAttribute('theme', 'dark')

    await editor
      .locator('aw-canvas')
      .getByRole('button', { name: /^Load\b/ })
      .first()
      .focus()
    await page.keyboard.press('Enter')
    await expect(controls.getByText(/^\d selected, \d rejected$/)).toHaveText('1 selected, 0 rejected')

    await controls.getByLabel('Reject changes').check()
    const node = editor
      .locator('aw-canvas')
      .getByRole('button', { name: /^Load\b/ })
      .first()
    await node.focus()
    await page.keyboard.press('Delete')
    await expect(controls.getByText(/^\d selected, \d rejected$/)).toHaveText('1 selected, 1 rejected')
    expect(await nodesOf(editor)).toBe(before)

    await controls.getByLabel('Reject changes').uncheck()
    await node.focus()
    await page.keyboard.press('Delete')
    await expect.poll(() => nodesOf(editor)).toBe(before - 1)

    // Only a change that the host allows can be undone.
    await controls.getByLabel('Reject changes').check()
    const other = editor
      .locator('aw-canvas')
      .getByRole('button', { name: /^Prepare\b/ })
      .first()
    await other.focus()
    await page.keyboard.press('Control+z')
    await expect(controls.getByText(/, 2 rejected$/)).toBeVisible()
    expect(await nodesOf(editor)).toBe(before - 1)
    await controls.getByLabel('Reject changes').uncheck()
    await other.focus()
    await page.keyboard.press('Control+z')
    await expect.poll(() => nodesOf(editor)).toBe(before)
  })
}

test('07-in-an-iframe: a pointer moves a node, menus open at the pointer, and a run completes', async ({
  page,
  site,
}) => {
  const example = examples.find(({ folder }) => folder === '07-in-an-iframe')!
  await page.goto(await site.serve(example))
  const { editor } = example.within!(page)
  await expect.poll(() => nodesOf(editor)).toBeGreaterThan(1)
  type Editor = HTMLElementTagNameMap['aw-workflow-editor']
  const csv = await readFile(join(root, 'test/fixtures/sample.csv'), 'utf8')
  const moved = await editor.evaluate(async (element: Editor, text) => {
    const { session } = element
    while (session!.engine.state !== 'ready') await new Promise((done) => setTimeout(done, 20))
    const dataset = await session!.data.add(new File([text], 'sample.csv'))
    if (!dataset.ok) throw new Error(dataset.problem.code)
    const { id } = session!.document.current.nodes.find(({ type }) => type === 'loading')!
    session!.document.apply({ type: 'set-config', id, path: ['dataset'], value: dataset.value.id })
    element.canvas!.fit()
    return id
  }, csv)
  const place = (): Promise<{ x: number; y: number }> =>
    editor.evaluate(
      (element: Editor, id) => element.session!.document.current.nodes.find((one) => one.id === id)!.position,
      moved,
    )
  /** Position of a node's header, in pixels of the frame. */
  const drawnAt = (): Promise<{ x: number; y: number; scale: number }> =>
    editor.evaluate((element: Editor, id) => {
      const canvas = element.canvas as unknown as HTMLElement & {
        scene: { byId: Map<string, { x: number; y: number }> }
        view: { scale: number }
        toSurface(at: { x: number; y: number }): { x: number; y: number }
      }
      const { x, y } = canvas.scene.byId.get(id)!
      const at = canvas.toSurface({ x: x + 60, y: y + 12 })
      const { left, top } = canvas.getBoundingClientRect()
      return { x: left + at.x, y: top + at.y, scale: canvas.view.scale }
    }, moved)
  const frame = (await page.locator('iframe').boundingBox())!
  const before = await place()
  const from = await drawnAt()
  const at = { x: frame.x + from.x, y: frame.y + from.y }
  // Without alignment guides.
  await page.keyboard.down('Control')
  await page.mouse.move(at.x, at.y)
  await page.mouse.down()
  await page.mouse.move(at.x + 32 * from.scale, at.y + 64 * from.scale, { steps: 4 })
  await page.mouse.up()
  await page.keyboard.up('Control')
  await expect.poll(place).not.toEqual(before)
  const after = await place()
  expect(after.x - before.x).toBeCloseTo(32, 0)
  expect(after.y - before.y).toBeCloseTo(64, 0)

  const to = await drawnAt()
  await page.mouse.click(frame.x + to.x, frame.y + to.y, { button: 'right' })
  const menu = (await editor.getByRole('menu').boundingBox())!
  // Next to the pointer, or higher if there is not enough space below, and within the frame.
  expect(Math.abs(menu.x - frame.x - to.x)).toBeLessThan(24)
  expect(menu.y).toBeLessThanOrEqual(frame.y + to.y + 24)
  expect(menu.y + menu.height).toBeGreaterThan(frame.y + to.y)
  expect(menu.y).toBeGreaterThanOrEqual(frame.y)
  expect(menu.y + menu.height).toBeLessThanOrEqual(frame.y + frame.height)
  await page.keyboard.press('Escape')
  await expect(editor.getByRole('menu')).toBeHidden()

  await editor.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(editor.getByRole('status').filter({ hasText: /^\s*Completed/ })).toBeVisible()
  await expect(editor.locator('aw-results').getByRole('grid')).toHaveAttribute('aria-rowcount', '6')
})

test('05-several-editors: two editors have separate themes, and styles neither leak in nor out', async ({
  page,
  site,
}) => {
  await page.goto(await site.serve({ folder: '05-several-editors' }))
  const looks = async (id: string): Promise<{ accent: string; ground: string; button: string }> => {
    const editor = page.locator(`#${id}`)
    await expect(editor.locator('aw-canvas canvas').first()).toBeVisible()
    return editor.evaluate((element) => {
      const button = element.shadowRoot!.querySelector('.toolbar button, button')!
      return {
        accent: getComputedStyle(element).getPropertyValue('--_accent').trim(),
        ground: getComputedStyle(element.shadowRoot!.querySelector('.toolbar')!).backgroundColor,
        button: getComputedStyle(button).backgroundColor,
      }
    })
  }
  const [day, night] = [await looks('day'), await looks('night')]
  expect(day.accent).not.toBe(night.accent)
  expect(day.ground).not.toBe(night.ground)
  expect([day.button, night.button]).not.toContain('rgb(220, 20, 60)')
  expect(await page.evaluate(() => [...document.adoptedStyleSheets, ...document.styleSheets].length)).toBe(1)
  expect(
    await page.locator('#night').evaluate((element: HTMLElementTagNameMap['aw-workflow-editor']) => element.locked),
  ).toBe(true)
})

const named = (page: Page): Locator => page.getByRole('textbox', { name: 'Workflow name' })

test('08-custom-storage: the page reads and saves documents, and reports why one was not saved', async ({
  page,
  site,
}) => {
  await page.goto(await site.serve({ folder: '08-custom-storage' }))
  const editor = page.locator('aw-workflow-editor')
  await expect.poll(() => nodesOf(editor)).toBeGreaterThan(1)
  await named(page).fill('Orders of today')
  await named(page).press('Enter')
  await named(page).blur()
  await expect(page.getByText('“Orders of today” saved. Saves: 1')).toBeVisible()
  await page.reload()
  await expect(named(page)).toHaveValue('Orders of today')
  await page.getByLabel('Simulate signed-out user').check()
  await named(page).fill('Orders of tomorrow')
  await named(page).blur()
  await expect(editor.getByText(/You are signed out\./)).toBeVisible()
  await page.getByLabel('Simulate signed-out user').uncheck()
  await named(page).fill('Orders of next week')
  await named(page).blur()
  await expect(page.getByText('“Orders of next week” saved. Saves: 1')).toBeVisible()
})

test('09-custom-runner: the page executes runs, and reports why one was not started', async ({ page, site }) => {
  await page.goto(await site.serve({ folder: '09-custom-runner' }))
  const editor = page.locator('aw-workflow-editor')
  await expect.poll(() => nodesOf(editor)).toBeGreaterThan(1)
  const start = (): Promise<void> =>
    editor.evaluate((element: HTMLElementTagNameMap['aw-workflow-editor']) => element.session!.runs.start())
  await start()
  await expect(page.getByText(/^\d+ nodes run by this page$/)).toBeVisible()
  await expect(editor.getByRole('grid')).toHaveAttribute('aria-rowcount', '4')
  await expect(editor.getByRole('gridcell', { name: 'Grace' })).toBeVisible()
  await page.getByLabel('Simulate full queue').check()
  await start()
  await expect(editor.getByText(/The queue is full\./)).toBeVisible()
})

test('10-custom-node-types: node types of the page are offered and run, and the page filters the palette', async ({
  page,
  site,
}) => {
  await page.goto(await site.serve({ folder: '10-custom-node-types', built: true }))
  const editor = page.locator('aw-workflow-editor')
  await expect.poll(() => nodesOf(editor)).toBeGreaterThan(1)
  await editor.getByRole('button', { name: 'Add node' }).click()
  await editor.getByRole('button', { name: /^Greeting/ }).click()
  await editor.getByLabel('Name to greet').fill('Ada')
  await expect(editor.getByRole('button', { name: /^Greeting, Greets Ada/ })).toBeAttached()
  // The node type registers its messages and texts in the language of the page.
  await page.evaluate(() => (document.documentElement.lang = 'de'))
  await expect(editor.getByRole('button', { name: /^Gruß, Grüßt Ada/ })).toBeAttached()
  await expect(editor.getByTestId('node-greeting')).toContainText('Gruß')
  await page.evaluate(() => (document.documentElement.lang = 'en'))
  await expect(editor.getByRole('button', { name: /^Greeting, Greets Ada/ })).toBeAttached()
  const offered = editor.getByRole('button', { name: /^Load/ }).first()
  const families = (): Promise<number> =>
    editor
      .locator('aw-palette')
      .getByRole('button', { name: /^Validate/ })
      .count()
  await expect(offered).toBeVisible()
  expect(await families()).toBe(1)
  await page.getByLabel('Allow table nodes only').check()
  await expect.poll(families).toBe(0)
  await expect(editor.getByTestId('node-greeting')).toBeVisible()
  await editor.evaluate(async (element: HTMLElementTagNameMap['aw-workflow-editor']) => {
    const node = { id: 'hello', type: 'greeting', data: { label: 'Hello', config: { name: '' } } }
    element.session!.document.open({ name: 'Greeting', nodes: [node], edges: [] })
    await element.session!.runs.start()
  })
  await editor.getByRole('tab', { name: 'Run', exact: true }).click()
  await expect(editor.getByText(/The name is empty\./).first()).toBeVisible()
})

test('11-custom-command-and-panel: the page adds a command with a key and a panel', async ({ page, site }) => {
  await page.goto(await site.serve({ folder: '11-custom-command-and-panel' }))
  const editor = page.locator('aw-workflow-editor')
  await expect.poll(() => nodesOf(editor)).toBeGreaterThan(1)
  await editor.getByRole('button', { name: 'Statistics' }).click()
  const panel = editor.getByRole('region', { name: 'Statistics' })
  await expect(panel).toContainText(/^\s*Statistics\s*\d+ nodes, 0 selected/)
  await editor.evaluate((element: HTMLElementTagNameMap['aw-workflow-editor']) => element.canvas!.focus())
  await page.keyboard.press('Shift+T')
  await expect(panel).toContainText(/nodes, [1-9]\d* selected/)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('all inputs')
  await expect(editor.getByRole('option', { name: /Select all inputs/ })).toBeVisible()
})

test('02-react compiles with the published declarations', async () => {
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, [
    join(root, 'node_modules/typescript/bin/tsc'),
    '-p',
    join(root, 'examples/02-react'),
  ]).catch((cause: { stdout: string }) => cause)
  expect(stdout).toBe('')
})
