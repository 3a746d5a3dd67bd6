import { describe, expect, it } from 'vitest'
import { loadMonitorLanguage } from '../language/monitor-language.ts'
import { testCatalogue } from '../test-catalogue.ts'
import { runMonitorStrings } from './monitor-strings.ts'
import { namedTypes } from './named-types.ts'

describe('the node types of the monitor', () => {
  it('are called as in the language of its words, and stay the same list until something is another', async () => {
    const german = await loadMonitorLanguage('de')
    const own = { ...testCatalogue[0]!, type: 'loading', title: 'Load' }
    const types = [own, { ...own, type: 'of-a-host', title: 'Own' }]
    const named = namedTypes(types, german, undefined)
    expect(named.types.map(({ title }) => title)).toEqual(['Laden', 'Own'])
    expect(namedTypes(types, german, named)).toBe(named)
    expect(namedTypes(types, runMonitorStrings, named).types).toEqual(types)
  })
})
