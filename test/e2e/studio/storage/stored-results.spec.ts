import { csvFile, StudioPage, createWorkflow } from '../page.ts'
import { expect, test } from '../../support/test.ts'

const rows = Array.from({ length: 500 }, (_, row) => `${row + 1},Name ${row + 1},${13_048_875_123 + row}`)
const file = csvFile('numbers.csv', `id,name,identifier\n${rows.join('\n')}\n`)
const workflow = createWorkflow('Sorted', { Load: ['loading'], Table: ['table'] }, ['Load.table > Table.table'])

/** Runs the workflow, and waits until the results are stored. */
async function runAndStore(studio: StudioPage): Promise<string> {
  await studio.upload(file)
  await studio.importWorkflow(workflow)
  const run = await studio.start('numbers.csv')
  await expect(studio.status).toHaveText(/completed/i)
  await expect.poll(() => storedFiles(studio)).toHaveLength(1)
  return run
}

/** The files of results in the origin's private storage. */
const storedFiles = (studio: StudioPage): Promise<string[]> =>
  studio.page.evaluate(async () => {
    const found: string[] = []
    const list = async (folder: FileSystemDirectoryHandle, path: string): Promise<void> => {
      for await (const [name, entry] of folder as unknown as AsyncIterable<[string, FileSystemHandle]>) {
        if (entry.kind === 'directory') await list(entry as FileSystemDirectoryHandle, `${path}${name}/`)
        else found.push(`${path}${name}`)
      }
    }
    await list(await navigator.storage.getDirectory(), '')
    return found.filter((name) => name.endsWith('.arrow'))
  })

test('results of a run remain after a reload, with all of their rows', async ({ page }) => {
  const studio = new StudioPage(page)
  const run = await runAndStore(studio)
  await page.reload()
  await page.getByTestId('view-results').click()
  const grid = page.getByTestId('result-data').getByRole('grid')
  await expect(grid).toHaveAttribute('aria-rowcount', '501')
  await expect(grid.getByRole('gridcell', { name: 'Name 3', exact: true })).toBeVisible()
  const download = await studio.download(() => page.getByTestId('download-results').click())
  expect(download.bytes.toString()).toBe(file.buffer.toString())

  // Also in another tab, and with a chart.
  const other = await page.context().newPage()
  await other.goto(`/runs/${run}/results?tab=chart`)
  await expect(other.locator('aw-chart')).toBeVisible()
  await other.close()
})

test('removed results are computed again from the dataset', async ({ page }) => {
  const studio = new StudioPage(page)
  const run = await runAndStore(studio)
  await studio.go('/settings')
  await expect(page.getByTestId('results-use')).toHaveText(/^\s*1 run, [\d.]+ kB of \d/)
  await page.getByRole('button', { name: 'Remove stored results' }).click()
  await expect(page.getByTestId('results-use')).toHaveText(/^\s*0 runs, 0 \w+ of \d/)
  await studio.go(`/runs/${run}/results`)
  await expect(page.getByTestId('results-absent')).toContainText('Results were removed to free up storage.')
  await page.getByTestId('compute-again').click()
  const grid = page.getByTestId('result-data').getByRole('grid')
  await expect(grid).toHaveAttribute('aria-rowcount', '501')
  await page.reload()
  await expect(grid).toHaveAttribute('aria-rowcount', '501')

  // Without storage, they are also computed again, and remain until the page is left.
  await studio.go('/settings')
  await page.getByTestId('results-limit').selectOption('Do not store results')
  await expect(page.getByTestId('results-use')).toHaveText('Not stored')
  await studio.go(`/runs/${run}/results`)
  await page.getByTestId('compute-again').click()
  await expect(grid).toHaveAttribute('aria-rowcount', '501')
  await page.reload()
  await expect(page.getByTestId('results-absent')).toBeVisible()
})

test('results are computed again without a question if the page was left while it stored them', async ({ page }) => {
  const studio = new StudioPage(page)
  await studio.upload(file)
  await studio.importWorkflow(workflow)
  // The page reads the quota before it stores results.
  await page.evaluate(() => {
    navigator.storage.estimate = () => new Promise(() => undefined)
  })
  const run = await studio.start('numbers.csv')
  await expect(studio.status).toHaveText(/completed/i)
  expect(await storedFiles(studio)).toEqual([])
  await studio.go(`/runs/${run}/results`)
  const grid = page.getByTestId('result-data').getByRole('grid')
  await expect(grid).toHaveAttribute('aria-rowcount', '501')
  await expect.poll(() => storedFiles(studio)).toHaveLength(1)
})

test('results whose dataset is gone cannot be computed, and the page says so', async ({ page }) => {
  const studio = new StudioPage(page)
  const run = await runAndStore(studio)
  await studio.go('/settings')
  await page.getByRole('button', { name: 'Remove stored results' }).click()
  await expect(page.getByTestId('results-use')).toHaveText(/^\s*0 runs, 0 \w+ of \d/)
  await studio.go('/data')
  await studio.openDataset('numbers.csv')
  await page.getByRole('button', { name: 'Delete', exact: true }).first().click()
  await expect(studio.toast).toBeVisible()
  await studio.go(`/runs/${run}/results`)
  await page.getByTestId('compute-again').click()
  await expect(page.getByTestId('results-absent')).toContainText('could not be recomputed')
})

test('a browser that refuses files in its private storage is reported once, and results are shown until the page is left', async ({
  page,
}) => {
  // The engine's worker opens the storage, so the failure is injected into its script.
  await page.route('**/*worker*.js', async (route) => {
    const response = await route.fetch()
    const refusal =
      "navigator.storage.getDirectory = () => Promise.reject(new DOMException('It is not allowed', 'SecurityError'));\n"
    await route.fulfill({ response, body: refusal + (await response.text()) })
  })
  const studio = new StudioPage(page)
  await studio.upload(file)
  await studio.importWorkflow(workflow)
  await studio.start('numbers.csv')
  await expect(studio.status).toHaveText(/completed/i)
  await expect(studio.message).toContainText('The browser does not store results of runs: It is not allowed.')
  await page.getByTestId('view-results').click()
  const grid = page.getByTestId('result-data').getByRole('grid')
  await expect(grid).toHaveAttribute('aria-rowcount', '501')
  await page.reload()
  await expect(page.getByTestId('results-absent')).toContainText('Results of this run are not stored.')
  await page.getByTestId('compute-again').click()
  await expect(grid).toHaveAttribute('aria-rowcount', '501')
})
