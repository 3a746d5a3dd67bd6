import type { NodeType, Problem } from '@aw-flow/schema'
import { expect, it } from 'vitest'
import { findChoiceLabel, getSettingTitle, withSettingTitle } from './setting-title.ts'

const type: NodeType = {
  type: 'check',
  version: 1,
  family: 'data-agents',
  title: 'Check',
  description: 'Checks a table.',
  icon: 'shield-check',
  inputs: [],
  outputs: [],
  settings: {
    type: 'object',
    properties: {
      on: { enum: ['error', 'GET'], title: 'When', labels: { error: 'Errors' } },
      rules: {
        type: 'array',
        title: 'Rules',
        items: { $ref: '#/$defs/rule' },
      },
      limits: {
        type: 'object',
        title: 'Limits',
        properties: { maxRows: { type: 'integer' } },
      },
      names: { type: 'object', title: 'Names', additionalProperties: { type: 'string' } },
    },
    $defs: { rule: { type: 'object', properties: { column: { type: 'string', title: 'Column' } } } },
  },
  defaults: {},
}

it.each([
  ['on', 'When'],
  ['rules.0.column', 'Rules › 1 › Column'],
  ['limits.maxRows', 'Limits › Max rows'],
  ['names.price', 'Names › price'],
  ['oldName.part', 'Old name › part'],
])('names the setting %s as the form does', (path, title) => {
  expect(getSettingTitle(type, path.split('.'))).toBe(title)
})

it('makes a title from the name of a setting if the type of its node is unknown', () => {
  expect(getSettingTitle(undefined, ['maxRows'])).toBe('Max rows')
})

it('finds the label of a choice', () => {
  expect(findChoiceLabel(type, 'on', 'error')).toBe('Errors')
  expect(findChoiceLabel(type, 'on', 'GET')).toBeUndefined()
  expect(findChoiceLabel(undefined, 'on', 'error')).toBeUndefined()
})

it('replaces the name of the setting that a problem is about, and no other name', () => {
  const problem: Problem = {
    code: 'node.invalid-setting',
    severity: 'error',
    message: 'English',
    params: { setting: 'rules.0.column', node: 'Check' },
    where: { node: 'a', setting: 'rules.0.column' },
  }
  expect(withSettingTitle(problem, type)).toEqual({
    ...problem,
    params: { setting: 'Rules › 1 › Column', node: 'Check' },
  })
  const other = { ...problem, params: { setting: 'AW_PORT' } }
  expect(withSettingTitle(other, type)).toBe(other)
})
