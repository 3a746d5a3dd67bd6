import { describe, expect, it } from 'vitest'
import { createBuiltInCatalog } from '@aw-flow/nodes'
import { readSettingFields } from '../../packages/editor/forms/fields/setting-field.ts'

type Schema = Readonly<Record<string, unknown>>

/** Names of choices that are the words of their field, such as methods of HTTP. */
const ownNames = /^[A-Z]+$/

/** Lists the choices and titles of a form that are shown as in the document, also those of nested forms. */
function listRawTexts(path: string, settings: Schema, defaults: Schema = {}): string[] {
  return readSettingFields(settings, defaults).flatMap((field) => {
    const at = `${path}.${field.name}`
    const choices = field.kind === 'choice' && !field.isColumnType ? field.choices.map(String) : []
    const isRaw = (choice: string): boolean =>
      choice !== '' && field.labels?.[choice] === undefined && !ownNames.test(choice)
    const nested = [
      ...(field.items?.type === 'object' ? [field.items] : []),
      ...(field.kind === 'object' && field.schema ? [field.schema] : []),
      ...(field.variants ?? []).map(({ schema }) => schema),
    ]
    return [
      ...choices.filter(isRaw).map((choice) => `${at}: ${choice}`),
      ...(/[_-]/.test(field.title) && field.title === field.name ? [`${at}: title`] : []),
      ...nested.flatMap((schema) => listRawTexts(at, schema)),
    ]
  })
}

describe('the forms of built-in node types', () => {
  it.each(createBuiltInCatalog().list())('show no names of the document: $type', ({ type, settings, defaults }) => {
    expect(listRawTexts(type, settings, defaults)).toEqual([])
  })

  it('are checked for choices without labels, also in lists', () => {
    const how = { type: 'string', enum: ['left-anti', 'GET'] }
    const items = { type: 'object', properties: { how } }
    expect(listRawTexts('test', { properties: { list: { type: 'array', items } } })).toEqual([
      'test.list.how: left-anti',
    ])
  })
})
