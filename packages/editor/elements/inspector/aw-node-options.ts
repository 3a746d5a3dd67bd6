import type { Edit, NodeOptions, RetryOverride, WorkflowGroup, WorkflowNode } from '@aw-flow/schema'
import { css, html, nothing } from 'lit'
import { live } from 'lit/directives/live.js'
import { defineEvent } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { nodeOptionStrings, type NodeOptionStrings } from './node-option-strings.ts'
import {
  findGroup,
  createMoveToGroupEdit,
  parseSeconds,
  formatSeconds,
  type ParsedSeconds,
} from './node-option-edits.ts'
import { element } from '../../element.ts'

/**
 * Fired when the user changes a node option. Apply `edit` with the merge key `merge` so that consecutive changes to the
 * same field are a single undo step.
 *
 * @public
 */
export class NodeOptionEvent extends defineEvent<{
  /** The edit that sets the option. */
  readonly edit: Edit
  /** The merge key of the field. */
  readonly merge: string
}>('aw-node-option') {}

declare global {
  interface HTMLElementEventMap {
    'aw-node-option': NodeOptionEvent
  }
  interface HTMLElementTagNameMap {
    'aw-node-options': AwNodeOptions
  }
}

/**
 * The execution options of a node, which every node type has: mode, handling of multiple connections to an input, error
 * handling, retries, timeouts and group.
 *
 * @event {NodeOptionEvent} aw-node-option - Fired when the user changes an option.
 *
 * @public
 */
export class AwNodeOptions extends element(
  {
    node: undefined as WorkflowNode | undefined,
    /** The workflow's groups. */
    groups: [] as readonly WorkflowGroup[],
    readonly: false,
    strings: nodeOptionStrings as NodeOptionStrings,
    /** The field that contains invalid text, and that text. */
    _invalidField: undefined as { name: keyof RetryOverride; text: string } | undefined,
  },
  { readonly: { type: Boolean } },
) {
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

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const previousNode = changed.get('node') as WorkflowNode | undefined
    if (previousNode && previousNode.id !== this.node?.id) this._invalidField = undefined
  }

  override render(): unknown {
    const { node, strings, groups } = this
    if (!node) return nothing
    const { mode = 'enabled', join = 'own', onError = 'stop', retry = {} } = node
    const group = findGroup(groups, node.id)
    const groupTitles: Record<string, string> = { '': strings.noGroup }
    for (const { id, label } of groups) groupTitles[id] = label || id
    const changedOption = node.mode ?? node.join ?? node.onError ?? node.retry
    return html`<details>
      <summary>
        ${icon('chevron-right')}${strings.title}
        ${changedOption === undefined ? nothing : html`<span class="changed">${strings.changed}</span>`}
      </summary>
      <div class="fields">
        <div>
          ${this.#renderChoice('mode', strings.mode, strings.modes, mode, (value) => this.#setOption('mode', value === 'enabled' ? undefined : value))}
          ${
            group?.mode && !node.mode
              ? html`<p class="note">${strings.setByGroup(group.label, strings.modes[group.mode])}</p>`
              : nothing
          }
        </div>
        ${this.#renderChoice('join', strings.join, strings.joins, join, (value) => this.#setOption('join', value === 'own' ? undefined : value))}
        ${this.#renderChoice('onError', strings.onError, strings.onErrors, onError, (value) => this.#setOption('onError', value === 'stop' ? undefined : value))}
        ${this.#renderRetryField('count', strings.retries, retry.count === undefined ? '' : String(retry.count))}
        ${this.#renderRetryField('delaysMs', strings.delays, formatSeconds(retry.delaysMs))}
        ${this.#renderRetryField('timeoutMs', strings.timeout, formatSeconds(retry.timeoutMs))}
        ${this.#renderRetryField('totalMs', strings.totalTimeout, formatSeconds(retry.totalMs))}
        ${
          groups.length === 0
            ? nothing
            : this.#renderChoice('group', strings.group, groupTitles, group?.id ?? '', (value) =>
                this.#dispatchEdit(createMoveToGroupEdit(groups, node.id, value), 'group'),
              )
        }
      </div>
    </details>`
  }

  #renderChoice<Name extends string>(
    id: string,
    label: string,
    titles: Readonly<Record<Name, string>>,
    value: NoInfer<Name>,
    onSelect: (value: Name) => void,
  ): unknown {
    return html`<div>
      <label for=${id}>${label}</label>
      <select
        id=${id}
        ?disabled=${this.readonly}
        @change=${(event: Event) => onSelect((event.target as HTMLSelectElement).value as Name)}
      >
        ${Object.entries<string>(titles).map(
          ([name, title]) => html`<option value=${name} .selected=${live(name === value)}>${title}</option>`,
        )}
      </select>
    </div>`
  }

  #renderRetryField(name: keyof RetryOverride, label: string, value: string): unknown {
    const isInvalid = this._invalidField?.name === name
    return html`<div>
      <label for=${name}>${label}</label>
      <input
        id=${name}
        type="text"
        inputmode="decimal"
        autocomplete="off"
        placeholder=${this.strings.defaultValue}
        aria-invalid=${isInvalid ? 'true' : nothing}
        aria-describedby=${isInvalid ? `${name}-invalid` : nothing}
        ?disabled=${this.readonly}
        .value=${live(isInvalid ? this._invalidField!.text : value)}
        @change=${(event: Event) => this.#setRetry(name, (event.target as HTMLInputElement).value)}
      />
      ${
        isInvalid
          ? html`<p class="bad" role="alert" id="${name}-invalid">
              ${name === 'count' ? this.strings.invalidCount : this.strings.invalidSeconds}
            </p>`
          : nothing
      }
    </div>`
  }

  #setRetry(name: keyof RetryOverride, text: string): void {
    const value = parseRetryField(name, text)
    this._invalidField = value === 'invalid' ? { name, text } : undefined
    if (value === 'invalid' || !this.node) return
    const { [name]: _, ...rest } = this.node.retry ?? {}
    const retry: RetryOverride = { ...rest, ...(value === undefined ? {} : { [name]: value }) }
    this.#setOption('retry', Object.keys(retry).length > 0 ? retry : undefined, name)
  }

  #setOption<Option extends keyof NodeOptions>(
    option: Option,
    value: NodeOptions[Option] | undefined,
    field: string = option,
  ): void {
    const options: NodeOptions = value === undefined ? {} : { [option]: value }
    this.#dispatchEdit({ type: 'set-option', id: this.node!.id, option, options }, field)
  }

  #dispatchEdit(edit: Edit | undefined, field: string): void {
    if (!edit || this.readonly) return
    this.dispatchEvent(new NodeOptionEvent({ edit, merge: `option ${this.node!.id} ${field}` }))
  }
}

/** Parses a field's text. Returns `undefined` if the text is empty, and `invalid` if it cannot be parsed. */
function parseRetryField(name: keyof RetryOverride, text: string): number | ParsedSeconds | undefined {
  if (text.trim() === '') return undefined
  if (name !== 'count') return parseSeconds(text, name === 'delaysMs')
  const count = Number(text)
  return Number.isInteger(count) && count >= 0 && count <= 20 ? count : 'invalid'
}
