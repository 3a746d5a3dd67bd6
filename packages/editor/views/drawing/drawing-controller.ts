import { initialState } from '@lit/task'
import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit'
import type { Text } from '@aw-flow/messages'
import { getProblemText, type Problem } from '@aw-flow/schema'
import { toFileName } from '../../elements/files/file-name.ts'
import { saveFile } from '../../elements/files/save-file.ts'
import { icon } from '../../icons/icon.ts'
import { renderProblem } from '../../language/render-problem.ts'
import { renderCode } from '../../render-code.ts'
import { ConnectedTask } from '../connected-task.ts'
import { toProblem } from '../table-source.ts'

/** Strings that charts, maps and graphs share. */
interface DrawingStrings {
  readonly renderText: (text: Text) => string
  readonly noTable: string
  readonly notSupported?: string
  readonly loading: string
  readonly retry: string
  /** Introduces the reason why nothing could be drawn. By default, only the reason is shown. */
  readonly failed?: (reason: string) => string
  readonly downloadFailed: (reason: string) => string
}

interface Size {
  readonly width: number
  readonly height: number
}

interface DrawingOptions<State> {
  /** Values on which the drawing depends. It is loaded again after an update of the host that changed one of them. */
  readonly getInputs: () => readonly unknown[]
  /** Loads what is drawn, or returns `undefined` if something is missing that the user has to select. */
  readonly load: (signal: AbortSignal) => Promise<State | undefined>
  /** Draws into the container if it, the state, its size or one of `getStyleInputs` has changed. */
  readonly draw: (container: HTMLDivElement, state: State, size: Size) => unknown
  readonly getStyleInputs?: () => readonly unknown[]
  /** If set, a drawing adapts to a new size by itself, and this is called instead of `draw`. */
  readonly resize?: () => void
  /** Called when the container is removed or drawn into again. */
  readonly destroy?: () => void
}

const minHeight = 120

/** Whether an element is too short to stack its parts but wide enough to show them side by side. */
const isTooShortToStack = ({ clientHeight, clientWidth }: Element): boolean =>
  clientHeight > 0 && clientHeight < 440 && clientWidth > 640

/**
 * Loads and draws what a chart, map or graph shows, whenever its inputs or its size change. The drawing is in the
 * element with the class `drawing`. Only the result of the latest load is used.
 */
export class DrawingController<State> implements ReactiveController {
  /** The loaded state, which stays until its replacement is loaded. */
  state: State | undefined
  isTableShown = false
  /** Why loading or drawing failed. */
  failure: Problem | undefined
  exportProblem: Problem | undefined
  readonly #host: LitElement & { readonly strings: DrawingStrings }
  readonly #options: DrawingOptions<State>
  readonly #task: ConnectedTask<readonly unknown[], State>
  readonly #observer = new ResizeObserver(() => this.#onResize())
  #drawn: readonly unknown[] = []
  #isCopied = false

  constructor(host: LitElement & { readonly strings: DrawingStrings }, options: DrawingOptions<State>) {
    this.#host = host
    this.#options = options
    host.addController(this)
    this.#task = new ConnectedTask(host, {
      args: options.getInputs,
      task: async (_, { signal }) => {
        this.failure = undefined
        this.exportProblem = undefined
        return (await options.load(signal)) ?? initialState
      },
      onComplete: (state) => (this.state = state),
      onError: (cause) => this.fail(cause),
    })
  }

  /** Removes the drawing, for example of another table. */
  clear(): void {
    this.state = undefined
  }

  fail(cause: unknown): void {
    this.failure = toProblem(cause ?? new Error('The query failed for an unknown reason.'))
    this.#host.requestUpdate()
  }

  get container(): HTMLDivElement | undefined {
    return this.#host.renderRoot.querySelector<HTMLDivElement>('.drawing') ?? undefined
  }

  hostConnected(): void {
    this.#observer.observe(this.#host)
    if (this.#host.hasUpdated) this.#host.requestUpdate()
  }

  hostDisconnected(): void {
    this.#observer.disconnect()
    this.#destroy()
  }

  hostUpdated(): void {
    if (this.container) this.#observer.observe(this.container)
    this.#draw()
  }

  #onResize(): void {
    this.#host.toggleAttribute('data-low', isTooShortToStack(this.#host))
    this.#draw()
    this.#options.resize?.()
  }

  #draw(): void {
    const { container, state } = this
    if (!container || state === undefined) return this.#destroy()
    if (container.clientWidth === 0) return
    const size = { width: container.clientWidth, height: Math.max(minHeight, container.clientHeight) }
    const { draw, getStyleInputs, resize } = this.#options
    const inputs = [container, state, ...(resize ? [] : Object.values(size)), ...(getStyleInputs?.() ?? [])]
    if (inputs.every((input, index) => input === this.#drawn[index])) return
    this.#destroy()
    this.#drawn = inputs
    this.#isCopied = false
    try {
      draw(container, state, size)
    } catch (cause) {
      this.fail(cause)
    }
  }

  #destroy(): void {
    if (this.#drawn.length === 0) return
    this.#drawn = []
    this.#options.destroy?.()
  }

  /**
   * Renders why there is no drawing: no table, a failure, missing input, or loading. Returns `undefined` if there is one.
   */
  renderAbsence(options: {
    readonly hasTable: boolean
    readonly isSupported?: boolean
    /** A message that names the selection that is missing. */
    readonly missingInput?: string | undefined
  }): TemplateResult | undefined {
    const { strings } = this.#host
    const { hasTable, isSupported = true, missingInput } = options
    if (!hasTable) return renderMessage(strings.noTable)
    if (!isSupported) return renderMessage(strings.notSupported)
    if (this.failure) {
      const { message, hint, severity } = renderProblem(this.failure, strings.renderText)
      const isFailed = severity !== 'info'
      return html`<div class="message">
        <p class=${isFailed ? 'bad' : ''} role=${isFailed ? 'alert' : 'status'}>
          ${renderCode(isFailed ? (strings.failed?.(message) ?? message) : message)}
        </p>
        ${hint ? html`<p>${hint}</p>` : nothing}
        ${
          isFailed
            ? html`<button type="button" @click=${() => void this.#task.run()}>${strings.retry}</button>`
            : nothing
        }
      </div>`
    }
    if (missingInput !== undefined) return renderMessage(missingInput)
    return this.state === undefined ? renderMessage(strings.loading, 'status') : undefined
  }

  /** Renders the button that shows the data as a table, and those that copy or download the drawing as an image. */
  renderActions(
    strings: Readonly<Record<'table' | 'copy' | 'copied' | 'download' | 'svg' | 'png', string>>,
    save: (target: ImageTarget) => void,
    isDrawn = true,
  ): TemplateResult {
    return html`<div class="actions">
      <button
        type="button"
        aria-pressed=${this.isTableShown ? 'true' : 'false'}
        ?disabled=${!isDrawn}
        @click=${() => {
          this.isTableShown = !this.isTableShown
          this.#host.requestUpdate()
        }}
      >
        ${icon('table-2')}${strings.table}
      </button>
      ${
        // Absent in pages without HTTPS.
        'clipboard' in navigator && 'ClipboardItem' in globalThis
          ? html`<button
              type="button"
              aria-live="polite"
              ?disabled=${!isDrawn || this.isTableShown}
              @click=${() => save('clipboard')}
            >
              ${icon(this.#isCopied ? 'circle-check' : 'copy')}${this.#isCopied ? strings.copied : strings.copy}
            </button>`
          : nothing
      }
      ${(['svg', 'png'] as const).map(
        (format) =>
          html`<button
            type="button"
            title=${`${strings.download} ${strings[format]}`}
            ?disabled=${!isDrawn || this.isTableShown}
            @click=${() => save(format)}
          >
            ${icon('download')}${strings[format]}
          </button>`,
      )}
    </div>`
  }

  /** Downloads an image of the drawing, or copies it to the clipboard. */
  async save(
    create: (format: ImageFormat) => Promise<Blob>,
    title: string,
    fallbackName: string,
    target: ImageTarget,
  ): Promise<void> {
    this.exportProblem = undefined
    try {
      if (target === 'clipboard') {
        // Safari requires the promise: after an await, the click no longer permits writing.
        await navigator.clipboard.write([new ClipboardItem({ 'image/png': create('png') })])
        this.#isCopied = true
      } else saveFile(await create(target), `${toFileName(title, fallbackName)}.${target}`)
    } catch (cause) {
      this.exportProblem = toProblem(cause)
    }
    this.#host.requestUpdate()
  }

  renderExportProblem(): unknown {
    if (!this.exportProblem) return nothing
    const { strings } = this.#host
    return html`<p class="bad" role="alert">
      ${strings.downloadFailed(strings.renderText(getProblemText(this.exportProblem)))}
    </p>`
  }
}

export type ImageFormat = 'svg' | 'png'
export type ImageTarget = ImageFormat | 'clipboard'

export const renderMessage = (text: string | undefined, role?: 'status'): TemplateResult =>
  html`<div class="message"><p role=${role ?? nothing}>${text}</p></div>`
