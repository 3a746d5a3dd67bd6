import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWorkflow, csvFile, fixtureFile, openStudio, StudioPage } from '../page.ts'
import { expect, test } from '../../support/test.ts'

const folders: string[] = []
const makeFolder = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'aw-incoming-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

test.afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

test('says on the home page what an uploaded file without a table is, and what to do', async ({ page }) => {
  await openStudio(page, '/')
  const uploaded = page.getByTestId('upload-success')
  await page.locator('input[type=file]').setInputFiles([csvFile('prices.csv', 'id,price\n1,10\n')])
  await expect(uploaded).toHaveText(/^\s*File uploaded\.\s+View data\s*$/)
  const image = { ...(await fixtureFile('binary.bin')), name: 'logo.png' }
  image.buffer = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), image.buffer])
  await page
    .locator('input[type=file]')
    .setInputFiles([image, csvFile('empty.csv', ''), csvFile('more.csv', 'id,price\n2,20\n')])
  await expect(uploaded).toContainText('3 files uploaded. 2 files couldn’t be read as tables.')
  await expect(uploaded).toContainText('Cannot read logo.png as a table. It is a PNG image')
  await expect(uploaded).toContainText('Save it as CSV, JSON or JSON Lines and load that file.')
  await expect(uploaded).toContainText('“empty.csv” is empty. Export the data again, then add the new file.')
})

test('imports a workflow that is added as data, and keeps the data beside it', async ({ page }) => {
  const studio = await openStudio(page, '/data')
  const workflow = join(import.meta.dirname, '../../../fixtures/movers/n8n', 'error-alerts.json')
  const graph = { nodes: [{ id: 1 }, { id: 2 }], edges: [{ source: 1, target: 2 }] }
  const folder = await makeFolder({ 'graph.json': JSON.stringify(graph) })
  await page.locator('input[type=file]').setInputFiles([workflow, join(folder, 'graph.json')])
  await expect(page.locator('aw-workflow-editor')).toBeVisible()
  await studio.go('/data')
  await expect.poll(() => studio.names()).toEqual(['graph.json', 'sample.csv'])
})

test('adds a file that the user opens with the installed studio', async ({ page }) => {
  const studio = new StudioPage(page)
  // The browser calls the consumer of this queue after the system's file manager has started the studio.
  await page.addInitScript(() => {
    type Launch = { files: { getFile: () => Promise<File> }[] }
    const setConsumer = (consumer: (launch: Launch) => void): void =>
      consumer({ files: [{ getFile: async () => new File(['id,price\n1,10\n'], 'prices.csv') }] })
    Object.defineProperty(globalThis, 'launchQueue', { value: { setConsumer } })
  })
  await studio.go('/')
  await expect(page.getByTestId('upload-success')).toContainText('File uploaded.')
})

test('keeps files that are deleted or changed right after they were added', async ({ page }) => {
  const studio = new StudioPage(page)
  const names = Array.from({ length: 4 }, (_, index) => `part-${index}.csv`)
  const rows = Array.from({ length: 500 }, (_, row) => row)
  const folder = await makeFolder(
    Object.fromEntries(names.map((name) => [name, `name,row\n${rows.map((row) => `${name},${row}\n`).join('')}`])),
  )
  await studio.go('/data')
  // Holds the first file back until all are read and the originals are changed or deleted.
  await page.evaluate(() => {
    const read = Object.getOwnPropertyDescriptor(Blob.prototype, 'arrayBuffer')!.value as Blob['arrayBuffer']
    Blob.prototype.arrayBuffer = async function () {
      const bytes = await read.call(this)
      document.documentElement.dataset.read = String(Number(document.documentElement.dataset.read ?? 0) + 1)
      return bytes
    }
    const hash = crypto.subtle.digest.bind(crypto.subtle)
    crypto.subtle.digest = async (...input) => {
      await new Promise((resolve) => addEventListener('files-deleted', resolve, { once: true }))
      crypto.subtle.digest = hash
      return hash(...input)
    }
  })
  const input = page.locator('input[type=file]')
  await input.setInputFiles(names.map((name) => join(folder, name)))
  // Each file once, and the first again to hash it.
  await expect(page.locator('html')).toHaveAttribute('data-read', String(names.length + 1))
  await writeFile(join(folder, names[1]!), 'changed\n')
  for (const name of names.slice(2)) await rm(join(folder, name))
  await page.evaluate(() => dispatchEvent(new Event('files-deleted')))
  await expect.poll(async () => (await studio.names()).toSorted()).toEqual([...names, 'sample.csv'].toSorted())
  await expect(studio.message).toHaveCount(0)
  // The context of a test is a private window, in which Chromium would read the original file.
  for (const name of [names[1]!, names.at(-1)!]) {
    await studio.openDataset(name)
    await page.getByTestId('preview-button').click()
    await expect(page.getByTestId('row-count')).toHaveText('500 rows')
    await page.getByTestId('preview-button').click()
  }
})

test('names files that cannot be read, and adds the others', async ({ page }) => {
  const studio = new StudioPage(page)
  const folder = await makeFolder({ 'first.csv': 'a\n1\n', 'second.csv': 'a\n2\n' })
  await studio.go('/data')
  // The files are deleted after they were chosen and before the page receives them.
  await page.evaluate(() => {
    const input = document.querySelector('studio-app')!.shadowRoot!.querySelector('input')!
    const onFiles = (event: Event): void => {
      const files = input.files!
      event.stopImmediatePropagation()
      addEventListener('files-deleted', () => {
        input.removeEventListener('change', onFiles, { capture: true })
        const remaining = new DataTransfer()
        for (const file of [...files, new File(['a\n3\n'], 'third.csv')]) remaining.items.add(file)
        input.files = remaining.files
        input.dispatchEvent(new Event('change'))
      })
    }
    input.addEventListener('change', onFiles, { capture: true })
  })
  await page.locator('input[type=file]').setInputFiles(['first.csv', 'second.csv'].map((name) => join(folder, name)))
  await rm(folder, { recursive: true })
  await page.evaluate(() => dispatchEvent(new Event('files-deleted')))
  await expect.poll(async () => (await studio.names()).toSorted()).toEqual(['sample.csv', 'third.csv'])
  await expect(studio.message).toContainText('"first.csv" cannot be read.')
  await expect(studio.message).toContainText('1 more problem in Notifications.')
  await page.getByRole('button', { name: 'Notifications' }).click()
  await expect(page.locator('#notifications')).toContainText('"second.csv" cannot be read.')
})

test('keeps a file that is chosen while storage opens slowly, even if the user leaves at once', async ({ page }) => {
  const studio = new StudioPage(page)
  await page.addInitScript(() => {
    const { open } = IDBFactory.prototype
    IDBFactory.prototype.open = function (...options) {
      const request = open.apply(this, options)
      let isDelayed = false
      request.addEventListener('success', (event) => {
        if (isDelayed) return
        isDelayed = true
        event.stopImmediatePropagation()
        setTimeout(() => request.dispatchEvent(new Event('success')), 1_000)
      })
      return request
    }
  })
  await page.goto('/data')
  await page.locator('input[type=file]').setInputFiles(csvFile('early.csv', 'a\n1\n'))
  await page.goto('/workflows')
  await page.goto('/data')
  await expect.poll(async () => (await studio.names()).toSorted()).toEqual(['early.csv', 'sample.csv'])
})

test('a file that is chosen in the run bar is selected in the dialog that asks for files', async ({ page }) => {
  const studio = new StudioPage(page)
  await studio.upload(csvFile('numbers.csv', 'a\n1\n'))
  await studio.importWorkflow(createWorkflow('Reads', { Load: ['loading'] }, []))
  await page.locator('aw-run-bar').getByRole('combobox').selectOption({ label: 'numbers.csv' })
  await page.getByTestId('execute-workflow').click()
  await expect(page.getByTestId('input-data').locator('option:checked')).toHaveText('numbers.csv')
})
