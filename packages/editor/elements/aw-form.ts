import {
  savedLoadPlanSchema,
  type Column,
  type Config,
  type Dataset,
  type Json,
  type NodeType,
  type Problem,
} from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { live } from 'lit/directives/live.js'
import { icon } from '../icons/icon.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { styles } from './aw-form.styles.ts'
import { listStrings, type ListChangeEvent, type ListStrings } from './aw-list-field.ts'
import { chooseFile } from './choose-file.ts'
import { loadPlanStrings, type LoadPlanStrings } from './load-plan-strings.ts'
import { settingFields, type SettingField } from './setting-field.ts'
import { withCode } from '../with-code.ts'

/** A setting was changed by hand; `value` is `undefined` when it is to be as if never set. */
export class SettingChangeEvent extends Event {
  static readonly type = 'aw-setting-change'
  readonly name: string
  readonly value: Json | undefined
  constructor(name: string, value: Json | undefined) {
    super(SettingChangeEvent.type)
    this.name = name
    this.value = value
  }
}

/** A file was chosen for a setting; whoever hears it makes it a dataset and sets it. */
export class FileChosenEvent extends Event {
  static readonly type = 'aw-file-chosen'
  readonly name: string
  readonly file: File
  constructor(name: string, file: File) {
    super(FileChosenEvent.type)
    this.name = name
    this.file = file
  }
}

/** A setting is to be shown at large; whoever hears it shows it. */
export class SettingOpenEvent extends Event {
  static readonly type = 'aw-setting-open'
  readonly name: string
  constructor(name: string) {
    super(SettingOpenEvent.type)
    this.name = name
  }
}

/** The form's words; replace some of them by the `strings` property. */
export const formStrings = {
  none: 'This node has no settings.',
  runInput: 'The run’s input',
  missingDataset: (id: string): string => `A file that is not here (${id.slice(0, 8)}…)`,
  upload: 'Upload a file',
  restore: (title: string): string => `Restore the default of “${title}”`,
  notNumber: 'Write a number.',
  notInteger: 'Write a whole number.',
  tooSmall: (least: number): string => `The least is ${least}.`,
  tooLarge: (most: number): string => `The most is ${most}.`,
  notJson: (reason: string): string => `This is not JSON yet: ${reason}`,
  notSet: 'Not set',
  required: 'needed',
  yes: 'Yes',
  loadPlan: loadPlanStrings as LoadPlanStrings,
  list: listStrings as ListStrings,
}
export type FormStrings = typeof formStrings

declare global {
  interface HTMLElementEventMap {
    'aw-setting-change': SettingChangeEvent
    'aw-file-chosen': FileChosenEvent
    'aw-setting-open': SettingOpenEvent
  }
  interface HTMLElementTagNameMap {
    'aw-form': AwForm
  }
}

/**
 * A form made from a node type's JSON Schema. It keeps nothing but text that is not a value yet (JSON or a number half
 * written): what it shows is `config`, and each change is told at once.
 *
 * @event {SettingChangeEvent} aw-setting-change - A setting was changed.
 * @event {FileChosenEvent} aw-file-chosen - A file was chosen for a dataset setting.
 * @event {SettingOpenEvent} aw-setting-open - A load plan is to be shown at large.
 */
export class AwForm extends LitElement {
  static override styles = [tokens, controls, styles]
  static override properties = {
    type: { attribute: false },
    config: { attribute: false },
    problems: { attribute: false },
    datasets: { attribute: false },
    columns: { attribute: false },
    disabled: { type: Boolean },
    strings: { attribute: false },
    _drafts: { state: true },
  }

  declare type: NodeType | undefined
  declare config: Config
  /** Problems of this node; those with `where.setting` stand beside their field. */
  declare problems: readonly Problem[]
  declare datasets: readonly Dataset[]
  /** Columns that come in, for settings that name one. */
  declare columns: readonly Column[]
  declare disabled: boolean
  declare strings: FormStrings
  /** What is written in a field while it is no value yet, with the reason. */
  declare private _drafts: ReadonlyMap<string, { text: string; reason: string }>

  constructor() {
    super()
    this.config = {}
    this.problems = []
    this.datasets = []
    this.columns = []
    this.disabled = false
    this.strings = formStrings
    this._drafts = new Map()
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('type') && this._drafts.size > 0) this._drafts = new Map()
  }

  override render(): unknown {
    const fields = this.#fields()
    if (fields.length === 0) return html`<p class="muted">${this.strings.none}</p>`
    return fields.map((field) => this.#renderField(field))
  }

  /** Forgets text that is not a value yet. */
  reset(): void {
    this._drafts = new Map()
  }

  #fields(): SettingField[] {
    return this.type ? settingFields(this.type.settings, this.type.defaults) : []
  }

  #renderField(field: SettingField): unknown {
    const value = this.#value(field)
    const problems = this.problems.filter((problem) => settingOf(problem) === field.name)
    const draft = this._drafts.get(field.name)
    const differs =
      this.config[field.name] !== undefined && JSON.stringify(this.config[field.name]) !== JSON.stringify(field.default)
    const describedBy = [
      field.description ? `${field.name}-about` : '',
      draft || problems.length > 0 ? `${field.name}-problems` : '',
    ]
      .filter(Boolean)
      .join(' ')
    const invalid = draft !== undefined || problems.some((problem) => problem.severity === 'error')
    const aria = { describedBy, invalid }
    const check = field.kind === 'boolean'
    return html`<div class="field" data-setting=${field.name}>
      <div class="top">
        ${
          check
            ? html`<label class="check">${this.#renderInput(field, value, aria)}<span>${field.title}</span></label>`
            : field.kind === 'load-plan' || field.kind === 'list'
              ? html`<span class="label" id="${field.name}-title">${field.title}</span>`
              : html`<label for=${field.name}
                  >${field.title}${field.required ? html` <span class="must">${this.strings.required}</span>` : nothing}</label
                >`
        }
        ${
          differs && !this.disabled
            ? html`<button
                type="button"
                class="quiet icon"
                title=${this.strings.restore(field.title)}
                aria-label=${this.strings.restore(field.title)}
                @click=${() => this.#restore(field)}
              >
                ${icon('rotate-ccw')}
              </button>`
            : nothing
        }
      </div>
      ${check ? nothing : this.#renderInput(field, value, aria)}
      ${field.description ? html`<p class="muted small" id="${field.name}-about">${withCode(field.description)}</p>` : nothing}
      ${
        draft || problems.length > 0
          ? html`<div id="${field.name}-problems">
              ${
                draft ? html`<p class="problem bad">${icon('triangle-alert')}<span>${draft.reason}</span></p>` : nothing
              }
              ${problems.map(
                (problem) =>
                  html`<p class="problem ${problem.severity}">
                    ${icon(problem.severity === 'info' ? 'info' : 'triangle-alert')}
                    <span
                      >${withCode(problem.message)}${problem.hint ? html`<span class="hint">${withCode(problem.hint)}</span>` : nothing}</span
                    >
                  </p>`,
              )}
            </div>`
          : nothing
      }
    </div>`
  }

  #renderInput(field: SettingField, value: Json | undefined, aria: { describedBy: string; invalid: boolean }): unknown {
    const { name } = field
    const describedBy = aria.describedBy || nothing
    const invalid = aria.invalid ? 'true' : nothing
    const draft = this._drafts.get(name)?.text
    switch (field.kind) {
      case 'boolean':
        return html`<input
          id=${name}
          type="checkbox"
          aria-describedby=${describedBy}
          aria-invalid=${invalid}
          ?disabled=${this.disabled}
          .checked=${live(value === true)}
          @change=${(event: Event) => this.#tell(name, (event.target as HTMLInputElement).checked)}
        />`
      case 'choice':
        return html`<select
          id=${name}
          aria-describedby=${describedBy}
          aria-invalid=${invalid}
          ?disabled=${this.disabled}
          @change=${(event: Event) => this.#choose(field, (event.target as HTMLSelectElement).value)}
        >
          ${value === undefined ? html`<option value="" selected>${this.strings.notSet}</option>` : nothing}
          ${field.choices.map(
            (choice) =>
              html`<option value=${JSON.stringify(choice)} .selected=${live(choice === value)}>
                ${field.labels?.[String(choice)] ?? String(choice)}
              </option>`,
          )}
        </select>`
      case 'dataset':
        return this.#renderDataset(field, value, describedBy, invalid)
      case 'list':
        return html`<aw-list-field
          id=${name}
          role="group"
          aria-labelledby="${name}-title"
          aria-describedby=${describedBy}
          .label=${field.title}
          .items=${this.#itemsOf(field)}
          .value=${Array.isArray(value) ? value : []}
          .columns=${this.columns}
          .strings=${this.strings.list}
          ?disabled=${this.disabled}
          @aw-list-change=${(event: ListChangeEvent) => this.#tell(name, event.value)}
        ></aw-list-field>`
      case 'load-plan':
        return this.#renderLoadPlan(field, value, describedBy)
      case 'column':
        return html`<input
            id=${name}
            type="text"
            list="${name}-columns"
            autocomplete="off"
            spellcheck="false"
            aria-describedby=${describedBy}
            aria-invalid=${invalid}
            ?disabled=${this.disabled}
            .value=${live(textOf(value))}
            @input=${(event: Event) => this.#tell(name, (event.target as HTMLInputElement).value)}
          /><datalist id="${name}-columns">
            ${this.columns.map((column) => html`<option value=${column.name}>${column.type}</option>`)}
          </datalist>`
      case 'number':
      case 'integer':
        return html`<input
          id=${name}
          type="text"
          inputmode=${field.kind === 'integer' ? 'numeric' : 'decimal'}
          autocomplete="off"
          aria-describedby=${describedBy}
          aria-invalid=${invalid}
          ?disabled=${this.disabled}
          .value=${live(draft ?? (typeof value === 'number' ? this.#typedText(name, value) : textOf(value)))}
          @input=${(event: Event) => this.#onNumber(field, (event.target as HTMLInputElement).value)}
        />`
      case 'json':
      case 'multiline':
        return html`<textarea
          id=${name}
          rows="5"
          spellcheck="false"
          aria-describedby=${describedBy}
          aria-invalid=${invalid}
          ?disabled=${this.disabled}
          .value=${live(draft ?? (field.kind === 'json' && !field.asText ? this.#typedText(name, value) : textOf(value)))}
          @input=${(event: Event) => this.#onText(field, (event.target as HTMLTextAreaElement).value)}
        ></textarea>`
      case 'text':
        return html`<input
            id=${name}
            type="text"
            list=${field.examples.length > 0 ? `${name}-examples` : nothing}
            autocomplete="off"
            spellcheck="false"
            aria-describedby=${describedBy}
            aria-invalid=${invalid}
            ?disabled=${this.disabled}
            .value=${live(textOf(value))}
            @input=${(event: Event) => this.#onText(field, (event.target as HTMLInputElement).value)}
          />${
            field.examples.length > 0
              ? html`<datalist id="${name}-examples">
                  ${field.examples.map((example) => html`<option value=${example}></option>`)}
                </datalist>`
              : nothing
          }`
    }
  }

  #renderDataset(field: SettingField, value: Json | undefined, describedBy: unknown, invalid: unknown): unknown {
    const known = this.datasets.some((dataset) => dataset.id === value)
    return html`<div class="row">
      <select
        id=${field.name}
        aria-describedby=${describedBy}
        aria-invalid=${invalid}
        ?disabled=${this.disabled}
        @change=${(event: Event) => this.#tell(field.name, (event.target as HTMLSelectElement).value || undefined)}
      >
        <option value="" .selected=${live(value === undefined)}>${this.strings.runInput}</option>
        ${
          typeof value === 'string' && value !== '' && !known
            ? html`<option value=${value} selected>${this.strings.missingDataset(value)}</option>`
            : nothing
        }
        ${this.datasets.map(
          (dataset) =>
            html`<option value=${dataset.id} .selected=${live(dataset.id === value)}>${dataset.name}</option>`,
        )}
      </select>
      <button
        type="button"
        class="icon"
        title=${this.strings.upload}
        aria-label=${this.strings.upload}
        ?disabled=${this.disabled}
        @click=${() => this.#upload(field.name)}
      >
        ${icon('upload')}
      </button>
    </div>`
  }

  #renderLoadPlan(field: SettingField, value: Json | undefined, describedBy: unknown): unknown {
    const words = this.strings.loadPlan
    const { data: saved } = savedLoadPlanSchema.safeParse(value)
    const file = this.datasets.find(({ id }) => id === saved?.dataset)?.name
    return html`<p class="small" id="${field.name}-kept">
        ${saved ? words.summary(saved.plan, file) : words.summaryNone}
      </p>
      <button
        type="button"
        id=${field.name}
        aria-describedby=${[`${field.name}-kept`, describedBy === nothing ? '' : String(describedBy)].filter(Boolean).join(' ')}
        @click=${() => this.dispatchEvent(new SettingOpenEvent(field.name))}
      >
        ${icon('table-2')}${words.open}
      </button>`
  }

  /** One object an item schema, so that the forms of a list's items keep what is half written in them. */
  #items = new Map<string, { of: string; items: Readonly<Record<string, unknown>> }>()
  #itemsOf({ name, items = {} }: SettingField): Readonly<Record<string, unknown>> {
    const of = JSON.stringify(items)
    const known = this.#items.get(name)
    if (known?.of === of) return known.items
    this.#items.set(name, { of, items })
    return items
  }

  #value(field: SettingField): Json | undefined {
    return this.config[field.name] === undefined ? field.default : this.config[field.name]
  }

  /** Numbers and JSON as they were typed ("2." on the way to "2.5"), by what they mean. */
  #typed = new Map<string, { text: string; value: string }>()
  #typedText(name: string, value: Json | undefined): string {
    const typed = this.#typed.get(name)
    if (typed && typed.value === JSON.stringify(value)) return typed.text
    return value === undefined ? '' : JSON.stringify(value, undefined, 2)
  }

  #tell(name: string, value: Json | undefined): void {
    this.#draft(name, undefined)
    this.dispatchEvent(new SettingChangeEvent(name, value))
  }

  #draft(name: string, draft: { text: string; reason: string } | undefined): void {
    if (!draft && !this._drafts.has(name)) return
    const drafts = new Map(this._drafts)
    if (draft) drafts.set(name, draft)
    else drafts.delete(name)
    this._drafts = drafts
  }

  #choose(field: SettingField, json: string): void {
    this.#tell(field.name, json === '' ? undefined : (JSON.parse(json) as Json))
  }

  #restore(field: SettingField): void {
    this.#typed.delete(field.name)
    this.#tell(field.name, field.default)
  }

  #onNumber(field: SettingField, text: string): void {
    if (text.trim() === '') {
      this.#tell(field.name, undefined)
      return
    }
    const value = Number(text.trim().replace(',', '.'))
    const { minimum, maximum } = field
    const reason = !Number.isFinite(value)
      ? this.strings.notNumber
      : field.kind === 'integer' && !Number.isInteger(value)
        ? this.strings.notInteger
        : minimum !== undefined && value < minimum
          ? this.strings.tooSmall(minimum)
          : maximum !== undefined && value > maximum
            ? this.strings.tooLarge(maximum)
            : undefined
    if (reason === undefined) {
      this.#typed.set(field.name, { text, value: JSON.stringify(value) })
      this.#tell(field.name, value)
    } else this.#draft(field.name, { text, reason })
  }

  #onText(field: SettingField, text: string): void {
    if (field.kind !== 'json') {
      this.#tell(field.name, text)
      return
    }
    if (text.trim() === '') {
      this.#tell(field.name, undefined)
      return
    }
    // A setting that is text may also be a plain name; what begins like JSON is meant as JSON.
    const named = field.asText && !/^\s*[[{"]/.test(text)
    let value: Json = text
    try {
      if (!named) value = JSON.parse(text) as Json
    } catch (cause) {
      const reason = this.strings.notJson(cause instanceof Error ? cause.message : String(cause))
      this.#draft(field.name, { text, reason })
      return
    }
    if (field.asText) value = text
    else this.#typed.set(field.name, { text, value: JSON.stringify(value) })
    this.#tell(field.name, value)
  }

  async #upload(name: string): Promise<void> {
    const file = await chooseFile()
    if (file) this.dispatchEvent(new FileChosenEvent(name, file))
  }
}

const textOf = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)

const settingOf = (problem: Problem): string | undefined => problem.where?.setting?.split('.')[0]
