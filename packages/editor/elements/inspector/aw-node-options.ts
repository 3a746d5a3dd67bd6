import type { Edit, NodeOptions, RetryOverride, WorkflowGroup, WorkflowNode } from '@aw-flow/schema'
import { css, html, LitElement, nothing } from 'lit'
import { live } from 'lit/directives/live.js'
import { defineEvent } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { nodeOptionStrings, type NodeOptionStrings } from './node-option-strings.ts'
import { groupOf, joinGroup, seconds, secondsText, type Seconds } from './node-option-edits.ts'

/**
 * An option of a node has changed: `edit` sets it; `merge` names the field, so that typing is one undo step.
 *
 * @public
 */
export class NodeOptionEvent extends defineEvent<{ readonly edit: Edit; readonly merge: string }>('aw-node-option') {}

declare global {
  interface HTMLElementEventMap {
    'aw-node-option': NodeOptionEvent
  }
  interface HTMLElementTagNameMap {
    'aw-node-options': AwNodeOptions
  }
}

/**
 * The options of a node beside its settings: mode, join of its inputs, error handling, retries, timeouts, and its
 * group.
 *
 * @event {NodeOptionEvent} aw-node-option - An option has changed.
 *
 * @public
 */
export class AwNodeOptions extends LitElement {
  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: block;
        padding: var(--_space-16) 0;
        border-bottom: 1px solid var(--_border);
      }
      summary {
        display: flex;
        align-items: center;
        gap: var(--_space-4);
        cursor: pointer;
        list-style: none;
        font-weight: 600;
        border-radius: 4px;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary svg {
        transition: rotate var(--_motion);
      }
      details[open] summary svg {
        rotate: 90deg;
      }
      .changed,
      .note {
        color: var(--_muted);
        font-size: 12px;
        font-weight: 400;
      }
      .changed {
        margin-inline-start: auto;
      }
      .bad {
        color: var(--_bad);
        font-size: 12px;
      }
      .fields {
        display: grid;
        gap: var(--_space-12);
        margin-top: var(--_space-12);
      }
      label {
        display: block;
        margin-bottom: var(--_space-4);
      }
      .note,
      .bad {
        margin: var(--_space-4) 0 0;
      }
    `,
  ]
  static override properties = {
    node: { attribute: false },
    groups: { attribute: false },
    readonly: { type: Boolean },
    strings: { attribute: false },
    _wrong: { state: true },
  }

  declare node: WorkflowNode | undefined
  /** The groups of the document. */
  declare groups: readonly WorkflowGroup[]
  declare readonly: boolean
  declare strings: NodeOptionStrings
  /** The field with invalid text, and the text. */
  declare private _wrong: { name: keyof RetryOverride; text: string } | undefined

  constructor() {
    super()
    this.groups = []
    this.readonly = false
    this.strings = nodeOptionStrings
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const before = changed.get('node') as WorkflowNode | undefined
    if (before && before.id !== this.node?.id) this._wrong = undefined
  }

  override render(): unknown {
    const { node, strings, groups } = this
    if (!node) return nothing
    const { mode = 'enabled', join = 'own', onError = 'stop', retry = {} } = node
    const group = groupOf(groups, node.id)
    const titles: Record<string, string> = { '': strings.noGroup }
    for (const { id, label } of groups) titles[id] = label || id
    const isChanged = node.mode ?? node.join ?? node.onError ?? node.retry
    return html`<details>
      <summary>
        ${icon('chevron-right')}${strings.title}
        ${isChanged === undefined ? nothing : html`<span class="changed">${strings.changed}</span>`}
      </summary>
      <div class="fields">
        <div>
          ${this.#choice('mode', strings.mode, strings.modes, mode, (value) => this.#option('mode', value === 'enabled' ? undefined : value))}
          ${
            group?.mode && !node.mode
              ? html`<p class="note">${strings.byGroup(group.label, strings.modes[group.mode])}</p>`
              : nothing
          }
        </div>
        ${this.#choice('join', strings.join, strings.joins, join, (value) => this.#option('join', value === 'own' ? undefined : value))}
        ${this.#choice('onError', strings.onError, strings.onErrors, onError, (value) => this.#option('onError', value === 'stop' ? undefined : value))}
        ${this.#retryField('count', strings.retries, retry.count === undefined ? '' : String(retry.count))}
        ${this.#retryField('delaysMs', strings.delays, secondsText(retry.delaysMs))}
        ${this.#retryField('timeoutMs', strings.timeout, secondsText(retry.timeoutMs))}
        ${this.#retryField('totalMs', strings.total, secondsText(retry.totalMs))}
        ${
          groups.length === 0
            ? nothing
            : this.#choice('group', strings.group, titles, group?.id ?? '', (value) =>
                this.#change(joinGroup(groups, node.id, value), 'group'),
              )
        }
      </div>
    </details>`
  }

  #choice<Name extends string>(
    id: string,
    label: string,
    titles: Readonly<Record<Name, string>>,
    value: NoInfer<Name>,
    choose: (value: Name) => void,
  ): unknown {
    return html`<div>
      <label for=${id}>${label}</label>
      <select
        id=${id}
        ?disabled=${this.readonly}
        @change=${(event: Event) => choose((event.target as HTMLSelectElement).value as Name)}
      >
        ${Object.entries<string>(titles).map(
          ([name, title]) => html`<option value=${name} .selected=${live(name === value)}>${title}</option>`,
        )}
      </select>
    </div>`
  }

  #retryField(name: keyof RetryOverride, label: string, value: string): unknown {
    const isWrong = this._wrong?.name === name
    return html`<div>
      <label for=${name}>${label}</label>
      <input
        id=${name}
        type="text"
        inputmode="decimal"
        autocomplete="off"
        placeholder=${this.strings.asUsual}
        aria-invalid=${isWrong ? 'true' : nothing}
        aria-describedby=${isWrong ? `${name}-wrong` : nothing}
        ?disabled=${this.readonly}
        .value=${live(isWrong ? this._wrong!.text : value)}
        @change=${(event: Event) => this.#setRetry(name, (event.target as HTMLInputElement).value)}
      />
      ${
        isWrong
          ? html`<p class="bad" role="alert" id="${name}-wrong">
              ${name === 'count' ? this.strings.notTimes : this.strings.notSeconds}
            </p>`
          : nothing
      }
    </div>`
  }

  #setRetry(name: keyof RetryOverride, text: string): void {
    const value = readRetry(name, text)
    this._wrong = value === 'wrong' ? { name, text } : undefined
    if (value === 'wrong' || !this.node) return
    const { [name]: _, ...rest } = this.node.retry ?? {}
    const retry: RetryOverride = { ...rest, ...(value === undefined ? {} : { [name]: value }) }
    this.#option('retry', Object.keys(retry).length > 0 ? retry : undefined, name)
  }

  #option<Option extends keyof NodeOptions>(
    option: Option,
    value: NodeOptions[Option] | undefined,
    field: string = option,
  ): void {
    const options: NodeOptions = value === undefined ? {} : { [option]: value }
    this.#change({ type: 'set-option', id: this.node!.id, option, options }, field)
  }

  #change(edit: Edit | undefined, field: string): void {
    if (!edit || this.readonly) return
    this.dispatchEvent(new NodeOptionEvent({ edit, merge: `option ${this.node!.id} ${field}` }))
  }
}

/** The text of a field; `undefined` if it is empty. */
function readRetry(name: keyof RetryOverride, text: string): number | Seconds | undefined {
  if (text.trim() === '') return undefined
  if (name !== 'count') return seconds(text, name === 'delaysMs')
  const count = Number(text)
  return Number.isInteger(count) && count >= 0 && count <= 20 ? count : 'wrong'
}
