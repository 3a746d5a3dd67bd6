import { areas } from '../english/areas.ts'
import type { Area, ReferenceEntry } from './reference-entry.ts'

/** Explanations of problems by area and code. Builds replace this module with its value. */
export const explanations = Object.fromEntries(
  Object.entries(areas).map(([area, entries]) => [
    area,
    Object.fromEntries(
      Object.entries(entries).flatMap(([code, entry]) => {
        if (typeof entry === 'string' || entry.meaning === undefined) return []
        const { message: _, hint: __, meaning, ...details } = entry
        return [[code, { meaning, ...details }]]
      }),
    ),
  ]),
) as Readonly<Record<Area, Readonly<Record<string, ReferenceEntry>>>>
