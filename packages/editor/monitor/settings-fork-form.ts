import type { WorkflowSession } from '@aw-flow/client'
import { getValue, parseJson, type Config, type Json, type NodeType } from '@aw-flow/schema'
import { isSameJson } from '@aw-flow/schema/internal'
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit'
import type { FileChosenEvent, SettingChangeEvent } from '../forms/aw-form.ts'
import type { FormContext } from '../forms/form-context.ts'
import { icon } from '../icons/icon.ts'
import type { RunMonitorStrings } from './monitor-strings.ts'

/**
 * The form for forking a run with changed settings of one node. The settings of nodes with an unknown type are edited
 * as JSON.
 */
export class SettingsForkForm {
  readonly #host: ReactiveControllerHost
  readonly #start: (settings: Record<string, Config>) => void
  #config: Config | undefined
  #problem: string | undefined
  #context: FormContext | undefined

  constructor(host: ReactiveControllerHost, start: (settings: Record<string, Config>) => void) {
    this.#host = host
    this.#start = start
  }

  get isOpen(): boolean {
    return this.#config !== undefined
  }

  /** Opens the form. `context` is the node's form context. */
  open(config: Config, context: FormContext): void {
    this.#context = context
    this.#set(config, undefined)
  }

  close(): void {
    this.#config = undefined
    this.#problem = undefined
  }

  render(
    nodeId: string,
    title: string,
    originalConfig: Config,
    type: NodeType | undefined,
    session: WorkflowSession | undefined,
    strings: RunMonitorStrings,
  ): TemplateResult {
    const config = this.#config ?? originalConfig
    const isUnchanged = isSameJson(config, originalConfig)
    return html`<form
      class="fork"
      aria-label=${strings.forkTitle(title)}
      @submit=${(event: SubmitEvent) => {
        event.preventDefault()
        if (isUnchanged || this.#problem !== undefined || this.#hasDrafts) return
        this.close()
        this.#start({ [nodeId]: config })
        this.#host.requestUpdate()
      }}
    >
      <p class="muted small">${strings.forkHint}</p>
      ${
        type
          ? html`<aw-form
              exportparts="code"
              .type=${type}
              .config=${config}
              .datasets=${session?.data.list ?? []}
              .context=${this.#context}
              .subject=${nodeId}
              .strings=${strings.form}
              @aw-setting-change=${({ name, value, others = {} }: SettingChangeEvent) => {
                for (const [key, changedValue] of Object.entries({ ...others, [name]: value }))
                  this.#change(key, changedValue)
              }}
              @aw-file-chosen=${(event: FileChosenEvent) => void this.#addFile(event, session)}
            ></aw-form>`
          : html`<label
              >${strings.forkJson}<textarea
                rows="8"
                spellcheck="false"
                .value=${JSON.stringify(originalConfig, undefined, 2)}
                @input=${(event: Event) => this.#parseJson((event.target as HTMLTextAreaElement).value, strings)}
              ></textarea>
            </label>`
      }
      ${this.#problem === undefined ? nothing : html`<p class="bad" role="alert">${this.#problem}</p>`}
      <div class="actions">
        <button type="submit" class="primary" ?disabled=${isUnchanged || this.#problem !== undefined}>
          ${icon('git-fork')}${strings.forkStart}
        </button>
        <button
          type="button"
          @click=${() => {
            this.close()
            this.#host.requestUpdate()
          }}
        >
          ${strings.forkCancel}
        </button>
        ${isUnchanged ? html`<span class="muted small">${strings.forkSame}</span>` : nothing}
      </div>
    </form>`
  }

  /** Whether any field contains text that is not a valid value. */
  get #hasDrafts(): boolean {
    return [...(this.#context?.drafts?.values() ?? [])].some(({ size }) => size > 0)
  }

  async #addFile({ name, file }: FileChosenEvent, session: WorkflowSession | undefined): Promise<void> {
    const dataset = await session?.data.add(file)
    if (dataset?.ok && this.isOpen) this.#change(name, dataset.value.id)
  }

  #change(name: string, value: Json | undefined): void {
    const { [name]: _previous, ...rest } = this.#config ?? {}
    // A fork only changes settings that it contains, so a removed setting is set to null.
    this.#set(value === undefined ? { ...rest, [name]: null } : { ...rest, [name]: value }, undefined)
  }

  #parseJson(text: string, strings: RunMonitorStrings): void {
    const json = getValue(parseJson(text))
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json)
    if (isObject) this.#set(json, undefined)
    else this.#set(this.#config, strings.notJson(text.trim().slice(0, 40)))
  }

  #set(config: Config | undefined, problem: string | undefined): void {
    this.#config = config
    this.#problem = problem
    this.#host.requestUpdate()
  }
}
