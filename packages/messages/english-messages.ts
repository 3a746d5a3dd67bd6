import { areas } from './english/areas.ts'

/** All English messages and hints, keyed by code. Builds replace this module with its value. @internal */
export const english: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(areas)
    .flatMap((entries) => Object.entries(entries))
    .flatMap(([code, entry]) => {
      if (typeof entry === 'string') return [[code, entry]]
      return [[code, entry.message], ...(entry.hint === undefined ? [] : [[`${code}.hint`, entry.hint]])]
    }),
)
