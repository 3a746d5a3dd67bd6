import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { RunEvent } from '@aw-flow/schema'
import type { Download, Locator, Page } from '@playwright/test'
import { expect } from '../support/test.ts'

export interface UploadFile {
  name: string
  mimeType: string
  buffer: Buffer
}

export const fixture = (name: string): string => resolve(import.meta.dirname, '../../fixtures', name)
/** A fixture file under its own name. */
export const fixtureFile = async (name: string): Promise<UploadFile> => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: await readFile(fixture(name)),
})
export const csvFile = (name: string, text: string): UploadFile => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
})

/** A workflow document: nodes as `id: [type, settings]`, edges as `from.port > to.port`. */
export function createWorkflow(
  name: string,
  nodes: Record<string, [type: string, config?: object]>,
  edges: string[],
  settings: object = {},
): object {
  return {
    version: 1,
    name,
    status: 'draft',
    tags: [],
    settings,
    nodes: Object.entries(nodes).map(([id, [type, config = {}]], index) => ({
      id,
      type,
      position: { x: 40 + 300 * index, y: 120 },
      data: { label: id, config },
    })),
    edges: edges.map((edge, index) => {
      const [source = '', sourceHandle = '', target = '', targetHandle = ''] = edge.split(/\s*[.>]\s*/)
      return { id: `edge-${index}`, source, sourceHandle, target, targetHandle }
    }),
  }
}

/** Loads a file, waits for the given number of seconds, and shows the table. */
export const waitingWorkflow = (seconds: number): object =>
  createWorkflow('Load and wait', { Load: ['loading'], Wait: ['delay', { seconds }], Table: ['table'] }, [
    'Load.table > Wait.value',
    'Wait.value > Table.table',
  ])

/** Goes to a blank page of the same origin, which sends no requests. */
export async function goBlank(page: Page): Promise<void> {
  const body = '<!doctype html><title>Blank</title><link rel="icon" href="data:,">'
  await page.route('**/blank.html', (route) => route.fulfill({ contentType: 'text/html', body }))
  await page.goto('/blank.html')
}

/** Clears the storage of the page's origin. */
export async function clearProfile(page: Page): Promise<void> {
  await goBlank(page)
  await page.evaluate(async () => {
    localStorage.clear()
    sessionStorage.clear()
    for (const { name } of await indexedDB.databases()) {
      await new Promise((done) => {
        const removing = indexedDB.deleteDatabase(name!)
        for (const type of ['success', 'error']) removing.addEventListener(type, done)
      })
    }
  })
}

/** Page object of the studio. */
export class StudioPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  get status(): Locator {
    return this.page.getByTestId('job-status')
  }
  get toast(): Locator {
    return this.page.locator('studio-app .toast')
  }
  /** The problem that the studio shows. */
  get message(): Locator {
    return this.page.locator('studio-app .message:not(.toast)')
  }
  get datasets(): Locator {
    return this.page.getByRole('region', { name: 'Datasets' }).getByRole('listitem').locator('.row')
  }
  get monitor(): Locator {
    return this.page.locator('aw-run-monitor')
  }

  /** Goes to a page and waits until it has loaded. */
  async go(path: string): Promise<void> {
    await this.page.goto(path)
    await expect(this.page.locator('studio-app .outlet h1').first()).toBeAttached()
  }

  /** Goes to a page as a link of the studio does, without a reload. */
  async visit(path: string): Promise<void> {
    await this.page.evaluate((to) => {
      const link = document.createElement('a')
      link.href = to
      document.body.append(link)
      link.click()
      link.remove()
    }, path)
  }

  async upload(...files: UploadFile[]): Promise<void> {
    await this.go('/data')
    await this.page.locator('input[type=file]').setInputFiles(files)
    await expect(this.page.getByTestId('upload-success')).toBeVisible()
  }

  /** Names of all datasets on the data page. */
  names(): Promise<string[]> {
    return this.datasets.locator('.name .ellipsis').allTextContents()
  }

  /** Opens a dataset of the list. */
  async openDataset(name: string): Promise<void> {
    const row = this.datasets.filter({ hasText: name })
    await expect(row).toHaveCount(1)
    if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click()
    await expect(row).toHaveAttribute('aria-expanded', 'true')
  }

  /** Imports a workflow with the list's button and returns its id. */
  async importWorkflow(workflow: object | Buffer, name = 'workflow.json'): Promise<string> {
    await this.go('/workflows')
    const buffer = Buffer.isBuffer(workflow) ? workflow : Buffer.from(JSON.stringify(workflow))
    await this.chooseFile(this.page.getByRole('button', { name: 'Import', exact: true }), {
      name,
      mimeType: 'application/json',
      buffer,
    })
    await expect(this.page).toHaveURL(/\/workflows\/(?!new)[^/]+$/)
    await expect(this.page.getByTestId('execute-workflow')).toBeVisible()
    return new URL(this.page.url()).pathname.split('/').at(-1)!
  }

  /** Clicks a button that opens a file chooser, and chooses a file. */
  async chooseFile(button: Locator, file: string | UploadFile | UploadFile[]): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser')
    await button.click()
    await (await chooser).setFiles(file)
  }

  /** Triggers a download and returns the file. */
  async download(press: () => Promise<unknown>): Promise<{ name: string; bytes: Buffer }> {
    const download: Promise<Download> = this.page.waitForEvent('download')
    await press()
    const saved = await download
    return { name: saved.suggestedFilename(), bytes: await readFile(await saved.path()) }
  }

  /** Starts the open workflow, with this dataset if it reads one, and returns the run's id. */
  async start(dataset?: string): Promise<string> {
    await this.page.getByTestId('execute-workflow').click()
    if (dataset !== undefined) await this.page.getByTestId('input-data').selectOption({ label: dataset })
    await this.page.getByTestId('start-execution').click()
    await expect(this.page).toHaveURL(/\/runs\/[^/]+$/)
    return decodeURIComponent(new URL(this.page.url()).pathname.split('/').at(-1)!)
  }

  /** The rows of the monitor's table of nodes: title, state, attempts, retries, and so on. */
  async nodes(): Promise<string[][]> {
    await this.monitor.getByRole('tab', { name: 'Nodes' }).click()
    const rows = this.monitor.locator('aw-run-nodes').getByRole('row')
    await expect(rows.nth(1)).toBeVisible()
    const texts = await rows.evaluateAll((elements) =>
      elements.map((row) =>
        [...row.querySelectorAll('[role=gridcell]')].map((cell) => (cell.textContent ?? '').trim()),
      ),
    )
    return texts.slice(1)
  }

  /**
   * The content of the monitor for every node, except times: its row in the table of nodes, and inputs, outputs,
   * problems and report of its last attempt.
   */
  async nodeDetails(): Promise<{ row: string[]; parts: string[] }[]> {
    const details: { row: string[]; parts: string[] }[] = []
    const rows = this.monitor.locator('aw-run-nodes').getByRole('row')
    const detail = this.monitor.locator('aw-run-attempt')
    for (const [title = '', state = '', attempts = '', retries = '', , , count = ''] of await this.nodes()) {
      await rows.nth(details.length + 1).click()
      await expect(detail.locator('h3')).toHaveText(title)
      details.push({
        row: [title, state, attempts, retries, count],
        parts: await detail.locator('section').allInnerTexts(),
      })
    }
    return details
  }

  /** The stored record of a run. */
  record(run: string): Promise<RunEvent[]> {
    return this.#read('events', [run], [run, []]) as Promise<RunEvent[]>
  }

  /** The value stored under a key; a file as its text. */
  async stored(store: 'documents' | 'files', key: string): Promise<unknown> {
    return (await this.#read(store, key, key))[0]
  }

  #read(store: string, from: unknown, to: unknown): Promise<unknown[]> {
    return this.page.evaluate(async (request) => {
      const { store: name, from: first, to: last } = JSON.parse(request) as { store: string; from: string; to: string }
      const database = await new Promise<IDBDatabase>((done, reject) => {
        const opening = indexedDB.open('aw')
        opening.onsuccess = () => done(opening.result)
        opening.addEventListener('error', () => reject(opening.error))
      })
      const values = await new Promise<unknown[]>((done, reject) => {
        const range = IDBKeyRange.bound(first, last)
        const reading = database.transaction(name).objectStore(name).getAll(range)
        reading.onsuccess = () => done(reading.result)
        reading.addEventListener('error', () => reject(reading.error))
      })
      database.close()
      return Promise.all(values.map((value) => (value instanceof Blob ? value.text() : value)))
    }, JSON.stringify({ store, from, to }))
  }
}

/** Opens a page of the studio. */
export async function openStudio(page: Page, path: string): Promise<StudioPage> {
  const studio = new StudioPage(page)
  await studio.go(path)
  return studio
}

/** An init script that chooses the server of the page. It replaces the choice in the settings, which has its own test. */
export const chooseServer = (): void => localStorage.setItem('aw-studio-server', location.origin)

/** Opens a page of the studio that uses the server of the page. */
export async function openServerStudio(page: Page, path: string): Promise<StudioPage> {
  await page.addInitScript(chooseServer)
  return openStudio(page, path)
}

/** Posts JSON to a server. Returns the body of the response, which must be successful. */
export async function postTo(server: { url: URL }, path: string, body: unknown): Promise<{ id: string }> {
  const response = await fetch(new URL(path, server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.ok, path).toBe(true)
  return (await response.json()) as { id: string }
}
