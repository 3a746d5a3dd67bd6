import type { Page } from '@playwright/test'
import { csvFile, fixture, goBlank, openStudio, StudioPage, waitingWorkflow } from '../page.ts'
import { expect, test } from '../../support/test.ts'

const inMemory = /kept only until this tab is closed/

/** Makes the browser reject files above this number of bytes, as if the quota were exceeded. */
const limitStorage = (page: Page, bytes: number): Promise<void> =>
  page.evaluate((maxBytes) => {
    const put = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put')!.value as IDBObjectStore['put']
    IDBObjectStore.prototype.put = function (value: unknown, key?: IDBValidKey) {
      if (value instanceof Blob && value.size > maxBytes)
        throw new DOMException('The quota is used up.', 'QuotaExceededError')
      return put.call(this, value, key)
    }
  }, bytes)

/** Runs the waiting workflow with a dataset without reloading the page. */
async function runHere(studio: StudioPage, dataset: string): Promise<void> {
  const { page } = studio
  // A notification covers part of the page until it is dismissed.
  await studio.message.getByRole('button', { name: 'Close' }).click()
  await expect(studio.message).toHaveCount(0)
  await page.getByRole('link', { name: 'Workflows', exact: true }).first().click()
  await studio.chooseFile(page.getByRole('button', { name: 'Import', exact: true }), {
    name: 'workflow.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(waitingWorkflow(0))),
  })
  await expect(page.getByTestId('execute-workflow')).toBeVisible()
  await studio.start(dataset)
  await expect(studio.status).toContainText('Completed', { ignoreCase: true })
  await page.getByTestId('view-results').click()
  await expect(page.getByTestId('result-data').getByRole('grid')).toBeVisible()
}

test('reports a full disk, keeps what does not fit until the tab is closed, and loses no stored data', async ({
  page,
}) => {
  const studio = new StudioPage(page)
  await studio.upload(csvFile('before.csv', 'a,b\n1,2\n'))
  await limitStorage(page, 1_000)
  await page.locator('input[type=file]').setInputFiles(csvFile('too large.csv', `a,b\n${'1,2\n'.repeat(1_000)}`))
  await expect(studio.message).toContainText('The browser storage is full')
  await expect(studio.message).toContainText(inMemory)
  await expect.poll(async () => (await studio.names()).sort()).toEqual(['before.csv', 'sample.csv', 'too large.csv'])
  await runHere(studio, 'too large.csv')
  await studio.go('/data')
  await expect.poll(async () => (await studio.names()).sort()).toEqual(['before.csv', 'sample.csv'])
  await studio.openDataset('before.csv')
  const kept = await studio.download(() => page.getByLabel('Download as').selectOption({ label: 'Original file' }))
  expect(kept.bytes.toString()).toBe('a,b\n1,2\n')
})

test('says that the browser stores nothing, and works until the tab is closed', async ({ page }) => {
  await page.addInitScript(() => {
    const refuse = (): never => {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    }
    Object.defineProperty(window, 'indexedDB', { get: refuse })
    Object.defineProperty(window, 'localStorage', { get: refuse })
    Object.defineProperty(window, 'sessionStorage', { get: refuse })
    Object.defineProperty(StorageManager.prototype, 'getDirectory', { value: refuse })
  })
  const studio = await openStudio(page, '/')
  await expect(studio.message).toContainText('The browser does not allow this page to store data')
  await expect(studio.message).toContainText(inMemory)
  await expect(page.getByText('Until you close this tab', { exact: true })).toBeVisible()
  await page.getByTestId('data-manager-link').click()
  await page.locator('input[type=file]').setInputFiles(fixture('inventory.csv'))
  await expect(page.getByTestId('upload-success')).toBeVisible()
  await runHere(studio, 'inventory.csv')
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await expect(page.getByText('This browser does not store data for this page.')).toBeVisible()
  const all = await studio.download(() => page.getByTestId('export-all').click())
  expect(all.bytes.toString('utf8')).toContain('inventory.csv')
})

test('reports a tab of an older version that blocks the storage, and loses nothing once it is closed', async ({
  page,
  context,
}) => {
  const studio = new StudioPage(page)
  await goBlank(page)
  // The storage of an older version, held open by another page.
  await page.evaluate(
    () =>
      new Promise<void>((done, failed) => {
        const opening = indexedDB.open('aw', 1)
        opening.onupgradeneeded = () => {
          const database = opening.result
          for (const name of ['documents', 'datasets', 'files', 'previews', 'events']) database.createObjectStore(name)
          database.createObjectStore('runs').createIndex('by-workflow', 'workflowId')
          database.createObjectStore('unreadable', { autoIncrement: true })
          const workflow = { version: 1, name: 'From before', nodes: [], edges: [] }
          opening
            .transaction!.objectStore('documents')
            .put({ id: 'old', workflow, revision: 1, updatedAt: 1_700_000_000_000 }, 'old')
        }
        opening.onsuccess = () => {
          Object.assign(window, { held: opening.result })
          done()
        }
        opening.addEventListener('error', () => failed(opening.error))
      }),
  )
  const other = new StudioPage(await context.newPage())
  await other.go('/workflows')
  await expect(other.message).toContainText('another tab uses an older version of it')
  await expect(other.message).toContainText('Close other tabs that show this page, then reload it.')
  await page.goto('about:blank')
  await other.page.reload()
  await expect(other.page.getByRole('link', { name: 'From before' })).toBeVisible()
  await expect(other.message).toHaveCount(0)
  await other.page.close()
  await studio.go('/workflows')
  await expect(page.getByRole('link', { name: 'From before' })).toBeVisible()
})

test('does not change the storage of a newer version, and reports it', async ({ page }) => {
  await goBlank(page)
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        const opening = indexedDB.open('aw', 999)
        opening.onupgradeneeded = () => opening.result.createObjectStore('of the future').put('kept', 'key')
        opening.onsuccess = () => {
          opening.result.close()
          done()
        }
      }),
  )
  const studio = await openStudio(page, '/data')
  await expect(studio.message).toContainText('The storage was created by a newer version of this page.')
  await expect(studio.message).toContainText(inMemory)
  await expect(studio.message).toContainText('Choose “Update now” if it is offered, or close all studio tabs')
  const version = await page.evaluate(
    async () => (await indexedDB.databases()).find(({ name }) => name === 'aw')?.version,
  )
  expect(version).toBe(999)
})

test('reports damaged entries, offers them as files, and keeps all other entries', async ({ page }) => {
  const studio = new StudioPage(page)
  await studio.upload(csvFile('whole.csv', 'a,b\n1,2\n'))
  const id = await studio.importWorkflow(waitingWorkflow(0))
  const run = await studio.start('whole.csv')
  await expect(studio.status).toContainText('Completed', { ignoreCase: true })
  await goBlank(page)
  await page.evaluate(
    ({ workflow, damaged }) =>
      new Promise<void>((done, failed) => {
        const opening = indexedDB.open('aw')
        opening.onsuccess = () => {
          const stores = ['documents', 'datasets', 'runs', 'events', 'trash']
          const transaction = opening.result.transaction(stores, 'readwrite')
          const put = (store: string, value: unknown, key: IDBValidKey): unknown =>
            transaction.objectStore(store).put(value, key)
          put('documents', { id: 'torn', workflow: { name: 'Torn' }, revision: 1, updatedAt: 1 }, 'torn')
          put('documents', 17, 'no document')
          put('datasets', { name: 'no id' }, 'torn')
          put('runs', { run: 'torn' }, 'torn')
          put('events', { seq: 3, type: 'never heard of' }, [damaged, 3])
          put('trash', 'nothing', 'torn')
          put('documents', { id: workflow, workflow: { version: 99 }, revision: 9, updatedAt: 2 }, workflow)
          transaction.oncomplete = () => {
            opening.result.close()
            done()
          }
          transaction.addEventListener('error', () => failed(transaction.error))
        }
      }),
    { workflow: id, damaged: run },
  )
  await studio.go('/workflows')
  await expect(studio.message).toContainText('cannot be read')
  const unreadable = page.getByTestId('unreadable-item')
  await expect(unreadable).toHaveCount(3)
  await expect(page.getByRole('link', { name: 'Prepare a messy file' })).toBeVisible()
  const torn = await studio.download(() =>
    unreadable
      .filter({ hasText: 'Torn' })
      .getByRole('button', { name: /^Export stored data for/ })
      .click(),
  )
  expect(JSON.parse(torn.bytes.toString('utf8'))).toMatchObject({ workflow: { name: 'Torn' } })
  // Deleting needs no confirmation: Undo and the trash restore the item.
  const asked: string[] = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.message())
    void dialog.dismiss()
  })
  const remove = (name: string) => page.getByRole('button', { name: `Delete unreadable workflow “${name}”` })
  await remove('Torn').click()
  await expect(unreadable).toHaveCount(2)
  await studio.toast.getByRole('button', { name: 'Undo' }).click()
  await expect(unreadable).toHaveCount(3)
  await remove('no document').click()
  await expect(unreadable).toHaveCount(2)
  await studio.go('/data')
  await expect.poll(async () => (await studio.names()).sort()).toEqual(['sample.csv', 'whole.csv'])
  await studio.go('/trash')
  await expect(page.getByText('Deleted items are kept for 30 days.')).toBeVisible()
  await page.getByTestId('trash-item').filter({ hasText: 'no document' }).getByRole('button').first().click()
  await expect(studio.toast).toContainText('“no document” restored.')
  expect(asked).toEqual([])
  await studio.go(`/runs/${run}`)
  await expect(studio.monitor).toBeVisible()
  await studio.go('/runs')
  await expect(page.getByTestId('run-item')).toHaveCount(1)
  // The damaged entries are unchanged.
  const stored = await page.evaluate(
    () =>
      new Promise<unknown>((done) => {
        const opening = indexedDB.open('aw')
        opening.onsuccess = () => {
          const reading = opening.result.transaction('documents').objectStore('documents').get('no document')
          reading.onsuccess = () => {
            opening.result.close()
            done(reading.result)
          }
        }
      }),
  )
  expect(stored).toBe(17)
})
