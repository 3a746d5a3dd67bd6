import type { InputSample, WorkflowSession } from '@aw-flow/client'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { chooseFile } from '../../files/choose-file.ts'
import type { NodePreviewStrings } from '../node-preview-strings.ts'
import { findOpenInputs, isSamePath, type OpenInput } from './open-inputs.ts'
import { readStoredSamples, storeSamples } from './stored-samples.ts'

/** Maximum length of sample data that the user types, in characters. */
const maxTextLength = 100_000

const exampleRows = 'city,price\nOslo,12\nRome,9\n'
const exampleText = 'Oslo is the capital of Norway.'
const exampleJson = '{\n  "city": "Oslo"\n}'

/** A form for sample data of a workflow's open inputs. */
export type SampleForm = ReturnType<typeof createSampleForm>

/** Restores the samples that the browser has stored for a workflow, once per session. */
function restoreSamples(session: WorkflowSession): void {
  const { assistant } = session
  if (!assistant || restoredAssistants.has(assistant)) return
  restoredAssistants.add(assistant)
  const samples = readStoredSamples(session.id)
  if (samples.length > 0) assistant.setInputSamples(samples)
}
const restoredAssistants = new WeakSet<object>()

/** @param onChange - Called after a sample changes, so that previews can be updated. */
function createSampleForm(onChange: () => void) {
  const setSample = (session: WorkflowSession, input: OpenInput, sample: InputSample | undefined): void => {
    const others = (session.assistant?.inputSamples ?? []).filter((other) => !isSampleFor(other, input))
    const samples = sample ? [...others, sample] : others
    session.assistant?.setInputSamples(samples)
    storeSamples(session.id, samples)
    onChange()
  }
  const applyChoice = async (session: WorkflowSession, input: OpenInput, select: HTMLSelectElement): Promise<void> => {
    const { path, port } = input
    const target = { path: [...path], port }
    const { value } = select
    if (value === '') return setSample(session, input, undefined)
    if (value === 'rows') return setSample(session, input, { ...target, kind: 'rows', text: exampleRows })
    if (value === 'text') return setSample(session, input, { ...target, kind: 'text', text: exampleText })
    if (value === 'json') return setSample(session, input, { ...target, kind: 'json', text: exampleJson })
    if (value !== 'upload') return setSample(session, input, { ...target, kind: 'dataset', dataset: value.slice(1) })
    select.value = toChoice(findSample(session, input))
    const file = await chooseFile()
    const dataset = file && (await session.data.add(file))
    if (dataset?.ok) setSample(session, input, { ...target, kind: 'dataset', dataset: dataset.value.id })
  }

  const renderInput = (session: WorkflowSession, input: OpenInput, strings: NodePreviewStrings): TemplateResult => {
    const sample = findSample(session, input)
    const choice = toChoice(sample)
    return html`<div class="sample" data-input=${input.port}>
      <label
        >${strings.sampleFor(input.label)}
        <select @change=${(event: Event) => void applyChoice(session, input, event.currentTarget as HTMLSelectElement)}>
          <option value="" .selected=${live(choice === '')}>${strings.noSample}</option>
          ${
            acceptsValue(input)
              ? html`<option value=${input.type} .selected=${live(choice === input.type)}>
                  ${input.type === 'text' ? strings.enterText : strings.enterJson}
                </option>`
              : html`<option value="rows" .selected=${live(choice === 'rows')}>${strings.enterRows}</option>
                  ${session.data.list.map(
                    ({ id, name }) =>
                      html`<option value=${`=${id}`} .selected=${live(choice === `=${id}`)}>${name}</option>`,
                  )}
                  ${
                    sample?.kind === 'dataset' && !session.data.list.some(({ id }) => id === sample.dataset)
                      ? html`<option value=${choice} .selected=${live(true)}>${strings.sampleMissing}</option>`
                      : nothing
                  }
                  <option value="upload">${strings.uploadSample}</option>`
          }
        </select></label
      >
      ${
        sample && sample.kind !== 'dataset'
          ? html`<textarea
              rows="4"
              spellcheck="false"
              maxlength=${maxTextLength}
              aria-label=${getTextLabel(sample.kind, strings)(input.label)}
              .value=${live(sample.text)}
              @input=${(event: Event) =>
                setSample(session, input, { ...sample, text: (event.target as HTMLTextAreaElement).value })}
            ></textarea>`
          : nothing
      }
    </div>`
  }

  return {
    /** Returns whether an input has a sample. */
    hasSample: (session: WorkflowSession, input: OpenInput): boolean => findSample(session, input) !== undefined,
    /** Renders a field for each input. Every input must satisfy `canHaveSample`. */
    render: (session: WorkflowSession, inputs: readonly OpenInput[], strings: NodePreviewStrings): TemplateResult =>
      html`<div class="samples">
        ${inputs.map((input) => renderInput(session, input, strings))}
        <p class="muted small">${strings.sampleHelp}</p>
      </div>`,
  }
}

/** Returns whether an input accepts a text or JSON value instead of rows or a file. */
const acceptsValue = ({ type }: OpenInput): boolean => type === 'json' || type === 'text'
const getTextLabel = (kind: 'rows' | 'text' | 'json', strings: NodePreviewStrings): ((input: string) => string) =>
  ({ rows: strings.sampleRows, text: strings.sampleText, json: strings.sampleJson })[kind]
const isSampleFor = (sample: InputSample, { path, port }: OpenInput): boolean =>
  sample.port === port && isSamePath(sample.path, path)
const findSample = ({ assistant }: WorkflowSession, input: OpenInput): InputSample | undefined =>
  assistant?.inputSamples.find((sample) => isSampleFor(sample, input))
/** Returns a sample's option value. Dataset ids have the prefix `=` to distinguish them from other values. */
const toChoice = (sample: InputSample | undefined): string =>
  sample?.kind === 'dataset' ? `=${sample.dataset}` : (sample?.kind ?? '')

/** Returns whether an input can have a sample, based on its type. */
const canHaveSample = ({ type }: OpenInput): boolean => type !== 'control'

/** Everything that the node preview needs from this module, which it loads on demand. */
export const sampleTools = { createSampleForm, restoreSamples, findOpenInputs, canHaveSample }
export type SampleTools = typeof sampleTools
