import {
  getProblemText,
  defined,
  type Column,
  type Config,
  type Dataset,
  type Json,
  type NodeType,
  type Problem,
} from '@aw-flow/schema'
import { html, nothing, type PropertyValues } from 'lit'
import { defineEvent, localEventInit } from '../define-event.ts'
import { chooseFile } from '../elements/files/choose-file.ts'
import { icon } from '../icons/icon.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { renderCode } from '../render-code.ts'
import { styles } from './aw-form.styles.ts'
import type { FieldInput } from './fields/field-input.ts'
import { renderFieldInput, hasOwnLabel } from './fields/render-field-input.ts'
import { formStrings, type FormStrings } from './form-strings.ts'
import type { Draft, Drafts, FormContext } from './form-context.ts'
import { renderProblemLine, renderReason } from './problem-line.ts'
import { problemStyles } from './problem-line.styles.ts'
import { toNestedProblem, getSettingPath, isNestedProblem } from './nested-problems.ts'
import { parseFieldText, toFieldText } from './fields/parse-field-text.ts'
import { isSettingVisible, readSettingFields, type SettingField } from './fields/setting-field.ts'
import { TypedTexts } from './typed-texts.ts'
import { element } from '../element.ts'

/**
 * Fired when the user changes a setting. `value` is `undefined` if the setting is unset, so that its default applies.
 *
 * @public
 */
export class SettingChangeEvent extends defineEvent<{
  /** The setting's name. */
  readonly name: string
  /** The value after the change. */
  readonly value: Json | undefined
  /** Other settings that change together with this one. */
  readonly others?: Config
}>('aw-setting-change', localEventInit) {}

/**
 * Fired when the user selects a file for a setting. The listener adds the file as a dataset and updates the setting.
 *
 * @public
 */
export class FileChosenEvent extends defineEvent<{
  /** The setting's name. */
  readonly name: string
  /** The selected file. */
  readonly file: File
}>('aw-file-chosen', localEventInit) {}

/** Fired when the user opens a setting that is edited in a dialog. The listener shows the dialog. @public */
export class SettingOpenEvent extends defineEvent<{
  /** The setting's name. */
  readonly name: string
}>('aw-setting-open', localEventInit) {}

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
 * A form generated from the JSON Schema of a node type. It displays `config` and dispatches an event for each change.
 * It stores nothing itself except, per `subject`, drafts of invalid input such as incomplete JSON or numbers.
 *
 * @event {SettingChangeEvent} aw-setting-change - Fired when the user changes a setting.
 * @event {FileChosenEvent} aw-file-chosen - Fired when the user selects a file for a dataset setting.
 * @event {SettingOpenEvent} aw-setting-open - Fired when the user opens a load plan.
 * @event {ManageSecretsEvent} aw-manage-secrets - Fired when the user wants to create a secret or edit its hosts.
 * @csspart code - The text area of a code field.
 *
 * @public
 */
export class AwForm extends element(
  {
    /** The node type, whose settings schema defines the fields. */
    type: undefined as NodeType | undefined,
    /** The current settings. */
    config: {} as Config,
    /** The node's problems. A problem with `where.setting` is shown below that setting's field. */
    problems: [] as readonly Problem[],
    /** The datasets available for selection. */
    datasets: [] as readonly Dataset[],
    /**
     * Input columns for settings that select a column. Ignored if `context` is set, which has the columns of each input.
     */
    columns: [] as readonly Column[],
    /** The form's context, such as the columns of each input, secrets, completions and expression previews. */
    context: undefined as FormContext | undefined,
    /** Identifies the node. Drafts are kept per subject and restored when the subject is shown again. */
    subject: '',
    /** Any value that changes when results of `context` may be outdated, so that they are requested again. */
    revision: undefined as unknown,
    /** Whether all fields are disabled. */
    disabled: false,
    /** Whether to place fields side by side and show descriptions as tooltips, as for list items. */
    compact: false,
    /** UI strings for the form. */
    strings: formStrings as FormStrings,
  },
  { disabled: { type: Boolean }, compact: { type: Boolean, reflect: true } },
) {
  static override styles = [tokens, controls, problemStyles, styles]

  readonly #localDrafts: Drafts = new Map()
  readonly #typedTexts = new TypedTexts()
  /** The settings that already differed from the defaults when the form was first shown for the current subject. */
  #initiallyChangedSettings: { subject: string; type: NodeType | undefined; names: ReadonlySet<string> } | undefined
  #fields: { type: NodeType | undefined; fields: readonly SettingField[] } = { type: undefined, fields: [] }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('type') && !changed.has('subject') && changed.get('type')) this.reset()
    if (changed.has('config')) this.#discardOldDrafts()
  }

  override render(): unknown {
    const { type } = this
    if (this.#fields.type !== type) {
      this.#fields = { type, fields: type ? readSettingFields(type.settings, type.defaults) : [] }
    }
    const fields = this.#fields.fields.map((field) => this.#addInputName(field))
    if (fields.length === 0) return html`<p class="muted">${this.strings.noSettings}</p>`
    const fieldsByName = new Map(fields.map((field) => [field.name, field]))
    const findValue = (name: string): Json | undefined => {
      const field = fieldsByName.get(name)
      return field && this.#getValue(field)
    }
    const settingsWithProblems = new Set(this.problems.map(findSettingName))
    const visibleFields = fields.filter(
      (field) => isSettingVisible(field, findValue) || settingsWithProblems.has(field.name),
    )
    // Settings with problems are never collapsed. If all visible settings would be collapsed, none are.
    const isCollapsed = ({ advanced, name }: SettingField): boolean =>
      advanced === true && !settingsWithProblems.has(name) && !this.#wasInitiallyChanged(name)
    const collapsedFields = visibleFields.filter(isCollapsed)
    if (collapsedFields.length === visibleFields.length) return visibleFields.map((field) => this.#renderField(field))
    return html`${visibleFields.filter((field) => !collapsedFields.includes(field)).map((field) => this.#renderField(field))}
    ${
      collapsedFields.length === 0
        ? nothing
        : html`<details class="more">
            <summary>${icon('chevron-right')}${this.strings.moreSettings}</summary>
            <div>${collapsedFields.map((field) => this.#renderField(field))}</div>
          </details>`
    }`
  }

  /** Focuses the first setting. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('.control')?.focus(options)
  }

  /** Focuses a setting. Returns `false` if the setting is not shown. */
  focusSetting(name: string): boolean {
    const field = this.renderRoot.querySelector<HTMLElement>(`.field[data-setting="${CSS.escape(name)}"]`)
    const selectors = [`#${CSS.escape(name)}`, '.control', 'input, select, textarea, button']
    field?.closest('details')?.setAttribute('open', '')
    const control = selectors.map((selector) => field?.querySelector<HTMLElement>(selector)).find(Boolean)
    control?.focus()
    return Boolean(control)
  }

  /** Discards the drafts of the current subject. */
  reset(): void {
    if (this.#drafts.delete(this.subject)) this.requestUpdate()
  }

  /** Drafts, keyed by subject and then by setting name. */
  get #drafts(): Drafts {
    return this.context?.drafts ?? this.#localDrafts
  }

  #renderField(field: SettingField): unknown {
    const { strings } = this
    const value = this.#getValue(field)
    const fieldProblems = this.problems.filter((problem) => findSettingName(problem) === field.name)
    const nestedProblems = fieldProblems.filter((problem) => isNestedProblem(field, value, problem))
    const problems =
      nestedProblems.length === 0 ? fieldProblems : fieldProblems.filter((problem) => !nestedProblems.includes(problem))
    const draft = this.#drafts.get(this.subject)?.get(field.name)
    const isChanged =
      this.config[field.name] !== undefined && JSON.stringify(this.config[field.name]) !== JSON.stringify(field.initial)
    const description = field.description ? renderCode(field.description) : nothing
    const describedBy = [
      field.description ? `${field.name}-about` : '',
      draft || problems.length > 0 ? `${field.name}-problems` : '',
    ]
      .filter(Boolean)
      .join(' ')
    const location = problems.find(({ where }) => where?.offset !== undefined)?.where
    const errorRange =
      location && !draft ? { from: location.offset!, to: location.offset! + (location.length ?? 1) } : undefined
    const isInvalid = draft !== undefined || problems.some((problem) => problem.severity === 'error')
    const input = this.#renderInput(field, value, {
      draft,
      describedBy,
      invalid: isInvalid,
      problems,
      nestedProblems,
      errorRange,
    })
    const defaultText = field.initial === undefined ? strings.notSet : formatShort(field, field.initial)
    return html`<div
      class="field"
      data-setting=${field.name}
      title=${field.description?.replaceAll('`', '') ?? nothing}
    >
      <div class="top">
        ${
          field.kind === 'boolean'
            ? html`<label class="check">${renderFieldInput(input)}<span>${field.title}</span></label>`
            : hasOwnLabel(field)
              ? html`<span class="label" id="${field.name}-title" @click=${this.#onTitleClick}
                  >${field.title}${this.#renderRequired(field)}</span
                >`
              : html`<label for=${field.name}>${field.title}${this.#renderRequired(field)}</label>`
        }
        ${
          isChanged && !this.disabled && !this.compact
            ? html`<button
                type="button"
                class="quiet icon"
                title="${strings.restore(field.title)}${defaultText === '' ? '' : `: ${defaultText}`}"
                aria-label=${strings.restore(field.title)}
                @click=${() => this.#restore(field)}
              >
                ${icon('rotate-ccw')}
              </button>`
            : nothing
        }
      </div>
      ${field.kind === 'boolean' ? nothing : renderFieldInput(input)}
      ${
        field.description
          ? html`<p class=${this.compact ? 'visually-hidden' : 'help muted small'} id="${field.name}-about">
              ${description}
            </p>`
          : nothing
      }
      ${
        draft || problems.length > 0
          ? html`<div id="${field.name}-problems">
              ${draft ? renderReason(draft.reason) : nothing}
              ${problems.map((problem) => renderProblemLine(problem, strings.renderText, createPositionFormatter(problem, input.text, strings)))}
            </div>`
          : nothing
      }
    </div>`
  }

  /**
   * Returns whether a setting already differed from its default when the form was first shown for the current subject.
   * Such advanced settings are not collapsed.
   */
  #wasInitiallyChanged(name: string): boolean {
    if (this.#initiallyChangedSettings?.subject !== this.subject || this.#initiallyChangedSettings.type !== this.type) {
      const initialValues = new Map(this.#fields.fields.map((field) => [field.name, JSON.stringify(field.initial)]))
      const names = Object.entries(this.config).flatMap(([key, value]) =>
        value !== undefined && JSON.stringify(value) !== initialValues.get(key) ? [key] : [],
      )
      this.#initiallyChangedSettings = { subject: this.subject, type: this.type, names: new Set(names) }
    }
    return this.#initiallyChangedSettings.names.has(name)
  }

  #renderRequired(field: SettingField): unknown {
    return field.required ? html` <span class="required small muted">${this.strings.required}</span>` : nothing
  }

  #renderInput(
    field: SettingField,
    value: Json | undefined,
    state: {
      draft: Draft | undefined
      describedBy: string
      invalid: boolean
      problems: readonly Problem[]
      nestedProblems: readonly Problem[]
      errorRange: FieldInput['errorRange']
    },
  ): FieldInput {
    const { datasets, strings, disabled, subject, revision } = this
    const { name } = field
    const descriptions = [
      field.description,
      state.draft?.reason,
      ...state.problems.map((problem) => strings.renderText(getProblemText(problem))),
    ]
    return {
      field,
      value,
      text: state.draft?.text ?? this.#getRawText(field, value),
      hint: this.config[name] === undefined ? '' : formatShort(field, field.default),
      describedBy: state.describedBy,
      description: descriptions.filter(Boolean).join(' ').replaceAll('`', ''),
      invalid: state.invalid,
      nestedProblems: state.nestedProblems.map(toNestedProblem),
      errorRange: state.errorRange,
      disabled,
      datasets,
      context: this.context ?? this.#getDefaultContext(),
      subject: `${subject} ${name}`,
      revision,
      strings,
      config: this.config,
      setValue: (newValue, others) => this.#dispatchChange(field, newValue, others),
      onInput: (text) => this.#onInput(field, text),
      upload: () => void this.#upload(name),
      open: () => this.dispatchEvent(new SettingOpenEvent({ name })),
      refresh: () => this.requestUpdate(),
    }
  }

  /** Adds the name of the connected node to the title of a column of one input. */
  #addInputName(field: SettingField): SettingField {
    const { columnInput = '', title } = field
    const name = this.context?.inputNames?.[columnInput]
    return name === undefined ? field : { ...field, title: this.strings.columnOf(title, name) }
  }

  #defaultContext: FormContext | undefined
  #getDefaultContext(): FormContext {
    const columns = this.columns.length > 0 ? this.columns : undefined
    if (!this.#defaultContext || this.#defaultContext.inputs.table !== columns)
      this.#defaultContext = { inputs: { table: columns } }
    return this.#defaultContext
  }

  #onTitleClick = (event: Event): void => {
    const { setting } = (event.target as HTMLElement).closest<HTMLElement>('.field')!.dataset
    this.renderRoot.querySelector<HTMLElement>(`#${CSS.escape(setting!)}`)?.focus()
  }

  #getValue(field: SettingField): Json | undefined {
    return this.config[field.name] === undefined ? field.default : this.config[field.name]
  }

  #getKey({ name }: SettingField): string {
    return `${this.subject} ${name}`
  }

  #getRawText(field: SettingField, value: Json | undefined): string {
    if (field.kind !== 'number' && field.kind !== 'integer' && (field.kind !== 'json' || field.isString))
      return toFieldText(value)
    if (field.kind !== 'json' && typeof value !== 'number') return toFieldText(value)
    const typedText = this.#typedTexts.get(this.#getKey(field), value)
    if (typedText) return typedText.text
    return value === undefined ? '' : JSON.stringify(value, undefined, 2)
  }

  #dispatchChange(field: SettingField, value: Json | undefined, others?: Config): void {
    this.#setDraft(field, undefined)
    this.dispatchEvent(new SettingChangeEvent({ name: field.name, value, ...defined({ others }) }))
  }

  #setDraft({ name }: SettingField, draft: Pick<Draft, 'text' | 'reason'> | undefined): void {
    const drafts = this.#drafts.get(this.subject) ?? new Map<string, Draft>()
    if (draft) drafts.set(name, { ...draft, baseValue: JSON.stringify(this.config[name]) })
    else if (!drafts.delete(name)) return
    this.#drafts.set(this.subject, drafts)
    this.requestUpdate()
  }

  /** Discards drafts of settings that have since been changed by other means, such as undo. */
  #discardOldDrafts(): void {
    const drafts = this.#drafts.get(this.subject)
    for (const [name, { baseValue }] of drafts ?? []) {
      if (baseValue !== JSON.stringify(this.config[name])) drafts!.delete(name)
    }
  }

  #restore(field: SettingField): void {
    this.#typedTexts.delete(this.#getKey(field))
    this.#dispatchChange(field, field.initial)
  }

  #onInput(field: SettingField, text: string): void {
    const parseResult = parseFieldText(field, text, this.strings)
    if ('reason' in parseResult) {
      this.#setDraft(field, { text, reason: parseResult.reason })
      return
    }
    if (parseResult.value !== undefined && !(field.kind === 'json' && field.isString))
      this.#typedTexts.set(this.#getKey(field), text, parseResult.value)
    this.#dispatchChange(field, parseResult.value)
  }

  async #upload(name: string): Promise<void> {
    const file = await chooseFile()
    if (file) this.dispatchEvent(new FileChosenEvent({ name, file }))
  }
}

/** Formats a value as the form displays it, truncated to 60 characters. */
function formatShort(field: SettingField, value: Json | undefined): string {
  const label = field.labels?.[String(value)]
  const text = label ?? toFieldText(value)
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

/**
 * Returns a function that appends the line and column of a problem to a message, or `undefined` if they are unknown.
 */
function createPositionFormatter(
  { where }: Problem,
  text: string,
  { expression }: FormStrings,
): ((message: string) => string) | undefined {
  if (where?.offset === undefined) return undefined
  const lines = text.slice(0, where.offset).split('\n')
  return (message) => expression.withPosition(message, lines.length, lines.at(-1)!.length + 1)
}

const findSettingName = (problem: Problem): string | undefined => getSettingPath(problem)[0]
