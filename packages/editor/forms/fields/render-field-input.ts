import type { Json } from '@aw-flow/schema'
import { planSchemaName, savedLoadPlanSchema } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { icon } from '../../icons/icon.ts'
import type { ListChangeEvent } from './aw-list-field.ts'
import type { FieldChangeEvent } from '../field-change-event.ts'
import type { FormStrings } from '../form-strings.ts'
import { summarizeLoadPlan } from '../../elements/load-plan/load-plan-strings.ts'
import { formatColumnType } from '../../language/column-types.ts'
import { findColumns, type FormContext, type SettingToWrite } from '../form-context.ts'
import { renderContents } from '../contents/contents-field.ts'
import { renderSchedule } from '../schedule/schedule-field.ts'
import type { FieldInput } from './field-input.ts'
import { renderSecretSelect } from './secret-select.ts'
import type { SettingField } from './setting-field.ts'
import type { renderWorkflowField } from './workflow-field.ts'

const kindsWithShadowRoot: ReadonlySet<SettingField['kind']> = new Set([
  'load-plan',
  'list',
  'column',
  'columns',
  'code',
  'json',
  'rules',
  'filter',
  'map',
  'union',
  'object',
])

/**
 * Returns whether a field labels itself. Label elements cannot refer to controls in another shadow root.
 */
export const hasOwnLabel = ({ kind, contents }: SettingField): boolean =>
  contents !== undefined || kindsWithShadowRoot.has(kind)

/** Renders the input for a setting. */
export const renderFieldInput = (input: FieldInput): TemplateResult =>
  input.field.contents === undefined ? renderInput(input) : renderContents({ ...input, textField: renderInput(input) })

let loadedRenderer: typeof renderWorkflowField | undefined

/**
 * Renders a select for another workflow, or a text field if workflows cannot be listed or until the select is loaded.
 */
function renderWorkflow(input: FieldInput): TemplateResult {
  const { listWorkflows } = input.context
  if (!listWorkflows) return renderTextInput(input)
  if (loadedRenderer) return loadedRenderer(input, listWorkflows)
  const load = async (): Promise<void> => {
    loadedRenderer = (await import('./workflow-field.ts')).renderWorkflowField
    input.refresh()
  }
  void load()
  return renderTextInput(input)
}

function renderInput(input: FieldInput): TemplateResult {
  switch (input.field.kind) {
    case 'boolean':
      return renderCheckbox(input)
    case 'choice':
      return renderChoice(input)
    case 'dataset':
      return renderDatasetField(input)
    case 'secret':
      return renderSecretSelect(input)
    case 'workflow':
      return renderWorkflow(input)
    case 'column':
    case 'columns':
      return renderColumnField(input)
    case 'code':
    case 'json':
      return renderCodeField(input)
    case 'list':
    case 'map':
    case 'union':
    case 'object':
      return renderNestedField(input)
    case 'load-plan':
      return renderLoadPlanField(input)
    case 'rules':
      return renderRuleField(input)
    case 'filter':
      return renderFilterField(input)
    case 'cron':
      return renderScheduleField(input)
    case 'multiline':
      return renderTextArea(input)
    default:
      return renderTextInput(input)
  }
}

const getAriaDescribedBy = ({ describedBy }: FieldInput): unknown => describedBy || nothing
const getAriaInvalid = ({ invalid }: FieldInput): unknown => (invalid ? 'true' : nothing)

const renderCheckbox = (input: FieldInput): TemplateResult =>
  html`<input
    id=${input.field.name}
    class="control"
    type="checkbox"
    aria-describedby=${getAriaDescribedBy(input)}
    aria-invalid=${getAriaInvalid(input)}
    ?disabled=${input.disabled}
    .checked=${live(input.value === true)}
    @change=${(event: Event) => input.setValue((event.target as HTMLInputElement).checked)}
  />`

function renderChoice(input: FieldInput): TemplateResult {
  const { field, value, strings } = input
  const isOffered = field.choices.some((option) => option === value)
  return html`<select
    id=${field.name}
    class="control"
    aria-describedby=${getAriaDescribedBy(input)}
    aria-invalid=${getAriaInvalid(input)}
    ?disabled=${input.disabled}
    @change=${(event: Event) => {
      const json = (event.target as HTMLSelectElement).value
      input.setValue(json === '' ? undefined : (JSON.parse(json) as Json))
    }}
  >
    ${value === undefined ? html`<option value="" selected>${strings.notSet}</option>` : nothing}
    ${
      value === undefined || isOffered
        ? nothing
        : html`<option value=${JSON.stringify(value)} selected>${strings.notAnOption(String(value))}</option>`
    }
    ${field.choices.map(
      (option) =>
        html`<option value=${JSON.stringify(option)} .selected=${live(option === value)}>
          ${field.labels?.[String(option)] ?? (field.isColumnType ? formatTypeChoice(field, option, strings) : String(option))}
        </option>`,
    )}
  </select>`
}

/** Formats the display name of a column type. The DuckDB name is added if another choice has the same display name. */
function formatTypeChoice({ choices }: SettingField, option: Json, { column, notSet }: FormStrings): string {
  const format = (type: Json): string => formatColumnType(String(type), column.columnTypes)
  if (option === '') return notSet
  const isAmbiguous = choices.some((other) => other !== option && format(other) === format(option))
  return isAmbiguous ? `${format(option)} (${String(option)})` : format(option)
}

function renderDatasetField(input: FieldInput): TemplateResult {
  const { field, value, strings, datasets } = input
  const isAvailable = datasets.some(({ id }) => id === value)
  return html`<div class="row">
    <select
      id=${field.name}
      class="control"
      aria-describedby=${getAriaDescribedBy(input)}
      aria-invalid=${getAriaInvalid(input)}
      ?disabled=${input.disabled}
      @change=${(event: Event) => input.setValue((event.target as HTMLSelectElement).value || undefined)}
    >
      <option value="" .selected=${live(value === undefined)}>${strings.runInput}</option>
      ${
        typeof value === 'string' && value !== '' && !isAvailable
          ? html`<option value=${value} selected>${strings.missingDataset(value.slice(0, 8))}</option>`
          : nothing
      }
      ${datasets.map(({ id, name }) => html`<option value=${id} .selected=${live(id === value)}>${name}</option>`)}
    </select>
    <button
      type="button"
      class="icon"
      title=${strings.upload}
      aria-label=${strings.upload}
      ?disabled=${input.disabled}
      @click=${input.upload}
    >
      ${icon('upload')}
    </button>
  </div>`
}

function renderColumnField(input: FieldInput): TemplateResult {
  const { field, value, strings } = input
  const isList = field.kind === 'columns'
  return html`<aw-column-field
    id=${field.name}
    class="control"
    ?multiple=${isList}
    .value=${isList ? (Array.isArray(value) ? value.map(String) : []) : input.text}
    .columns=${findColumns(input.context, field.columnInput)}
    .loadSamples=${input.context.loadSamples}
    .input=${field.columnInput}
    .label=${field.title}
    .description=${input.description}
    .placeholder=${isList ? '' : input.hint}
    .strings=${strings.column}
    ?invalid=${input.invalid}
    ?disabled=${input.disabled}
    @aw-field-change=${(event: FieldChangeEvent) => input.setValue(event.value)}
  ></aw-column-field>`
}

function renderCodeField(input: FieldInput): TemplateResult {
  const { field, strings, context } = input
  const example = input.hint || (field.examples[0] ?? '')
  const onChange = (event: FieldChangeEvent): void => input.onInput(String(event.value))
  if (field.language === 'expression' || field.language === 'row-expression') {
    const kind = field.language === 'expression' ? 'expression' : 'row-expression'
    return html`<aw-expression-field
        exportparts="code"
        id=${field.name}
        class="control"
        .value=${input.text}
        over=${field.language === 'row-expression' ? 'row' : 'value'}
        .ask=${context.askExpression}
        .revision=${input.revision}
        .label=${field.title}
        .description=${input.description}
        .placeholder=${example}
        .strings=${strings.expression}
        ?invalid=${input.invalid}
        ?disabled=${input.disabled}
        @aw-field-change=${onChange}
      ></aw-expression-field>
      ${renderWriteButton(input, kind)}`
  }
  return html`<aw-code-field
      exportparts="code"
      id=${field.name}
      class="control"
      .value=${live(input.text)}
      language=${field.language ?? 'json'}
      .label=${field.title}
      .description=${input.description}
      .placeholder=${example}
      .tables=${field.language === 'sql' ? listTableColumns(context) : undefined}
      .error=${input.errorRange}
      .strings=${strings.code}
      ?invalid=${input.invalid}
      ?disabled=${input.disabled}
      @aw-field-change=${onChange}
    ></aw-code-field>
    ${field.language === 'sql' ? renderWriteButton(input, 'sql') : nothing}`
}

/** Renders the button that opens a dialog for generating a setting from a description and examples. */
function renderWriteButton(input: FieldInput, kind: SettingToWrite['kind']): unknown {
  const { context, strings, disabled } = input
  if (!context.openWriter || disabled) return nothing
  const open = (event: Event): void =>
    context.openWriter?.(event.currentTarget as HTMLElement, { kind, strings, onUse: (text) => input.onInput(text) })
  return html`<button type="button" class="quiet write" aria-haspopup="dialog" @click=${open}>
    ${icon('wand-sparkles')}${strings.writeFromDescription}
  </button>`
}

const tablesByInputs = new WeakMap<FormContext['inputs'], Record<string, string[]>>()

/**
 * Returns column names, keyed by input. The same inputs yield the same object so that the code editor is not recreated.
 */
function listTableColumns({ inputs }: FormContext): Record<string, string[]> {
  const cached = tablesByInputs.get(inputs)
  if (cached) return cached
  const tableColumns = Object.fromEntries(
    Object.entries(inputs).map(([input, columns]) => [input, (columns ?? []).map(({ name }) => name)]),
  )
  tablesByInputs.set(inputs, tableColumns)
  return tableColumns
}

function renderNestedField(input: FieldInput): TemplateResult {
  const { field, value, strings, disabled, context, subject, revision } = input
  const { name, title } = field
  const onChange = (event: FieldChangeEvent): void => input.setValue(event.value)
  switch (field.kind) {
    case 'list':
      return html`<aw-list-field
        exportparts="code"
        id=${name}
        class="control"
        role="group"
        aria-label=${title}
        .label=${title}
        .items=${field.items}
        .value=${Array.isArray(value) ? value : []}
        .problems=${input.nestedProblems}
        .context=${context}
        .subject=${subject}
        .revision=${revision}
        .formStrings=${strings}
        ?disabled=${disabled}
        @aw-list-change=${(event: ListChangeEvent) => input.setValue(event.value)}
      ></aw-list-field>`
    case 'map':
      return html`<aw-map-field
        id=${name}
        class="control"
        role="group"
        aria-label=${title}
        .label=${title}
        .value=${isObject(value) ? value : {}}
        .values=${field.schema}
        .problems=${input.nestedProblems}
        .columns=${field.columnKeys ? findColumns(context, field.columnInput) : undefined}
        ?columnKeys=${field.columnKeys === true}
        .subject=${subject}
        .formStrings=${strings}
        ?disabled=${disabled}
        @aw-field-change=${({ value: newValue }: FieldChangeEvent) => {
          // Without a default, an empty map means that the setting is not set.
          const isUnset = field.default === undefined && isObject(newValue) && Object.keys(newValue).length === 0
          input.setValue(isUnset ? undefined : newValue)
        }}
      ></aw-map-field>`
    default:
      return html`<aw-variant-field
        exportparts="code"
        id=${name}
        class="control"
        role="group"
        aria-label=${title}
        .label=${title}
        .value=${value}
        .variants=${field.variants ?? [{ title, schema: field.schema ?? {} }]}
        .problems=${input.nestedProblems}
        .context=${context}
        .subject=${subject}
        .revision=${revision}
        .formStrings=${strings}
        ?disabled=${disabled}
        @aw-field-change=${onChange}
      ></aw-variant-field>`
  }
}

function renderLoadPlanField(input: FieldInput): TemplateResult {
  const { field, strings, datasets } = input
  const { data: savedPlan } = savedLoadPlanSchema.safeParse(input.value)
  const fileName = datasets.find(({ id }) => id === savedPlan?.dataset)?.name
  return html`<p class="small" id="${field.name}-summary">
      ${savedPlan ? summarizeLoadPlan(savedPlan.plan, fileName, strings.loadPlan) : strings.loadPlan.summaryAutoDetected}
    </p>
    <button
      type="button"
      id=${field.name}
      aria-describedby=${[`${field.name}-summary`, input.describedBy].filter(Boolean).join(' ')}
      @click=${input.open}
    >
      ${icon('table-2')}${strings.loadPlan.open}
    </button>`
}

const renderRuleField = (input: FieldInput): TemplateResult =>
  html`<aw-rule-builder
    exportparts="code"
    id=${input.field.name}
    class="control"
    role="group"
    aria-label=${input.field.title}
    .value=${input.text}
    .acceptsPlan=${input.field.examples.includes(planSchemaName)}
    .columns=${findColumns(input.context, 'table')}
    .data=${input.context.rules}
    .write=${input.context.openWriter}
    .loadSamples=${input.context.loadSamples}
    .label=${input.field.title}
    .description=${input.description}
    .subject=${input.subject}
    .revision=${input.revision}
    .formStrings=${input.strings}
    ?invalid=${input.invalid}
    ?disabled=${input.disabled}
    @aw-field-change=${(event: FieldChangeEvent) => input.onInput(String(event.value))}
  ></aw-rule-builder>`

const renderFilterField = (input: FieldInput): TemplateResult =>
  html`<aw-filter-builder
    id=${input.field.name}
    class="control"
    role="group"
    aria-label=${input.field.title}
    .value=${Array.isArray(input.value) ? input.value : []}
    .match=${input.config['match'] === 'any' ? 'any' : 'all'}
    .expression=${String(input.config['expression'] ?? '')}
    .operators=${input.field.labels ?? {}}
    .columns=${findColumns(input.context, 'table')}
    .loadSamples=${input.context.loadSamples}
    .label=${input.field.title}
    .description=${input.description}
    .subject=${input.subject}
    .formStrings=${input.strings}
    ?disabled=${input.disabled}
    @aw-field-change=${({ value, others }: FieldChangeEvent) => input.setValue(value, others)}
  ></aw-filter-builder>`

const renderScheduleField = (input: FieldInput): TemplateResult => {
  const { name } = input.field
  return renderSchedule(
    {
      cron: input.text,
      id: name,
      describedBy: input.describedBy,
      disabled: input.disabled,
      expressionField: renderTextInput(input, `${name}-expression`),
      onChange: (cron) => input.setValue(cron),
    },
    input.strings.language,
    input.refresh,
  )
}

const renderTextArea = (input: FieldInput): TemplateResult =>
  html`<textarea
    id=${input.field.name}
    class="control"
    rows="5"
    spellcheck="false"
    aria-label=${input.field.contents === undefined ? nothing : input.field.title}
    placeholder=${input.hint || (input.field.examples[0] ?? '')}
    aria-describedby=${getAriaDescribedBy(input)}
    aria-invalid=${getAriaInvalid(input)}
    ?disabled=${input.disabled}
    .value=${live(input.text)}
    @input=${(event: Event) => input.onInput((event.target as HTMLTextAreaElement).value)}
  ></textarea>`

function renderTextInput(input: FieldInput, id = input.field.name): TemplateResult {
  const { field } = input
  const examplesId = `${field.name}-examples`
  const inputMode = field.kind === 'integer' ? 'numeric' : field.kind === 'number' ? 'decimal' : nothing
  return html`<input
      id=${id}
      class="control"
      type="text"
      aria-label=${id === field.name ? nothing : field.title}
      inputmode=${inputMode}
      list=${field.examples.length > 0 ? examplesId : nothing}
      autocomplete="off"
      spellcheck="false"
      placeholder=${input.hint}
      aria-describedby=${getAriaDescribedBy(input)}
      aria-invalid=${getAriaInvalid(input)}
      ?disabled=${input.disabled}
      .value=${live(input.text)}
      @input=${(event: Event) => input.onInput((event.target as HTMLInputElement).value)}
    />${
      field.examples.length > 0
        ? html`<datalist id=${examplesId}>
            ${field.examples.map((example) => html`<option value=${example}></option>`)}
          </datalist>`
        : nothing
    }`
}

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
