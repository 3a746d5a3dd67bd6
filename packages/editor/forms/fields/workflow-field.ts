import { subWorkflowPortStrings } from '../../elements/inspector/sub-workflow-port-strings.ts'
import { loadLazyTexts } from '../../language/languages.ts'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { FormContext } from '../form-context.ts'
import type { FieldInput } from './field-input.ts'

type ListWorkflows = NonNullable<FormContext['listWorkflows']>

interface Choices {
  readonly names: readonly string[]
  /** Label of the empty option. */
  readonly emptyLabel: string
}

/** Choices, keyed by list function. They are reloaded when the field receives focus. */
const choicesBySource = new WeakMap<ListWorkflows, Choices>()

/** Renders a select with the names of other workflows. A selected workflow that is not listed remains selected. */
export function renderWorkflowField(input: FieldInput, listWorkflows: ListWorkflows): TemplateResult {
  const { field, text, disabled } = input
  const load = async (): Promise<void> => {
    const [names, strings] = await Promise.all([
      listWorkflows(),
      loadLazyTexts(input.strings.language, 'subWorkflowPorts', subWorkflowPortStrings),
    ])
    choicesBySource.set(listWorkflows, { names: [...new Set(names)].toSorted(), emptyLabel: strings.embeddedWorkflow })
    input.refresh()
  }
  const choices = choicesBySource.get(listWorkflows)
  if (!choices) {
    choicesBySource.set(listWorkflows, { names: [], emptyLabel: '' })
    void load()
  }
  const { names, emptyLabel } = choices ?? { names: [], emptyLabel: '' }
  return html`<select
    id=${field.name}
    class="control"
    aria-describedby=${input.describedBy || nothing}
    aria-invalid=${input.invalid ? 'true' : nothing}
    ?disabled=${disabled}
    @focus=${load}
    @change=${(event: Event) => input.onInput((event.target as HTMLSelectElement).value)}
  >
    <option value="" .selected=${live(text === '')}>${emptyLabel}</option>
    ${text === '' || names.includes(text) ? nothing : html`<option value=${text} .selected=${live(true)}>${text}</option>`}
    ${names.map((name) => html`<option value=${name} .selected=${live(name === text)}>${name}</option>`)}
  </select>`
}
