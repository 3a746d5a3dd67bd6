import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { WorkflowSession } from '@aw-flow/client'
import type { AwCanvas } from '@aw-flow/editor'
import type { RunView } from '@aw-flow/schema'
import type { Locator, Page } from '@playwright/test'
import { dropFile } from './drop-file.ts'
import { expect } from './test.ts'

/** Page object of the editor; finds elements by role and name. */
export class EditorPage {
  readonly page: Page
  readonly editor: Locator

  constructor(page: Page) {
    this.page = page
    this.editor = page.locator('aw-workflow-editor')
  }

  async open(id = 'cosmo-ready'): Promise<void> {
    await this.page.goto(`/workflows/${id}`)
    await expect(this.canvas).toBeVisible()
  }

  get canvas(): Locator {
    return this.editor.locator('aw-canvas')
  }
  get runButton(): Locator {
    return this.editor.locator('aw-run-bar').getByRole('button', { name: 'Run', exact: true })
  }
  get runState(): Locator {
    return this.editor.locator('aw-run-bar').getByRole('status')
  }
  get table(): Locator {
    return this.editor.locator('aw-results').getByRole('grid')
  }

  /** The chip that counts the problems that prevent a run. */
  get problems(): Locator {
    return this.editor.getByRole('button', { name: /^\d+ problems?$/ })
  }

  async showTab(name: 'Table' | 'Report' | 'Log'): Promise<void> {
    const results = this.editor.locator('aw-results')
    await results.getByRole('tab', { name: name === 'Table' ? 'Data' : 'Run', exact: true }).click()
    await results.getByRole('tab', { name }).click()
  }

  /** Waits until the engine and its DuckDB are loaded. From then on the network is not needed. */
  async waitUntilReady(): Promise<void> {
    // The palette is closed in a small editor, but its node types exist in both cases.
    await expect(this.editor.locator('aw-run-bar')).toBeVisible()
    await expect.poll(() => this.engineState()).toBe('ready')
  }

  /** State of the engine in the element's session, as hosts read it. */
  engineState(): Promise<string> {
    return this.editor.evaluate((element) => (element as unknown as { session: WorkflowSession }).session.engine.state)
  }

  /** The last run in the element's session. Waits for the first run. */
  async lastRun(): Promise<RunView> {
    await expect.poll(() => this.#runId()).toBeDefined()
    const run = await this.editor.evaluate(
      (element) => (element as unknown as { session: WorkflowSession }).session.runs.current,
    )
    return run!
  }

  #runId(): Promise<string | undefined> {
    return this.editor.evaluate(
      (element) => (element as unknown as { session: WorkflowSession }).session.runs.current?.run,
    )
  }

  /** Drops a data file on the Load node, otherwise on the canvas, and waits until a node reads it. */
  async dropData(file: string | { name: string; bytes: Buffer }): Promise<void> {
    const load = await this.canvas.evaluate((element) => {
      const canvas = element as AwCanvas
      const node = canvas.scene.nodes.find(({ node: { type } }) => type === 'loading')
      return node && canvas.toPage({ x: node.x + 40, y: node.y + 18 })
    })
    if (load) await dropFile(this.#surface, file, { clientX: load.x, clientY: load.y })
    else await this.drop(file)
    const name = typeof file === 'string' ? basename(file) : file.name
    const isRead = (): Promise<boolean> =>
      this.editor.evaluate((element, fileName) => {
        const { session } = element as unknown as { session: WorkflowSession }
        const ids = session.data.list.filter((dataset) => dataset.name === fileName).map(({ id }) => id)
        return session.document.current.nodes.some(({ data }) => ids.includes(String(data.config.dataset)))
      }, name)
    await expect.poll(isRead).toBe(true)
  }

  /** Drops a file on the center of the canvas. */
  async drop(file: string | { name: string; bytes: Buffer }): Promise<void> {
    const box = (await this.canvas.boundingBox())!
    const position = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 4 }
    await dropFile(this.#surface, file, position)
  }

  get #surface(): Locator {
    return this.canvas.locator('canvas').first()
  }

  /** Clicks Run, waits until the run has ended, and returns its state as one word. */
  async run(timeout = 60_000): Promise<string> {
    await expect(this.runButton).toHaveAttribute('aria-disabled', 'false')
    const previousRun = await this.#runId()
    await this.runButton.click()
    await expect.poll(() => this.#runId()).not.toBe(previousRun)
    await expect(this.runState).toHaveText(/Completed|Failed|Canceled/, { timeout })
    return (await this.runState.textContent())!.trim().split(',')[0]!
  }

  /** Selects a node by its name in the accessible list of nodes. */
  async select(label: string): Promise<void> {
    await this.canvas
      .getByRole('button', { name: new RegExp(`^${label}\\b`) })
      .first()
      .focus()
    await this.page.keyboard.press('Enter')
  }

  /** Downloads the shown table as a CSV file. */
  async downloadCsv(): Promise<Buffer> {
    const download = this.page.waitForEvent('download')
    await this.editor.locator('aw-results').getByRole('button', { name: 'Download CSV' }).click()
    return readFile(await (await download).path())
  }
}
