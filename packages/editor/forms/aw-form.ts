import { textOf as problemTextOf } from '@aw-flow/schema'
import type { Column, Config, Dataset, Json, NodeType, Problem } from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { defineEvent, local } from '../define-event.ts'
import { chooseFile } from '../elements/files/choose-file.ts'
import { icon } from '../icons/icon.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { withCode } from '../with-code.ts'
import { styles } from './aw-form.styles.ts'
import { fieldInput, namesItself, type FieldInput } from './fields/field-input.ts'
import { formStrings, type FormStrings } from './form-strings.ts'
import type { Draft, Drafts, FormSurroundings } from './form-surroundings.ts'
import { problemLine, reasonLine } from './problem-line.ts'
import { problemStyles } from './problem-line.styles.ts'
import { oneStepIn, settingPath, showsWithin } from './problems-within.ts'
import { readTyped } from './fields/read-typed.ts'
import { isAskedFor, settingFields, type SettingField } from './fields/setting-field.ts'
import { textOf } from './text-of.ts'

/** A setting was changed by the user; `value` is `undefined` if it was reset to its default. @public */
export class SettingChangeEvent extends defineEvent<{ readonly name: string; readonly value: Json | undefined }>(
  'aw-setting-change',
  local,
) {}

/** A file was chosen for a setting; the listener adds it as a dataset and sets the setting. @public */
export class FileChosenEvent extends defineEvent<{ readonly name: string; readonly file: File }>(
  'aw-file-chosen',
  local,
) {}

/** The user opens a setting in a dialog, which the listener shows. @public */
export class SettingOpenEvent extends defineEvent<{ readonly name: string }>('aw-setting-open', local) {}

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
 * A form made from the JSON Schema of a node type. It shows `config` and dispatches each change; its only state are
 * drafts per `subject` (incomplete JSON or numbers).
 *
 * @event {SettingChangeEvent} aw-setting-change - A setting was changed.
 * @event {FileChosenEvent} aw-file-chosen - A file was chosen for a dataset setting.
 * @event {SettingOpenEvent} aw-setting-open - The user opens a load plan.
 * @event {SecretWantedEvent} aw-secret-wanted - The user creates a secret or edits its hosts.
 * @csspart code - The text of a code field.
 *
 * @public
 */
export class AwForm extends LitElement {
  static override styles = [tokens, controls, problemStyles, styles]
  static override properties = {
    type: { attribute: false },
    config: { attribute: false },
    problems: { attribute: false },
    datasets: { attribute: false },
    columns: { attribute: false },
    surroundings: { attribute: false },
    subject: { attribute: false },
    revision: { attribute: false },
    disabled: { type: Boolean },
    strings: { attribute: false },
  }

  /** The node type; the fields are made from its settings schema. */
  declare type: NodeType | undefined
  /** The current settings. */
  declare config: Config
  /** Problems of the node; those with `where.setting` are shown at their field. */
  declare problems: readonly Problem[]
  /** The datasets that a setting can select. */
  declare datasets: readonly Dataset[]
  /** Input columns, for settings that name one; `surroundings` has them by input. */
  declare columns: readonly Column[]
  /** The context of the form: columns by input, secrets, completions and previews of expressions. */
  declare surroundings: FormSurroundings | undefined
  /** Identifies the node: drafts belong to it and are shown again with it. */
  declare subject: string
  /** The state that results of `surroundings` depend on; another value requests them again. */
  declare revision: unknown
  /** If true, nothing can be changed. */
  declare disabled: boolean
  /** Texts of the form. */
  declare strings: FormStrings

  readonly #ownDrafts: Drafts = new Map()
  /** Numbers and JSON as typed ("2." before "2.5"), with their value. */
  readonly #typed = new Map<string, { text: string; value: string }>()
  #fields: { of: NodeType | undefined; fields: readonly SettingField[] } = { of: undefined, fields: [] }

  constructor() {
    super()
    this.config = {}
    this.problems = []
    this.datasets = []
    this.columns = []
    this.subject = ''
    this.disabled = false
    this.strings = formStrings
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('type') && !changed.has('subject') && changed.get('type')) this.reset()
    if (changed.has('config')) this.#dropOldDrafts()
  }

  override render(): unknown {
    const { type } = this
    if (this.#fields.of !== type) {
      this.#fields = { of: type, fields: type ? settingFields(type.settings, type.defaults) : [] }
    }
    const { fields } = this.#fields
    if (fields.length === 0) return html`<p class="muted">${this.strings.none}</p>`
    const byName = new Map(fields.map((field) => [field.name, field]))
    const valueOf = (name: string): Json | undefined => {
      const field = byName.get(name)
      return field && this.#value(field)
    }
    const reported = new Set(this.problems.map(settingOf))
    return fields
      .filter((field) => isAskedFor(field, valueOf) || reported.has(field.name))
      .map((field) => this.#renderField(field))
  }

  /** Moves the focus to the first setting. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('.control')?.focus(options)
  }

  /** Removes the drafts. */
  reset(): void {
    if (this.#drafts.delete(this.subject)) this.requestUpdate()
  }

  /** Drafts of fields, by subject and setting. */
  get #drafts(): Drafts {
    return this.surroundings?.drafts ?? this.#ownDrafts
  }

  #renderField(field: SettingField): unknown {
    const { strings } = this
    const value = this.#value(field)
    const all = this.problems.filter((problem) => settingOf(problem) === field.name)
    const within = all.filter((problem) => showsWithin(field, value, problem))
    const problems = within.length === 0 ? all : all.filter((problem) => !within.includes(problem))
    const draft = this.#drafts.get(this.subject)?.get(field.name)
    const differs =
      this.config[field.name] !== undefined && JSON.stringify(this.config[field.name]) !== JSON.stringify(field.initial)
    const describedBy = [
      field.description ? `${field.name}-about` : '',
      draft || problems.length > 0 ? `${field.name}-problems` : '',
    ]
      .filter(Boolean)
      .join(' ')
    const placed = problems.find(({ where }) => where?.offset !== undefined)?.where
    const mark = placed && !draft ? { from: placed.offset!, to: placed.offset! + (placed.length ?? 1) } : undefined
    const invalid = draft !== undefined || problems.some((problem) => problem.severity === 'error')
    const input = this.#input(field, value, { draft, describedBy, invalid, problems, within, mark })
    const restored = field.initial === undefined ? strings.notSet : wordFor(field, field.initial)
    return html`<div class="field" data-setting=${field.name}>
      <div class="top">
        ${
          field.kind === 'boolean'
            ? html`<label class="check">${fieldInput(input)}<span>${field.title}</span></label>`
            : namesItself(field)
              ? html`<span class="label" id="${field.name}-title" @click=${this.#onTitle}
                  >${field.title}${this.#must(field)}</span
                >`
              : html`<label for=${field.name}>${field.title}${this.#must(field)}</label>`
        }
        ${
          differs && !this.disabled
            ? html`<button
                type="button"
                class="quiet icon"
                title="${strings.restore(field.title)}${restored === '' ? '' : `: ${restored}`}"
                aria-label=${strings.restore(field.title)}
                @click=${() => this.#restore(field)}
              >
                ${icon('rotate-ccw')}
              </button>`
            : nothing
        }
      </div>
      ${field.kind === 'boolean' ? nothing : fieldInput(input)}
      ${field.description ? html`<p class="muted small" id="${field.name}-about">${withCode(field.description)}</p>` : nothing}
      ${
        draft || problems.length > 0
          ? html`<div id="${field.name}-problems">
              ${draft ? reasonLine(draft.reason) : nothing}
              ${problems.map((problem) => problemLine(problem, strings.renderText, placeIn(problem, input.text, strings)))}
            </div>`
          : nothing
      }
    </div>`
  }

  #must(field: SettingField): unknown {
    return field.required ? html` <span class="must">${this.strings.required}</span>` : nothing
  }

  #input(
    field: SettingField,
    value: Json | undefined,
    state: {
      draft: Draft | undefined
      describedBy: string
      invalid: boolean
      problems: readonly Problem[]
      within: readonly Problem[]
      mark: FieldInput['mark']
    },
  ): FieldInput {
    const { datasets, strings, disabled, subject, revision } = this
    const { name } = field
    const said = [
      field.description,
      state.draft?.reason,
      ...state.problems.map((problem) => strings.renderText(problemTextOf(problem))),
    ]
    return {
      field,
      value,
      text: state.draft?.text ?? this.#typedText(field, value),
      hint: this.config[name] === undefined ? '' : wordFor(field, field.default),
      describedBy: state.describedBy,
      description: said.filter(Boolean).join(' ').replaceAll('`', ''),
      invalid: state.invalid,
      within: state.within.map(oneStepIn),
      mark: state.mark,
      disabled,
      datasets,
      surroundings: this.surroundings ?? this.#ownSurroundings(),
      subject: `${subject} ${name}`,
      revision,
      strings,
      report: (next) => this.#report(field, next),
      type: (text) => this.#onTyped(field, text),
      upload: () => void this.#upload(name),
      open: () => this.dispatchEvent(new SettingOpenEvent({ name })),
    }
  }

  #own: FormSurroundings | undefined
  #ownSurroundings(): FormSurroundings {
    const columns = this.columns.length > 0 ? this.columns : undefined
    if (!this.#own || this.#own.inputs.table !== columns) this.#own = { inputs: { table: columns } }
    return this.#own
  }

  #onTitle = (event: Event): void => {
    const { setting } = (event.target as HTMLElement).closest<HTMLElement>('.field')!.dataset
    this.renderRoot.querySelector<HTMLElement>(`#${CSS.escape(setting!)}`)?.focus()
  }

  #value(field: SettingField): Json | undefined {
    return this.config[field.name] === undefined ? field.default : this.config[field.name]
  }

  #key({ name }: SettingField): string {
    return `${this.subject} ${name}`
  }

  #typedText(field: SettingField, value: Json | undefined): string {
    if (field.kind !== 'number' && field.kind !== 'integer' && (field.kind !== 'json' || field.asText))
      return textOf(value)
    if (field.kind !== 'json' && typeof value !== 'number') return textOf(value)
    const typed = this.#typed.get(this.#key(field))
    if (typed && typed.value === JSON.stringify(value)) return typed.text
    return value === undefined ? '' : JSON.stringify(value, undefined, 2)
  }

  #report(field: SettingField, value: Json | undefined): void {
    this.#draft(field, undefined)
    this.dispatchEvent(new SettingChangeEvent({ name: field.name, value }))
  }

  #draft({ name }: SettingField, draft: Omit<Draft, 'over'> | undefined): void {
    const drafts = this.#drafts.get(this.subject) ?? new Map<string, Draft>()
    if (draft) drafts.set(name, { ...draft, over: JSON.stringify(this.config[name]) })
    else if (!drafts.delete(name)) return
    this.#drafts.set(this.subject, drafts)
    this.requestUpdate()
  }

  /** A draft ends if the value has changed by other means, such as an undo. */
  #dropOldDrafts(): void {
    const drafts = this.#drafts.get(this.subject)
    for (const [name, { over }] of drafts ?? []) {
      if (over !== JSON.stringify(this.config[name])) drafts!.delete(name)
    }
  }

  #restore(field: SettingField): void {
    this.#typed.delete(this.#key(field))
    this.#report(field, field.initial)
  }

  #onTyped(field: SettingField, text: string): void {
    const read = readTyped(field, text, this.strings)
    if ('reason' in read) {
      this.#draft(field, { text, reason: read.reason })
      return
    }
    if (read.value !== undefined && !(field.kind === 'json' && field.asText))
      this.#typed.set(this.#key(field), { text, value: JSON.stringify(read.value) })
    this.#report(field, read.value)
  }

  async #upload(name: string): Promise<void> {
    const file = await chooseFile()
    if (file) this.dispatchEvent(new FileChosenEvent({ name, file }))
  }
}

/** A value in the notation of the form, shortened. */
function wordFor(field: SettingField, value: Json | undefined): string {
  const label = field.labels?.[String(value)]
  const text = label ?? textOf(value)
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

/** Adds line and column of a problem in the text of its field to its message. */
function placeIn(
  { where }: Problem,
  text: string,
  { expression }: FormStrings,
): ((message: string) => string) | undefined {
  if (where?.offset === undefined) return undefined
  const lines = text.slice(0, where.offset).split('\n')
  return (message) => expression.at(message, lines.length, lines.at(-1)!.length + 1)
}

const settingOf = (problem: Problem): string | undefined => settingPath(problem)[0]
