import { join } from 'node:path'
import { expect, it } from 'vitest'
import { searchSources, findLiterals } from '../../../test/language/literal-texts.ts'

const editor = join(import.meta.dirname, '..')
const embed = join(editor, '../embed')

it('finds what is written in a template, and not what is inserted into it', () => {
  const source = 'html`<p title="Of ${x} rows" class="some class">${f({ a: `b${\'}\'}` })} rows</p>`'
  expect(findLiterals(source)).toEqual(['\0 rows', 'Of \0 rows'])
})

it('has no text in a template of the editor that a host could not replace', () => {
  expect([editor, embed].flatMap((folder) => searchSources(folder, findLiterals))).toEqual([])
})
