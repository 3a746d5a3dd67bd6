import type { WorkflowSession } from '@aw-flow/client'
import { formatProblem } from '@aw-flow/schema'
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit'
import type { FileDropEvent } from '../canvas/canvas-events.ts'
import type { NewId } from '../canvas/new-id.ts'
import type { EditorStrings } from './editor-strings.ts'
import { placeDataset, readJsonFile } from './take-file.ts'

interface FileIntakeHost extends ReactiveControllerHost {
  readonly activeSession: WorkflowSession | undefined
  readonly readonly: boolean
  readonly strings: EditorStrings
  readonly newId: NewId
  readonly renderRoot: HTMLElement | DocumentFragment
  /** The file is in, and this node reads it. */
  fileTaken(node: string): void
  /** Another workflow is open. */
  workflowOpened(): void
}

/** Takes dropped files in, one after the other: data becomes a dataset, a workflow is asked about first. */
export class FileIntake implements ReactiveController {
  /** The name of the file that is being read. */
  reading: string | undefined
  /** What went wrong with the last file, to be shown until it is dismissed. */
  notice: string | undefined
  #asking: { file: File; content: unknown; drop: FileDropEvent } | undefined
  #host: FileIntakeHost

  constructor(host: FileIntakeHost) {
    this.#host = host
    host.addController(this)
  }

  hostUpdated(): void {
    const dialog = this.#asking && this.#host.renderRoot.querySelector('dialog')
    if (dialog && !dialog.open) dialog.showModal()
  }

  async take(drop: FileDropEvent): Promise<void> {
    for (const file of drop.files) {
      const json = await readJsonFile(file)
      if (json?.workflow !== undefined) {
        this.#asking = { file, content: json.workflow, drop }
        this.#host.requestUpdate()
        return
      }
      await this.#load(file, drop)
      if (json?.fault) this.#say(this.#host.strings.notJson(file.name, json.fault.message))
    }
  }

  dismiss(): void {
    this.#say(undefined)
  }

  /** The question whether a file is to be opened as a workflow; nothing while there is none. */
  question(): TemplateResult | typeof nothing {
    const asking = this.#asking
    if (!asking) return nothing
    const { strings } = this.#host
    return html`<dialog aria-labelledby="ask" @cancel=${() => this.#answer('cancel')}>
      <h2 id="ask">${strings.askTitle(asking.file.name)}</h2>
      <p class="muted">${strings.askText}</p>
      <div class="actions">
        <button type="button" class="quiet" @click=${() => this.#answer('cancel')}>${strings.askCancel}</button>
        <button type="button" @click=${() => this.#answer('load')}>${strings.askLoad}</button>
        <button type="button" class="primary" @click=${() => this.#answer('open')}>${strings.askOpen}</button>
      </div>
    </dialog>`
  }

  async #load(file: File, drop: FileDropEvent): Promise<void> {
    const { activeSession: session, readonly, strings, newId } = this.#host
    if (!session || readonly) return
    this.reading = file.name
    this.#say(undefined)
    session.warmUp()
    try {
      const dataset = await session.addDataset(file)
      if (!dataset) {
        if (!session.problem) this.#say(strings.unreadable(file.name))
        return
      }
      const id = placeDataset({ session, dataset, target: drop.node, position: drop.position, newId })
      if (id === undefined) this.#say(strings.noLoadNode)
      else this.#host.fileTaken(id)
    } finally {
      this.reading = undefined
      this.#host.requestUpdate()
    }
  }

  async #answer(answer: 'cancel' | 'load' | 'open'): Promise<void> {
    const asking = this.#asking
    this.#asking = undefined
    this.#host.requestUpdate()
    if (!asking || answer === 'cancel') return
    if (answer === 'load') {
      await this.#load(asking.file, asking.drop)
      return
    }
    const [problem] = this.#host.activeSession?.open(asking.content) ?? []
    if (problem) this.#say(formatProblem(problem))
    this.#host.workflowOpened()
  }

  #say(notice: string | undefined): void {
    this.notice = notice
    this.#host.requestUpdate()
  }
}
