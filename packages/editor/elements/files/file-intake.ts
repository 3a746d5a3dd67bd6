import type { OtherEdit, WorkflowSession } from '@aw-flow/client'
import { type Dataset } from '@aw-flow/schema'
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit'
import type { FileDropEvent } from '../../canvas/canvas-events.ts'
import { addressFileType, type NewId } from '@aw-flow/canvas'
import type { EditorStrings } from '../editor/editor-strings.ts'
import { placeAddress, placeDataset, readWrittenFile } from './take-file.ts'

interface FileIntakeHost extends ReactiveControllerHost {
  readonly shownSession: WorkflowSession | undefined
  readonly locked: boolean
  readonly strings: EditorStrings
  readonly newId: NewId
  readonly renderRoot: HTMLElement | DocumentFragment
}

/** What the intake asks and tells its editor. */
interface FileIntakeOptions {
  /** Whether a listener of `aw-before-file` has refused this file. */
  isRefused(file: File): boolean
  /** A node reads the added file. */
  onFileAdded(node: string): void
  onWorkflowOpened(): void
}

interface Asking {
  file: File
  content: unknown
  drop: FileDropEvent
  /** What the file and the workflow that is open were made from, where that is known. */
  other: OtherEdit | undefined
}

/**
 * Takes dropped files in, one after the other: each file of data becomes a dataset, a node reads the first of them, and
 * workflows are asked about after that.
 */
export class FileIntake implements ReactiveController {
  /** The name of the file that is being read. */
  reading: string | undefined
  /** What went wrong with the last file, to be shown until it is dismissed. */
  notice: string | undefined
  #asking: readonly Asking[] = []
  readonly #host: FileIntakeHost
  readonly #options: FileIntakeOptions

  constructor(host: FileIntakeHost, options: FileIntakeOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  hostUpdated(): void {
    const dialog = this.#asking.length > 0 && this.#host.renderRoot.querySelector<HTMLDialogElement>('dialog.ask')
    if (dialog && !dialog.open) dialog.showModal()
  }

  async take(drop: FileDropEvent): Promise<void> {
    const { shownSession: session, locked, strings } = this.#host
    if (!session || locked) return
    this.#say(undefined)
    const says = drop.folders.map((name) => strings.folder(name))
    const data: File[] = []
    const workflows: Asking[] = []
    for (const file of drop.files) {
      if (file.type === addressFileType) {
        const { newId } = this.#host
        const address = await file.text()
        const id = placeAddress({ session, address, target: drop.node, position: drop.position, newId })
        if (id === undefined) says.push(strings.noLoadNode)
        else this.#options.onFileAdded(id)
        continue
      }
      const written = await readWrittenFile(file)
      if (written?.workflow !== undefined) {
        const other = await session.document.versions?.stemsFrom(written.workflow)
        workflows.push({ file, content: written.workflow, drop, other })
      } else data.push(file)
      if (written?.fault !== undefined) says.push(strings.notJson(file.name, strings.renderText(written.fault)))
    }
    says.unshift(...(await this.#load(data, drop)))
    this.#say(says.length > 0 ? says.join(' ') : undefined)
    this.#asking = [...this.#asking, ...workflows]
    this.#host.requestUpdate()
  }

  dismiss(): void {
    this.#say(undefined)
  }

  /** The question whether a file is to be opened as a workflow; nothing while there is none. */
  question(): TemplateResult | typeof nothing {
    const [asking] = this.#asking
    if (!asking) return nothing
    const { strings } = this.#host
    return html`<dialog class="ask" aria-labelledby="ask" @cancel=${() => this.#answer('cancel')}>
      <h2 id="ask">${strings.askTitle(asking.file.name)}</h2>
      <p class="muted">${asking.other ? strings.askStems : strings.askText}</p>
      <div class="actions">
        <button type="button" class="quiet" @click=${() => this.#answer('cancel')}>${strings.askCancel}</button>
        <button type="button" @click=${() => this.#answer('load')}>${strings.askLoad}</button>
        <button type="button" class=${asking.other ? '' : 'primary'} @click=${() => this.#answer('open')}>
          ${strings.askOpen}
        </button>
        ${
          asking.other
            ? html`<button type="button" class="primary" @click=${() => this.#answer('merge')}>
                ${strings.askMerge}
              </button>`
            : nothing
        }
      </div>
    </dialog>`
  }

  /** Takes files of data in and gives the first to a node; answers what is to be said of them. */
  async #load(files: readonly File[], drop: FileDropEvent): Promise<string[]> {
    const { shownSession: session, strings } = this.#host
    if (!session || files.length === 0) return []
    session.engine.warmUp()
    const says: string[] = []
    const taken: Dataset[] = []
    try {
      for (const file of files) {
        this.reading = file.name
        this.#host.requestUpdate()
        const dataset = await session.data.add(file)
        if (!dataset) {
          if (!session.problems.latest && !this.#options.isRefused(file)) says.push(strings.unreadable(file.name))
        } else if (!taken.some(({ id }) => id === dataset.id)) taken.push(dataset)
      }
    } finally {
      this.reading = undefined
      this.#host.requestUpdate()
    }
    const [first] = taken
    return first ? [...this.#place(session, taken, first, drop), ...says] : says
  }

  #place(session: WorkflowSession, taken: readonly Dataset[], first: Dataset, drop: FileDropEvent): string[] {
    const { strings, newId } = this.#host
    const id = placeDataset({ session, dataset: first, target: drop.node, position: drop.position, newId })
    if (id === undefined) return [strings.noLoadNode]
    this.#options.onFileAdded(id)
    if (taken.length < 2) return []
    const node = session.document.current.nodes.find((other) => other.id === id)
    const type = session.engine.catalogue.find((other) => other.type === node?.type)
    return [strings.taken(taken.length, node?.data.label || (type?.title ?? id), first.name)]
  }

  async #answer(answer: 'cancel' | 'load' | 'open' | 'merge'): Promise<void> {
    const [asking, ...later] = this.#asking
    this.#asking = later
    this.#host.requestUpdate()
    if (!asking || answer === 'cancel') return
    if (answer === 'load') {
      const says = await this.#load([asking.file], asking.drop)
      this.#say(says.length > 0 ? says.join(' ') : undefined)
      return
    }
    if (answer === 'merge' && asking.other) {
      this.#host.shownSession?.document.versions?.merge(asking.other)
      return
    }
    const [problem] = this.#host.shownSession?.document.open(asking.content) ?? []
    if (problem) {
      const { message, hint } = this.#host.strings.problem(problem)
      this.#say([message, hint].filter(Boolean).join(' '))
    }
    this.#options.onWorkflowOpened()
  }

  #say(notice: string | undefined): void {
    this.notice = notice
    this.#host.requestUpdate()
  }
}
