import { loadLazyTexts } from '../../language/languages.ts'
import { defined, quoteLargeIntegers, type Json } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { renderFieldInput } from '../fields/render-field-input.ts'
import { readSettingFields } from '../fields/setting-field.ts'
import { parseColumnRows, formatColumnRows } from './column-rows.ts'
import type { ContentsInput } from './contents-field.ts'
import { createFieldSchemas } from './field-schemas.ts'
import { contentsStrings, type ContentsStrings } from './contents-strings.ts'
import { readSchemaRows, writeSchemaRows } from './schema-rows.ts'
import { readToolRows, writeToolRows } from './tool-rows.ts'

type Schema = Readonly<Record<string, unknown>>
type JsonObject = { [name: string]: Json }

/** A setting's content, converted to the value of a nested field. */
interface Contents {
  readonly schema: Schema
  readonly value: Json
  /** Converts the nested field's value back to the setting's value. */
  write(value: Json): Json | undefined
  /** Adds to edited rows what `write` has added. */
  complete?(rows: Json, written: Json | undefined): Json
}

/** Creates a renderer with strings in the given language. */
export async function createContentsView(language: string): Promise<(input: ContentsInput) => TemplateResult> {
  const strings = await loadLazyTexts(language, 'contents', contentsStrings)
  const schemas = createFieldSchemas(strings)
  /** Subjects of the fields that the user currently edits as text. */
  const subjectsShownAsText = new Set<string>()
  /**
   * Rows as the user has edited them, which may include rows without a name, together with the JSON of the setting
   * value that was written for them.
   */
  const rowDrafts = new Map<string, { readonly rows: Json; readonly writtenJson: string }>()

  return (input) => {
    const { subject, field, refresh, disabled } = input
    const planSummary = field.contents === 'plan' ? describePlan(input, strings) : undefined
    const contents = planSummary === undefined ? readContents(input, schemas) : undefined
    const canShowAsFields = planSummary !== undefined || contents !== undefined
    const isTextShown = !canShowAsFields || subjectsShownAsText.has(subject)
    const toggle = (): void => {
      if (!subjectsShownAsText.delete(subject)) subjectsShownAsText.add(subject)
      refresh()
    }
    const editAsTextLabel = field.kind === 'json' ? strings.editAsJson : strings.editAsText
    return html`<div class="contents">
      ${isTextShown ? input.textField : planSummary === undefined ? (renderNodeForm(input) ?? renderNested(input, contents!, rowDrafts)) : html`<p class="small">${planSummary}</p>`}
      ${
        canShowAsFields
          ? html`<button type="button" class="quiet" ?disabled=${disabled} @click=${toggle}>
              ${isTextShown ? strings.editAsFields : editAsTextLabel}
            </button>`
          : isValidJson(input.text)
            ? html`<p class="muted small">${strings.notEditableAsFields}</p>`
            : nothing
      }
    </div>`
  }
}

/** Renders the settings of a tool that is a node by the form of its type. */
function renderNodeForm(input: ContentsInput): TemplateResult | undefined {
  const { field, config, context, value, subject, setValue } = input
  if (field.contents !== 'node-settings' || config['kind'] === 'function') return undefined
  const type = context.nodeTypes?.().find((nodeType) => nodeType.type === config['nodeType'])
  if (!type) return undefined
  const settings = isObject(value) ? value : {}
  return html`<aw-form
    exportparts="code"
    .type=${type}
    .config=${settings}
    .context=${context}
    .datasets=${input.datasets}
    .subject=${`${subject} ${type.type}`}
    .revision=${input.revision}
    .disabled=${input.disabled}
    .strings=${input.strings}
    @aw-setting-change=${(event: HTMLElementEventMap['aw-setting-change']) => {
      event.stopPropagation()
      setValue(defined({ ...settings, ...event.others, [event.name]: event.value }) as JsonObject)
    }}
  ></aw-form>`
}

function renderNested(
  input: ContentsInput,
  contents: Contents,
  rowDrafts: Map<string, { readonly rows: Json; readonly writtenJson: string }>,
): TemplateResult {
  const { field, subject } = input
  const [nestedField] = readSettingFields({
    properties: { [field.name]: { ...contents.schema, title: field.title, default: contents.value } },
  })
  const draft = rowDrafts.get(subject)
  const currentJson = JSON.stringify(input.value ?? null)
  return renderFieldInput({
    ...input,
    field: { ...nestedField!, description: field.description },
    value: draft?.writtenJson === currentJson ? draft.rows : contents.value,
    nestedProblems: [],
    setValue: (rows) => {
      const value = contents.write(rows ?? [])
      const writtenJson = JSON.stringify(value ?? null)
      rowDrafts.set(subject, { rows: contents.complete?.(rows ?? [], value) ?? rows ?? [], writtenJson })
      if (writtenJson === currentJson) input.refresh()
      else input.setValue(value)
    },
  })
}

/** Reads the content of a setting. Returns `undefined` if individual fields cannot represent it. */
function readContents(input: ContentsInput, schemas: ReturnType<typeof createFieldSchemas>): Contents | undefined {
  const { field } = input
  if (field.contents === 'columns') {
    const rows = parseColumnRows(input.text)
    return rows && { schema: schemas.columns, value: rows, write: (value) => formatColumnRows(toRows(value)) }
  }
  const parsedJson = readJson(input)
  if (!parsedJson) return undefined
  const { json } = parsedJson
  const write = (value: Json | undefined): Json | undefined =>
    field.isString && value !== undefined ? JSON.stringify(value, undefined, 2) : value
  switch (field.contents) {
    case 'node-settings':
    case 'values': {
      return json === undefined || isObject(json) ? { schema: schemas.values, value: json ?? {}, write } : undefined
    }
    case 'request': {
      const isRequest =
        json === undefined ||
        (isObject(json) &&
          Object.entries(json).every(([name, value]) => /^(query|headers)$/.test(name) && isObject(value)))
      return isRequest ? { schema: schemas.request, value: json ?? {}, write } : undefined
    }
    case 'json-schema': {
      const rows = readSchemaRows(json)
      const writeRows = (value: Json): Json | undefined =>
        toRows(value).length === 0 && json === undefined ? field.default : write(writeSchemaRows(toRows(value), json))
      return rows && { schema: schemas.jsonSchema, value: rows, write: writeRows }
    }
    case 'tools': {
      const rows = readToolRows(json)
      const nodeTypes = input.context.nodeTypes?.() ?? []
      return (
        rows && {
          schema: schemas.tools(nodeTypes),
          value: rows,
          write: (value) => writeToolRows(toRows(value), rows),
          complete: (edited, written = []) =>
            toRows(edited).map((row, index) => ({ ...row, name: toRows(written)[index]?.name ?? '' })),
        }
      )
    }
    default:
      return undefined
  }
}

/** Parses a setting's JSON. `json` is undefined if the text is empty. Returns `undefined` if the JSON is invalid. */
function readJson({ field, value, text }: ContentsInput): { readonly json: Json | undefined } | undefined {
  if (!field.isString) return { json: value ?? undefined }
  if (text.trim() === '') return { json: undefined }
  // If the JSON were written again, large integers would be text.
  if (quoteLargeIntegers(text) !== text) return undefined
  try {
    const json = JSON.parse(text) as Json
    // An escaped `{{` in received data is not an expression, but would become one if the JSON were written again.
    return countExpressions(JSON.stringify(json)) === countExpressions(text) ? { json } : undefined
  } catch {
    return undefined
  }
}

const countExpressions = (text: string): number => text.split('{{').length

const isValidJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function describePlan(input: ContentsInput, strings: ContentsStrings): string | undefined {
  const parsedJson = readJson(input)
  if (!parsedJson) return undefined
  if (parsedJson.json === undefined) return strings.noPlan
  const operations = isObject(parsedJson.json) ? parsedJson.json['operations'] : undefined
  return Array.isArray(operations) ? strings.plan(operations.length) : undefined
}

const toRows = (value: Json): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : [])

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
