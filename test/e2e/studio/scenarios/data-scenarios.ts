import { dropFile } from '../../support/drop-file.ts'
import { EditorPage } from '../../support/editor-page.ts'
import type { Scenario } from '../../support/scenario.ts'
import { clearProfile, csvFile, fixture, fixtureFile, openStudio, StudioPage, waitingWorkflow } from '../page.ts'
import { expect } from '../../support/test.ts'

/** Scenarios of files and workflows in addition to the five of the plan. Each starts in an empty profile. */
export const dataScenarios: Record<string, Scenario> = {
  async 'uploads several files at once and keeps them after a reload'(page) {
    const studio = new StudioPage(page)
    await studio.upload(
      await fixtureFile('inventory.csv'),
      await fixtureFile('nested.json'),
      csvFile('müller & söhne.csv', 'a,b\n1,2\n'),
    )
    const all = ['inventory.csv', 'müller & söhne.csv', 'nested.json', 'sample.csv']
    await expect.poll(async () => (await studio.names()).sort()).toEqual(all)
    await page.reload()
    await expect.poll(async () => (await studio.names()).sort()).toEqual(all)
    await page.getByRole('searchbox', { name: 'Search data' }).fill('söhne')
    await expect.poll(() => studio.names()).toEqual(['müller & söhne.csv'])
  },

  async 'lists row counts and load summaries without opening files, and sorts by rows'(page) {
    const studio = new StudioPage(page)
    await studio.upload(
      csvFile('three.csv', 'a;b\n1;2\n3;4\n5;6\n'),
      csvFile('one.csv', 'a,b\n1,2\n'),
      csvFile('paper.pdf', '%PDF-1.4\n\u0000\u0001\u0002'),
      csvFile('empty.csv', ''),
    )
    const listed = (name: string) => studio.datasets.filter({ hasText: name })
    await expect(listed('three.csv')).toContainText('3 rows · 2 columns')
    await expect(listed('three.csv')).toContainText('CSV, semicolon')
    await expect(listed('one.csv')).toContainText('1 row · 2 columns')
    await expect(listed('sample.csv')).toContainText(/\d+ rows · \d+ columns/)
    await expect(listed('paper.pdf')).toContainText('No table')
    await expect(listed('empty.csv')).toContainText('No table')
    await expect(page.getByTestId('upload-success')).toHaveText(/2 files couldn’t be read as tables/)
    await studio.openDataset('empty.csv')
    await expect(page.getByTestId('no-table')).toContainText('empty')
    await page.getByLabel('Sort by').selectOption({ label: 'Most rows first' })
    const names = await studio.names()
    expect(names.indexOf('sample.csv')).toBeLessThan(names.indexOf('three.csv'))
    expect(names.slice(names.indexOf('three.csv')).slice(0, 2)).toEqual(['three.csv', 'one.csv'])
    // Known counts are unchanged.
    await page.reload()
    await expect(listed('three.csv')).toContainText('3 rows · 2 columns')
  },

  async 'reports that a file with the same content under another name is already stored'(page) {
    const studio = new StudioPage(page)
    await studio.upload(csvFile('first.csv', 'a,b\n1,2\n'))
    await studio.upload(csvFile('second.csv', 'a,b\n1,2\n'))
    await expect(studio.message).toContainText(
      '"second.csv" was not added: the dataset "first.csv" has the same content.',
    )
    await expect.poll(async () => (await studio.names()).sort()).toEqual(['first.csv', 'sample.csv'])
    // A file with other content under an existing name gets a new name.
    await studio.upload(csvFile('first.csv', 'a,b\n3,4\n'))
    await expect.poll(async () => (await studio.names()).sort()).toEqual(['first (2).csv', 'first.csv', 'sample.csv'])
  },

  async 'downloads a file with its original name and bytes'(page) {
    const studio = new StudioPage(page)
    const text = 'name;städte\nÖ;"a\nb"\n'
    await studio.upload(csvFile('Preise (März) ß.csv', text))
    await studio.openDataset('Preise (März) ß.csv')
    const as = (format: string): Promise<{ name: string; bytes: Buffer }> =>
      studio.download(() => page.getByLabel('Download as').selectOption({ label: format }))
    expect(await as('Original file')).toEqual({ name: 'Preise (März) ß.csv', bytes: Buffer.from(text) })
    const json = await as('JSON')
    expect(json.name).toBe('Preise (März) ß.json')
    expect(JSON.parse(json.bytes.toString('utf8'))).toEqual([{ name: 'Ö', städte: 'a\nb' }])
    const parquet = await as('Parquet')
    expect(parquet.name).toBe('Preise (März) ß.parquet')
    expect(parquet.bytes.subarray(0, 4).toString()).toBe('PAR1')

    // A load plan is edited next to the table, applies to all previews and runs of the file, and can be reset.
    const readAs = (name: string) =>
      expect(
        page.getByTestId('data-table').getByRole('columnheader', { name: new RegExp(`^${name}\\b`) }),
      ).toBeVisible()
    await page.getByRole('button', { name: 'Load plan', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: /^Load plan: Preise/ })
    await dialog
      .locator('aw-preview-table')
      .getByRole('button', { name: /^städte\b/ })
      .click()
    await dialog.getByLabel('Name', { exact: true }).fill('towns')
    await page.keyboard.press('Escape')
    await dialog.getByRole('button', { name: 'Save plan' }).click()
    await expect(studio.toast).toContainText('Load plan saved for')
    await dialog.getByRole('button', { name: 'Close load plan' }).click()
    await expect(page.getByRole('button', { name: 'Custom load plan' })).toBeFocused()
    await readAs('towns')
    await page.reload()
    await readAs('towns')
    const planned = await as('JSON')
    expect(JSON.parse(planned.bytes.toString('utf8'))).toEqual([{ name: 'Ö', towns: 'a\nb' }])
    await page.getByRole('button', { name: 'Custom load plan' }).click()
    await dialog.getByRole('button', { name: 'Delete plan' }).click()
    await page.keyboard.press('Escape')
    await readAs('städte')
    await studio.toast.getByRole('button', { name: 'Undo' }).click()
    await readAs('towns')
    await expect(page.getByRole('button', { name: 'Custom load plan' })).toBeVisible()
  },

  async 'restores deleted items by Undo and from the trash'(page) {
    const studio = new StudioPage(page)
    const dialogs: string[] = []
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message())
      void dialog.dismiss()
    })
    await studio.upload(csvFile('kept.csv', 'a,b\n1,2\n'))
    await studio.openDataset('kept.csv')
    await page.getByTestId('preview-button').click()
    await expect(page).toHaveURL(/[?&]datasetId=/)
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(studio.toast).toContainText('“kept.csv” deleted.')
    await expect(page).not.toHaveURL(/[?&]datasetId=/)
    await expect.poll(() => studio.names()).toEqual(['sample.csv'])
    await studio.toast.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(async () => (await studio.names()).sort()).toEqual(['kept.csv', 'sample.csv'])
    // A restored item is no longer in the trash.
    const items = page.getByTestId('trash-item')
    await studio.visit('/trash')
    await expect(page.getByRole('heading', { level: 1, name: 'Trash' })).toBeVisible()
    await expect(items).toHaveCount(0)

    await studio.importWorkflow(waitingWorkflow(0))
    const run = await studio.start('kept.csv')
    await expect(studio.status).toContainText('Completed', { ignoreCase: true })
    await studio.go('/runs')
    await page.getByRole('button', { name: 'Delete run of “Load and wait”' }).click()
    await expect(page.getByTestId('run-item')).toHaveCount(0)
    await studio.go('/workflows')
    await page.getByRole('button', { name: 'Delete “Load and wait”' }).click()
    await expect(studio.toast).toContainText('“Load and wait” deleted.')
    await expect(page.getByRole('link', { name: 'Load and wait' })).toHaveCount(0)

    await studio.go('/trash')
    await expect(items).toHaveCount(2)
    for (const remaining of [1, 0]) {
      await items.first().getByRole('button', { name: 'Restore' }).click()
      await expect(items).toHaveCount(remaining)
    }
    await studio.go('/workflows')
    await expect(page.getByRole('link', { name: 'Load and wait' })).toBeVisible()
    await studio.go(`/runs/${run}`)
    await expect(studio.status).toContainText('Completed', { ignoreCase: true })
    expect(dialogs).toEqual([])
  },

  async 'empty pages say what they are for and offer the next action'(page) {
    const studio = await openStudio(page, '/')
    await expect(page.getByText('Runs appear here after you run a workflow.')).toBeVisible()
    await studio.go('/runs')
    await expect(page.getByText(/^Run a workflow to see its runs/)).toBeVisible()
    await studio.go('/trash')
    await expect(page.getByText('Trash is empty. Deleted items appear here.')).toBeVisible()
    await studio.go('/data')
    await studio.openDataset('sample.csv')
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(page.getByText(/^Add tables in any format/)).toBeVisible()
    await studio.go('/validation')
    await expect(page.getByTestId('data-select')).toHaveText(/No data yet/)
    await studio.go('/runs/none')
    await expect(page.getByRole('heading', { name: 'Run “none” was not found' })).toBeVisible()
    await studio.go('/workflows/none')
    await expect(page.getByRole('heading', { name: 'Workflow “none” was not found' })).toBeVisible()
    await studio.go('/nothing')
    await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible()
    const headings = {
      '/runs/none': 'Run “none” was not found',
      '/runs/gone/results': 'Run “gone” was not found',
      '/runs/none/with/other': 'One of these runs was not found',
      '/workflows/none': 'Workflow “none” was not found',
      // Last, as `server.spec.ts` expects.
      '/nothing': 'Page not found',
    }
    for (const [path, heading] of Object.entries(headings)) {
      await studio.visit(path)
      const notFound = page.getByTestId('not-found')
      await expect(notFound.getByRole('heading')).toHaveText(heading)
      await expect(notFound.getByRole('paragraph').first()).not.toBeEmpty()
      await expect(notFound.getByRole('link').nth(1)).toBeVisible()
    }
  },

  async 'marks missing required settings, and starts no run without them'(page) {
    const studio = new StudioPage(page)
    await studio.importWorkflow(waitingWorkflow(0))
    await page.getByTestId('execute-workflow').click()
    await page.getByTestId('start-execution').click()
    await expect(page.getByText('Choose the file to read.')).toBeVisible()
    await expect(page.getByTestId('input-data')).toBeFocused()
    await expect(page.getByTestId('input-data')).toHaveAttribute('aria-invalid', 'true')
    await expect(page).toHaveURL(/\/workflows\//)
    // The list of steps and the canvas are two views of one document.
    await studio.go('/workflows/new')
    await page.getByTestId('add-loading-step').click()
    await page.getByTestId('add-step').click()
    type Drawing = Element & { canvas?: { scene: { nodes: unknown[] } } }
    const countDrawnNodes = () =>
      page.locator('aw-workflow-editor').evaluate((editor: Drawing) => editor.canvas?.scene.nodes.length)
    const steps = page.locator('studio-steps li')
    await expect(steps).toHaveCount(2)
    await expect.poll(countDrawnNodes).toBe(2)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(steps).toHaveCount(1)
    await expect.poll(countDrawnNodes).toBe(1)
    const onCanvas = (title: string) =>
      page.locator('aw-canvas').getByRole('button', { name: new RegExp(`^${title}, `) })
    await onCanvas('Load').focus()
    await page.keyboard.press('a')
    await page.keyboard.type('Remove duplicates')
    await expect(page.locator('aw-quick-add').getByRole('option')).toHaveText([/Remove duplicates/])
    await page.keyboard.press('Enter')
    await expect(steps).toHaveText([/Load/, /Remove duplicates/])
    await page.getByTestId('agent-type').selectOption('table')
    await expect(onCanvas('Table')).toBeAttached()
    await expect(onCanvas('Remove duplicates')).toHaveCount(0)
    await onCanvas('Table').focus()
    await page.keyboard.press('Delete')
    await expect(steps).toHaveCount(1)
    await studio.go('/validation')
    await page.getByTestId('run-validation').click()
    await expect(page.getByText('Choose a dataset to validate.')).toBeVisible()
    await expect(page.getByText('Add at least one rule.')).toBeVisible()
    await expect(page.getByTestId('data-select')).toBeFocused()
    await studio.go('/data')
    await page.getByRole('button', { name: 'From URL' }).click()
    await page.getByRole('button', { name: 'Add file' }).click()
    const address = page.getByLabel('File URL')
    expect(await address.evaluate((field: HTMLInputElement) => field.validity.valueMissing)).toBe(true)
    await studio.go('/runs')
    await expect(page.getByText(/^Run a workflow to see its runs/)).toBeVisible()
  },

  async 'shows the same data, workflows and runs in two tabs'(page) {
    const studio = new StudioPage(page)
    const id = await studio.importWorkflow(waitingWorkflow(1))
    const secondStudio = new StudioPage(await page.context().newPage())
    try {
      await secondStudio.go('/data')
      await studio.upload(csvFile('from the first tab.csv', 'a,b\n1,2\n'))
      await expect.poll(() => secondStudio.names()).toContain('from the first tab.csv')
      await page.goto(`/workflows/${id}`)
      const run = await studio.start('from the first tab.csv')
      await secondStudio.go(`/runs/${run}`)
      await expect(secondStudio.status).toContainText('Completed', { ignoreCase: true })
      await expect(studio.status).toContainText('Completed', { ignoreCase: true })
      expect(await secondStudio.nodes()).toEqual(await studio.nodes())
      expect((await studio.record(run)).filter(({ type }) => type === 'run-resumed')).toEqual([])
    } finally {
      await secondStudio.page.close()
    }
  },

  async 'imports an exported workflow, and an export of everything'(page, { isServed = false } = {}) {
    const studio = new StudioPage(page)
    await studio.upload(csvFile('mine.csv', 'a,b\n1,2\n'))
    await studio.openDataset('mine.csv')
    await page.getByRole('button', { name: 'Load plan', exact: true }).click()
    await page.getByRole('button', { name: 'Save plan' }).click()
    await expect(studio.toast).toContainText('Load plan saved for')
    await page.keyboard.press('Escape')
    await studio.importWorkflow(waitingWorkflow(0))
    const run = await studio.start('mine.csv')
    await expect(studio.status).toContainText('Completed', { ignoreCase: true })
    await studio.go('/workflows')
    const file = await studio.download(() =>
      page.getByRole('button', { name: 'Export “Load and wait” as file' }).click(),
    )
    expect(file.name).toBe('Load and wait.json')
    await studio.importWorkflow(file.bytes, file.name)
    await expect(studio.toast).toContainText('“Load and wait” already exists and was not changed.')
    // It is added next to the workflow of the same name.
    await studio.importWorkflow(waitingWorkflow(1))
    await studio.go('/workflows')
    await expect(page.getByRole('link', { name: 'Load and wait', exact: true })).toHaveCount(1)
    await expect(page.getByRole('link', { name: 'Load and wait (2)' })).toHaveCount(1)

    await studio.go('/settings')
    const all = await studio.download(() => page.getByTestId('export-all').click())
    await clearProfile(page)
    await studio.go('/runs')
    // Items deleted in the browser are still on the server, and are labeled accordingly.
    if (isServed) await expect(page.getByTestId('run-item')).toContainText('On the server')
    else await expect(page.getByText(/^Run a workflow to see its runs/)).toBeVisible()
    await studio.go('/settings')
    await studio.chooseFile(page.getByTestId('import-all'), {
      name: all.name,
      mimeType: 'application/octet-stream',
      buffer: all.bytes,
    })
    await expect(studio.toast).toContainText(
      isServed ? 'Imported 1 run, 1 load plan.' : /Imported 2 workflows, \d datasets?, 1 run, 1 load plan\./,
    )
    await studio.chooseFile(page.getByTestId('import-all'), {
      name: all.name,
      mimeType: 'application/octet-stream',
      buffer: all.bytes,
    })
    await expect(studio.toast).toContainText('Everything in this file has already been imported.')
    await studio.go('/runs')
    await expect(page.getByTestId('run-item')).toHaveCount(1)
    await studio.go(`/runs/${run}`)
    await expect(studio.status).toContainText('Completed', { ignoreCase: true })
    await studio.go('/data')
    await expect.poll(() => studio.names()).toContain('mine.csv')
    await studio.openDataset('mine.csv')
    await expect(page.getByRole('button', { name: 'Custom load plan' })).toBeVisible()
    const downloaded = await studio.download(() =>
      page.getByLabel('Download as').selectOption({ label: 'Original file' }),
    )
    expect(downloaded).toEqual({ name: 'mine.csv', bytes: Buffer.from('a,b\n1,2\n') })
  },

  async 'loads, prepares and checks a file that is dropped on the home page without further input'(page) {
    await openStudio(page, '/')
    await dropFile(page.getByRole('region', { name: 'Prepare a messy file' }), fixture('inventory.csv'))
    await expect(page).toHaveURL(/\/workflows\/cosmo-ready$/)
    const editor = new EditorPage(page)
    await expect(editor.runState).toContainText('Completed')
    await expect(editor.table).toHaveAttribute('aria-rowcount', '11')
  },
}
