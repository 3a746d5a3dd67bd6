import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmptyWorkflow, type RunEvent } from '@aw-flow/schema'
import type { Locator, Page } from '@playwright/test'
import { csvFile, openStudio, StudioPage, waitingWorkflow } from '../page.ts'
import { expect, test } from '../../support/test.ts'

/** Pastes text into the page, or into the field that has the focus. */
const paste = (page: Page, text: string): Promise<void> =>
  page.evaluate((pasted) => {
    let target: Element = document.body
    for (let next = document.activeElement; next; next = next.shadowRoot?.activeElement ?? null) target = next
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true }))
  }, text)

/** Stores a run that ended in 1970, with its record. */
async function keepOldRun(page: Page): Promise<void> {
  const started: RunEvent = {
    seq: 0,
    time: 1,
    type: 'run-started',
    version: 1,
    run: 'old',
    workflow: createEmptyWorkflow('Old'),
    inputs: {},
    seed: 1,
  }
  const ended: RunEvent = { seq: 1, time: 2, type: 'run-completed' }
  await page.evaluate(
    (record) =>
      new Promise<void>((done, failed) => {
        const events = JSON.parse(record) as unknown[]
        const opening = indexedDB.open('aw')
        opening.onsuccess = () => {
          const transaction = opening.result.transaction(['runs', 'events'], 'readwrite')
          const run = {
            run: 'old',
            workflowId: 'old',
            workflowName: 'Old',
            state: 'completed',
            startedAt: 1,
            endedAt: 2,
          }
          transaction.objectStore('runs').put(run, 'old')
          for (const [seq, event] of events.entries()) transaction.objectStore('events').put(event, ['old', seq])
          transaction.oncomplete = () => {
            opening.result.close()
            done()
          }
          transaction.addEventListener('error', () => failed(transaction.error))
        }
      }),
    JSON.stringify([started, ended]),
  )
}

const runsLink = (page: Page): Locator => page.getByRole('link', { name: 'Runs', exact: true }).first()

/** The scenarios of a group, which share a page. */
type Visit = (studio: StudioPage) => Promise<void>

const takeInData: Visit = async (studio) => {
  const { page } = studio
  const sorted = async (): Promise<string[]> => (await studio.names()).toSorted()
  await studio.go('/data')
  await paste(page, 'city\tpeople\nUlm\t126\nBonn\t336\n')
  await expect.poll(sorted).toEqual(['pasted.tsv', 'sample.csv'])
  // Pasting into a field stays in the field.
  const search = page.getByRole('searchbox', { name: 'Search data' })
  await search.focus()
  await paste(page, 'a,b\n1,2\n')
  await page.getByRole('button', { name: 'From URL' }).click()
  await page.getByLabel('File URL').fill(new URL('/samples/countries-1.json', page.url()).href)
  await page.getByRole('button', { name: 'Add file' }).click()
  await expect.poll(sorted).toEqual(['countries-1.json', 'pasted.tsv', 'sample.csv'])
  const folder = await mkdtemp(join(tmpdir(), 'aw-folder-'))
  try {
    await mkdir(join(folder, 'inner'))
    await writeFile(join(folder, 'one.csv'), 'a,b\n1,2\n')
    await writeFile(join(folder, 'inner', 'two.csv'), 'a,b\n3,4\n')
    await studio.chooseFile(page.getByRole('button', { name: 'Upload folder', exact: true }), folder)
    const all = ['countries-1.json', 'one.csv', 'pasted.tsv', 'sample.csv', 'two.csv']
    await expect.poll(sorted).toEqual(all)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }

  // A long operation shows a cancel button, and canceling it removes the file completely.
  await page.evaluate(() => {
    const read = Object.getOwnPropertyDescriptor(Blob.prototype, 'arrayBuffer')!.value as Blob['arrayBuffer']
    Blob.prototype.arrayBuffer = async function () {
      Blob.prototype.arrayBuffer = read
      await new Promise((resume) => addEventListener('resume', resume, { once: true }))
      return read.call(this)
    }
  })
  await page.locator('input[type=file]').setInputFiles(csvFile('slow.csv', 'a,b\n5,6\n'))
  const work = page.getByTestId('works').getByRole('listitem')
  await expect(work).toContainText('Importing “slow.csv”')
  await expect(work.getByRole('progressbar', { name: 'Importing “slow.csv”' })).toBeVisible()
  await expect(page.getByTestId('upload-button')).toBeDisabled()
  await work.getByRole('button', { name: 'Cancel: Importing “slow.csv”' }).click()
  await expect(work).toHaveCount(0)
  await expect(page.getByTestId('upload-button')).toBeEnabled()
  await page.evaluate(() => dispatchEvent(new Event('resume')))
  await page.locator('input[type=file]').setInputFiles(csvFile('two.csv', 'a,b\n3,4\n'))
  await expect(page.getByTestId('upload-success')).toBeVisible()
  await expect.poll(sorted).not.toContain('slow.csv')

  await studio.openDataset('pasted.tsv')
  await expect(page).toHaveURL(/\/data\?datasetId=[0-9a-f]{64}$/)
  await page.getByTestId('preview-button').click()
  await expect(page).toHaveURL(/&panel=preview$/)
  await expect(page.getByTestId('row-count')).toHaveText('2 rows')
  await page.goBack()
  await expect(page.getByTestId('data-table')).toHaveCount(0)
  await page.goForward()
  await expect(page.getByTestId('row-count')).toHaveText('2 rows')
  await page.reload()
  await expect(page.getByTestId('row-count')).toHaveText('2 rows')
  await expect(page.getByTestId('data-table').getByRole('gridcell', { name: 'Bonn' })).toBeVisible()
  await page.goBack()
  await page.goBack()
  await expect(page).toHaveURL(/\/data$/)
  await expect(studio.datasets.filter({ hasText: 'pasted.tsv' })).toHaveAttribute('aria-expanded', 'false')

  const rename = async (to: string): Promise<void> => {
    await page.getByRole('button', { name: 'Rename' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(to)
    await page.locator('form.rename').getByRole('button', { name: 'Rename' }).click()
    await expect(page.locator('form.rename')).toHaveCount(0)
  }
  await studio.openDataset('pasted.tsv')
  await rename('cities.tsv')
  await expect.poll(sorted).toContain('cities.tsv')
  // A longer name would fill messages about the file.
  await page.getByRole('button', { name: 'Rename' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).selectText()
  await page.keyboard.insertText('x'.repeat(3_000))
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('x'.repeat(200))
  await page.keyboard.press('Escape')
  // A name that is already in use gets a number.
  await studio.openDataset('two.csv')
  await rename('one.csv')
  await expect.poll(sorted).toEqual(['cities.tsv', 'countries-1.json', 'one (2).csv', 'one.csv', 'sample.csv'])
  await page.reload()
  await studio.openDataset('cities.tsv')
  const file = await studio.download(() => page.getByLabel('Download as').selectOption({ label: 'Original file' }))
  expect([file.name, file.bytes.toString()]).toEqual(['cities.tsv', 'city\tpeople\nUlm\t126\nBonn\t336\n'])
}

const checkData: Visit = async (studio) => {
  const { page } = studio
  await page.locator('input[type=file]').setInputFiles(csvFile('prices.csv', 'id,price\n1,10\n2,\n3,-5\n4,20\n'))
  await expect.poll(() => studio.names()).toContain('prices.csv')
  await studio.visit('/validation')
  const result = page.getByTestId('validation-result')
  const check = async (field: string, rules: string, outcome: string | RegExp): Promise<void> => {
    await page.getByTestId(field).fill(rules)
    await page.getByTestId('run-validation').click()
    await expect(result).toContainText(outcome)
  }
  await page.getByTestId('data-select').selectOption('prices.csv')
  // Rules are suggested from the data, and tested on it without a run; their JSON is shown on request.
  const rules = page.getByTestId('rule-builder')
  await rules.getByRole('button', { name: 'Suggest rules from the data' }).click()
  await rules.getByRole('button', { name: 'id is unique' }).click()
  await rules.getByRole('button', { name: 'id is of type integer' }).click()
  await page.getByTestId('run-validation').click()
  await expect(result).toContainText('valid: 3 rules passed.')
  await page.getByTestId('validation-type-schema').click()
  await expect(page.getByTestId('schema-config')).toHaveValue(/"unique": ?true/)
  await page.getByTestId('schema-config').fill('{"columns": [{"name": "price", "nullable": false}]}')
  await page.getByTestId('validation-type-rules').click()
  await expect(rules).toContainText('1 of 4 rows (25%) fail')
  await page.getByTestId('validation-type-info').click()
  await expect(page).toHaveURL(/\?kind=info$/)
  await check('info-config', 'rows = 4\ncolumns.price.nullShare < 0.5', 'valid: 2 rules passed.')
  await check('info-config', 'rows = 4\ncolumns.price.nullShare < 0.1', 'The data is not valid')
  await page.getByTestId('validation-details').click()
  await expect(page.getByTestId('validation-report')).toContainText('columns.price.nullShare < 0.1')

  await page.getByTestId('validation-type-function').click()
  await check('function-config', 'id > 0 and id < 5', 'valid')
  await check('function-config', 'id > 2', 'The data is not valid')
  await page.getByLabel('Language').selectOption({ label: 'SQL predicate' })
  await check('function-config', 'price IS NULL OR price > 0', 'The data is not valid')
  await page.getByLabel('Language').selectOption({ label: 'JavaScript' })
  await check('function-config', 'return row.id !== 3 || "three is not wanted"', 'The data is not valid')
  await expect(page.getByTestId('validation-report')).toContainText('three is not wanted')
  await page.goBack()
  await expect(page.getByLabel('Language')).toHaveValue('predicate')
}

const fileWorkflows: Visit = async (studio) => {
  const { page } = studio
  await studio.importWorkflow(waitingWorkflow(0))
  await studio.go('/workflows')
  const item = (name: string): Locator =>
    page.getByTestId('workflow-item').filter({ has: page.getByRole('link', { name, exact: true }) })
  for (const copy of ['Load and wait copy', 'Load and wait copy 2']) {
    await page.getByRole('button', { name: 'Duplicate “Load and wait”', exact: true }).click()
    await expect(item(copy)).toHaveCount(1)
  }
  const copy = item('Load and wait copy')
  await copy.getByRole('button', { name: 'Add tags' }).click()
  const tags = copy.getByRole('textbox')
  await expect(tags).toBeFocused()
  await tags.fill('monthly, sales , monthly,')
  await tags.press('Enter')
  await expect(copy.locator('.own-tags .tag')).toHaveText(['monthly', 'sales'])
  await expect(copy.getByRole('button', { name: 'Tags for “Load and wait copy”' })).toBeFocused()
  await copy.getByRole('button', { name: 'Tags for “Load and wait copy”' }).click()
  await tags.fill('nothing of this')
  await tags.press('Escape')
  await expect(copy.locator('.own-tags .tag')).toHaveText(['monthly', 'sales'])
  const items = page.getByTestId('workflow-item')
  const count = await items.count()
  await page.getByRole('group', { name: 'Tags' }).getByRole('button', { name: 'sales' }).click()
  await expect(items).toHaveCount(1)
  await expect(page).toHaveURL(/\/workflows\?tags=sales$/)
  await page.goBack()
  await expect(items).toHaveCount(count)

  const status = (of: Locator): Locator => of.getByRole('combobox', { name: /^Status of/ })
  // A changed item moves to the front of the list, and keeps the focus.
  const second = item('Load and wait copy 2')
  await status(second).focus()
  await status(second).selectOption('published')
  await expect(items.first().getByRole('heading')).toHaveText('Load and wait copy 2')
  await expect(status(second)).toBeFocused()
  await status(copy).selectOption('archived')
  await expect(copy).toHaveCount(0)
  await expect(studio.toast).toContainText('“Load and wait copy” archived.')
  await studio.toast.getByRole('button', { name: 'Close' }).click()
  await expect(studio.toast).toHaveCount(0)
  // A dismissed toast stays in the notifications, and its action can be used once.
  const messages = page.locator('#notifications')
  await page.getByRole('button', { name: 'Notifications' }).click()
  const notification = messages.getByRole('listitem').filter({ hasText: '“Load and wait copy” archived.' })
  await notification.getByRole('button', { name: 'Undo' }).click()
  await expect(copy).toHaveCount(1)
  await expect(notification).toHaveCount(1)
  await expect(notification.getByRole('button')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(messages).toBeHidden()
  await page.reload()
  // It is also available after a reload, but without its action.
  await page.getByRole('button', { name: 'Notifications' }).click()
  await expect(notification).toHaveCount(1)
  await expect(notification.getByRole('button')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(status(copy)).toHaveValue('draft')
  await expect(status(second)).toHaveValue('published')
  await page.getByRole('combobox', { name: 'Status', exact: true }).selectOption('published')
  await expect(items.getByRole('heading')).toHaveText(['Load and wait copy 2'])

  // Following a link moves the focus to the heading of the new page.
  const heading = (name: string): Locator => page.getByRole('heading', { name, level: 1, exact: true })
  await runsLink(page).click()
  await expect(heading('Runs')).toBeFocused()
  await page.goBack()
  await expect(heading('Workflows')).toBeFocused()
  await studio.visit('/tour')
  await expect(heading('Tour')).toBeFocused()
  await expect(page.getByRole('list', { name: 'Step 1 of 4' })).toBeVisible()
  await page.getByTestId('tour-next').click()
  await expect(page.getByRole('heading', { name: 'Loaded without setup' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Example' }).getByRole('gridcell').first()).toBeVisible()
  await page.getByRole('link', { name: 'Skip tour' }).click()
  await expect(page).toHaveURL(/\/$/)
  await studio.visit('/tour')
  await expect(page.getByRole('list', { name: 'Step 2 of 4' })).toBeVisible()
  await page.getByRole('button', { name: 'Back', exact: true }).click()
  await expect(page.getByRole('list', { name: 'Step 1 of 4' })).toBeVisible()
}

const lookAtRuns: Visit = async (studio) => {
  const { page } = studio
  const workflow = await studio.importWorkflow(waitingWorkflow(0))
  const first = await studio.start('sample.csv')
  await expect(studio.status).toContainText('Completed', { ignoreCase: true })
  await page.getByTestId('view-results').click()
  // A thumbnail does not overflow its area.
  const shown = page.getByRole('tabpanel')
  const { y, height } = (await shown.boundingBox())!
  await page.getByRole('tab', { name: 'Chart' }).click()
  await expect
    .poll(async () => {
      const box = await page.locator('aw-chart .drawing svg').first().boundingBox()
      return box && box.height > height / 2 && box.y + box.height <= y + height + 1
    })
    .toBe(true)
  await page.getByRole('tab', { name: 'Metadata' }).click()
  await expect(shown.locator('dl')).toContainText(first)
  await expect(shown.locator('dl')).toContainText(/Loaded rows\s*5/)
  await expect(shown.locator('tbody tr > :first-child')).toHaveText(['id', 'name', 'value', 'category'])
  await page.getByRole('tab', { name: 'Log', exact: true }).click()
  const record = await studio.record(first)
  const logged = record.filter(({ type }) => type === 'node-logged')
  expect(logged.length).toBeGreaterThan(0)
  await expect(shown.locator('.log li')).toHaveCount(logged.length)
  await expect(shown.locator('.log li').first()).toContainText('Loading sample.csv (99 B).')
  await page.getByRole('tab', { name: 'Report' }).click()
  const report = shown.locator('aw-run-report')
  await expect(report.getByRole('button', { name: /^Load/ })).toHaveAttribute('aria-current', 'true')
  await expect(report.locator('.detail')).toContainText('comma')
  await report.getByRole('button', { name: /^Table/ }).click()
  await expect(report.getByRole('heading', { name: 'Table', exact: true })).toBeVisible()
  await expect(page).toHaveURL(/\?tab=report&node=Table$/)

  await studio.visit(`/workflows/${workflow}`)
  const second = await studio.start('sample.csv')
  await expect(studio.status).toContainText('Completed', { ignoreCase: true })

  await runsLink(page).click()
  const compare = page.getByRole('button', { name: /^Compare/ })
  await expect(compare).toBeDisabled()
  for (const one of [0, 1]) await page.getByRole('checkbox').nth(one).check()
  await expect(compare).toHaveText('Compare (2 of 2)')
  await compare.click()
  // The earlier run is first, regardless of the order of selection.
  await expect(page).toHaveURL(new RegExp(`/runs/${first}/with/${second}$`))
  await expect(page.getByText('3 of 3 nodes have the same result.')).toBeVisible()
  await page.goBack()
  await page.getByTestId('run-item').first().click()
  await expect(page).toHaveURL(new RegExp(`/runs/${second}$`))

  const slider = studio.monitor.getByRole('slider')
  const end = studio.monitor.getByRole('button', { name: 'Last event' })
  await slider.fill('1')
  await expect(page).toHaveURL(/\?at=1$/)
  // Intermediate values of a slider are not history entries.
  await slider.evaluate((input: HTMLInputElement) => {
    for (const value of ['0', '2']) {
      input.value = value
      input.dispatchEvent(new Event('input', { bubbles: true }))
    }
  })
  await expect(page).toHaveURL(/\?at=2$/)
  await page.goBack()
  await expect(slider).toHaveValue('1')
  await page.goBack()
  await expect(end).toHaveAttribute('aria-pressed', 'true')
  await page.goForward()
  await expect(slider).toHaveValue('1')
  await page.reload()
  await expect(slider).toHaveValue('1')
  await end.click()
  await expect(page).toHaveURL(new RegExp(`/runs/${second}$`))
  await studio.monitor.getByRole('tab', { name: 'Compare' }).click()
  const other = studio.monitor.getByRole('combobox', { name: 'Compare with' })
  await other.selectOption(first)
  await expect(page).toHaveURL(new RegExp(`[?&]against=${first}$`))
  const table = studio.monitor.getByRole('region', { name: 'Nodes of both runs' })
  await expect(table.getByRole('rowheader', { name: 'Wait' })).toBeVisible()
  await page.goBack()
  await expect(table).toHaveCount(0)
  await expect(other).toHaveValue('')
  await page.goForward()
  await page.reload()
  await expect(table.getByRole('rowheader', { name: 'Wait' })).toBeVisible()
  await expect(other).toHaveValue(first)

  await studio.visit('/')
  const recent = page.getByRole('region', { name: 'Recent runs' })
  await expect(recent).toContainText(/100\s?%\s*of 2 finished runs succeeded/)
  await expect(recent).toContainText('median')
  await expect(recent.getByRole('listitem')).toHaveText([/Load and wait.*Completed/s, /Load and wait.*Completed/s])
  const system = page.getByRole('region', { name: 'System' })
  await expect(system).toContainText('Ready, in this browser')
  await expect(system).toContainText(/\d+ datasets?/)
  await expect(system).toContainText(/\d+(\.\d+)? [kMGT]?B of \d/)

  // The input files distinguish the runs of one workflow, and the search finds runs by them.
  await studio.visit('/data')
  await studio.upload(csvFile('other.csv', 'id,name\n1,Ada\n'))
  await studio.visit(`/workflows/${workflow}`)
  const third = await studio.start('other.csv')
  await expect(studio.status).toContainText('Completed', { ignoreCase: true })
  await runsLink(page).click()
  const items = page.getByTestId('run-item')
  await expect(items).toContainText(['other.csv', 'sample.csv', 'sample.csv'])
  await page.getByRole('searchbox').fill('OTHER.csv')
  await expect(items).toHaveCount(1)
  await page.getByRole('searchbox').fill('')
  for (const one of [0, 1]) await page.getByRole('checkbox').nth(one).check()
  await page.getByRole('button', { name: /^Compare/ }).click()
  await expect(page).toHaveURL(new RegExp(`/runs/${second}/with/${third}$|/runs/${third}/with/${second}$`))
  await expect(page.locator('studio-compare')).toContainText(/other\.csv → sample\.csv|sample\.csv → other\.csv/)
  await expect(page.locator('studio-compare')).toContainText(
    /output Table: \d+ rows?, \d+ columns? → \d+ rows?, \d+ col/i,
  )
}

test('adds data by paste, from a URL and as a folder, renames and checks it, and stores open parts in the URL', async ({
  page,
}) => {
  const studio = new StudioPage(page)
  await takeInData(studio)
  await checkData(studio)
})

test('duplicates, tags and archives workflows, uses actions of notifications later, and stores the moment of a run in the URL', async ({
  page,
}) => {
  const studio = new StudioPage(page)
  await fileWorkflows(studio)
  await lookAtRuns(studio)
})

test('locks, unlocks and deletes API keys, sets retries, frees and persists storage, and installs the page', async ({
  page,
}) => {
  const studio = await openStudio(page, '/settings')
  const keys = page.locator('studio-keys')
  const seal = async (passphrase: string): Promise<void> => {
    await keys.getByTestId('passphrase').fill(passphrase)
    await keys.getByTestId('passphrase').press('Enter')
  }
  const stored = (): Promise<string> => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))
  /** The key of the field within a JSON string of JSON. Notifications contain the plain word. */
  const sealedField = String.raw`\"sealed\":`
  for (const name of ['mine', 'other']) {
    await keys.getByTestId('key-name').fill(name)
    await keys.getByTestId('key-host').fill('api.example.com')
    await keys.getByTestId('key-value').fill(`the secret of ${name}`)
    await keys.getByRole('button', { name: 'Add key' }).click()
    await expect(keys.getByRole('listitem').filter({ hasText: name })).toContainText('for api.example.com')
  }
  await expect(keys.getByTestId('key-value')).toHaveValue('')
  await seal('open sesame')
  await expect(studio.toast).toContainText('Keys stored, encrypted with your passphrase.')
  expect(await stored()).toContain(sealedField)
  expect(await stored()).not.toContain('the secret of')
  await keepOldRun(page)
  await page.reload()
  await expect(keys.getByRole('button', { name: 'Unlock keys' })).toBeVisible()
  await seal('open barley')
  await expect(keys.getByRole('alert')).toContainText('Wrong passphrase.')
  await seal('open sesame')
  await expect(keys.getByRole('listitem')).toHaveCount(2)
  await expect(keys.getByRole('alert')).toHaveCount(0)
  // The encrypted keys include the deleted one, so they are removed, and a notification reports this.
  await keys.getByRole('button', { name: 'Delete key “mine”' }).click()
  await expect(keys.getByRole('listitem')).toHaveCount(1)
  await expect(keys.getByRole('alert')).toContainText('Store the other keys again')
  expect(await stored()).not.toContain(sealedField)

  const waits = page.getByLabel('Delay before each retry (seconds)')
  await waits.fill('1, soon')
  await waits.blur()
  await expect(waits).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByText(/^“soon” isn’t a number of seconds. Use numbers of 0 or more/)).toBeVisible()
  await waits.fill('1, 2.5')
  await waits.blur()
  await expect(waits).toHaveAttribute('aria-invalid', 'false')
  const keyboard = page.getByRole('region', { name: 'Keyboard shortcuts' })
  await expect(keyboard.locator('kbd')).toHaveText(['Ctrl+S', 'Ctrl+K', 'Ctrl+Z, Ctrl+Shift+Z', '?', 'Tab, arrows'])

  const storage = page.getByRole('region', { name: 'Storage' })
  const removeOld = storage.getByRole('button', { name: 'Delete 1 run older than one month' })
  await removeOld.click()
  await expect(studio.toast).toContainText('1 run deleted.')
  await expect(storage).toContainText('No runs older than one month')
  await expect(storage.getByRole('row', { name: /Trash/ })).toContainText('1 item')
  await studio.toast.getByRole('button', { name: 'Undo' }).click()
  await expect(removeOld).toBeVisible()
  const promise = (answer: boolean): Promise<void> =>
    page.evaluate((promised) => {
      StorageManager.prototype.persist = async () => promised
    }, answer)
  await promise(false)
  await storage.getByRole('button', { name: 'Protect storage' }).click()
  await expect(studio.toast).toContainText('Persistent storage has not been granted.')
  await promise(true)
  await storage.getByRole('button', { name: 'Protect storage' }).click()
  await expect(storage).toContainText('Data is stored until you delete it.')
  await expect(storage.getByRole('button', { name: 'Protect storage' })).toHaveCount(0)

  const app = await page.evaluate(async () => {
    const address = document.querySelector<HTMLLinkElement>('link[rel=manifest]')!.href
    const manifest = (await (await fetch(address)).json()) as Record<string, unknown> & {
      icons: { src: string; sizes: string; type: string; purpose: string }[]
    }
    const icons = await Promise.all(
      manifest.icons.map(async ({ src, sizes, type, purpose }) => {
        const image = new Image()
        image.src = src
        await image.decode()
        const isAsSaid = sizes === 'any' || sizes === `${image.naturalWidth}x${image.naturalHeight}`
        return [sizes, type, purpose, isAsSaid] as const
      }),
    )
    const { name, start_url: start, display } = manifest
    return { name, start, display, icons }
  })
  expect(app).toEqual({
    name: 'aw studio',
    start: '/',
    display: 'standalone',
    icons: [
      ['any', 'image/svg+xml', 'any', true],
      ['192x192', 'image/png', 'any maskable', true],
      ['512x512', 'image/png', 'any maskable', true],
    ],
  })

  // New workflows use the default retries.
  await studio.visit('/workflows/new')
  await page.getByTestId('add-loading-step').click()
  await expect(page).toHaveURL(/\/workflows\/(?!new)[^/]+$/)
  const id = new URL(page.url()).pathname.split('/').at(-1)!
  await expect
    .poll(() => studio.stored('documents', id))
    .toMatchObject({ workflow: { settings: { retry: { count: 2, delaysMs: [1_000, 2_500] } } } })
})
