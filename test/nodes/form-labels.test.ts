import { describe, expect, it } from 'vitest'
import { createBuiltInCatalog } from '@aw-flow/nodes'
import { contentsStrings } from '../../packages/editor/forms/contents/contents-strings.ts'
import { createFieldSchemas } from '../../packages/editor/forms/contents/field-schemas.ts'
import { readSettingFields } from '../../packages/editor/forms/fields/setting-field.ts'

type Schema = Readonly<Record<string, unknown>>

/** Names of choices that are the words of their field, such as methods of HTTP. */
const ownNames = /^[A-Z]+$/
const databaseTypes = /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|INTEGER|VARCHAR|DOUBLE|FLOAT|BOOLEAN|DATE|TIME|TIMESTAMP)\b/
/** Lines of names and types, as in the setting of declared columns. */
const linesWithTypes = /^\S+ (?:BIGINT|VARCHAR|DOUBLE|DATE)$/m
/**
 * Settings that no form shows: the editor opens the workflow of a sub-workflow on the canvas. A placeholder shows the
 * settings of the other tool as that tool names them.
 */
const hiddenSettings = new Set(['sub_workflow.document', 'placeholder.original'])

/**
 * Lists the choices and titles of a form that are shown as in the document, and the fields that are JSON or mention it,
 * also those of nested forms.
 */
function listRawTexts(path: string, settings: Schema, defaults: Schema = {}): string[] {
  return readSettingFields(settings, defaults).flatMap((field) => {
    const at = `${path}.${field.name}`
    if (hiddenSettings.has(at)) return []
    const choices = field.kind === 'choice' && !field.isColumnType ? field.choices.map(String) : []
    const isRaw = (choice: string): boolean =>
      choice !== '' && field.labels?.[choice] === undefined && (!ownNames.test(choice) || databaseTypes.test(choice))
    const hasRawType = Object.values(field.labels ?? {}).some((label) => databaseTypes.test(label))
    const nested = [
      ...(field.items?.type === 'object' ? [field.items] : []),
      ...(field.kind === 'object' && field.schema ? [field.schema] : []),
      ...(field.variants ?? []).map(({ schema }) => schema),
    ]
    return [
      ...choices.filter(isRaw).map((choice) => `${at}: ${choice}`),
      ...(hasRawType ? [`${at}: labels`] : []),
      ...(/[_-]/.test(field.title) && field.title === field.name ? [`${at}: title`] : []),
      ...(!field.contents && field.examples.some((example) => linesWithTypes.test(example)) ? [`${at}: types`] : []),
      ...(field.kind === 'json' && !field.contents ? [`${at}: JSON`] : []),
      ...nested.flatMap((schema) => listRawTexts(at, schema)),
    ]
  })
}

describe('the forms of built-in node types', () => {
  it.each(createBuiltInCatalog().list())(
    'show no JSON and no names of the document or the database: $type',
    ({ type, settings, defaults }) => {
      expect(listRawTexts(type, settings, defaults)).toEqual([])
    },
  )

  it('show settings that contain JSON as fields with labels', () => {
    const contents = new Set(
      createBuiltInCatalog()
        .list()
        .flatMap(({ settings, defaults }) => readSettingFields(settings, defaults))
        .flatMap((field) => field.contents ?? []),
    )
    expect([...contents].sort()).toEqual(['columns', 'json-schema', 'plan', 'request', 'tools', 'values'])
    const { tools, ...schemas } = createFieldSchemas(contentsStrings)
    const properties = { ...schemas, tools: tools(createBuiltInCatalog().list()) }
    expect(listRawTexts('contents', { properties })).toEqual([])
  })

  it('are checked for JSON, and for choices without labels, also in lists', () => {
    const how = { type: 'string', enum: ['left-anti', 'GET', 'BIGINT'] }
    const plan = { type: 'object', format: 'json' }
    const items = { type: 'object', properties: { how, plan } }
    expect(listRawTexts('test', { properties: { list: { type: 'array', items } } })).toEqual([
      'test.list.how: left-anti',
      'test.list.how: BIGINT',
      'test.list.plan: JSON',
    ])
  })
})
