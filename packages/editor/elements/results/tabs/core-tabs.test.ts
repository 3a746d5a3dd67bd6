import { describe, expect, it } from 'vitest'
import { hasLocations } from './core-tabs.ts'

const hasMap = (...columns: readonly (string | readonly [name: string, type: string])[]): boolean =>
  hasLocations({
    id: 't',
    rows: 1,
    columns: columns.map((column) =>
      typeof column === 'string' ? { name: column, type: 'VARCHAR' } : { name: column[0], type: column[1] },
    ),
  })

describe('the map of a result', () => {
  it.each([
    [['id', 'country_code']],
    [['Land']],
    [['state']],
    [['Bundesland']],
    [
      [
        ['lat', 'DOUBLE'],
        ['lon', 'DOUBLE'],
      ],
    ],
  ] as const)('is offered for the places of %j', (columns) => expect(hasMap(...columns)).toBe(true))

  it.each([
    [['id', 'name', 'price']],
    [['region', 'region_code']],
    [['isolation', 'plate', 'island']],
    [['regional_manager', 'statement', 'landing_page']],
    [[['lat', 'DOUBLE']]],
    [['lat', 'lon']],
  ] as const)('is not offered without places: %j', (columns) => expect(hasMap(...columns)).toBe(false))
})
