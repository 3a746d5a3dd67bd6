import { icon } from '@aw-flow/editor'
import type { Json } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { getStrings } from '../language/strings.ts'
import {
  hint,
  isObject,
  json,
  number,
  omitEmpty,
  optionalNumber,
  select,
  selectItem,
  text,
  toOptions,
  type Field,
} from '../shell/forms/fields.ts'
import { renderFormPanel } from '../shell/forms/studio-form.ts'
import { renderIconButton } from '../shell/render-list-panel.ts'
import { comparisonModes, type Evaluation, type EvaluationChoices } from './server-evaluations.ts'

/** Sources of an evaluation's cases: dataset rows, entered cases, a JSON list, or a model agent's tests. */
const caseSources = ['dataset', 'cases', 'json', 'tests'] as const
type CaseSource = (typeof caseSources)[number]

const maxNameLength = 80

interface EvaluationForm {
  choices: EvaluationChoices
  /** Keys of the entered cases, for stable rendering. */
  caseIds: readonly number[]
  onCaseIdsChange: (ids: readonly number[]) => void
  start: (body: Record<string, Json>) => Promise<unknown>
  onCancel: () => void
}

/** Renders the form for a new evaluation. */
export function renderEvaluationForm({
  choices: { targets, datasets },
  caseIds,
  onCaseIdsChange,
  start,
  onCancel,
}: EvaluationForm): TemplateResult {
  const { evaluations: strings } = getStrings()
  if (targets.length === 0) return html`<p class="muted">${strings.noTargets}</p>`
  return renderFormPanel({
    title: strings.newEvaluation,
    testId: 'evaluation-form',
    isPrimary: true,
    submit: html`${icon('play')} ${strings.start}`,
    fields: (getSelected) => {
      const isAgent = getSelected('target', targets[0]?.key ?? '').startsWith('agent:')
      const sources = caseSources.filter((source) => isAgent || source !== 'tests')
      // Without datasets, there are no rows to use as cases.
      const selectedSource = getSelected<CaseSource>('source', datasets.length === 0 ? 'cases' : 'dataset')
      const source = sources.includes(selectedSource) ? selectedSource : 'dataset'
      return {
        target: createTargetField(targets),
        version: optionalNumber(strings.versionField, { min: 1, placeholder: strings.currentVersion }),
        name: text(strings.name, { maxLength: 200, isProse: true }),
        source: createSourceField(sources, source),
        ...(source === 'dataset' ? listDatasetFields(datasets) : {}),
        ...(source === 'cases'
          ? { entered: { render: () => renderCaseFields(caseIds, onCaseIdsChange), read: readEnteredCases } }
          : {}),
        ...(source === 'json'
          ? {
              cases: json(strings.cases, {
                placeholder: strings.casesExample,
                isValid: (cases) => Array.isArray(cases) && cases.length > 0,
                isRequired: true,
                invalid: strings.invalidJson,
              }),
            }
          : {}),
        answer_schema: json(strings.schema, {
          placeholder: '{"type": "string", "maxLength": 200}',
          isValid: isObject,
          invalid: strings.invalidJson,
        }),
        ...(isAgent ? {} : { schemaHint: hint(strings.schemaHint) }),
      }
    },
    onSubmit: (values) => start(toEvaluationBody(values)),
    onCancel,
  })
}

const createTargetField = (targets: EvaluationChoices['targets']): Field<string> => ({
  render: (name) => {
    const { evaluations: strings } = getStrings()
    return html`<label
      >${strings.target}
      <select name=${name} required>
        ${(['agent', 'workflow'] as const).map((kind) => {
          const options = targets.filter((target) => target.kind === kind)
          return options.length === 0
            ? nothing
            : html`<optgroup label=${strings.kinds[kind]}>
                ${options.map((target) => html`<option value=${target.key}>${target.name}</option>`)}
              </optgroup>`
        })}
      </select>
    </label>`
  },
  read: (data, name) => String(data.get(name)),
})

const createSourceField = (sources: readonly CaseSource[], selectedSource: CaseSource): Field<CaseSource> => ({
  render: (name) => {
    const { evaluations: strings } = getStrings()
    return html`<fieldset class="wide">
      <legend>${strings.source}</legend>
      ${sources.map(
        (source) =>
          html`<label
            ><input
              type="radio"
              name=${name}
              value=${source}
              .checked=${source === selectedSource}
            />${strings.sources[source]}</label
          >`,
      )}
    </fieldset>`
  },
  read: (data, name) => String(data.get(name)) as CaseSource,
})

function listDatasetFields(datasets: EvaluationChoices['datasets']) {
  const { evaluations: strings } = getStrings()
  return {
    ...(datasets.length === 0 ? { noDatasets: hint(strings.noDatasets) } : {}),
    data_id: selectItem(strings.dataset, datasets, { isRequired: true }),
    max_cases: optionalNumber(strings.maxCases, { min: 1, max: 2000 }),
    input_column: text(strings.inputColumn, { placeholder: strings.otherColumns }),
    expected_column: text(strings.expectedColumn),
    compare: select(strings.compare, toOptions(comparisonModes, strings.comparisons)),
    tolerance: number(strings.tolerance, { value: 0, min: 0, step: 'any' }),
  }
}

/** Renders the fields for entering cases. */
function renderCaseFields(ids: readonly number[], onChange: (ids: readonly number[]) => void): TemplateResult {
  const { evaluations: strings } = getStrings()
  return html`<ol class="entered wide" aria-label=${strings.source}>
      ${repeat(
        ids,
        (id) => id,
        (id, index) =>
          html`<li data-testid="entered-case">
            <label>${strings.input}<textarea name="case_input" rows="1" required maxlength="20000"></textarea></label>
            <label
              >${strings.compare}
              <select name="case_compare">
                ${comparisonModes.map((value) => html`<option value=${value}>${strings.comparisons[value]}</option>`)}
              </select>
            </label>
            <label>${strings.expectedField}<input name="case_expected" maxlength="20000" autocomplete="off" /></label>
            ${
              ids.length === 1
                ? nothing
                : renderIconButton('x', strings.removeCase(index + 1), () =>
                    onChange(ids.filter((other) => other !== id)),
                  )
            }
          </li>`,
      )}
    </ol>
    <div class="wide">
      <button type="button" @click=${() => onChange([...ids, (ids.at(-1) ?? 0) + 1])}>
        ${icon('plus')} ${strings.addCase}
      </button>
    </div>`
}

interface EvaluationValues {
  /** Key of the evaluated agent or workflow. */
  target: string
  version?: number | undefined
  name: string
  source: CaseSource
  data_id?: string | undefined
  max_cases?: number | undefined
  input_column?: string | undefined
  expected_column?: string | undefined
  compare?: (typeof comparisonModes)[number] | undefined
  tolerance?: number | undefined
  entered?: Json[] | undefined
  cases?: Json | undefined
  answer_schema: Json | undefined
}

/** Returns the request body for the values of the form. */
export function toEvaluationBody({
  target,
  version,
  name,
  source,
  entered,
  cases = entered,
  answer_schema: schema,
  ...dataset
}: EvaluationValues): Record<string, Json> {
  const [kind, ...id] = target.split(':')
  const targetField = kind === 'agent' ? 'agent_id' : 'workflow_id'
  return omitEmpty({
    [targetField]: id.join(':'),
    name,
    version,
    cases,
    answer_schema: schema ?? undefined,
    ...(source === 'dataset' ? dataset : {}),
  }) as Record<string, Json>
}

/** Returns the request body that evaluates the current version of the same target with the same cases. */
export function toRepeatBody(evaluation: Evaluation): Record<string, Json> {
  const { name, agent_id: agentId, workflow_id: workflowId, answer_schema: schema, cases } = evaluation
  return {
    ...(agentId === null ? { workflow_id: workflowId } : { agent_id: agentId }),
    name,
    answer_schema: schema as Json,
    cases: cases.map(({ name: title, input, expected, compare, tolerance }) => {
      const testCase = { name: title, input, compare, tolerance }
      return (expected === undefined ? testCase : { ...testCase, expected }) as Json
    }),
  }
}

/**
 * Reads the entered cases, and names each case after its input. A case without an expected answer accepts any answer.
 */
export function readEnteredCases(data: FormData): Json[] {
  const readAll = (field: string): string[] => data.getAll(field).map((value) => String(value).trim())
  const [inputs, answers, compareModes] = ['case_input', 'case_expected', 'case_compare'].map(readAll) as [
    string[],
    string[],
    string[],
  ]
  return inputs.map((input, index) => {
    const compare = compareModes[index] ?? 'equal'
    const expected = answers[index] ?? ''
    const number = Number(expected)
    const testCase = { name: input.replaceAll(/\s+/g, ' ').slice(0, maxNameLength), input }
    if (expected === '') return testCase
    return { ...testCase, compare, expected: compare === 'number' && Number.isFinite(number) ? number : expected }
  })
}
