import { basename } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import type { AwCanvas } from '@aw-flow/editor'
import { dropFile, type DroppedFile } from '../support/drop-file.ts'
import { Keyboard } from '../support/keyboard.ts'
import type { UploadFile } from '../studio/page.ts'

type Role = Parameters<Page['getByRole']>[0]

/** Uses the studio as a person does, and counts the actions: clicks, key presses, choices, texts, files and addresses. */
export class Visitor {
  readonly page: Page
  readonly keyboard: Keyboard
  #actions = 0

  constructor(page: Page) {
    this.page = page
    this.keyboard = new Keyboard(page)
    const press = page.keyboard.press.bind(page.keyboard)
    page.keyboard.press = (...args) => {
      this.#actions++
      return press(...args)
    }
  }

  /** The number of actions so far. */
  get actions(): number {
    return this.#actions
  }

  /** The canvas of the open workflow. */
  get canvas(): Locator {
    return this.page.locator('aw-canvas')
  }

  /** The settings of the selected node. */
  get settings(): Locator {
    return this.page.locator('aw-inspector')
  }

  /** The results of the selected node. */
  get results(): Locator {
    return this.page.locator('aw-results')
  }

  /** The state of the open workflow, beside the run button. */
  get runState(): Locator {
    return this.page.locator('aw-run-bar').getByRole('status')
  }

  /** Opens an address of the studio. */
  async open(path: string): Promise<void> {
    this.#actions++
    await this.page.goto(path)
    await expect(this.page.locator('studio-app .outlet h1').first()).toBeAttached()
  }

  /** Clicks an element with a role and name. */
  async press(role: Role, name: string | RegExp, within: Page | Locator = this.page): Promise<void> {
    await this.click(within.getByRole(role, { name, exact: typeof name === 'string' }).first())
  }

  async click(target: Locator): Promise<void> {
    this.#actions++
    await target.click()
  }

  /** Follows a link of the navigation. */
  async visit(link: string, heading = link): Promise<void> {
    await this.press('link', link, this.page.getByRole('navigation').first())
    await expect(this.page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
  }

  async fill(target: Locator, text: string): Promise<void> {
    this.#actions++
    await target.fill(text)
  }

  /** Types text at the focus, which counts as one action. */
  async type(text: string): Promise<void> {
    this.#actions++
    await this.page.keyboard.type(text)
  }

  async select(target: Locator, option: string | { label: string } | { index: number }): Promise<void> {
    this.#actions++
    await target.selectOption(option)
  }

  /** Clicks a button and chooses a file in the dialog that opens. */
  async chooseFile(button: Locator, file: string | UploadFile): Promise<void> {
    this.#actions += 2
    const chooser = this.page.waitForEvent('filechooser')
    await button.click()
    await (await chooser).setFiles(file)
  }

  async drop(target: Locator, ...files: DroppedFile[]): Promise<void> {
    this.#actions++
    await dropFile(target, files)
  }

  /** Adds a node with the search of the canvas. */
  async addNode(search: string, title: string): Promise<void> {
    await this.page.keyboard.press('a')
    await expect(this.page.getByRole('combobox', { name: 'Search nodes' })).toBeFocused()
    await this.type(search)
    await this.page.keyboard.press('Enter')
    await expect(this.node(title)).toBeAttached()
  }

  /** Clicks a node on the canvas. */
  async selectNode(title: string): Promise<void> {
    await expect(this.node(title)).toBeAttached()
    const point = await this.canvas.evaluate(async (element, label) => {
      const canvas = element as AwCanvas
      const findPoint = (): { x: number; y: number } | undefined => {
        const found = canvas.scene.nodes.find(({ node }) => node.data.label === label)
        return found && canvas.toPage({ x: found.x + 60, y: found.y + 18 })
      }
      // A canvas that has just been opened moves until it fits its nodes; a person does not click a moving node.
      let shown = findPoint()
      for (let stillFrames = 0; stillFrames < 5;) {
        await new Promise((resolve) => requestAnimationFrame(resolve))
        const next = findPoint()
        stillFrames = next?.x === shown?.x && next?.y === shown?.y ? stillFrames + 1 : 0
        shown = next
      }
      return shown
    }, title)
    this.#actions++
    await this.page.mouse.click(point!.x, point!.y)
    await expect(this.node(title)).toHaveAttribute('aria-pressed', 'true')
  }

  /** Clicks the empty canvas. */
  async clickCanvas(): Promise<void> {
    this.#actions++
    await this.canvas.locator('.surface').click({ position: { x: 20, y: 20 } })
  }

  /** The focusable button of a node. */
  node(title: string): Locator {
    return this.canvas.getByRole('button', { name: new RegExp(`^${title}, `) })
  }

  /** Adds a Load node to a new workflow by a file that is dropped on the canvas. */
  async dropOnCanvas(file: DroppedFile): Promise<void> {
    await expect(this.runState).toBeVisible()
    await this.drop(this.canvas.locator('.surface'), file)
    const name = typeof file === 'string' ? basename(file) : file.name
    await expect(
      this.node('Load')
        .or(this.canvas.getByRole('button', { name: new RegExp(name) }))
        .first(),
    ).toBeAttached()
  }

  /** Runs the open workflow and waits until it has completed. */
  async run(name = 'Run', done: string | RegExp = 'Completed'): Promise<void> {
    await this.press('button', name, this.page.locator('aw-run-bar'))
    await expect(this.runState).toContainText(done)
  }

  /** Imports a workflow on the list of workflows. */
  async importWorkflow(workflow: object, button = 'Import'): Promise<void> {
    const file = { name: 'workflow.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(workflow)) }
    await this.chooseFile(this.page.getByRole('button', { name: button, exact: true }), file)
    await expect(this.page).toHaveURL(/\/workflows\/(?!new)[^/]+$/)
    await expect(this.page.getByTestId('execute-workflow')).toBeVisible()
  }

  /** Starts the open workflow with a dataset. */
  async start(dataset?: string): Promise<void> {
    await this.click(this.page.getByTestId('execute-workflow'))
    if (dataset !== undefined) await this.select(this.page.getByTestId('input-data'), { label: dataset })
    await this.click(this.page.getByTestId('start-execution'))
    await expect(this.page).toHaveURL(/\/runs\/[^/]+$/)
  }

  /** Uploads a file on the page of data. */
  async upload(file: string | UploadFile): Promise<void> {
    await this.chooseFile(this.page.getByTestId('upload-button'), file)
    await expect(this.page.getByTestId('upload-success')).toBeVisible()
  }

  /** The state of the run on its page. */
  get status(): Locator {
    return this.page.getByTestId('job-status')
  }
}
