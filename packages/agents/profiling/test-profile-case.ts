import type { TableProfile } from '@aw-flow/schema'
import { toCanonicalJson, type DeepFinding } from '@aw-flow/schema/internal'

/** Number of rows. It exceeds the limit for a single scan, so that every counting method is used. */
const rowCount = 60_000
const cities = ['Wien', 'Graz', 'Linz', 'Salzburg', 'Innsbruck', 'Bregenz', 'Klagenfurt am Wörthersee', 'Sankt Pölten']
const firstNames = ['Anna', 'Bernd', 'Clara', 'Dóra', 'Émile', 'Fritz', 'Grete', 'Hans', 'Ines', 'Jakob']
const lastNames = ['Gruber', 'Hofer', 'Novák', 'Wimmer', 'Bauer', 'Pichler', 'Steiner', 'Moser']

/**
 * Creates a deterministic CSV file of payments with nulls, outliers, misspellings, a dependency, duplicates and
 * coordinates.
 */
export function createProfileCsv(): string {
  let state = 20261120
  const drawInteger = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return Math.floor(((state >>> 0) / 4294967296) * limit)
  }
  const lines = ['id,person,email,city,zip,latitude,longitude,amount,fee,visited,paid,note']
  for (let id = 1; id <= rowCount; id++) {
    const city = drawInteger(cities.length)
    const person = `${firstNames[drawInteger(firstNames.length)]} ${lastNames[drawInteger(lastNames.length)]}`
    const name = id % 9_000 === 7 ? person.replace('e', '') : person
    const amount = id % 20_000 === 3 ? 9_999_999.5 : (drawInteger(100_000) + 1) / 100
    const cells = [
      id,
      name,
      `person${drawInteger(40_000)}@example.${city % 2 === 0 ? 'org' : 'com'}`,
      id % 11_000 === 5 ? 'Wein' : cities[city],
      1010 + city * 100,
      (46 + drawInteger(300_000) / 100_000).toFixed(5),
      (9 + drawInteger(800_000) / 100_000).toFixed(5),
      amount,
      (amount * 0.2).toFixed(3),
      new Date(Date.UTC(2020, 0, 1 + drawInteger(2_500))).toISOString().slice(0, 10),
      drawInteger(2) === 0,
      drawInteger(10) === 0 ? '' : `Paid by ${person} at counter ${drawInteger(12)}.`,
    ]
    lines.push(cells.join(','))
  }
  return `${lines.join('\n')}\n`
}

/** Serializes a profile and its findings, which must be identical in the native and browser versions of DuckDB. */
export const serializeProfile = (profile: TableProfile, findings: readonly DeepFinding[]): string =>
  toCanonicalJson(JSON.parse(JSON.stringify({ profile, findings })))

/** SHA-256 digest of the serialized profile from native DuckDB. The browser version must produce the same digest. */
export const expectedDigest = '63e1858dc9ae98916f4ed75bd0607448085dbdcd715270ef524798950619681a'
