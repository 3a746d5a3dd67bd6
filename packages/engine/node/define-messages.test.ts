import { createMessageFormatter } from '@aw-flow/messages/catalogs'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { createCatalog } from './catalog.ts'
import { defineMessages } from './define-messages.ts'
import { defineNode } from './define-node.ts'

const { message, error, warning, info, catalogs } = defineMessages({
  en: {
    'acme.rows': '{$rows :integer} rows of {$file}',
    'acme.no-name': 'The name is empty.',
    'acme.no-name.hint': 'Enter a name for {$node}.',
  },
  de: { 'acme.rows': '{$rows :integer} Zeilen aus {$file}' },
})

describe('defineMessages', () => {
  it('creates messages and problems with the parameters of the English text and hint', () => {
    expect(message('acme.rows', { rows: 3, file: 'a.csv' })).toEqual({
      code: 'acme.rows',
      params: { rows: 3, file: 'a.csv' },
    })
    const where = { node: 'n' }
    expect(error('acme.no-name', { node: 'n' }, { where })).toEqual({
      code: 'acme.no-name',
      severity: 'error',
      params: { node: 'n' },
      where,
    })
    expect([warning('acme.no-name', { node: 'n' }), info('acme.no-name', { node: 'n' })]).toMatchObject([
      { severity: 'warning' },
      { severity: 'info' },
    ])
    expectTypeOf(message<'acme.rows'>)
      .parameter(1)
      .toHaveProperty('rows')
      .toEqualTypeOf<number>()
    expectTypeOf(message).parameter(0).toEqualTypeOf<'acme.rows' | 'acme.no-name'>()
  })

  it('passes the catalogs with the node type, for rendering where it is shown', () => {
    const node = defineNode({
      type: 'acme',
      version: 1,
      family: 'tables',
      title: 'Acme',
      description: 'Reads rows.',
      icon: 'hand',
      messages: catalogs,
      inputs: [],
      outputs: [],
      settings: z.strictObject({}),
      describe: () => ({ outputs: {}, summary: message('acme.rows', { rows: 1_200, file: 'a.csv' }) }),
      run: async () => ({ outputs: {} }),
    })
    const [type] = createCatalog([node]).list()
    const german = createMessageFormatter('de', type!.messages!.de!, type!.messages!.en!)
    expect(german.format(message('acme.rows', { rows: 1_200, file: 'a.csv' }))).toBe('1.200 Zeilen aus a.csv')
    expect(german.renderProblem(error('acme.no-name', { node: 'n' })).hint).toBe('Enter a name for n.')
  })
})
