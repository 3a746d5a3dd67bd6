import { expect, it } from 'vitest'
import { formatDecisionName, reportStrings } from './report-strings.ts'

it('names the decisions of a load plan in the language of the texts', () => {
  const strings = { ...reportStrings, encoding: 'Zeichensatz', delimiter: 'Trennzeichen', type: 'Typ' }
  const names = ['encoding', 'dialect', 'header', 'type of city', 'unpack'].map((name) =>
    formatDecisionName(name, strings),
  )
  expect(names).toEqual(['Zeichensatz', 'Trennzeichen', 'Header', 'Typ: city', 'unpack'])
})
