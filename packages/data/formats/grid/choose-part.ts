import { listFirstNames } from '../list-first-names.ts'
import { TablesError, type SourceFile } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { FilePart } from '@aw-flow/schema/internal'

/** A part and its amount of data, in a unit that is the same for all parts of a file. */
export interface SizedPart extends FilePart {
  amount: number
}

/**
 * Selects the part to read: the requested one or, by default, the first visible part that is not much smaller than the
 * largest. Notes and tables of contents usually precede the main table, whereas sheets for other years or locations
 * follow it.
 *
 * @param kind Term for a part in messages, such as "sheet" or "table".
 * @param minFraction The first part that is at least this fraction of the size of the largest part is selected. 1 selects
 *   the largest part.
 */
export function selectPart<P extends SizedPart>(
  file: Pick<SourceFile, 'name'>,
  parts: readonly P[],
  requestedName: string | undefined,
  kind: 'sheet' | 'table' | 'element',
  minFraction = 1 / 3,
): P {
  if (requestedName !== undefined) {
    const match =
      parts.find(({ name }) => name === requestedName) ??
      parts.find(({ name }) => name.trim().toLowerCase() === requestedName.trim().toLowerCase())
    if (match) return match
    throw new TablesError(
      error(
        'load.no-part',
        { file: file.name, kind, part: requestedName, parts: listFirstNames(parts) },
        { where: { file: file.name } },
      ),
    )
  }
  const visibleParts = parts.filter(({ hidden }) => hidden !== true)
  const candidates = visibleParts.some(({ amount }) => amount > 0) ? visibleParts : parts
  const maxAmount = candidates.reduce((largest, { amount }) => Math.max(largest, amount), 0)
  const selectedPart = candidates.find(({ amount }) => amount >= maxAmount * minFraction)
  if (selectedPart) return selectedPart
  throw new TablesError(error('load.no-part.none', { file: file.name, kind }, { where: { file: file.name } }))
}
